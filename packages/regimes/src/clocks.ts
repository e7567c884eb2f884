// SPDX-License-Identifier: Apache-2.0
import { lenientPeriodEnd, noonOfNextWorkingDay, periodEnd, type WorkingCalendar } from './arithmetic.ts';
import type { Anchor, MomentName, Regime, Stage, Term } from './regime.ts';
import { type Answers, judge } from './rule.ts';

/** What a person decided about one outcome of one regime. All are kept; the latest stands. */
export interface Decision {
  readonly regimeId: string;
  readonly outcomeId: string;
  readonly is: boolean;
  readonly decidedAt: Temporal.Instant;
}

/** Something that happened to one stage: it was submitted, or the authority asked for it. */
export interface StageMoment {
  readonly regimeId: string;
  readonly stageId: string;
  readonly at: Temporal.Instant;
}

export interface IncidentFacts {
  /** The organisation as it was when the incident began. */
  readonly profile: Answers;
  readonly answers: Answers;
  readonly decisions: readonly Decision[];
  readonly moments: Readonly<Partial<Record<MomentName, Temporal.Instant>>>;
  readonly submissions: readonly StageMoment[];
  readonly requests: readonly StageMoment[];
  /** The civil day whose law counts. */
  readonly lawAsOf: Temporal.PlainDate;
  readonly now: Temporal.Instant;
}

interface StartedBy {
  readonly anchor: Anchor;
  readonly at: Temporal.Instant;
}

/** A limit. `at` is null where the law says "without undue delay" and no number. */
export interface DueAt {
  readonly at: Temporal.Instant | null;
  readonly beforeShift: Temporal.Instant | null;
  /** What Regulation 1182/71 might give: a note for a lawyer. Null outside its reach, and where the act has its own rule. */
  readonly byLenientReading: Temporal.Instant | null;
  readonly startedBy: StartedBy;
  readonly missing: readonly Anchor[];
  /** Questions whose answer might make the limit later: while they are open the stricter instant is taken. */
  readonly open: readonly string[];
}

const byTime = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b);

function instantsOf(moments: readonly StageMoment[], regime: Regime, stageId: string): Temporal.Instant[] {
  return moments
    .filter((each) => each.regimeId === regime.id && each.stageId === stageId)
    .map(({ at }) => at)
    .sort(byTime);
}

export function submissionsOf(regime: Regime, stageId: string, facts: IncidentFacts): Temporal.Instant[] {
  return instantsOf(facts.submissions, regime, stageId);
}

/** How an outcome stands, and since when. Saying the same again moves no clock; a change of mind does. */
export function standingOf(
  regime: Regime,
  outcomeId: string,
  facts: IncidentFacts,
): { readonly is: boolean; readonly since: Temporal.Instant } | null {
  const decisions = facts.decisions
    .filter((each) => each.regimeId === regime.id && each.outcomeId === outcomeId)
    .sort((a, b) => byTime(a.decidedAt, b.decidedAt));
  type Standing = { readonly is: boolean; readonly since: Temporal.Instant } | null;
  return decisions.reduce<Standing>(
    (standing, { is, decidedAt }) => (standing?.is === is ? standing : { is, since: decidedAt }),
    null,
  );
}

function anchorAt(
  anchor: Anchor,
  regime: Regime,
  stage: Stage,
  facts: IncidentFacts,
  calendar: WorkingCalendar,
): Temporal.Instant | null {
  switch (anchor.kind) {
    case 'moment':
      return facts.moments[anchor.moment] ?? null;
    case 'classification': {
      const standing = standingOf(regime, anchor.outcome, facts);
      return standing?.is === true ? standing.since : null;
    }
    case 'submission': {
      // Lateness freezes at the first submission: what another stage sends after it moves this limit no more.
      const ownAt = submissionsOf(regime, stage.id, facts)[0];
      const sent = anchor.of
        .flatMap((id) => submissionsOf(regime, id, facts))
        .filter((at) => ownAt === undefined || byTime(at, ownAt) <= 0)
        .sort(byTime);
      return (anchor.which === 'first' ? sent[0] : sent.at(-1)) ?? null;
    }
    case 'request':
      return instantsOf(facts.requests, regime, stage.id)[0] ?? null;
    case 'limit': {
      const limits = regime.stages
        .filter(({ id }) => anchor.of.includes(id))
        .flatMap((each) => {
          const limit = dueAtOf(regime, each, facts, calendar)?.at ?? null;
          const sentAt = submissionsOf(regime, each.id, facts)[0];
          const isKept = limit !== null && sentAt !== undefined && byTime(sentAt, limit) <= 0;
          return limit === null || isKept ? [] : [limit];
        });
      return limits.sort(byTime)[0] ?? null;
    }
    default:
      return anchor satisfies never;
  }
}

