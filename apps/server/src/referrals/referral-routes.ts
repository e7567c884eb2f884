// SPDX-License-Identifier: Apache-2.0
import {
  type HandOver,
  isRefusal,
  type PersonId,
  type Refusal,
  type referralRoutes,
  refuse,
} from '@belfry/contract';
import type { Json } from '@belfry/ledger';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { type Changing, type Database, type Sql, theRow } from '../platform/database/database.ts';
import { nextReference } from '../platform/database/next-reference.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { reasonNotToHandOver } from './referral.ts';
import {
  filesOf,
  findReferrals,
  insertReferral,
  lockReferral,
  presentReferral,
  type ReferralLine,
  writeHandOver,
} from './referral-store.ts';

export interface ReferralParts {
  readonly database: Database;
  /** The incident and what was merged into it, as far as the reader sees. */
  readonly familyOf: (sql: Sql, reference: string) => Promise<string[] | Refusal<'incident.not_found'>>;
  readonly incidentForChange: (
    changing: Changing,
    reference: string,
  ) => Promise<{ id: string; reference: string } | Refusal<'incident.not_found'>>;
  readonly authorityNamed: (sql: Sql, id: string) => Promise<{ id: string; name: string } | null>;
  /** Takes the proof of who decides, for this act on this subject and for these very words. */
  readonly proveAnew: (
    changing: Changing,
    proof: { id: string; act: 'referral.decide'; subject: string; shown: Json },
  ) => Promise<{ id: string } | Refusal<'reassertion.needed'>>;
}

export function referralHandlers(parts: ReferralParts): Handlers<typeof referralRoutes> {
  const { database } = parts;
  return {
    listReferrals: ({ params, actor }) =>
      database.read(actor, async ({ sql }) => {
        const incidentIds = await parts.familyOf(sql, params.reference);
        if (isRefusal(incidentIds)) return incidentIds;
        return { items: (await findReferrals(sql, { incidentIds })).map(presentReferral) };
      }),

    decideReferral: ({ params, body, actor }) =>
      database.change(actor, (changing) => decide(parts, changing, params.reference, body, actor)),

    handOverReferral: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const referral = await lockReferral(changing.sql, params.referral);
        if (referral === null) return refuse('referral.not_found', `Looked for ${params.referral}`);
        const handOver = await receiptOf(changing, referral, body, actor);
        if (isRefusal(handOver)) return handOver;
        await writeHandOver(changing.sql, referral.id, handOver);
        changing.record({
          event: 'referral.handed_over',
          subject: { kind: 'referral', id: referral.id, reference: referral.reference },
          incident: { id: referral.incidentId, reference: referral.incidentReference },
          changes: [
            { field: 'handOver', from: null, to: { ...handOver, recordedBy: handOver.recordedBy.name } },
          ],
          occurredAt: new Date(handOver.at),
        });
        return reread(changing.sql, referral.id);
      }),
  };
}

/** Whatever is decided stands on record with who decided, why, and the proof of who they are. */
async function decide(
  parts: ReferralParts,
  changing: Changing,
  of: string,
  body: { authority: string | null; isReferred: boolean; reason: string; reassertionId: string },
  actor: PersonActor,
) {
  const incident = await parts.incidentForChange(changing, of);
  if (isRefusal(incident)) return incident;
  const { authority: authorityId, isReferred, reason, reassertionId } = body;
  if (isReferred && authorityId === null) {
    return refuse('referral.authority_missing', `${incident.reference} goes to nobody yet`);
  }
  const authority = authorityId === null ? null : await parts.authorityNamed(changing.sql, authorityId);
  if (authorityId !== null && authority === null) {
    return refuse('authority.not_found', `Looked for ${authorityId}`);
  }
  const proof = await parts.proveAnew(changing, {
    id: reassertionId,
    act: 'referral.decide',
    subject: incident.reference,
    shown: { authority: authorityId, isReferred, reason },
  });
  if (isRefusal(proof)) return proof;
  const id = changing.ids.uuid();
  const reference = await nextReference(changing.sql, 'REF', changing.now);
  const decided = { authorityId, isReferred, reason, decidedBy: actor.id, reassertionId: proof.id };
  await insertReferral(changing.sql, { id, reference, incidentId: incident.id, ...decided }, changing.now);
  changing.record({
    event: isReferred ? 'referral.decided' : 'referral.declined',
    subject: { kind: 'referral', id, reference },
    incident,
    changes: [{ field: 'authority', from: null, to: authority?.name ?? null }],
    reason,
  });
  return reread(changing.sql, id);
}

async function receiptOf(
  changing: Changing,
  referral: ReferralLine,
  body: {
    at: string;
    place: string;
    to: string;
    attachments: string[];
    caseNumber?: string | undefined;
    note?: string | undefined;
  },
  actor: PersonActor,
): Promise<
  HandOver | Refusal<'referral.not_to_hand_over' | 'referral.in_the_future' | 'referral.file_unknown'>
> {
  const reason = reasonNotToHandOver(referral, body.at, changing.now);
  if (reason !== null) return reason;
  const wanted = [...new Set(body.attachments)];
  const items = await filesOf(changing.sql, referral.incidentId, wanted);
  if (items.length < wanted.length) {
    return refuse(
      'referral.file_unknown',
      `${items.length} of ${wanted.length} files are files of this incident`,
    );
  }
  return {
    at: body.at,
    place: body.place,
    to: body.to,
    items,
    caseNumber: body.caseNumber?.trim() || null,
    note: body.note?.trim() || null,
    recordedBy: { id: actor.id as PersonId, name: actor.name },
  };
}

async function reread(trx: Sql, id: string) {
  return presentReferral(theRow(await findReferrals(trx, { id })));
}
