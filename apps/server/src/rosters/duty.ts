// SPDX-License-Identifier: Apache-2.0

/** People in turns. */
export interface Rotation {
  readonly people: readonly string[];
  /** HH:MM in the roster's zone. */
  readonly handoverAt: string;
  readonly everyDays: number;
  /** Civil day of the first handover. */
  readonly startsOn: string;
}

export interface RosterPlan {
  readonly timeZone: string;
  readonly rotation: Rotation;
}

/** Somebody takes over for a while. Of several at one moment the one written last counts. */
export interface DutyOverride {
  readonly id: string;
  readonly personId: string;
  readonly fromAt: Date;
  readonly untilAt: Date;
}

/** A stretch of time with one person on duty, or nobody. */
export interface DutySpan {
  readonly fromAt: Date;
  readonly untilAt: Date;
  readonly personId: string | null;
  readonly overrideId: string | null;
  /** Why nobody is on duty; null where somebody is. */
  readonly gap: 'not_begun' | 'nobody' | 'inactive' | null;
}

/**
 * When a turn begins: the same time of day in the roster's zone, whatever the clock did. Where that time does not
 * exist, the night of the change in spring, it is the moment the skipped hour ends.
 */
function turnStart(plan: RosterPlan, index: number): Date {
  const day = Temporal.PlainDate.from(plan.rotation.startsOn).add({ days: index * plan.rotation.everyDays });
  const at = day.toZonedDateTime({
    timeZone: plan.timeZone,
    plainTime: Temporal.PlainTime.from(plan.rotation.handoverAt),
  });
  return new Date(at.epochMilliseconds);
}

/** The turn that holds at a moment; below zero before the roster begins. */
function turnAt(plan: RosterPlan, at: Date): number {
  const here = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(plan.timeZone);
  const days = Temporal.PlainDate.from(plan.rotation.startsOn).until(here.toPlainDate()).days;
  const guess = Math.floor(days / plan.rotation.everyDays);
  return turnStart(plan, guess) <= at ? guess : guess - 1;
}

/** Who is on duty over a time, without holes: where nobody is, a span says why. */
export function dutySpans(
  plan: RosterPlan,
  overrides: readonly DutyOverride[],
  activeIds: ReadonlySet<string>,
  fromAt: Date,
  untilAt: Date,
): DutySpan[] {
  const edges = new Set([fromAt.getTime()]);
  const cut = (at: Date) => {
    if (at > fromAt && at < untilAt) edges.add(at.getTime());
  };
  for (let turn = Math.max(0, turnAt(plan, fromAt)); turnStart(plan, turn) < untilAt; turn += 1) {
    cut(turnStart(plan, turn));
  }
  for (const override of overrides) {
    cut(override.fromAt);
    cut(override.untilAt);
  }
  const starts = [...edges].sort((one, other) => one - other).map((ms) => new Date(ms));
  const spans = starts.map((start, index) => ({
    fromAt: start,
    untilAt: starts[index + 1] ?? untilAt,
    ...dutyAt(plan, overrides, activeIds, start),
  }));
  return spans
    .filter((span, index) => {
      const before = spans[index - 1];
      return before === undefined || !isSameDuty(before, span);
    })
    .map((span, index, kept) => ({ ...span, untilAt: kept[index + 1]?.fromAt ?? untilAt }));
}

/** Who is on duty at a moment. */
export function dutyAt(
  plan: RosterPlan,
  overrides: readonly DutyOverride[],
  activeIds: ReadonlySet<string>,
  at: Date,
): Pick<DutySpan, 'personId' | 'overrideId' | 'gap'> {
  const override = overrides.findLast(({ fromAt, untilAt }) => fromAt <= at && at < untilAt);
  if (override !== undefined) {
    // Somebody who left takes over nothing: the turn counts again.
    if (activeIds.has(override.personId)) {
      return { personId: override.personId, overrideId: override.id, gap: null };
    }
  }
  const { people } = plan.rotation;
  const turn = turnAt(plan, at);
  if (turn < 0) return { personId: null, overrideId: null, gap: 'not_begun' };
  const personId = people[turn % people.length];
  if (personId === undefined) return { personId: null, overrideId: null, gap: 'nobody' };
  return activeIds.has(personId)
    ? { personId, overrideId: null, gap: null }
    : { personId: null, overrideId: null, gap: 'inactive' };
}

const isSameDuty = (one: DutySpan, other: DutySpan) =>
  one.personId === other.personId && one.overrideId === other.overrideId && one.gap === other.gap;
