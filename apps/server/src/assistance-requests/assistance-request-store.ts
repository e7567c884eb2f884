// SPDX-License-Identifier: Apache-2.0
import type { AssistanceRequest, PersonId } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { assistanceState, type Consent } from './assistance-request.ts';

export interface AssistanceLine extends Consent {
  readonly id: string;
  readonly reference: string;
  readonly incidentId: string;
  readonly incidentReference: string;
  readonly authorityId: string | null;
  readonly authorityName: string | null;
  readonly purpose: string;
  readonly scope: string;
  readonly systems: string[];
  readonly copiesAllowed: boolean;
  readonly askedAt: Date;
  readonly askedById: PersonId;
  readonly askedByName: string;
  readonly grantedById: PersonId | null;
  readonly grantedByName: string | null;
  readonly revokedById: PersonId | null;
  readonly revokedByName: string | null;
  readonly revokeReason: string | null;
}

/** Requests of incidents the reader can see, oldest first. */
export async function findAssistance(
  trx: Sql,
  wanted: { id: string } | { incidentIds: readonly string[] },
): Promise<AssistanceLine[]> {
  const chosen =
    'id' in wanted
      ? raw`r.id = ${wanted.id}`
      : raw`r.incident_id = ANY (${wanted.incidentIds as string[]}::uuid[])`;
  const { rows } = await raw<AssistanceLine>`
    SELECT r.id, r.reference, r.incident_id AS "incidentId", i.reference AS "incidentReference",
      r.authority_id AS "authorityId", a.name AS "authorityName", r.purpose, r.scope, r.systems,
      r.copies_allowed AS "copiesAllowed", r.from_at AS "from", r.until_at AS until,
      r.asked_at AS "askedAt", r.asked_by AS "askedById", asker.name AS "askedByName",
      r.granted_at AS "grantedAt", r.granted_by AS "grantedById", granter.name AS "grantedByName",
      r.revoked_at AS "revokedAt", r.revoked_by AS "revokedById", revoker.name AS "revokedByName",
      r.revoke_reason AS "revokeReason"
    FROM assistance_request r JOIN incident i ON i.id = r.incident_id
      JOIN person asker ON asker.id = r.asked_by
      LEFT JOIN person granter ON granter.id = r.granted_by
      LEFT JOIN person revoker ON revoker.id = r.revoked_by
      LEFT JOIN authority a ON a.id = r.authority_id
    WHERE ${chosen} ORDER BY r.asked_at, r.id`.execute(trx);
  return rows;
}

/** One request, locked until commit. */
export async function lockAssistance(trx: Sql, id: string): Promise<AssistanceLine | null> {
  const locked = await trx
    .selectFrom('assistance_request')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined ? null : ((await findAssistance(trx, { id }))[0] ?? null);
}

export interface NewAssistance {
  readonly id: string;
  readonly reference: string;
  readonly incidentId: string;
  readonly authorityId: string | null;
  readonly purpose: string;
  readonly scope: string;
  readonly systems: readonly string[];
  readonly copiesAllowed: boolean;
  readonly from: Date;
  readonly until: Date;
  readonly askedBy: string;
}

export async function insertAssistance(trx: Sql, asked: NewAssistance, now: Date): Promise<void> {
  await trx
    .insertInto('assistance_request')
    .values({
      id: asked.id,
      reference: asked.reference,
      incident_id: asked.incidentId,
      authority_id: asked.authorityId,
      purpose: asked.purpose,
      scope: asked.scope,
      systems: [...asked.systems],
      copies_allowed: asked.copiesAllowed,
      from_at: asked.from,
      until_at: asked.until,
      asked_at: now,
      asked_by: asked.askedBy,
    })
    .execute();
}

export async function writeGrant(
  trx: Sql,
  id: string,
  grant: { by: string; at: Date; reassertionId: string },
): Promise<void> {
  await trx
    .updateTable('assistance_request')
    .set({ granted_by: grant.by, granted_at: grant.at, reassertion_id: grant.reassertionId })
    .where('id', '=', id)
    .execute();
}

export async function writeRevocation(
  trx: Sql,
  id: string,
  revocation: { by: string; at: Date; reason: string },
): Promise<void> {
  await trx
    .updateTable('assistance_request')
    .set({ revoked_by: revocation.by, revoked_at: revocation.at, revoke_reason: revocation.reason })
    .where('id', '=', id)
    .execute();
}

/** A consent that ended by itself and that the record does not name yet, locked for whoever names it. */
export async function claimEnded(trx: Sql, now: Date): Promise<AssistanceLine | null> {
  const row = await trx
    .selectFrom('assistance_request')
    .select('id')
    .where('until_at', '<=', now)
    .where('expiry_recorded_at', 'is', null)
    .where('revoked_at', 'is', null)
    .orderBy('until_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row === undefined ? null : ((await findAssistance(trx, { id: row.id }))[0] ?? null);
}

export async function writeExpiry(trx: Sql, id: string, now: Date): Promise<void> {
  await trx.updateTable('assistance_request').set({ expiry_recorded_at: now }).where('id', '=', id).execute();
}

const shown = (id: PersonId | null, name: string | null) =>
  id === null || name === null ? null : { id, name };

export function presentAssistance(line: AssistanceLine, now: Date): AssistanceRequest {
  const { authorityId, authorityName } = line;
  return {
    id: line.id,
    reference: line.reference,
    incident: line.incidentReference,
    authority:
      authorityId === null || authorityName === null ? null : { id: authorityId, name: authorityName },
    state: assistanceState(line, now),
    purpose: line.purpose,
    scope: line.scope,
    systems: line.systems,
    copiesAllowed: line.copiesAllowed,
    from: line.from.toISOString(),
    until: line.until.toISOString(),
    askedAt: line.askedAt.toISOString(),
    askedBy: { id: line.askedById, name: line.askedByName },
    grantedAt: line.grantedAt?.toISOString() ?? null,
    grantedBy: shown(line.grantedById, line.grantedByName),
    revokedAt: line.revokedAt?.toISOString() ?? null,
    revokedBy: shown(line.revokedById, line.revokedByName),
    revokeReason: line.revokeReason,
  };
}
