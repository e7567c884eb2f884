// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { aNotificationDesk } from '../../test/notification.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Sql } from '../platform/database/database.ts';
import { commentsOf, insertComment, settleComment } from './comment-store.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';

async function aStore(t: TestContext) {
  const made = await aNotificationDesk(t);
  const begun = await made.begin();
  const change = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    made.desk.database.change(systemActor('test'), ({ sql }) => work(sql));
  return { ...made, begun, change };
}

describe('comments in the database', () => {
  it('comments are settled once', async (t) => {
    const { author, begun, change } = await aStore(t);
    const comment = { id: NOBODY, notificationId: begun.id, field: 'nature', text: 'Which?', by: author.id };
    assert.ok(await change((sql) => insertComment(sql, comment, new Date(0))));
    assert.deepEqual(await change((sql) => settleComment(sql, begun.id, NOBODY, new Date(1))), {
      field: 'nature',
    });
    assert.equal(await change((sql) => settleComment(sql, begun.id, NOBODY, new Date(2))), undefined);
    assert.equal((await change((sql) => commentsOf(sql, begun.id)))[0]?.settledAt, new Date(1).toISOString());
  });
});
