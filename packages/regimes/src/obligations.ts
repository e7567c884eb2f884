// SPDX-License-Identifier: Apache-2.0

import type { WorkingCalendar } from './arithmetic.ts';
import {
  type DueAt,
  dueAtOf,
  type IncidentFacts,
  occurrencesOf,
  standingOf,
  submissionsOf,
} from './clocks.ts';
import type { RecipientSays } from './law-texts.ts';
import type { Anchor, Legal, Regime, Stage, StageKind } from './regime.ts';
import { judge } from './rule.ts';

export const obligationStates = [
  /** The law asks nothing here; `why` says which line of it. */
  'not_owed',
  /** A person has still to decide, or facts are missing: no clock runs. */
  'undecided',
  /** Owed, and its clock starts with something that has not happened yet. */
  'waiting',
  /** Owed when the authority asks. */
  'on_request',
  /** Owed if the incident is still being handled then. */
  'conditional',
  'running',
  'overdue',
  'met',
  'met_late',
  /** May be sent; nothing follows if not. */
  'voluntary',
] as const;
export type ObligationState = (typeof obligationStates)[number];

export interface Why {
  readonly code:
    | 'not_in_force'
    | 'regime_does_not_apply'
    | 'profile_unknown'
    | 'undecided'
    | 'decided_no'
    | 'condition_not_met'
    | 'condition_unknown'
    | 'exception_holds'
    | 'not_asked'
    | 'anchor_missing'
    /** What would have been late was sent in time after all. */
    | 'limit_kept'
    /** An answer might make the limit later; until then the stricter one counts. */
    | 'stricter_while_unknown'
    | 'handling_goes_on'
    | 'handling_ended'
    | 'no_duty';
  readonly legal: Legal;
  /** Outcomes to decide, questions to answer, or anchors to record. */
  readonly names: readonly string[];
}

/** One stage of one regime for one incident, as it stands. */
export interface Obligation {
  readonly id: string;
  readonly regimeId: string;
  readonly regimeVersion: number;
  readonly stageId: string;
  /** From one; above it only where a stage comes again. */
  readonly occurrence: number;
  readonly kind: StageKind;
  readonly duty: Stage['duty'];
  readonly recipient: RecipientSays;
  readonly state: ObligationState;
  /** Null where the law gives no number, or where no clock runs. */
  readonly dueAt: Temporal.Instant | null;
  /** The limit before the weekend rule moved it; null where nothing moved. */
  readonly dueAtBeforeShift: Temporal.Instant | null;
  /** Regulation 1182/71 art. 3, recalled: to be shown as a note, never counted down to. */
  readonly dueAtByLenientReading: Temporal.Instant | null;
  readonly isWithoutUndueDelay: boolean;
  readonly startedBy: { readonly anchor: Anchor; readonly at: Temporal.Instant } | null;
  readonly metAt: Temporal.Instant | null;
  readonly late: Stage['late'];
  readonly legal: Legal;
  /** Why it is not owed, or what holds it back. */
  readonly why: readonly Why[];
}

interface Hold {
  readonly state: ObligationState;
  readonly why: readonly Why[];
}

const hold = (
  state: ObligationState,
  code: Why['code'],
  legal: Legal,
  names: readonly string[] = [],
): Hold => ({
  state,
  why: [{ code, legal, names }],
});

/** Both days count: a law is in force from its first day to the end of its last. */
export function isInForce({ validFrom, validUntil }: Regime, lawAsOf: Temporal.PlainDate): boolean {
  const isBegun = Temporal.PlainDate.compare(validFrom, lawAsOf) <= 0;
  return isBegun && (validUntil === null || Temporal.PlainDate.compare(lawAsOf, validUntil) <= 0);
}

/**
 * One version of each regime, in their order: the one in force that day, else the next to come, else the last. A new
 * limit is a new version with its own days, and never reaches an incident of before.
 */
export function versionsOn(regimes: readonly Regime[], lawAsOf: Temporal.PlainDate): readonly Regime[] {
  const isBefore = (day: string | null) => day !== null && Temporal.PlainDate.compare(day, lawAsOf) < 0;
  const chosen = new Map<string, Regime>();
  for (const regime of [...regimes].sort((a, b) => Temporal.PlainDate.compare(a.validFrom, b.validFrom))) {
    const before = chosen.get(regime.id);
    if (before === undefined || isBefore(before.validUntil)) chosen.set(regime.id, regime);
  }
  return regimes.filter((regime) => chosen.get(regime.id) === regime);
}

