// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { openTestDesk, type Somebody } from '../../test/desk.ts';
import { aProof } from '../../test/reassertion.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { spendReassertion } from './reassertion-store.ts';

const purpose = { act: 'notification.approve', subject: 'NOT-2026-0001', digest: 'a'.repeat(64) } as const;

const actorOf = ({ id, email }: Somebody): PersonActor => ({
  kind: 'person',
  id,
  name: 'Somebody',
  email,
  language: 'en',
  roles: [],
  permissions: new Set(),
  via: { kind: 'session', id },
});

describe('spendReassertion()', () => {
  // One click, sent twice by an impatient browser or on purpose, must approve once.
  it('spendReassertion() gives a proof to one of several acts that bring it at once', async (t) => {
    const desk = await openTestDesk(t);
    const dpo = await desk.as('dpo');
    const id = await aProof(desk, dpo.id, purpose);
    const actor = actorOf(dpo);
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        desk.database.change(actor, (changing) => spendReassertion(changing, { id, ...purpose })),
      ),
    );
    assert.equal(answers.filter((answer) => !isRefusal(answer)).length, 1);
  });

  it('spendReassertion() takes nobody else’s proof, and a rolled-back act spends none', async (t) => {
    const desk = await openTestDesk(t);
    const dpo = await desk.as('dpo');
    const other = actorOf(await desk.as('it_responsible'));
    const id = await aProof(desk, dpo.id, purpose);
    const foreign = await desk.database.change(other, (changing) =>
      spendReassertion(changing, { id, ...purpose }),
    );
    assert.ok(isRefusal(foreign));
    const actor = actorOf(dpo);
    await assert.rejects(
      desk.database.change(actor, async (changing) => {
        await spendReassertion(changing, { id, ...purpose });
        throw new Error('the act broke after the proof was spent');
      }),
    );
    const again = await desk.database.change(actor, (changing) =>
      spendReassertion(changing, { id, ...purpose }),
    );
    assert.ok(!isRefusal(again));
  });

  // Evidence that an owner of the application's role could tidy away is none.
  it('a proof that was given cannot be deleted', async (t) => {
    const desk = await openTestDesk(t);
    const dpo = await desk.as('dpo');
    const id = await aProof(desk, dpo.id, purpose);
    await desk.database.change(actorOf(dpo), ({ sql }) =>
      sql.deleteFrom('reassertion').where('id', '=', id).execute(),
    );
    assert.equal((await desk.query('SELECT id FROM reassertion')).length, 1);
  });
});
