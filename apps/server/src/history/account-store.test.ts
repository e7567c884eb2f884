// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { noHooks } from '../incidents/incident-hooks.ts';
import { declare } from '../incidents/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { type Account, drop, pick, withdraw } from './account-store.ts';

it('pick(), drop() and withdraw() each leave an entry, and none when nothing changes', async (t) => {
  const { database, query } = await openTestDatabase(t);
  const system = systemActor('test');
  const incident = await database.change(system, (changing) => declare(changing, { title: 'One' }, noHooks));
  assert.ok(!isRefusal(incident));
  const place = { incident, position: 1 };
  const account: Account = {
    text: 'Told',
    occurredAt: '2026-11-21T10:00:00.000Z',
    certainty: 'certain',
    side: 'ours',
  };
  await database.change(system, async (changing) => {
    await pick(changing, place, null, account);
    await pick(changing, place, account, account);
    await pick(changing, place, account, { ...account, text: 'Told better' });
    await withdraw(changing, place, null);
    await drop(changing, place, { ...account, text: 'Told better' });
  });
  const rows = await query<{ event: string }>('SELECT event FROM outbox ORDER BY position OFFSET 1');
  assert.deepEqual(
    rows.map((row) => row.event),
    ['account.entry_picked', 'account.entry_picked', 'timeline.entry_withdrawn', 'account.entry_dropped'],
  );
  assert.deepEqual(await query('SELECT FROM account_entry'), []);
  assert.equal((await query('SELECT FROM withdrawn_entry')).length, 1);
});
