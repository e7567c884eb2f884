// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { DetectionLevel, FindingState } from '@belfry/contract';
import { canonicalJson } from '@belfry/ledger';

/** What hits have in common, in the order of the rule's group-by. */
export type FindingKey = readonly (readonly [field: string, value: string])[];

export interface EntryPlace {
  readonly log: string;
  readonly index: number;
  readonly at: Date;
}

/** Hits of one rule with one key, as the engine wrote them down together. */
export interface HitRow {
  readonly id: number;
  readonly ruleId: string;
  readonly key: FindingKey;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly entries: readonly EntryPlace[];
  readonly value: number | null;
  readonly foundAt: Date;
}

/** Hits of one rule with one key that are taken up together. */
export interface HitGroup extends Omit<HitRow, 'id' | 'foundAt'> {
  readonly digest: string;
  readonly subjectDigest: string;
  /** By our own clock: windows follow it, because what events claim of themselves is theirs to choose. */
  readonly foundFirstAt: Date;
  readonly foundLastAt: Date;
  /** Beginning of an hour, in milliseconds -> hits found in it. */
  readonly byHour: ReadonlyMap<number, number>;
}

const HOUR_MS = 3_600_000;
const hourOf = (at: Date) => at.getTime() - (at.getTime() % HOUR_MS);

const sha256 = (value: Parameters<typeof canonicalJson>[0]) =>
  createHash('sha256').update(canonicalJson(value)).digest('hex');

/** One rule with one key. */
export function keyDigest(ruleId: string, key: FindingKey): string {
  return sha256({ rule: ruleId, key: key.map((part) => [...part]) });
}

/** What the key is about, whatever the rule and the order it names fields in. */
export function subjectDigest(key: FindingKey): string {
  return sha256(
    key
      .filter(([, value]) => value !== '')
      .map((part) => [...part])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

/** Where everything of a rule gathers that goes beyond its share. */
export function manyDigest(ruleId: string): string {
  return sha256({ rule: ruleId, many: true });
}

const earlier = (a: Date, b: Date) => (a < b ? a : b);
const later = (a: Date, b: Date) => (a > b ? a : b);

function added(a: HitGroup['byHour'], b: HitGroup['byHour']): Map<number, number> {
  const sum = new Map(a);
  for (const [hour, count] of b) sum.set(hour, (sum.get(hour) ?? 0) + count);
  return sum;
}

/** Two groups as one; what the second one's value was holds, because it came last. */
export function joined(a: HitGroup, b: HitGroup): HitGroup {
  return {
    ...a,
    count: a.count + b.count,
    firstAt: earlier(a.firstAt, b.firstAt),
    lastAt: later(a.lastAt, b.lastAt),
    entries: [...a.entries, ...b.entries],
    value: b.value ?? a.value,
    foundFirstAt: earlier(a.foundFirstAt, b.foundFirstAt),
    foundLastAt: later(a.foundLastAt, b.foundLastAt),
    byHour: added(a.byHour, b.byHour),
  };
}

/** Hits by rule and key, in the order in which each came first. */
export function groupsOf(hits: readonly HitRow[]): HitGroup[] {
  const groups = new Map<string, HitGroup>();
  for (const { foundAt, id: _id, ...hit } of hits) {
    const digest = keyDigest(hit.ruleId, hit.key);
    const byHour = new Map([[hourOf(foundAt), hit.count]]);
    const found = { foundFirstAt: foundAt, foundLastAt: foundAt, byHour };
    const group = { ...hit, ...found, digest, subjectDigest: subjectDigest(hit.key) };
    const known = groups.get(digest);
    groups.set(digest, known === undefined ? group : joined(known, group));
  }
  return [...groups.values()];
}

/** Everything beyond a rule's share, as one group without a key. */
export function manyGroup(group: HitGroup): HitGroup {
  return { ...group, key: [], digest: manyDigest(group.ruleId), subjectDigest: manyDigest(group.ruleId) };
}

/** What becomes of a finding of this level when nobody has looked yet. */
export function stateOfLevel(level: DetectionLevel): FindingState {
  switch (level) {
    case 'informational':
      return 'context';
    case 'low':
    case 'medium':
      return 'open';
    case 'high':
    case 'critical':
      return 'reported';
  }
}

/** The newest finding of a key, as far as joining it asks. */
export interface Gathering {
  readonly openedAt: Date;
  readonly windowUntil: Date;
  /** Whether the report or the incident behind it still takes what comes; true where there is none. */
  readonly isTaking: boolean;
}

/**
 * Whether hits join a finding. A dismissed one still gathers: that somebody has looked holds until the key was silent
 * for a window. None gathers for ever: what lasts is looked at anew, and so is what opened while our clock ran ahead.
 */
export function joins(gathering: Gathering, group: HitGroup, ageMsMax: number): boolean {
  return (
    gathering.isTaking &&
    group.foundFirstAt <= gathering.windowUntil &&
    Math.abs(group.foundLastAt.getTime() - gathering.openedAt.getTime()) < ageMsMax
  );
}

/** Until when the next hit belongs to the same finding. */
export function windowUntil(group: HitGroup, windowMs: number): Date {
  return new Date(group.foundLastAt.getTime() + windowMs);
}

const rising: readonly FindingState[] = ['context', 'open', 'reported'];

/**
 * Whether a finding is as grave as what its rule says now. A rule that people raised must not have its hits vanish in
 * what it said before: that was looked at as something less, or not at all.
 */
export function isGraveEnough(
  known: { readonly level: DetectionLevel; readonly report: object | null; readonly incident: object | null },
  level: DetectionLevel,
): boolean {
  const graveness = (of: DetectionLevel) => rising.indexOf(stateOfLevel(of));
  return known.report !== null || known.incident !== null || graveness(known.level) >= graveness(level);
}

/** What a rule has told lately, and how much of that went to triage. */
export interface Told {
  opened: number;
  reported: number;
}

/**
 * Whether a rule may tell of one more key apart. A rule that hits everything would bury whoever reads findings, or
 * triage, under the same words: the rest gathers in one finding, which says so.
 */
export function mayTellApart(
  told: Told,
  level: DetectionLevel,
  bounds: { readonly findingsPerRuleMax: number; readonly findingReportsPerRuleMax: number },
): boolean {
  const isReported = stateOfLevel(level) === 'reported';
  return (
    told.opened < bounds.findingsPerRuleMax &&
    (!isReported || told.reported < bounds.findingReportsPerRuleMax)
  );
}

/**
 * Whether a finding of this level may be told to triage apart. One line of log, made for it, may hit a thousand rules
 * from a thousand hosts: each would keep to its own share.
 *
 * @param reported what all rules have told triage lately
 */
export function mayReport(
  reported: number,
  level: DetectionLevel,
  bounds: { readonly findingReportsMax: number },
): boolean {
  return stateOfLevel(level) !== 'reported' || reported < bounds.findingReportsMax;
}
