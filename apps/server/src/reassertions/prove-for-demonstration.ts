// SPDX-License-Identifier: Apache-2.0
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { Purpose } from './reassertion.ts';
import { insertQuestion, keepProof } from './reassertion-store.ts';

/**
 * Lets somebody who was invented prove who they are. Only a demonstration does so, while its past is told: nobody stands
 * at a keyboard there, and the evidence says that it was so.
 */
export function proveForDemonstration(
  database: Database,
  actor: PersonActor,
  purpose: Purpose,
): Promise<string> {
  return database.change(actor, async (changing) => {
    const { now, record, sql } = changing;
    const { id } = await insertQuestion(changing, { personId: actor.id, method: 'password', purpose });
    await keepProof(sql, id, { demonstration: 'told, not lived: nobody proved anything' }, now);
    record({
      event: 'person.proved_anew',
      subject: { kind: 'person', id: actor.id, reference: actor.name },
      changes: [
        { field: 'method', from: null, to: 'password' },
        { field: 'act', from: null, to: purpose.act },
        { field: 'digest', from: null, to: purpose.digest },
      ],
    });
    return id;
  });
}
