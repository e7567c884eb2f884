// SPDX-License-Identifier: Apache-2.0
import { type LogAlarmKind, logAlarmKinds, type Severity } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Changing } from '../../platform/database/database.ts';
import { logLimits } from '../log-limits.ts';
import { type AlarmFacts, isWorse, severityOf } from './alarm-severity.ts';
import { tellAgainAt } from './telling.ts';

/** What is wrong, as it is noticed. */
export interface RaisedAlarm {
  readonly kind: LogAlarmKind;
  readonly subject: string;
  readonly facts: AlarmFacts;
  readonly raisedAt: Date;
  readonly lastSeenAt: Date;
}

/** Back within this time it is the same alarm: what comes and goes must not fill mailboxes. */
const SAME_AGAIN_MS = 10 * 60_000;
/** Over is told after it has held for so long. */
const OVER_HOLDS_MS = 60_000;
/** A problem that was over before anybody could be told is told of all the same, if it lasted so long. */
const WORTH_TELLING_MS = 60_000;

/** Name to show for what an alarm is about. */
export function nameOfSubject(subject: string, facts: AlarmFacts): string {
  const { name } = facts;
  return typeof name === 'string' && name !== '' ? name : subject;
}

interface AlarmRow {
  readonly id: string;
  readonly severity: Severity;
  readonly raised_at: Date;
  readonly told_at: Date | null;
  readonly told_count: number;
  readonly acknowledged_at: Date | null;
}

async function newest(
  { sql }: Changing,
  { kind, subject }: Pick<RaisedAlarm, 'kind' | 'subject'>,
  clearedAfter: Date | null,
): Promise<AlarmRow | null> {
  const { rows } = await raw<AlarmRow>`
    SELECT id, severity, raised_at, told_at, told_count, acknowledged_at FROM log_alarm
    WHERE kind = ${kind} AND subject = ${subject}
      AND (cleared_at IS NULL OR cleared_at > ${clearedAfter}::timestamptz)
    ORDER BY cleared_at DESC NULLS FIRST LIMIT 1 FOR UPDATE`.execute(sql);
  return rows[0] ?? null;
}

const subjectOf = (
  id: string,
  { facts, kind, subject }: Pick<RaisedAlarm, 'kind' | 'subject' | 'facts'>,
) => ({
  kind: 'log_alarm',
  id,
  reference: `${kind}: ${nameOfSubject(subject, facts)}`,
});

/** Writes an alarm, or renews the one that is open. A worse one is told at once, whoever took it before. */
export async function raiseAlarm(changing: Changing, alarm: RaisedAlarm): Promise<void> {
  const { ids, now, record, sql } = changing;
  const { facts, kind, lastSeenAt, raisedAt, subject } = alarm;
  const severity = severityOf(kind, facts);
  const known = await newest(changing, alarm, new Date(raisedAt.getTime() - SAME_AGAIN_MS));
  if (known === null) {
    const id = ids.uuid();
    await sql
      .insertInto('log_alarm')
      .values({
        ...{ id, kind, subject, severity, facts: JSON.stringify(facts) },
        ...{ raised_at: raisedAt, last_seen_at: lastSeenAt, tell_again_at: now },
      })
      .execute();
    record({
      event: 'log_alarm.raised',
      subject: subjectOf(id, alarm),
      changes: [{ field: 'severity', from: null, to: severity }],
      occurredAt: raisedAt,
    });
    return;
  }
  const worse = isWorse(severity, known.severity);
  const { rows } = await raw<{ was_over: boolean }>`
    UPDATE log_alarm a SET severity = ${severity}, facts = ${JSON.stringify(facts)}::jsonb,
      last_seen_at = greatest(a.last_seen_at, ${lastSeenAt}), cleared_at = NULL,
      tell_again_at = CASE WHEN ${worse} THEN ${now}
        WHEN b.cleared_at IS NOT NULL THEN ${againAfterPause(known, now)}::timestamptz ELSE a.tell_again_at END,
      acknowledged_at = CASE WHEN ${worse} THEN NULL ELSE a.acknowledged_at END,
      acknowledged_by = CASE WHEN ${worse} THEN NULL ELSE a.acknowledged_by END
    FROM log_alarm b WHERE a.id = ${known.id} AND b.id = a.id
    RETURNING b.cleared_at IS NOT NULL AS was_over`.execute(sql);
  if (rows[0]?.was_over !== true && !worse) return;
  record({
    event: 'log_alarm.raised',
    subject: subjectOf(known.id, alarm),
    changes: [{ field: 'severity', from: known.severity, to: severity }],
  });
}

/** A problem that came back goes on being told where it stopped. */
function againAfterPause(known: AlarmRow, now: Date): Date | null {
  if (known.acknowledged_at !== null) return null;
  return known.told_at === null ? now : tellAgainAt(known.told_at, known.told_count);
}

/** Ends the open alarm. @returns false when none was open */
export async function clearAlarm(
  changing: Changing,
  { at, kind, subject }: { readonly kind: LogAlarmKind; readonly subject: string; readonly at: Date },
): Promise<boolean> {
  const known = await newest(changing, { kind, subject }, null);
  if (known === null) return false;
  const isTold = known.told_at !== null || at.getTime() - known.raised_at.getTime() >= WORTH_TELLING_MS;
  const row = await changing.sql
    .updateTable('log_alarm')
    .set({ cleared_at: at, tell_again_at: isTold ? new Date(at.getTime() + OVER_HOLDS_MS) : null })
    .where('id', '=', known.id)
    .returning('facts')
    .executeTakeFirstOrThrow();
  changing.record({
    event: 'log_alarm.cleared',
    subject: subjectOf(known.id, { kind, subject, facts: row.facts as AlarmFacts }),
  });
  return true;
}

/** These stand until somebody proves the opposite: a process that was started again knows nothing of them. */
const standing: readonly LogAlarmKind[] = ['verification_failed', 'rollback', 'log_stopped'];

/** Open alarms that a process before this one raised and that nothing has renewed since. */
export async function forgottenAlarms(
  { sql }: Pick<Changing, 'sql'>,
  before: Date,
): Promise<{ kind: LogAlarmKind; subject: string }[]> {
  const rows = await sql
    .selectFrom('log_alarm')
    .select(['kind', 'subject'])
    .where('cleared_at', 'is', null)
    .where('last_seen_at', '<', before)
    .where(
      'kind',
      'in',
      logAlarmKinds.filter((kind) => !standing.includes(kind)),
    )
    .execute();
  return rows.map(({ kind, subject }) => ({ kind: kind as LogAlarmKind, subject }));
}

/** What an alarm of a kind is open for, whichever process raised it. */
export async function openSubjects({ sql }: Pick<Changing, 'sql'>, kind: LogAlarmKind): Promise<string[]> {
  const rows = await sql
    .selectFrom('log_alarm')
    .select('subject')
    .where('cleared_at', 'is', null)
    .where('kind', '=', kind)
    .limit(logLimits.alarmsMax)
    .execute();
  return rows.map(({ subject }) => subject);
}
