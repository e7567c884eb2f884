// SPDX-License-Identifier: Apache-2.0
import type { HandOver, PersonId, Referral } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';

export interface ReferralLine {
  readonly id: string;
  readonly reference: string;
  readonly incidentId: string;
  readonly incidentReference: string;
  readonly authorityId: string | null;
  readonly authorityName: string | null;
  readonly isReferred: boolean;
  readonly reason: string;
  readonly decidedAt: Date;
  readonly decidedById: PersonId;
  readonly decidedByName: string;
  readonly handOver: HandOver | null;
}

/** Referrals of incidents the reader can see, oldest first. */
export async function findReferrals(
  trx: Sql,
  wanted: { id: string } | { incidentIds: readonly string[] },
): Promise<ReferralLine[]> {
  const chosen =
    'id' in wanted
      ? raw`r.id = ${wanted.id}`
      : raw`r.incident_id = ANY (${wanted.incidentIds as string[]}::uuid[])`;
  const { rows } = await raw<ReferralLine>`
    SELECT r.id, r.reference, r.incident_id AS "incidentId", i.reference AS "incidentReference",
      r.authority_id AS "authorityId", a.name AS "authorityName", r.is_referred AS "isReferred", r.reason,
      r.decided_at AS "decidedAt", r.decided_by AS "decidedById", p.name AS "decidedByName",
      r.hand_over AS "handOver"
    FROM referral r JOIN incident i ON i.id = r.incident_id JOIN person p ON p.id = r.decided_by
      LEFT JOIN authority a ON a.id = r.authority_id
    WHERE ${chosen} ORDER BY r.decided_at, r.id`.execute(trx);
  return rows;
}

/** One referral, locked until commit. */
export async function lockReferral(trx: Sql, id: string): Promise<ReferralLine | null> {
  const locked = await trx
    .selectFrom('referral')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined ? null : ((await findReferrals(trx, { id }))[0] ?? null);
}

export async function insertReferral(
  trx: Sql,
  row: {
    id: string;
    reference: string;
    incidentId: string;
    authorityId: string | null;
    isReferred: boolean;
    reason: string;
    decidedBy: string;
    reassertionId: string;
  },
  now: Date,
): Promise<void> {
  await trx
    .insertInto('referral')
    .values({
      id: row.id,
      reference: row.reference,
      incident_id: row.incidentId,
      authority_id: row.authorityId,
      is_referred: row.isReferred,
      reason: row.reason,
      decided_at: now,
      decided_by: row.decidedBy,
      reassertion_id: row.reassertionId,
    })
    .execute();
}

export async function writeHandOver(trx: Sql, id: string, handOver: HandOver): Promise<void> {
  await trx
    .updateTable('referral')
    .set({ hand_over: JSON.stringify(handOver), handed_over_at: new Date(handOver.at) })
    .where('id', '=', id)
    .execute();
}

/** Files of an incident among those named, with the digest that says which bytes they are. */
export async function filesOf(
  trx: Sql,
  incidentId: string,
  attachmentIds: readonly string[],
): Promise<HandOver['items']> {
  if (attachmentIds.length === 0) return [];
  const rows = await trx
    .selectFrom('attachment')
    .select(['name', 'sha256', 'size_bytes'])
    .where('incident_id', '=', incidentId)
    .where('id', 'in', [...attachmentIds])
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  return rows.map(({ name, sha256, size_bytes }) => ({ name, sha256, sizeBytes: Number(size_bytes) }));
}

export function presentReferral(line: ReferralLine): Referral {
  const { authorityId, authorityName } = line;
  return {
    id: line.id,
    reference: line.reference,
    incident: line.incidentReference,
    authority:
      authorityId === null || authorityName === null ? null : { id: authorityId, name: authorityName },
    isReferred: line.isReferred,
    reason: line.reason,
    decidedAt: line.decidedAt.toISOString(),
    decidedBy: { id: line.decidedById, name: line.decidedByName },
    handOver: line.handOver,
  };
}
