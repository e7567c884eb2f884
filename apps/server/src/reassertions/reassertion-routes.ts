// SPDX-License-Identifier: Apache-2.0
import { isRefusal, limits, type reassertionRoutes, refuse } from '@belfry/contract';
import {
  asJson,
  askOwnPasskey,
  checkProof,
  type ProvingParts,
  strongestWay,
  visitorOf,
} from '../people/index.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { challengeOf, questionOf } from './reassertion.ts';
import { findQuestion, insertQuestion, keepProof } from './reassertion-store.ts';

/** A program holds a token, and nobody stands before it: only a person at a browser proves who they are. */
const reasonNotPerson = (actor: PersonActor) =>
  actor.via.kind === 'session' ? null : refuse('account.session_needed');

export function reassertionHandlers(parts: ProvingParts): Handlers<typeof reassertionRoutes> {
  const { database } = parts;
  return {
    beginReassertion: async ({ actor, body }) => {
      const refused = reasonNotPerson(actor);
      if (refused !== null) {
        return refused;
      }
      return database.change(actor, async (changing) => {
        const method = await strongestWay(changing.sql, actor.id);
        if (method === null) {
          return refuse('reassertion.no_way');
        }
        const asked = await insertQuestion(changing, { personId: actor.id, method, purpose: body });
        const options =
          method === 'passkey'
            ? asJson(await askOwnPasskey(parts, changing.sql, actor.id, challengeOf(asked)))
            : null;
        return { id: asked.id, method, options };
      });
    },

    finishReassertion: async ({ actor, body, params, request }) => {
      const refused = reasonNotPerson(actor);
      if (refused !== null) {
        return refused;
      }
      const { id } = params;
      const asked = await database.read(actor, ({ sql, now }) => findQuestion(sql, id, actor.id, now));
      if (asked === null) {
        return refuse('reassertion.not_found');
      }
      const challenge = Buffer.from(challengeOf(asked)).toString('base64url');
      const { method, purpose } = asked;
      const who = { actor, visitor: visitorOf(request) };
      const proof = await checkProof(parts, who, { method, challenge }, body);
      if (isRefusal(proof)) {
        return proof;
      }
      return database.change(actor, async (changing) => {
        const { sql, now, record } = changing;
        const evidence = { question: questionOf(asked), ...proof.evidence };
        const spent = await proof.spend(changing);
        if (spent !== null) {
          return spent;
        }
        if (!(await keepProof(sql, id, evidence, now))) {
          return refuse('reassertion.not_found');
        }
        record({
          event: 'person.proved_anew',
          subject: { kind: 'person', id: actor.id, reference: actor.name },
          changes: [
            { field: 'method', from: null, to: method },
            { field: 'act', from: null, to: purpose.act },
            { field: 'digest', from: null, to: purpose.digest },
          ],
        });
        const usableUntil = new Date(now.getTime() + limits.reassertionAgeMsMax);
        return { id, method, provedAt: now.toISOString(), usableUntil: usableUntil.toISOString() };
      });
    },
  };
}
