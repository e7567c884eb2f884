// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import pg from 'pg';
import { must, openTestDesk, type TestDesk } from '../../test/desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { receiveReport } from '../reports/index.ts';
import { groupSha256 } from './occurrence-group.ts';
import { listOccurrenceRows, lockGroups, lockUncounted, markCounted } from './occurrence-store.ts';
import { takeDelivery } from './take-delivery.ts';
import { findWebhook } from './webhook-store.ts';

const system = systemActor('test');

async function aTaken(desk: TestDesk, alerts: readonly object[]) {
  const { api } = await desk.as('it_responsible');
  const { webhook } = await api.addWebhook({ body: { kind: 'generic', name: 'Doors' } });
  const row = must(await desk.database.read(system, ({ sql }) => findWebhook(sql, webhook.id)));
  for (const alert of alerts) {
    const content = Buffer.from(JSON.stringify(alert));
    await desk.database.change(system, (changing) =>
      takeDelivery(changing, receiveReport, {
        webhook: row,
        delivery: { id: changing.ids.uuid(), mediaType: 'application/json', content, sha256: 'x' },
        payload: content,
        once: null,
      }),
    );
  }
  return webhook.id;
}

describe('occurrence-store', () => {
  it('lockGroups() gives the reports that gather now, and lockUncounted() those the record is behind on', async (t) => {
    const desk = await openTestDesk(t);
    const webhookId = await aTaken(desk, [
      { title: 'A', group: 'a' },
      { title: 'A again', group: 'a' },
      { title: 'A once more', group: 'a' },
      { title: 'B', group: 'b' },
    ]);
    await desk.database.change(system, async ({ now, sql }) => {
      const groups = await lockGroups(sql, webhookId, [groupSha256('a'), groupSha256('b'), groupSha256('c')]);
      const counts = new Map(groups.map((group) => [group.groupSha256, group.occurrenceCount]));
      assert.deepEqual([counts.get(groupSha256('a')), counts.get(groupSha256('b')), counts.size], [3, 1, 2]);
      const behind = await lockUncounted(sql, now, 10);
      assert.deepEqual(
        behind.map(({ occurrenceCount, recordedCount }) => [recordedCount, occurrenceCount]),
        [[2, 3]],
      );
      const [group] = behind;
      assert.ok(group !== undefined);
      await markCounted(sql, group, now);
      assert.deepEqual(await lockUncounted(sql, now, 10), []);
      const rows = await listOccurrenceRows(sql, group.reportId, 3, 10);
      assert.deepEqual(
        rows.map(({ number, summary }) => [number, summary]),
        [
          [2, 'A again'],
          [1, 'A'],
        ],
      );
      assert.equal(isRefusal(group), false);
    });
  });

  // Danger: a query that forgets to say who asks reads what systems sent.
  it('nothing is seen with no context set, and nobody but the system writes', async (t) => {
    const desk = await openTestDesk(t);
    await aTaken(desk, [{ title: 'Secret' }]);
    const client = new pg.Client(desk.application);
    await client.connect();
    desk.closeFirst(() => client.end());
    for (const table of ['report_occurrence', 'report_occurrence_group']) {
      const { rows } = await client.query(`SELECT count(*)::int AS count FROM ${table}`);
      assert.deepEqual(rows, [{ count: 0 }], table);
    }
    const { rows } = await client.query('SELECT count(*)::int AS count FROM webhook_delivery');
    assert.deepEqual(rows, [{ count: 0 }], 'webhook_delivery');
    await client.query(`SELECT set_config('belfry.permissions', 'reports.read,webhooks.manage', false)`);
    await assert.rejects(
      client.query(`UPDATE report_occurrence_group SET occurrence_count = 99`),
      /row-level security/,
    );
    await assert.rejects(client.query(`DELETE FROM report_occurrence`), /permission denied/);
    await assert.rejects(client.query(`UPDATE webhook_delivery SET sha256 = ''`), /permission denied/);
  });
});
