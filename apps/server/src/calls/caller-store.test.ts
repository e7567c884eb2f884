// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { anybody, systemActor } from '../platform/authorization/actor.ts';
import { callersLike } from './caller-store.ts';

describe('earlier reporters', () => {
  // Danger: a whistle-blower, or somebody who asked to stay unknown, is found by their name or number.
  it('callersLike() finds who gave a name, nobody else, and nothing for who may see no report', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('helpdesk');
    await desk.as('whistleblowing_handler');
    const reporter = { name: 'Zoe Zebra', phone: '0470 11 22 33', email: 'zoe@example.net' };
    await api.sendReport({ body: { summary: 'Wrong', kind: 'whistleblowing', reporter } });
    await api.sendReport({ body: { summary: 'Unknown', anonymous: true, reporter } });
    const find = (q: string, actor: Parameters<typeof desk.database.read>[0] = systemActor('test')) =>
      desk.database.read(actor, ({ sql }) => callersLike(sql, q, false));
    for (const q of ['zebra', '+32 470 11 22 33', 'zoe@example.net']) {
      assert.deepEqual(await find(q), [], q);
    }
    const { reference } = await api.sendReport({ body: { summary: 'Fire', reporter } });
    const [found] = await find('+32 470 11 22 33');
    assert.deepEqual([found?.name, found?.reports.map((one) => one.reference)], ['Zoe Zebra', [reference]]);
    assert.deepEqual(await find('zebra', anybody), []);
  });
});
