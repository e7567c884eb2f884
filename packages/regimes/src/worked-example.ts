// SPDX-License-Identifier: Apache-2.0
import type { WorkingCalendar } from './arithmetic.ts';
import type { IncidentFacts } from './clocks.ts';
import { workingCalendarOf } from './holidays.ts';
import { type Obligation, obligationsOf } from './obligations.ts';
import type { MomentName, Regime } from './regime.ts';
import type { Answers } from './rule.ts';

/** An incident in short, as a commentary of the law would tell it. Instants and days are ISO 8601. */
export interface Example {
  readonly regime: Regime;
  readonly profile: Answers;
  readonly answers?: Answers;
  /** Outcome and when it was decided; a leading `!` decides no. */
  readonly decided?: Readonly<Record<string, string>>;
  readonly moments?: Readonly<Partial<Record<MomentName, string>>>;
  readonly sent?: readonly (readonly [stage: string, at: string])[];
  readonly asked?: readonly (readonly [stage: string, at: string])[];
  readonly now?: string;
  readonly lawAsOf?: string;
  readonly timeZone?: string;
  readonly holidays?: readonly string[];
  /** Takes the bank holidays of a state instead of those listed. */
  readonly state?: string;
}

function factsOfExample(example: Example): IncidentFacts {
  const regimeId = example.regime.id;
  const at = (text: string) => Temporal.Instant.from(text);
  const stages = (rows: Example['sent']) =>
    (rows ?? []).map(([stageId, text]) => ({ regimeId, stageId, at: at(text) }));
  return {
    profile: example.profile,
    answers: example.answers ?? {},
    decisions: Object.entries(example.decided ?? {}).map(([outcome, text]) => ({
      regimeId,
      outcomeId: outcome.replace('!', ''),
      is: !outcome.startsWith('!'),
      decidedAt: at(text),
    })),
    moments: Object.fromEntries(
      Object.entries(example.moments ?? {}).map(([name, text]) => [name, at(text)]),
    ),
    submissions: stages(example.sent),
    requests: stages(example.asked),
    lawAsOf: Temporal.PlainDate.from(example.lawAsOf ?? '2026-11-21'),
    now: at(example.now ?? '2026-11-01T00:00Z'),
  };
}

/** The obligations of a worked example, by the id of their stage; one that came again has its number behind. */
export function workedOut(example: Example): Readonly<Record<string, Obligation>> {
  const timeZone = example.timeZone ?? 'Europe/Brussels';
  const calendar: WorkingCalendar =
    example.state === undefined
      ? { timeZone, isHoliday: (on) => example.holidays?.includes(on.toString()) === true }
      : workingCalendarOf(example.state, timeZone);
  const obligations = obligationsOf([example.regime], factsOfExample(example), calendar);
  return Object.fromEntries(obligations.map((each) => [each.id.slice(example.regime.id.length + 1), each]));
}

/** Each stage in short: when it is due in UTC, `at once` where the law gives no number, else its state. */
export function inShort(example: Example): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(workedOut(example)).map(([stage, { state, dueAt, isWithoutUndueDelay }]) => [
      stage,
      dueAt?.toString() ?? (isWithoutUndueDelay ? 'at once' : state),
    ]),
  );
}
