// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aNotificationStore } from '../../test/notification.ts';
import { authorityMessagesOf, insertAuthorityMessage, writeAnswered } from './authority-message-store.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('messages in the database', () => {
  it('messages of authorities keep when they came and when they were answered', async (t) => {
    const { author, change, incident } = await aNotificationStore(t);
    const message = {
      id: NOBODY,
      incidentId: incident.id,
      notificationId: null,
      authorityId: null,
      kind: 'order' as const,
      text: 'Tell the people',
      receivedAt: new Date(1_000),
      asksFor: { regimeId: 'gdpr', stageId: 'data_subjects_by_order' },
      answerDueAt: null,
      recordedBy: author.id,
    };
    await change((sql) => insertAuthorityMessage(sql, message, new Date(2_000)));
    await change((sql) => writeAnswered(sql, NOBODY, new Date(3_000)));
    const [line] = await change((sql) => authorityMessagesOf(sql, { id: NOBODY }));
    assert.equal(line?.shown.receivedAt, new Date(1_000).toISOString());
    assert.equal(line?.shown.answeredAt, new Date(3_000).toISOString());
    assert.deepEqual(line?.shown.asksFor, message.asksFor);
  });
});
