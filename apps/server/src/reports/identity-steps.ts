// SPDX-License-Identifier: Apache-2.0
import { type IdentityGiven, isRefusal, type Refusal, refuse } from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import type { Sealing } from '../platform/keys/sealing.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { countUnread, incidentOfOwn, inRecord } from './correspondence.ts';
import { incidentOf, subjectOf } from './decide-report.ts';
import {
  decodeIdentity,
  encodeIdentity,
  mayHandle,
  openingRole,
  reasonNotToAsk,
  sealingContext,
} from './identity.ts';
import { insertAsked, insertOpening, lastIdentity, settleIdentity } from './identity-store.ts';
import { lockOwnReport, lockReport, type ReportRow } from './report-store.ts';
import { reasonNotReachable, tellReporter } from './tell-reporter.ts';

type NotAsked = Refusal<
  | 'report.not_found'
  | 'permission.missing'
  | 'identity.not_anonymous'
  | 'identity.already_asked'
  | 'report.no_way_to_reach'
>;

/** Somebody of the desk asks an anonymous reporter who they are; the question stands in their mailbox. */
export async function askIdentity(
  changing: Changing,
  actor: PersonActor,
  reference: string,
  reason: string,
): Promise<ReportRow | NotAsked> {
  const { ids, now, sql } = changing;
  const row = await lockReport(sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  if (!mayHandle(actor, row)) {
    return refuse('permission.missing');
  }
  const last = await lastIdentity(sql, row.id);
  const refusal = reasonNotToAsk(row, last?.state ?? null) ?? reasonNotReachable(row);
  if (refusal !== null) {
    return refusal;
  }
  const messageId = await tellReporter(changing, row, reason);
  await insertAsked(sql, { id: ids.uuid(), reportId: row.id, askedAt: now, askedBy: actor.id, messageId });
  changing.record({
    event: 'report.identity_asked',
    ...subjectOf(row),
    incident: incidentOf(row),
    text: inRecord(row, reason),
  });
  return row;
}

/** The reporter of the context answers who they are, or refuses. Nothing of the answer reaches the record. */
export async function answerIdentity(
  changing: Changing,
  sealing: Sealing,
  reportId: string,
  given: IdentityGiven | null,
): Promise<ReportRow | Refusal<'report.not_found' | 'identity.not_given'>> {
  const { now, sql } = changing;
  const row = await lockOwnReport(sql, reportId);
  if (isRefusal(row)) {
    return row;
  }
  const asked = await lastIdentity(sql, reportId);
  if (asked?.state !== 'asked') {
    return refuse('identity.not_given');
  }
  const sealed =
    given === null ? null : sealing.seal(encodeIdentity(given), sealingContext(asked.id, reportId));
  await settleIdentity(sql, asked.id, { state: given === null ? 'refused' : 'given', at: now, sealed });
  await countUnread(changing, row);
  changing.record({
    event: given === null ? 'report.identity_refused' : 'report.identity_given',
    ...subjectOf(row),
    incident: await incidentOfOwn(changing),
  });
  return row;
}

/** The reporter of the context takes back who they are: the content is destroyed, that there was one stays. */
export async function withdrawIdentity(
  changing: Changing,
  reportId: string,
): Promise<ReportRow | Refusal<'report.not_found' | 'identity.not_given'>> {
  const { now, sql } = changing;
  const row = await lockOwnReport(sql, reportId);
  if (isRefusal(row)) {
    return row;
  }
  const given = await lastIdentity(sql, reportId);
  if (given?.state !== 'given') {
    return refuse('identity.not_given');
  }
  await settleIdentity(sql, given.id, { state: 'withdrawn', at: now, sealed: null });
  await countUnread(changing, row);
  changing.record({
    event: 'report.identity_withdrawn',
    ...subjectOf(row),
    incident: await incidentOfOwn(changing),
  });
  return row;
}

type NotOpened = Refusal<
  'report.not_found' | 'permission.missing' | 'identity.not_given' | 'identity.not_readable'
>;

/** Opens an identity: the act is on record before anybody reads the answer, which stands in it and nowhere else. */
export async function openIdentity(
  changing: Changing,
  sealing: Sealing,
  actor: PersonActor,
  reference: string,
  reason: string,
): Promise<{ row: ReportRow; given: IdentityGiven } | NotOpened> {
  const { ids, now, sql } = changing;
  const row = await lockReport(sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  const role = openingRole(actor, row);
  if (role === null) {
    return refuse('permission.missing', 'Only handlers and participants of its incident open an identity');
  }
  const identity = await lastIdentity(sql, row.id);
  if (identity === undefined || identity.sealed === null) {
    return refuse('identity.not_given');
  }
  const text = sealing.open(identity.sealed, sealingContext(identity.id, row.id));
  if (text === null) {
    return refuse('identity.not_readable');
  }
  await insertOpening(sql, {
    id: ids.uuid(),
    reportId: row.id,
    identityId: identity.id,
    openedAt: now,
    openedBy: actor.id,
    role,
    reason,
  });
  changing.record({
    event: 'report.identity_opened',
    ...subjectOf(row),
    incident: incidentOf(row),
    changes: changesBetween({}, { role }),
    reason: inRecord(row, reason),
  });
  return { row, given: decodeIdentity(text) };
}
