// SPDX-License-Identifier: Apache-2.0
import {
  type dismissVerdicts,
  isRefusal,
  limits,
  type Refusal,
  refuse,
  type Suppression,
} from '@belfry/contract';
import { type PersonActor, systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { dismissRow } from './decide-finding.ts';
import { writeSuppressedBy } from './decision-store.ts';
import { chosenParts, filterableOf, filterDocument, sharedLogsource } from './filter-document.ts';
import type { FindingRow, SuppressionRow } from './finding-row.ts';
import { findRow } from './finding-store.ts';
import type { RuleBook } from './rule-book.ts';
import {
  findSuppression,
  findSuppressionRow,
  insertSuppression,
  lockExpired,
  logsourcesOf,
  type NewSuppression,
  writeEnd,
  writeExpiry,
} from './suppression-store.ts';

/** Why something is not told again, and until when. */
export interface Quieting {
  /** What it was; of what is reported triage says that. */
  readonly verdict?: (typeof dismissVerdicts)[number] | undefined;
  readonly reason: string;
  readonly expiresAt: string;
}

/** Why it cannot hold until then; null when it can. For ever is not offered: what is not looked at again rots. */
function reasonNotUntil(expiresAt: Date, now: Date): Refusal<'suppression.too_long'> | null {
  const forMs = expiresAt.getTime() - now.getTime();
  return forMs > 0 && forMs <= limits.suppressionMsMax
    ? null
    : refuse('suppression.too_long', `Until ${expiresAt.toISOString()}; now it is ${now.toISOString()}`);
}

type NotQuieted = Refusal<
  'finding.not_found' | 'finding.nothing_to_filter' | 'request.not_valid' | 'suppression.too_long'
>;

async function findingToQuiet(
  { now, sql }: Changing,
  reference: string,
  quieting: Quieting,
): Promise<FindingRow | NotQuieted> {
  const tooLong = reasonNotUntil(new Date(quieting.expiresAt), now);
  if (tooLong !== null) return tooLong;
  const row = await findRow(sql, reference, 'locked');
  if (isRefusal(row)) return row;
  if (row.is_many) {
    return refuse('finding.nothing_to_filter', `${reference} gathers many keys; change the rule instead`);
  }
  // What was dismissed or told to triage already may still be kept from coming back.
  if (quieting.verdict === undefined && row.state !== 'reported') {
    return refuse('request.not_valid', 'Say what it was: only what is reported needs no verdict');
  }
  return row;
}

async function quiet(
  changing: Changing,
  actor: PersonActor,
  row: FindingRow,
  quieting: Quieting,
  wanted: Pick<NewSuppression, 'key' | 'keyDigest' | 'filterRuleId'>,
): Promise<Suppression> {
  const { ids, now, record, sql } = changing;
  const id = ids.uuid();
  const expiresAt = new Date(quieting.expiresAt);
  const { reason } = quieting;
  await insertSuppression(
    sql,
    { id, ruleId: row.rule_id, reason, expiresAt, ...wanted },
    { personId: actor.id, at: now },
  );
  record({
    event: 'suppression.made',
    subject: { kind: 'suppression', id, reference: row.title },
    changes: changesBetween(
      {},
      {
        kind: wanted.keyDigest === null ? 'filter' : 'key',
        rule: row.rule_id,
        key: wanted.key.map(([field, value]) => `${field}: ${value}`),
        expiresAt: expiresAt.toISOString(),
        finding: row.reference,
      },
    ),
    reason,
  });
  const { verdict } = quieting;
  if (row.state === 'reported' || verdict === undefined) {
    await writeSuppressedBy(sql, row.id, id);
  } else await dismissRow(changing, actor, row, { reason, verdict }, id);
  const made = await findSuppression(sql, id);
  if (isRefusal(made)) throw new Error(`Expected the suppression ${id} that was just made and found none`);
  return made;
}

/** Keeps this key of this rule from being told again. */
export async function suppressByKey(
  changing: Changing,
  actor: PersonActor,
  reference: string,
  quieting: Quieting,
): Promise<Suppression | NotQuieted> {
  const row = await findingToQuiet(changing, reference, quieting);
  if (isRefusal(row)) return row;
  const wanted = { key: row.key, keyDigest: row.key_digest, filterRuleId: null };
  return quiet(changing, actor, row, quieting, wanted);
}

/** The filter that values of a finding would make. */
export async function draftOf(
  changing: Pick<Changing, 'sql' | 'ids'>,
  row: FindingRow,
  fields: readonly string[],
  rules: RuleBook,
): Promise<{ yaml: string; chosen: FindingRow['key'] } | Refusal<'finding.nothing_to_filter'>> {
  const chosen = chosenParts(row.key, fields);
  if (isRefusal(chosen)) return chosen;
  const rule = await rules.ruleOf(changing.sql, row.rule_id);
  if (rule === null) throw new Error(`Expected the rule of ${row.reference} and found none`);
  const filterable = filterableOf(rule);
  const logsource =
    filterable.logsource ?? sharedLogsource(await logsourcesOf(changing.sql, filterable.rules));
  if (Object.values(logsource).every((part) => part === null)) {
    return refuse(
      'finding.nothing_to_filter',
      'The rules behind it share no log source; quiet its key instead',
    );
  }
  const about = { id: changing.ids.uuid(), finding: row.reference };
  return { yaml: filterDocument(row.title, { ...filterable, logsource }, chosen, about), chosen };
}

/** Lets the engine leave out what has these values: the filter is a rule of the house until it expires. */
export async function suppressWithFilter(
  changing: Changing,
  actor: PersonActor,
  reference: string,
  asked: Quieting & { readonly fields: readonly string[] },
  rules: RuleBook,
): Promise<Suppression | NotQuieted> {
  const row = await findingToQuiet(changing, reference, asked);
  if (isRefusal(row)) return row;
  const draft = await draftOf(changing, row, asked.fields, rules);
  if (isRefusal(draft)) return draft;
  const filterRuleId = await rules.addDocument(changing, { yaml: draft.yaml });
  return quiet(changing, actor, row, asked, { key: draft.chosen, keyDigest: null, filterRuleId });
}

const subjectOf = (row: SuppressionRow) => ({
  subject: { kind: 'suppression', id: row.id, reference: row.title },
});

type NotChanged = Refusal<'suppression.not_found' | 'suppression.over' | 'suppression.too_long'>;

async function standing(
  { now, sql }: Changing,
  id: string,
): Promise<SuppressionRow | Refusal<'suppression.not_found' | 'suppression.over'>> {
  const row = await findSuppressionRow(sql, id, 'locked');
  if (isRefusal(row)) return row;
  return row.ended_at !== null || row.expires_at <= now ? refuse('suppression.over', row.title) : row;
}

/** Changes until when something is not told again. */
export async function extend(
  changing: Changing,
  id: string,
  asked: { readonly expiresAt: string; readonly reason: string },
): Promise<Suppression | NotChanged> {
  const row = await standing(changing, id);
  if (isRefusal(row)) return row;
  const expiresAt = new Date(asked.expiresAt);
  const tooLong = reasonNotUntil(expiresAt, changing.now);
  if (tooLong !== null) return tooLong;
  await writeExpiry(changing.sql, id, expiresAt, asked.reason);
  changing.record({
    event: 'suppression.extended',
    ...subjectOf(row),
    changes: changesBetween(
      { expiresAt: row.expires_at.toISOString(), reason: row.reason },
      { expiresAt: expiresAt.toISOString(), reason: asked.reason },
    ),
    reason: asked.reason,
  });
  return findSuppression(changing.sql, id);
}

/** Lets it be told again from now on. */
export async function end(
  changing: Changing,
  actor: PersonActor,
  id: string,
  reason: string | null,
  rules: RuleBook,
): Promise<Suppression | Refusal<'suppression.not_found' | 'suppression.over'>> {
  const row = await standing(changing, id);
  if (isRefusal(row)) return row;
  await endRow(changing, row, actor.id, rules);
  changing.record({ event: 'suppression.ended', ...subjectOf(row), reason: reason ?? undefined });
  return findSuppression(changing.sql, id);
}

async function endRow(
  changing: Changing,
  row: SuppressionRow,
  by: string | null,
  rules: RuleBook,
): Promise<void> {
  await writeEnd(changing.sql, row.id, by === null ? row.expires_at : changing.now, by);
  if (row.filter_rule_id !== null) await rules.endDocument(changing, row.filter_rule_id);
}

/** What expired ends by itself: its filter leaves the rules, and the record tells it. */
export function suppressionsExpire(database: Database, rules: RuleBook): DueWork {
  const name = 'suppressions-expire';
  return {
    name,
    lookEveryMs: 10_000,
    doBatch: () =>
      database.change(systemActor(name), async (changing) => {
        const row = await lockExpired(changing.sql, changing.now);
        if (row === null) return false;
        await endRow(changing, row, null, rules);
        changing.record({ event: 'suppression.expired', ...subjectOf(row) });
        return true;
      }),
  };
}
