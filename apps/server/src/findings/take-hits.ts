// SPDX-License-Identifier: Apache-2.0
import { type DetectionLevel, limits } from '@belfry/contract';
import type { Changing } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { writeOccurrences } from '../reports/index.ts';
import { recordRepeats } from './repeats.ts';
import type { RuleBook, RuleTold } from './rule-book.ts';
import {
  type FindingKey,
  groupsOf,
  type HitGroup,
  isGraveEnough,
  joined,
  joins,
  manyDigest,
  manyGroup,
  mayReport,
  mayTellApart,
  stateOfLevel,
  type Told,
  windowUntil,
} from './taking.ts';
import {
  activeSuppressions,
  type CurrentFinding,
  countByHour,
  countSuppressed,
  growFinding,
  insertFindings,
  keepEntries,
  lockCurrent,
  lockTaking,
  type NewFinding,
  reportedSince,
  setReport,
  takeHitRows,
  toldSince,
} from './taking-store.ts';

/** A finding that goes to triage, in the words a report needs. */
export interface ReportedFinding {
  readonly id: string;
  readonly reference: string;
  readonly rule: RuleTold;
  readonly level: DetectionLevel;
  readonly key: FindingKey;
  readonly isMany: boolean;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** Whether a person tells triage, and what they say; a rule does otherwise, by its level. */
  readonly byHand: { readonly note: string | null } | null;
}

export interface NamedReport {
  readonly id: string;
  readonly reference: string;
}

export interface TakingParts {
  readonly rules: Pick<RuleBook, 'ruleOf'>;
  /** Makes a report of a finding, in the same transaction, with everything that follows from its level. */
  readonly report: (changing: Changing, finding: ReportedFinding) => Promise<NamedReport>;
}

/** A rule that says no level is looked over by people, and rings nobody. */
const LEVEL_UNSAID: DetectionLevel = 'medium';

/**
 * Takes up hits of the engine: they are kept away, join the finding of their key, or open one, and are gone with the
 * same commit. Killed anywhere, the desk finds them again: none is lost, none counted twice.
 *
 * @returns whether more may wait
 */
export async function takeHits(changing: Changing, parts: TakingParts): Promise<boolean> {
  const { sql } = changing;
  if (!(await lockTaking(sql))) return false;
  const hits = await takeHitRows(sql, limits.hitsPerBatchMax);
  if (hits.length === 0) return false;
  const told = await withoutSuppressed(changing, groupsOf(hits));
  const rules = new Map<string, RuleTold>();
  for (const ruleId of new Set(told.map((group) => group.ruleId))) {
    const rule = await parts.rules.ruleOf(sql, ruleId);
    // Hits name their rule by a foreign key: it is there, removed ones too.
    if (rule === null) throw new Error(`Expected the rule ${ruleId} of a hit and found none`);
    rules.set(ruleId, rule);
  }
  const { growing, opening } = await placed(changing, told, rules);
  for (const [finding, group] of growing) {
    await grow(changing, finding, group, ruleFor(rules, group));
  }
  // Reports take numbers everybody waits for: they come last.
  await open(changing, opening, rules, parts);
  return hits.length === limits.hitsPerBatchMax;
}

function ruleFor(rules: ReadonlyMap<string, RuleTold>, { ruleId }: HitGroup): RuleTold {
  const rule = rules.get(ruleId);
  if (rule === undefined) throw new Error(`Expected the rule ${ruleId} to be read and found none`);
  return rule;
}

async function withoutSuppressed(
  { now, sql }: Changing,
  groups: readonly HitGroup[],
): Promise<readonly HitGroup[]> {
  const quiet = await activeSuppressions(
    sql,
    groups.map(({ digest }) => digest),
    now,
  );
  for (const group of groups) {
    const id = quiet.get(group.digest);
    if (id !== undefined) await countSuppressed(sql, id, group);
  }
  return groups.filter(({ digest }) => !quiet.has(digest));
}

interface Opening {
  readonly group: HitGroup;
  readonly isMany: boolean;
}

