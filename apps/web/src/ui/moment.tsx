// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../messages/messages.ts';
import { relative, showInstant, zoneWord } from './instants.ts';
import { useZone } from './zone.ts';

export function useLocale(): string {
  const { i18n } = useTranslation();
  return localeOf[i18n.language as keyof typeof localeOf] ?? 'en-GB';
}

/** The present, to the minute; text that counts it is never in a live region. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(tick);
  }, []);
  return now;
}

/** A moment: absolute first with its zone, relative second. */
export function Moment({ at, withRelative = true }: { at: string; withRelative?: boolean }) {
  const locale = useLocale();
  const zone = useZone();
  const now = useNow();
  return (
    <time dateTime={at} className="moment">
      {showInstant(at, locale, zone.name)} <span className="zone">{zoneWord(at, locale, zone.name)}</span>
      {withRelative ? <span className="quiet"> · {relative(at, now, locale)}</span> : null}
    </time>
  );
}

/** How long ago, with the moment itself one hover or focus away for those who see, and in the markup for all. */
export function Since({ at }: { at: string }) {
  const locale = useLocale();
  const zone = useZone();
  const now = useNow();
  return (
    <time
      dateTime={at}
      title={`${showInstant(at, locale, zone.name)} ${zoneWord(at, locale, zone.name)}`}
      className="since"
    >
      {relative(at, now, locale)}
    </time>
  );
}

/** From when to when, as long ago as each is; said once where both are as long ago. */
export function SinceSpan({ from, to }: { from: string; to: string }) {
  const locale = useLocale();
  const now = useNow();
  if (relative(from, now, locale) === relative(to, now, locale)) {
    return <Since at={to} />;
  }
  return (
    <>
      <Since at={from} />
      {' … '}
      <Since at={to} />
    </>
  );
}

/** A civil date: no hours, no zone. */
export function CivilDate({ on }: { on: string }) {
  return <time dateTime={on}>{useCivilDay()(on)}</time>;
}

/** A day for the middle of a sentence. */
export function useCivilDay(): (on: string) => string {
  const format = new Intl.DateTimeFormat(useLocale(), { dateStyle: 'medium', timeZone: 'UTC' });
  return (on) => format.format(new Date(`${on}T00:00:00Z`));
}
