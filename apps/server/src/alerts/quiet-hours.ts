// SPDX-License-Identifier: Apache-2.0

/** When somebody is not called for what can wait. */
export interface QuietHours {
  /** HH:MM; where the end lies before the start they go over midnight. */
  readonly fromTime: string;
  readonly untilTime: string;
  readonly timeZone: string;
}

/**
 * The end of the quiet hours that hold now; null when none do. Counted in civil time: the night of the change of the
 * clock is an hour shorter or longer, as everybody's is.
 */
export function quietUntil(quiet: QuietHours, now: Date): Date | null {
  const from = Temporal.PlainTime.from(quiet.fromTime);
  const until = Temporal.PlainTime.from(quiet.untilTime);
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(quiet.timeZone);
  const today = here.toPlainDate();
  const overMidnight = Temporal.PlainTime.compare(until, from) <= 0;
  // A night that began yesterday may still hold.
  for (const day of [today.subtract({ days: 1 }), today]) {
    const start = day.toZonedDateTime({ timeZone: quiet.timeZone, plainTime: from });
    const end = day
      .add({ days: overMidnight ? 1 : 0 })
      .toZonedDateTime({ timeZone: quiet.timeZone, plainTime: until });
    if (Temporal.ZonedDateTime.compare(start, here) <= 0 && Temporal.ZonedDateTime.compare(here, end) < 0) {
      return new Date(end.epochMilliseconds);
    }
  }
  return null;
}

/** Whether a name is one of a time zone this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