/** Which groups join a finding that is there, and which open one; what goes beyond a rule's share becomes one. */
async function placed(
  { now, sql }: Changing,
  groups: readonly HitGroup[],
  rules: ReadonlyMap<string, RuleTold>,
): Promise<{ growing: (readonly [CurrentFinding, HitGroup])[]; opening: Opening[] }> {
  const ruleIds = [...rules.keys()];
  const since = groups.reduce(
    (first, group) => (group.foundFirstAt < first ? group.foundFirstAt : first),
    now,
  );
  const digests = [...groups.map(({ digest }) => digest), ...ruleIds.map(manyDigest)];
  const current = await lockCurrent(sql, digests, since, new Date(now.getTime() + limits.findingAgeMsMax));
  const lately = new Date(now.getTime() - limits.findingsPerRuleWindowMs);
  const told = await toldSince(sql, ruleIds, lately, now);
  let reported = await reportedSince(sql, lately, now);
  const growing: (readonly [CurrentFinding, HitGroup])[] = [];
  const opening: Opening[] = [];
  const many = new Map<string, HitGroup>();
  const gathering = (group: HitGroup) => {
    const known = current.get(group.digest);
    const level = ruleFor(rules, group).level ?? LEVEL_UNSAID;
    const fits =
      known !== undefined && isGraveEnough(known, level) && joins(known, group, limits.findingAgeMsMax);
    return fits ? known : null;
  };
  for (const group of groups) {
    const known = gathering(group);
    const level = ruleFor(rules, group).level ?? LEVEL_UNSAID;
    const sofar: Told = told.get(group.ruleId) ?? { opened: 0, reported: 0 };
    if (known !== null) {
      growing.push([known, group]);
    } else if (mayTellApart(sofar, level, limits) && mayReport(reported, level, limits)) {
      opening.push({ group, isMany: false });
      const isReported = stateOfLevel(level) === 'reported';
      if (isReported) reported += 1;
      told.set(group.ruleId, { opened: sofar.opened + 1, reported: sofar.reported + (isReported ? 1 : 0) });
    } else {
      const rest = many.get(group.ruleId);
      many.set(group.ruleId, rest === undefined ? manyGroup(group) : joined(rest, manyGroup(group)));
    }
  }
  for (const group of many.values()) {
    const known = gathering(group);
    if (known === null) opening.push({ group, isMany: true });
    else growing.push([known, group]);
  }
  return { growing, opening };
}

async function grow(
  changing: Changing,
  finding: CurrentFinding,
  group: HitGroup,
  rule: RuleTold,
): Promise<void> {
  const { now, sql } = changing;
  await growFinding(sql, finding.id, group, windowUntil(group, rule.windowMs));
  await keepEntries(sql, finding.id, group);
  await countByHour(sql, finding.id, group);
  const grown = { ...finding, count: finding.count + group.count };
  if (now.getTime() - finding.recordedAt.getTime() >= limits.repeatsCountedAfterMs) {
    await recordRepeats(changing, grown);
  } else if (finding.report !== null) {
    await writeOccurrences(sql, finding.report.id, grown.count);
  }
}

async function open(
  changing: Changing,
  opening: readonly Opening[],
  rules: ReadonlyMap<string, RuleTold>,
  parts: TakingParts,
): Promise<void> {
  const { ids, now, sql } = changing;
  const wanted = opening.map(({ group, isMany }): NewFinding => {
    const { level, techniques, title, windowMs } = ruleFor(rules, group);
    return {
      id: ids.uuid(),
      group,
      title,
      level: level ?? LEVEL_UNSAID,
      techniques,
      isMany,
      state: stateOfLevel(level ?? LEVEL_UNSAID),
      windowUntil: windowUntil(group, windowMs),
    };
  });
  const references = await insertFindings(sql, wanted, now);
  for (const [index, finding] of wanted.entries()) {
    const reference = references[index] as string;
    await keepEntries(sql, finding.id, finding.group);
    await countByHour(sql, finding.id, finding.group);
    recordOpened(changing, finding, reference);
    if (finding.state === 'reported') {
      const { count, firstAt, key, lastAt } = finding.group;
      const { id, isMany, level } = finding;
      const rule = ruleFor(rules, finding.group);
      await sendToTriage(changing, parts.report, {
        ...{ id, reference, rule, level, key, isMany, count, firstAt, lastAt },
        byHand: null,
      });
    }
  }
}

function recordOpened({ record }: Changing, finding: NewFinding, reference: string): void {
  record({
    event: 'finding.opened',
    subject: { kind: 'finding', id: finding.id, reference },
    text: finding.title,
    changes: changesBetween(
      {},
      {
        // What is told to triage says so in an entry of its own.
        state: finding.state === 'reported' ? 'open' : finding.state,
        level: finding.level,
        rule: finding.group.ruleId,
        key: finding.group.key.map(([field, value]) => `${field}: ${value}`),
        hits: finding.group.count,
        ...(finding.isMany ? { isMany: true } : {}),
      },
    ),
  });
}

/** Makes a report of a finding and joins the two. */
export async function sendToTriage(
  changing: Changing,
  report: TakingParts['report'],
  finding: ReportedFinding,
): Promise<NamedReport> {
  const made = await report(changing, finding);
  await setReport(changing.sql, finding.id, made.id);
  changing.record({
    event: 'finding.reported',
    subject: { kind: 'finding', id: finding.id, reference: finding.reference },
    reportId: made.id,
    changes: changesBetween({ state: 'open', report: null }, { state: 'reported', report: made.reference }),
    ...(finding.byHand?.note == null ? {} : { text: finding.byHand.note }),
  });
  return made;
}
