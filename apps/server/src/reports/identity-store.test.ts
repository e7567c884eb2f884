// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { insertAsked, insertOpening, lastIdentity, openingsOf, settleIdentity } from './identity-store.ts';
import { insertMessage } from './report-store.ts';

async function asked(t: TestContext) {
  const desk = await openTestDesk(t);
  const handler = await desk.as('handler');
  const { id: reportId } = await handler.api.sendReport({ body: { summary: 'Night', anonymous: true } });
  const actor: PersonActor = {
    kind: 'person',
    id: handler.id,
    name: 'Some handler',
    email: handler.email,
    language: 'en',
    roles: ['handler'],
    permissions: new Set(['reports.read', 'reports.decide']),
    via: { kind: 'token', id: 't' },
  };
  const id = randomUUID();
  const ask = (question: string) =>
    desk.database.change(actor, async ({ now, sql }) => {
      const messageId = randomUUID();
      const direction = 'to_reporter' as const;
      await insertMessage(sql, {
        id: messageId,
        reportId,
        direction,
        text: question,
        writtenAt: now,
        writtenBy: handler.id,
      });
      const next = question === 'Who?' ? id : randomUUID();
      await insertAsked(sql, { id: next, reportId, askedAt: now, askedBy: handler.id, messageId });
    });
  await ask('Who?');
  return { actor, ask, desk, id, reportId };
}

describe('identities in the database', () => {
  it('lastIdentity() shows the reporter and the desk the question, and a stranger nothing', async (t) => {
    const { actor, desk, reportId } = await asked(t);
    const stranger = { ...actor, id: randomUUID(), permissions: new Set<never>() };
    for (const [who, sees] of [
      [actor, true],
      [{ kind: 'reporter', reportId } as const, true],
      [{ kind: 'reporter', reportId: randomUUID() } as const, false],
      [stranger, false],
    ] as const) {
      const row = await desk.database.read(who, ({ sql }) => lastIdentity(sql, reportId));
      assert.equal(row?.question, sees ? 'Who?' : undefined);
    }
  });

  // Danger: two people ask at once and the reporter answers both.
  it('insertAsked() keeps one open question for a report, and takes the next after a no', async (t) => {
    const { actor, ask, desk, id } = await asked(t);
    await assert.rejects(ask('And who?'), /reporter_identity_one/);
    await desk.database.change(actor, ({ now, sql }) =>
      settleIdentity(sql, id, { state: 'refused', at: now, sealed: null }),
    );
    await ask('And who?');
    assert.equal((await desk.query('SELECT 1 FROM reporter_identity')).length, 2);
  });

  // Danger: the content outlives its withdrawal.
  it('settleIdentity() holds a content while it is given, and in no other state', async (t) => {
    const { actor, desk, id } = await asked(t);
    const settle = (state: 'given' | 'refused' | 'withdrawn', sealed: string | null) =>
      desk.database.change(actor, ({ now, sql }) => settleIdentity(sql, id, { state, at: now, sealed }));
    await assert.rejects(settle('refused', 'x'), /violates check constraint/);
    await assert.rejects(settle('given', null), /violates check constraint/);
    await settle('given', 'sealed');
    await assert.rejects(settle('withdrawn', 'sealed'), /violates check constraint/);
    await settle('withdrawn', null);
  });

  it('insertOpening() takes only whoever opens as the one who opened', async (t) => {
    const { actor, desk, id, reportId } = await asked(t);
    const opening = (openedBy: string) =>
      desk.database.change(actor, ({ now, sql }) =>
        insertOpening(sql, {
          id: randomUUID(),
          reportId,
          identityId: id,
          openedAt: now,
          openedBy,
          role: 'handler',
          reason: 'Court',
        }),
      );
    const admin = await desk.as('administrator');
    await assert.rejects(opening(admin.id), /row-level security/);
    await opening(actor.id);
    const openings = await desk.database.read(actor, ({ sql }) => openingsOf(sql, reportId));
    assert.deepEqual(
      openings.map(({ name, reason, role }) => [name, role, reason]),
      [['Some handler', 'handler', 'Court']],
    );
  });
});
