// SPDX-License-Identifier: Apache-2.0
import { type FindingDecision, isRefusal, type ProblemCode, type Refusal, refuse } from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { type Dismissal, writeDismissal, writeTeller } from './decision-store.ts';
import { type FindingRow, subjectOf } from './finding-row.ts';
import { findRow } from './finding-store.ts';
import { type DecidedFinding, type TakingBackParts, takeBack } from './take-back.ts';
import { sendToTriage, type TakingParts } from './take-hits.ts';

/** Why nobody may decide on it here: it went to triage, or onto a timeline, and is decided there. */
export function reasonNotDecided(
  row: Pick<FindingRow, 'state' | 'reference'>,
): Refusal<'finding.already_decided'> | null {
  return row.state === 'open' || row.state === 'context'
    ? null
    : refuse('finding.already_decided', `${row.reference} is ${row.state}`);
}

/** Decides on one finding, locked until commit. */
export async function decideFinding(
  changing: Changing,
  actor: PersonActor,
  reference: string,
  decision: FindingDecision,
  parts: TakingParts & TakingBackParts,
): Promise<DecidedFinding | Refusal<ProblemCode>> {
  const row = await findRow(changing.sql, reference, 'locked');
  if (isRefusal(row)) return row;
  if (decision.verb === 'reopen') return takeBack(changing, actor, row, parts);
  const refusal = reasonNotDecided(row);
  if (refusal !== null) return refusal;
  if (decision.verb === 'report') {
    return tellTriage(changing, actor, row, decision.note?.trim() || null, parts);
  }
  await dismissRow(changing, actor, row, decision, null);
  return { reference, state: 'dismissed', report: null };
}

/** Writes that a finding is nothing to act on. */
export async function dismissRow(
  { now, record, sql }: Changing,
  actor: PersonActor,
  row: FindingRow,
  dismissal: Dismissal,
  suppressionId: string | null,
): Promise<void> {
  await writeDismissal(sql, row.id, dismissal, { by: actor.id, at: now }, suppressionId);
  record({
    event: 'finding.dismissed',
    ...subjectOf(row),
    changes: changesBetween(
      { state: row.state, verdict: row.verdict },
      { state: 'dismissed', verdict: dismissal.verdict },
    ),
    reason: dismissal.reason,
  });
}

async function tellTriage(
  changing: Changing,
  actor: PersonActor,
  row: FindingRow,
  note: string | null,
  parts: TakingParts,
): Promise<DecidedFinding> {
  const rule = await parts.rules.ruleOf(changing.sql, row.rule_id);
  if (rule === null) throw new Error(`Expected the rule of ${row.reference} and found none`);
  const report = await sendToTriage(changing, parts.report, {
    id: row.id,
    reference: row.reference,
    rule: { ...rule, title: row.title },
    level: row.level as (typeof rule)['level'] & string,
    key: row.key,
    isMany: row.is_many,
    count: row.hit_count,
    firstAt: row.first_at,
    lastAt: row.last_at,
    byHand: { note },
  });
  await writeTeller(changing.sql, row.id, { by: actor.id, at: changing.now }, note);
  return { reference: row.reference, state: 'reported', report: report.reference };
}
