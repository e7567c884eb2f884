// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aNotificationStore } from '../../test/notification.ts';
import { commentsOf, insertComment, settleComment } from './comment-store.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('comments in the database', () => {
  it('comments are settled once', async (t) => {
    const { author, begun, change } = await aNotificationStore(t);
    const comment = { id: NOBODY, notificationId: begun.id, field: 'nature', text: 'Which?', by: author.id };
    assert.ok(await change((sql) => insertComment(sql, comment, new Date(0))));
    assert.deepEqual(await change((sql) => settleComment(sql, begun.id, NOBODY, new Date(1))), {
      field: 'nature',
    });
    assert.equal(await change((sql) => settleComment(sql, begun.id, NOBODY, new Date(2))), undefined);
    assert.equal((await change((sql) => commentsOf(sql, begun.id)))[0]?.settledAt, new Date(1).toISOString());
  });
});
