// SPDX-License-Identifier: Apache-2.0
import { type LogSource, type SourceHealth, type SourceTrouble, sourceTroubles } from '@belfry/contract';

/** What is known of a source, from the database and from the process that receives. */
export interface SourceFigures {
  readonly state: LogSource['state'];
  readonly createdMs: number;
  readonly changedMs: number;
  readonly silenceMinutesMax: number | null;
  /** Ways it is known by that still hold. */
  readonly identityCount: number;
  /** When something came last, milliseconds since 1970. */
  readonly lastMs: number | null;
  /** First hour of which something is known. */
  readonly firstHourMs: number | null;
  /** Entries by hour, milliseconds since 1970: the last day, and the same hours of the last four weeks. */
  readonly hours: ReadonlyMap<number, { readonly entries: number; readonly notRead: number }>;
  readonly lastHour: number;
  readonly clockOffsetMs: number | null;
}

export const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const NORMAL_WEEKS = 4;
/** One week may have been a holiday: fewer say nothing of what is normal. */
const WEEKS_MIN = 2;
const FAR = 3;
/** Below this a source is so quiet that a third of it says nothing, in entries an hour. */
const FAR_LESS_NORMAL_MIN = 30;
const FAR_MORE_ENTRIES_MIN = 100;
const NOT_READ_SHARE = 0.1;
const NOT_READ_ENTRIES_MIN = 20;
/** Shippers gather for some seconds before they send; more is a clock that is wrong, or a queue that grows. */
const CLOCK_OFF_MS = 30_000;
const MINUTE_MS = 60_000;

const hourOf = (ms: number) => ms - (ms % HOUR_MS);

/** The hours whose entries tell what is normal now. */
export function hoursOfNormal(nowMs: number): number[] {
  const hour = hourOf(nowMs);
  return [hour - HOUR_MS, hour].flatMap((each) =>
    Array.from({ length: NORMAL_WEEKS }, (_, week) => each - (week + 1) * WEEK_MS),
  );
}

export function healthOf(figures: SourceFigures, nowMs: number): SourceHealth {
  const firstHour = hourOf(nowMs) - 23 * HOUR_MS;
  const day = Array.from({ length: 24 }, (_, at) => figures.hours.get(firstHour + at * HOUR_MS));
  const health = {
    lastReceivedAt: figures.lastMs === null ? null : new Date(figures.lastMs).toISOString(),
    entriesLastHour: figures.lastHour,
    normalPerHour: normalPerHour(figures, nowMs),
    entriesLastDay: day.reduce((sum, hour) => sum + (hour?.entries ?? 0), 0),
    notReadLastDay: day.reduce((sum, hour) => sum + (hour?.notRead ?? 0), 0),
    clockOffsetMs: figures.clockOffsetMs === null ? null : Math.round(figures.clockOffsetMs),
    hours: day.map((hour) => hour?.entries ?? 0),
  };
  const isThere = troublesOf(figures, health, nowMs);
  return { ...health, troubles: sourceTroubles.filter((trouble) => isThere[trouble]) };
}

/** The last 60 minutes lie in two hours of the clock: each counts by its share. */
function normalPerHour({ firstHourMs, hours }: SourceFigures, nowMs: number): number | null {
  const hour = hourOf(nowMs);
  const normalAt = (at: number) => {
    const weeks = Array.from({ length: NORMAL_WEEKS }, (_, week) => at - (week + 1) * WEEK_MS)
      .filter((each) => firstHourMs !== null && each >= firstHourMs)
      .map((each) => hours.get(each)?.entries ?? 0);
    return weeks.length < WEEKS_MIN ? null : median(weeks);
  };
  const [before, now] = [normalAt(hour - HOUR_MS), normalAt(hour)];
  if (before === null || now === null) return null;
  const share = (nowMs - hour) / HOUR_MS;
  return Math.round(before * (1 - share) + now * share);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

function troublesOf(
  figures: SourceFigures,
  health: Omit<SourceHealth, 'troubles'>,
  nowMs: number,
): Record<SourceTrouble, boolean> {
  const { changedMs, createdMs, lastMs, lastHour, silenceMinutesMax } = figures;
  const isActive = figures.state === 'active';
  const normal = health.normalPerHour;
  const silentMs = nowMs - Math.max(lastMs ?? 0, changedMs);
  return {
    silent: isActive && silenceMinutesMax !== null && silentMs >= silenceMinutesMax * MINUTE_MS,
    never_sent: isActive && lastMs === null && nowMs - createdMs > HOUR_MS,
    far_less: isActive && normal !== null && normal >= FAR_LESS_NORMAL_MIN && lastHour < normal / FAR,
    far_more:
      isActive && normal !== null && lastHour > normal * FAR && lastHour - normal >= FAR_MORE_ENTRIES_MIN,
    not_read:
      health.entriesLastDay >= NOT_READ_ENTRIES_MIN &&
      health.notReadLastDay / health.entriesLastDay > NOT_READ_SHARE,
    clock_off: Math.abs(health.clockOffsetMs ?? 0) > CLOCK_OFF_MS,
    // What was under way when it was retired still came.
    sends_though_retired: !isActive && lastMs !== null && lastMs > changedMs + MINUTE_MS,
    known_by_nothing: isActive && figures.identityCount === 0,
  };
}

/** The worst first, then by name. */
export function byTrouble(a: LogSource, b: LogSource): number {
  const worst = ({ health }: LogSource) => {
    const [first] = health.troubles;
    return first === undefined ? sourceTroubles.length : sourceTroubles.indexOf(first);
  };
  return worst(a) - worst(b) || a.name.localeCompare(b.name);
}
