// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { Clock, Ids } from '../platform/clock/clock.ts';
import { systemIds } from '../platform/clock/clock.ts';
import type { Start } from './scenario.ts';

/** A clock that stands where the story is. It only goes forward: a record that jumps back is no record. */
export interface StoryClock extends Clock {
  moveTo(moment: Date): void;
}

export function storyClock(start: Date): StoryClock {
  let now = start.getTime();
  return {
    // Every look takes a millisecond, so that two entries of one step keep their order by time too.
    now: () => {
      now += 1;
      return new Date(now);
    },
    moveTo: (moment) => {
      now = Math.max(now, moment.getTime());
    },
  };
}

/**
 * The same identifiers for the same story. Secrets and receipts stay random: what they open would otherwise be
 * open to anybody who has read this file.
 */
export function storyIds(seed: string): Ids {
  let count = 0;
  return {
    uuid: () => {
      count += 1;
      const bytes = createHash('sha256').update(`${seed} ${count}`).digest();
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      return bytes
        .subarray(0, 16)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
    secret: () => systemIds.secret(),
    digits: (digitCount) => systemIds.digits(digitCount),
  };
}

/** The moment a story begins: a civil time on a day before today, or a while before now. */
export function startedAt(start: Start, now: Date, timeZone: string): Date {
  if ('minutesAgo' in start) {
    return new Date(now.getTime() - start.minutesAgo * 60_000);
  }
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const began = today
    .toPlainDate()
    .subtract({ days: start.daysAgo })
    .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(start.at) });
  return new Date(began.epochMilliseconds);
}
