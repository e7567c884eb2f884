// SPDX-License-Identifier: Apache-2.0
import type { CaseClock, CaseClockState } from '@belfry/contract';

/** Directive (EU) 2019/1937 Art. 9(1)(b). Civil days, the day of receipt not counted (Regulation 1182/71 Art. 3). */
const ACKNOWLEDGE_WITHIN = { days: 7 } as const;
/** Art. 9(1)(f). Calendar months: the same day, or the last one of a shorter month. */
const FEEDBACK_WITHIN = { months: 3 } as const;
/** Handlers are told this long before a clock runs out. */
const SOON_MS = 2 * 86_400_000;

function dayOf(at: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The last moment of a civil day. Days of 23 and 25 hours, and ones without a midnight, end where the next begins. */
function endOf(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds - 1);
}

/**
 * When receipt is to be acknowledged. A last day that is a Sunday or a holiday stays the last day: the longer period
 * of Regulation 1182/71 Art. 3(4) is a leniency, and a reporter was told seven days.
 */
export function acknowledgementDueAt(receivedAt: Date, timeZone: string): Date {
  return endOf(dayOf(receivedAt, timeZone).add(ACKNOWLEDGE_WITHIN), timeZone);
}

/**
 * When feedback is due: three months from the acknowledgement; where none was sent in time, from the expiry of the
 * seven days. A late acknowledgement moves nothing: being late would otherwise buy time.
 */
export function feedbackDueAt(receivedAt: Date, acknowledgedAt: Date | null, timeZone: string): Date {
  const expiry = dayOf(receivedAt, timeZone).add(ACKNOWLEDGE_WITHIN);
  const acknowledged = acknowledgedAt === null ? expiry : dayOf(acknowledgedAt, timeZone);
  const start = Temporal.PlainDate.compare(acknowledged, expiry) < 0 ? acknowledged : expiry;
  return endOf(start.add(FEEDBACK_WITHIN), timeZone);
}

export function soonAt(dueAt: Date): Date {
  return new Date(dueAt.getTime() - SOON_MS);
}

/** What a case keeps of its clocks. */
export interface ClockFacts {
  readonly receivedAt: Date;
  readonly acknowledgementDueAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgementMessageId: string | null;
  readonly feedbackDueAt: Date;
  readonly feedbackAt: Date | null;
  readonly feedbackMessageId: string | null;
}

function stateOf(dueAt: Date, metAt: Date | null, isWritten: boolean, now: Date): CaseClockState {
  if (metAt !== null) {
    return metAt <= dueAt ? 'met' : 'met_late';
  }
  if (now > dueAt) {
    return 'missed';
  }
  if (isWritten) {
    return 'on_its_way';
  }
  return now >= soonAt(dueAt) ? 'soon' : 'running';
}

/** Both clocks as they stand now: acknowledgement, then feedback. */
export function clocksOf(facts: ClockFacts, now: Date): CaseClock[] {
  const { acknowledgedAt, acknowledgementDueAt, receivedAt } = facts;
  const isInTime = acknowledgedAt !== null && acknowledgedAt <= acknowledgementDueAt;
  const acknowledgement: CaseClock = {
    name: 'acknowledgement',
    startedBy: 'receipt',
    startedAt: receivedAt.toISOString(),
    dueAt: acknowledgementDueAt.toISOString(),
    state: stateOf(acknowledgementDueAt, acknowledgedAt, facts.acknowledgementMessageId !== null, now),
    metAt: acknowledgedAt?.toISOString() ?? null,
    metBy: facts.acknowledgementMessageId,
  };
  const feedback: CaseClock = {
    name: 'feedback',
    startedBy: isInTime ? 'acknowledgement' : 'expiry',
    startedAt: (isInTime ? acknowledgedAt : acknowledgementDueAt).toISOString(),
    dueAt: facts.feedbackDueAt.toISOString(),
    state: stateOf(facts.feedbackDueAt, facts.feedbackAt, facts.feedbackMessageId !== null, now),
    metAt: facts.feedbackAt?.toISOString() ?? null,
    metBy: facts.feedbackMessageId,
  };
  return [acknowledgement, feedback];
}
