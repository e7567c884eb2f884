// SPDX-License-Identifier: Apache-2.0
import type { EventName, obligationKeptStates } from '@belfry/contract';
import type { Obligation as Computed, IncidentFacts } from '@belfry/regimes';

export type KeptState = (typeof obligationKeptStates)[number];

/** What people recorded and decided; what was submitted and asked is ours. */
export type AssessedFacts = Pick<IncidentFacts, 'profile' | 'answers' | 'decisions' | 'moments' | 'lawAsOf'>;

/** What moved a limit: an event of the record, nothing but time, or another version of the law. */
export type Because = EventName | 'time_passed' | 'law_changed';

export interface StartedBy {
  readonly kind: 'moment' | 'classification' | 'submission' | 'request' | 'limit';
  readonly names: readonly string[];
  readonly at: string;
}

/** What of an obligation follows from facts; who sees to it and why it is late do not. */
export interface Standing {
  readonly regimeId: string;
  readonly regimeVersion: number;
  readonly stageId: string;
  readonly occurrence: number;
  readonly kind: Computed['kind'];
  readonly duty: Computed['duty'];
  readonly lateRule: Computed['late'];
  readonly state: KeptState;
  readonly dueAt: Date | null;
  readonly dueBeforeShiftAt: Date | null;
  readonly dueByLenientReadingAt: Date | null;
  readonly isWithoutUndueDelay: boolean;
  readonly startedBy: StartedBy | null;
  readonly metAt: Date | null;
  readonly dueWhenMetAt: Date | null;
  readonly why: Computed['why'];
  readonly asks: boolean;
}

export interface Kept extends Standing {
  readonly id: string;
  readonly ownerId: string | null;
  readonly lookAgainAt: Date | null;
  readonly revision: number;
}

/** What becomes of one obligation when facts moved. */
export interface Move {
  readonly before: Kept | null;
  readonly after: Standing;
  readonly lookAgainAt: Date | null;
  readonly revision: number;
  /** The limit that stood until now, where another takes its place. */
  readonly pastDue: Date | null;
  readonly event: ObligationEvent | null;
}
export type ObligationEvent = Extract<
  EventName,
  `obligation.${'opened' | 'due_changed' | 'met' | 'missed' | 'dropped'}`
>;

const asDate = (instant: Temporal.Instant | null) =>
  instant === null ? null : new Date(instant.epochMilliseconds);
const same = (a: Date | null, b: Date | null) => a?.getTime() === b?.getTime();
const isMet = ({ state }: { state: KeptState }) => state === 'met' || state === 'met_late';
const keyOf = (each: { regimeId: string; stageId: string; occurrence: number }) =>
  `${each.regimeId} ${each.stageId} ${each.occurrence}`;

function startOf({ startedBy }: Computed): StartedBy | null {
  if (startedBy === null) return null;
  const { anchor } = startedBy;
  const at = new Date(startedBy.at.epochMilliseconds).toISOString();
  switch (anchor.kind) {
    case 'moment':
      return { kind: anchor.kind, names: [anchor.moment], at };
    case 'classification':
      return { kind: anchor.kind, names: [anchor.outcome], at };
    case 'request':
      return { kind: anchor.kind, names: [], at };
    default:
      return { kind: anchor.kind, names: [...anchor.of], at };
  }
}

/** An obligation as packages/regimes computed it, in what is kept of it. */
export function standingOf(computed: Computed, asks = false): Standing {
  const { duty, kind, late, occurrence, regimeId, regimeVersion, stageId, why } = computed;
  const state = computed.state === 'overdue' ? 'running' : computed.state;
  const standing = {
    regimeId,
    regimeVersion,
    stageId,
    occurrence,
    kind,
    duty,
    lateRule: late,
    state,
    dueAt: asDate(computed.dueAt),
    dueBeforeShiftAt: asDate(computed.dueAtBeforeShift),
    dueByLenientReadingAt: asDate(computed.dueAtByLenientReading),
    isWithoutUndueDelay: computed.isWithoutUndueDelay,
    startedBy: startOf(computed),
    metAt: asDate(computed.metAt),
    why,
    asks,
  };
  return { ...standing, dueWhenMetAt: isMet(standing) ? standing.dueAt : null };
}

/** What the law does not ask, or nobody can say before the profile is answered, needs no row until it once had one. */
function isWorthKeeping({ metAt, state, why }: Standing): boolean {
  if (metAt !== null) return true;
  return state !== 'not_owed' && !why.some(({ code }) => code === 'profile_unknown');
}

/**
 * Lateness is judged once: a correction after the first submission moves the limit of what was sent no more. Nor does
 * a decision that it is not owed, and is after all. What was sent before its limit was known is judged by the first
 * limit there is.
 */