function isCounted(
  term: Term,
  from: Temporal.Instant,
  profile: Answers,
  at: (anchor: Anchor) => Temporal.Instant | null,
): boolean {
  if (judge(term.onlyFor ?? { always: true }, profile).truth === 'no') return false;
  if (term.onlyIf === undefined) return true;
  const other = at(term.onlyIf.anchor);
  return other === null || byTime(other, from.add({ hours: term.onlyIf.hoursAfterMax })) <= 0;
}

function shifted(
  regime: Regime,
  stage: Stage,
  limit: Temporal.Instant,
  facts: IncidentFacts,
  calendar: WorkingCalendar,
): { readonly at: Temporal.Instant; readonly open: readonly string[] } {
  if (stage.shift === undefined) return { at: limit, open: [] };
  const moved = noonOfNextWorkingDay(limit, calendar);
  if (moved.equals(limit)) return { at: limit, open: [] };
  // A leniency is taken only by whom it certainly reaches.
  const { truth, open } = judge(stage.shift.unless, facts.profile, regime.criteria);
  return { at: truth === 'no' ? moved : limit, open };
}

function limitOf(
  regime: Regime,
  stage: Stage,
  term: Term,
  from: Temporal.Instant,
  facts: IncidentFacts,
  calendar: WorkingCalendar,
): Omit<DueAt, 'missing'> {
  const startedBy = { anchor: term.from, at: from };
  if (term.plus === 'immediate' && term.from.kind !== 'limit')
    return { at: null, beforeShift: null, byLenientReading: null, startedBy, open: [] };
  const strict = periodEnd(from, term.plus, calendar);
  const { at, open } = shifted(regime, stage, strict, facts, calendar);
  const reach = judge(term.onlyFor ?? { always: true }, facts.profile, regime.criteria);
  const isUnderRegulation = regime.jurisdiction === 'EU' && stage.shift === undefined;
  const byLenientReading =
    isUnderRegulation && term.plus !== 'immediate' ? lenientPeriodEnd(from, term.plus, calendar) : null;
  const beforeShift = at.equals(strict) ? null : strict;
  return { at, beforeShift, byLenientReading, startedBy, open: [...reach.open, ...open] };
}

/**
 * The limit of a stage from the moments known so far: the earliest of its terms, moved where the law moves it. Null
 * while no anchor is known. Asks nothing about whether the stage is owed.
 */
export function dueAtOf(
  regime: Regime,
  stage: Stage,
  facts: IncidentFacts,
  calendar: WorkingCalendar,
): DueAt | null {
  const at = (anchor: Anchor) => anchorAt(anchor, regime, stage, facts, calendar);
  const missing = stage.due.map(({ from }) => from).filter((from) => at(from) === null);
  const limits = stage.due.flatMap((term) => {
    const from = at(term.from);
    if (from === null || !isCounted(term, from, facts.profile, at)) return [];
    return [limitOf(regime, stage, term, from, facts, calendar)];
  });
  // The earliest limit counts before any leniency: a shift must not make a later term the stricter one.
  const strict = (limit: Omit<DueAt, 'missing'>) => limit.beforeShift ?? limit.at ?? limit.startedBy.at;
  const [first] = limits.sort((a, b) => byTime(strict(a), strict(b)));
  return first === undefined ? null : { ...first, missing };
}

/** Every time a stage is owed that comes again: by each of its anchors that came, and by each request. */
export function occurrencesOf(
  regime: Regime,
  stage: Stage,
  facts: IncidentFacts,
  calendar: WorkingCalendar,
): readonly DueAt[] {
  return stage.due
    .flatMap((term) => {
      const once = anchorAt(term.from, regime, stage, facts, calendar);
      const starts =
        term.from.kind === 'request'
          ? instantsOf(facts.requests, regime, stage.id)
          : once === null
            ? []
            : [once];
      return starts.map((from) => ({ ...limitOf(regime, stage, term, from, facts, calendar), missing: [] }));
    })
    .sort((a, b) => byTime(a.startedBy.at, b.startedBy.at));
}
