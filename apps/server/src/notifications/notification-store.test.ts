// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aNotificationStore } from '../../test/notification.ts';
import {
  areOfIncident,
  findNotification,
  findOpen,
  neighboursOf,
  notificationsIn,
  writeNotification,
} from './notification-store.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('notifications in the database', () => {
  it('keep content and grow their version with every write', async (t) => {
    const { begun, change } = await aNotificationStore(t);
    const before = await change((sql) => findNotification(sql, begun.reference));
    assert.equal(before?.version, 1);
    await change((sql) => writeNotification(sql, begun.id, { content: {}, tlp: 'TLP:RED' }));
    const after = await change((sql) => findNotification(sql, begun.reference));
    assert.deepEqual([after?.version, after?.content, after?.tlp], [2, {}, 'TLP:RED']);
  });

  it('one is open for a stage at a time, and those that wait are listed', async (t) => {
    const { begun, change, incident } = await aNotificationStore(t);
    const stage = { regimeId: 'gdpr', stageId: 'authority', occurrence: 1 };
    assert.equal((await change((sql) => findOpen(sql, incident.id, stage)))?.id, begun.id);
    assert.equal(await change((sql) => findOpen(sql, incident.id, { ...stage, occurrence: 2 })), null);
    assert.equal((await change((sql) => notificationsIn(sql, undefined))).length, 1);
    assert.equal((await change((sql) => notificationsIn(sql, 'approved'))).length, 0);
    assert.equal((await change((sql) => neighboursOf(sql, incident.id, begun.id))).ofIncident.length, 0);
    assert.equal((await change((sql) => neighboursOf(sql, incident.id, null))).ofIncident.length, 1);
    assert.equal(await change((sql) => areOfIncident(sql, incident.id, [NOBODY])), false);
  });

  it('nothing is submitted that nobody approved: the table refuses it too', async (t) => {
    const { begun, change } = await aNotificationStore(t);
    await assert.rejects(
      change((sql) =>
        writeNotification(sql, begun.id, { state: 'submitted', submitted_at: new Date(0), way: 'mail' }),
      ),
      /notification_check/,
    );
  });
});