function frozen(after: Standing, before: Kept | null): Standing {
  const dueWhenMetAt = before?.dueWhenMetAt ?? null;
  if (before === null || dueWhenMetAt === null || !same(before.metAt, after.metAt)) return after;
  if (!isMet(after)) return { ...after, dueWhenMetAt };
  if (isMet(before)) {
    const { dueAt, dueBeforeShiftAt, dueByLenientReadingAt, isWithoutUndueDelay, startedBy, state } = before;
    const shown = { dueBeforeShiftAt, dueByLenientReadingAt, isWithoutUndueDelay, startedBy, state };
    return { ...after, ...shown, dueAt, dueWhenMetAt };
  }
  const isLate = after.metAt !== null && after.metAt > dueWhenMetAt;
  const state = isLate ? 'met_late' : 'met';
  // What that limit ran from is in the record; what limits run from now would contradict it.
  const startedBy = null;
  const unknown = { dueBeforeShiftAt: null, dueByLenientReadingAt: null, isWithoutUndueDelay: false };
  return { ...after, ...unknown, startedBy, dueAt: dueWhenMetAt, dueWhenMetAt, state };
}

function eventOf(before: Kept | null, after: Standing, isMissed: boolean): ObligationEvent | null {
  const ran = before?.state === 'running';
  if (isMet(after)) return before?.state === after.state ? null : 'obligation.met';
  if (after.state !== 'running') return ran ? 'obligation.dropped' : null;
  if (!ran) return 'obligation.opened';
  if (!same(before.dueAt, after.dueAt)) return 'obligation.due_changed';
  return isMissed ? 'obligation.missed' : null;
}

const shape = ({ dueAt, dueBeforeShiftAt, dueByLenientReadingAt, dueWhenMetAt, metAt, ...rest }: Standing) =>
  JSON.stringify([
    [dueAt, dueBeforeShiftAt, dueByLenientReadingAt, dueWhenMetAt, metAt],
    rest.regimeVersion,
    rest.kind,
    rest.duty,
    rest.lateRule,
    rest.state,
    rest.isWithoutUndueDelay,
    rest.startedBy === null ? null : [rest.startedBy.kind, rest.startedBy.names, rest.startedBy.at],
    rest.why.map(({ code, legal, names }) => [code, names, legal.cite, legal.evidence, legal.note ?? null]),
    rest.asks,
  ]);

function moveOf(before: Kept | null, wanted: Standing, now: Date): Move | null {
  const after = frozen(wanted, before);
  const isDueSame = before !== null && before.state === after.state && same(before.dueAt, after.dueAt);
  const dueAt = after.state === 'running' ? after.dueAt : null;
  const looked = before?.lookAgainAt ?? null;
  const isLookedNow = isDueSame && looked !== null && looked <= now;
  const isMissed = isLookedNow && dueAt !== null && dueAt < now;
  const next = dueAt === null ? null : new Date(dueAt.getTime() + 1);
  const lookAgainAt = isLookedNow ? null : isDueSame ? looked : next;
  if (before !== null && shape(before) === shape(after) && same(looked, lookAgainAt)) return null;
  const isPast = before?.state === 'running' && before.dueAt !== null && !same(before.dueAt, after.dueAt);
  return {
    before,
    after,
    lookAgainAt,
    revision: before === null ? 0 : before.revision + (isDueSame ? 0 : 1),
    pastDue: isPast ? before.dueAt : null,
    event: eventOf(before, after, isMissed),
  };
}

/** A request that was taken back leaves nothing to answer; its row stays and says so. */
function gone(kept: Kept): Standing {
  return {
    ...kept,
    state: 'not_owed',
    dueAt: null,
    dueBeforeShiftAt: null,
    dueByLenientReadingAt: null,
    asks: false,
  };
}

/** What changes, and nothing else: computing again from the same facts moves no row. */
export function movesOf(computed: readonly Computed[], kept: readonly Kept[], now: Date): readonly Move[] {
  const known = new Map(kept.map((each) => [keyOf(each), each]));
  const asked = new Set<string>();
  const wanted = computed.map((each) => {
    const standing = standingOf(each);
    const asks = standing.state === 'undecided' && isWorthKeeping(standing) && !asked.has(each.regimeId);
    if (asks) asked.add(each.regimeId);
    return { ...standing, asks };
  });
  const keys = new Set(wanted.map(keyOf));
  return [
    ...wanted
      .filter((each) => known.has(keyOf(each)) || isWorthKeeping(each))
      .map((each) => moveOf(known.get(keyOf(each)) ?? null, each, now)),
    ...kept.filter((each) => !keys.has(keyOf(each))).map((each) => moveOf(each, gone(each), now)),
  ].filter((move) => move !== null);
}

/** Whether somebody is late and the law asks why, before the limit for who has to say so beforehand. */
export function isReasonAsked(each: Pick<Standing, 'state' | 'dueAt' | 'lateRule'>, now: Date): boolean {
  if (each.lateRule === 'none_stated') return false;
  return each.state === 'met_late' || (each.state === 'running' && each.dueAt !== null && each.dueAt < now);
}

/** Why no reason is taken: there is nothing to be late for. Before the limit one is welcome (DORA RTS 2025/301 art. 5(3)). */
export function takesReason(each: Pick<Standing, 'state' | 'dueAt'>): boolean {
  return each.state === 'met_late' || (each.state === 'running' && each.dueAt !== null);
}