/** Whether the law of that day reaches this organisation at all. */
function holdOfRegime(regime: Regime, facts: IncidentFacts): Hold | null {
  if (!isInForce(regime, facts.lawAsOf)) {
    return hold('not_owed', 'not_in_force', regime.legal, [regime.validFrom, regime.validUntil ?? '']);
  }
  const applies = judge(regime.applies.rule, facts.profile, regime.criteria);
  if (applies.truth === 'no') {
    return hold('not_owed', 'regime_does_not_apply', regime.applies.legal, applies.used);
  }
  return applies.truth === 'yes'
    ? null
    : hold('undecided', 'profile_unknown', regime.applies.legal, applies.open);
}

/** A clock that starts by itself is a legal statement nobody made: without a decision there is none. */
function holdOfStage(regime: Regime, stage: Stage, facts: IncidentFacts): Hold | null {
  const decided = (outcome: string) => standingOf(regime, outcome, facts)?.is ?? null;
  const denied = [...stage.owedWhen, ...(stage.unlessNot ?? [])].filter((each) => decided(each) === false);
  if (denied.length > 0) return hold('not_owed', 'decided_no', stage.legal, denied);
  // What cannot be owed needs no decision: the condition is told first.
  const answers = { ...facts.profile, ...facts.answers };
  const condition = judge(stage.condition ?? { always: true }, answers, regime.criteria);
  if (condition.truth === 'no') return hold('not_owed', 'condition_not_met', stage.legal, condition.used);
  const exception = judge(stage.exception ?? { any: [] }, answers, regime.criteria);
  if (exception.truth === 'yes') return hold('not_owed', 'exception_holds', stage.legal, exception.met);
  if (stage.duty === 'voluntary') return hold('voluntary', 'no_duty', stage.legal);
  const open = stage.owedWhen.filter((each) => decided(each) === null);
  if (open.length > 0) return hold('undecided', 'undecided', stage.legal, open);
  return condition.truth === 'yes'
    ? null
    : hold('undecided', 'condition_unknown', stage.legal, condition.open);
}

/** Whether the incident is still being handled when the limit of the final report comes; null while it may end before. */
function isOngoingAt(
  final: Stage,
  dueAt: DueAt | null,
  regime: Regime,
  facts: IncidentFacts,
): boolean | null {
  const instead = final.whileOngoing?.instead;
  if (instead !== undefined && submissionsOf(regime, instead, facts).length > 0) return true;
  if (submissionsOf(regime, final.id, facts).length > 0) return false;
  const ended = facts.moments.end_of_handling;
  const limit = dueAt?.at ?? null;
  if (limit === null) return null;
  if (ended !== undefined) return Temporal.Instant.compare(ended, limit) > 0;
  return Temporal.Instant.compare(facts.now, limit) > 0 ? true : null;
}

function holdOfHandling(
  regime: Regime,
  stage: Stage,
  facts: IncidentFacts,
  calendar: WorkingCalendar,
): Hold | null {
  const finalId = stage.whileOngoing === undefined ? stage.afterOngoing : stage.id;
  const final = regime.stages.find(({ id }) => id === finalId);
  if (final === undefined) return null;
  const isOngoing = isOngoingAt(final, dueAtOf(regime, final, facts, calendar), regime, facts);
  if (final === stage) {
    return isOngoing === true ? hold('not_owed', 'handling_goes_on', stage.legal, [final.id]) : null;
  }
  if (isOngoing === true) return null;
  return isOngoing === false
    ? hold('not_owed', 'handling_ended', stage.legal, [final.id])
    : hold('conditional', 'handling_goes_on', stage.legal, [final.id]);
}

/** A stage that warns of a missed limit is idle once what it warns of was sent in time. */
function holdOfKeptLimit(regime: Regime, stage: Stage, facts: IncidentFacts): Hold | null {
  const warned = stage.due.flatMap(({ from }) => (from.kind === 'limit' ? from.of : []));
  const isKept = warned.length > 0 && warned.every((id) => submissionsOf(regime, id, facts).length > 0);
  return isKept ? hold('not_owed', 'limit_kept', stage.legal, warned) : null;
}

function stateOf(due: DueAt, metAt: Temporal.Instant | null, now: Temporal.Instant): ObligationState {
  if (metAt !== null) {
    return due.at !== null && Temporal.Instant.compare(metAt, due.at) > 0 ? 'met_late' : 'met';
  }
  return due.at !== null && Temporal.Instant.compare(now, due.at) > 0 ? 'overdue' : 'running';
}

