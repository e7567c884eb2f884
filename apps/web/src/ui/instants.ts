// SPDX-License-Identifier: Apache-2.0

/** An instant as people read it, in a zone. */
export function showInstant(at: string, locale: string, zone: string): string {
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(new Date(at));
}

/** The zone's short name at that instant: summer and winter differ. */
export function zoneWord(at: string, locale: string, zone: string): string {
  if (zone === 'UTC') {
    return 'UTC';
  }
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' }).formatToParts(
    new Date(at),
  );
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "3 hours ago", "in 2 days"; the largest unit that is at least one. */
export function relative(at: string, now: number, locale: string): string {
  const difference = Date.parse(at) - now;
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, size] of steps) {
    if (Math.abs(difference) >= size) {
      return words.format(Math.trunc(difference / size), unit);
    }
  }
  // "Binnen een minuut", which Dutch has for this minute, is still to come.
  return words.format(0, new Intl.Locale(locale).language === 'nl' ? 'second' : 'minute');
}

/** How far a zone's clock is ahead of UTC at an instant, in milliseconds. */
function zoneAhead(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(at));
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const asUtc = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return asUtc - Math.trunc(at / 1000) * 1000;
}

/** What a `datetime-local` field shows for an instant, in a zone. */
export function localFieldOf(at: string, zone: string): string {
  const instant = Date.parse(at);
  return new Date(instant + zoneAhead(instant, zone)).toISOString().slice(0, 16);
}

/**
 * The instant that a `datetime-local` field means in a zone. An hour that the spring change skips becomes the
 * hour after; an hour that comes twice in autumn becomes the first of the two.
 */
export function instantOfLocalField(value: string, zone: string): string | undefined {
  const wall = Date.parse(`${value}Z`);
  if (Number.isNaN(wall)) {
    return undefined;
  }
  const guesses = [zoneAhead(wall - 86_400_000, zone), zoneAhead(wall + 86_400_000, zone)].map(
    (ahead) => wall - ahead,
  );
  const fits = guesses.filter((guess) => guess + zoneAhead(guess, zone) === wall);
  const instant = fits.length > 0 ? Math.min(...fits) : Math.max(...guesses);
  return new Date(instant).toISOString();
}
