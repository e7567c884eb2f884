// SPDX-License-Identifier: Apache-2.0
import { useLocale } from '../ui/moment.tsx';
import { useZone } from '../ui/zone.ts';

/** A moment of a log, to the millisecond: the order of two lines is often what matters. The rest stands in its title. */
export function EntryMoment({
  at,
  isLong = false,
  isToSecond = false,
}: {
  at: string;
  isLong?: boolean;
  /** Whoever said it says whole seconds: milliseconds of ours would make it look earlier than it is. */
  isToSecond?: boolean;
}) {
  const locale = useLocale();
  const zone = useZone();
  const shown = new Intl.DateTimeFormat(locale, {
    year: isLong ? 'numeric' : undefined,
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: isToSecond ? undefined : 3,
    hourCycle: 'h23',
    timeZone: zone.name,
    timeZoneName: isLong ? 'short' : undefined,
  }).format(new Date(at));
  return (
    <time dateTime={at} title={at} className="log-moment">
      {shown}
    </time>
  );
}
