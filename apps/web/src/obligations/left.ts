// SPDX-License-Identifier: Apache-2.0

const MINUTE_MS = 60_000;
const MINUTES_PER_HOUR = 60;
const HOURS_PER_DAY = 24;

/** What is left, in whole minutes: what is begun of one counts as none, so that nobody trusts a minute that is gone. */
export function partsOf(leftMs: number): { days: number; hours: number; minutes: number; isOver: boolean } {
  const whole = Math.floor(Math.abs(leftMs) / MINUTE_MS);
  const hours = Math.floor(whole / MINUTES_PER_HOUR);
  return {
    days: Math.floor(hours / HOURS_PER_DAY),
    hours: hours % HOURS_PER_DAY,
    minutes: whole % MINUTES_PER_HOUR,
    isOver: leftMs < 0,
  };
}

/** Where on the dashboard a running limit stands. */
export function roomOf(dueAt: string, now: number): 'overdue' | 'within_day' | 'within_week' | 'later' {
  const left = Date.parse(dueAt) - now;
  const day = HOURS_PER_DAY * MINUTES_PER_HOUR * MINUTE_MS;
  if (left < 0) return 'overdue';
  if (left <= day) return 'within_day';
  return left <= 7 * day ? 'within_week' : 'later';
}