const anchorName = (anchor: Anchor): string => {
  if (anchor.kind === 'moment') return anchor.moment;
  if (anchor.kind === 'classification') return `${anchor.kind}:${anchor.outcome}`;
  return anchor.kind === 'request' ? anchor.kind : `${anchor.kind}:${anchor.of.join('|')}`;
};

type Standing = Pick<
  Obligation,
  | 'state'
  | 'dueAt'
  | 'dueAtBeforeShift'
  | 'dueAtByLenientReading'
  | 'isWithoutUndueDelay'
  | 'startedBy'
  | 'metAt'
  | 'why'
>;

const NOTHING = {
  dueAt: null,
  dueAtBeforeShift: null,
  dueAtByLenientReading: null,
  isWithoutUndueDelay: false,
  startedBy: null,
  metAt: null,
} as const;

function running(due: DueAt, stage: Stage, metAt: Temporal.Instant | null, now: Temporal.Instant): Standing {
  const missing = due.missing.map(anchorName);
  const told = (code: Why['code'], names: readonly string[]): readonly Why[] =>
    names.length === 0 ? [] : [{ code, legal: stage.legal, names }];
  return {
    state: stateOf(due, metAt, now),
    dueAt: due.at,
    dueAtBeforeShift: due.beforeShift,
    dueAtByLenientReading: due.byLenientReading,
    isWithoutUndueDelay: due.at === null,
    startedBy: due.startedBy,
    metAt,
    // Another clock may still bind earlier, once its anchor is known.
    why: [...told('anchor_missing', missing), ...told('stricter_while_unknown', due.open)],
  };
}

function standingsOf(
  regime: Regime,
  stage: Stage,
  facts: IncidentFacts,
  calendar: WorkingCalendar,
): readonly Standing[] {
  const held = holdOfRegime(regime, facts) ?? holdOfStage(regime, stage, facts);
  const sent = submissionsOf(regime, stage.id, facts);
  // What was sent stays sent, also where it was never owed.
  if (held !== null) return [{ ...NOTHING, ...held, metAt: sent[0] ?? null }];
  const handling = holdOfHandling(regime, stage, facts, calendar);
  if (handling?.state === 'not_owed') return [{ ...NOTHING, ...handling, metAt: sent[0] ?? null }];
  if (stage.isOnRequest === true || stage.isRepeating === true) {
    const occurrences = occurrencesOf(regime, stage, facts, calendar);
    if (occurrences.length > 0) {
      return occurrences.map((due) => {
        // What was sent before the question is no answer to it.
        const { at } = due.startedBy;
        const metAt = sent.find((each) => Temporal.Instant.compare(each, at) >= 0) ?? null;
        return running(due, stage, metAt, facts.now);
      });
    }
    const state = stage.isOnRequest === true ? 'on_request' : 'waiting';
    return [{ ...NOTHING, ...hold(state, 'not_asked', stage.legal) }];
  }
  const due = dueAtOf(regime, stage, facts, calendar);
  if (due === null) {
    const names = stage.due.map(({ from }) => anchorName(from));
    const waits =
      handling ??
      holdOfKeptLimit(regime, stage, facts) ??
      hold('waiting', 'anchor_missing', stage.legal, names);
    return [{ ...NOTHING, ...waits, metAt: sent[0] ?? null, state: sent.length > 0 ? 'met' : waits.state }];
  }
  const standing = running(due, stage, sent[0] ?? null, facts.now);
  return [handling === null || sent.length > 0 ? standing : { ...standing, ...handling }];
}

/**
 * Every stage of every regime for one incident: what is owed, by when, from which moment, by which article; and for
 * what is not owed, why not. Reads only what people recorded and decided; asks no clock but `facts.now`.
 */
export function obligationsOf(
  regimes: readonly Regime[],
  facts: IncidentFacts,
  calendar: WorkingCalendar,
): readonly Obligation[] {
  return versionsOn(regimes, facts.lawAsOf).flatMap((regime) =>
    regime.stages.flatMap((stage) =>
      standingsOf(regime, stage, facts, calendar).map((standing, index) => ({
        id: `${regime.id}.${stage.id}${index === 0 ? '' : `.${index + 1}`}`,
        regimeId: regime.id,
        regimeVersion: regime.version,
        stageId: stage.id,
        occurrence: index + 1,
        kind: stage.kind,
        duty: stage.duty,
        recipient: stage.recipient,
        late: stage.late,
        legal: stage.legal,
        ...standing,
      })),
    ),
  );
}
