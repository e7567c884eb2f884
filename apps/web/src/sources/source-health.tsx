// SPDX-License-Identifier: Apache-2.0
import type { SourceHealth } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../ui/moment.tsx';

/** What is amiss in words; "as usual" where nothing is. */
export function Troubles({ health }: { health: Pick<SourceHealth, 'troubles' | 'lastReceivedAt'> }) {
  const { lastReceivedAt, troubles } = health;
  const { t } = useTranslation();
  if (troubles.length === 0) {
    return <span>{t(lastReceivedAt === null ? 'sources:nothing_yet' : 'sources:fine')}</span>;
  }
  return (
    <span className="row">
      {troubles.map((trouble) => (
        <span key={trouble} className="chip">
          <span aria-hidden="true">▲ </span>
          {t(`sources:trouble.${trouble}`)}
        </span>
      ))}
    </span>
  );
}

/** Entries of the last 24 hours, an hour a bar; a sentence says the same. */
export function HourBars({ health, isWide = false }: { health: SourceHealth; isWide?: boolean }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...health.hours);
  return (
    <svg
      className={isWide ? 'source-bars source-bars-wide' : 'source-bars'}
      viewBox="0 0 240 100"
      preserveAspectRatio="none"
      role="img"
      aria-label={t('sources:day', { count: health.entriesLastDay })}
    >
      {health.hours.map((count, place) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
          key={place}
          x={place * 10 + 1}
          width="8"
          y={100 - (100 * count) / most}
          height={(100 * count) / most}
        />
      ))}
    </svg>
  );
}

/** A number of milliseconds as people say it. */
export function useOffset(): (ms: number) => string {
  const { t } = useTranslation();
  const number = new Intl.NumberFormat(useLocale(), { maximumFractionDigits: 1 });
  return (ms) =>
    t(ms < 0 ? 'sources:clock.behind' : 'sources:clock.ahead', {
      seconds: number.format(Math.abs(ms) / 1000),
    });
}

/** Entries of the last hour beside what is normal at this hour of the week. */
export function Rate({ health }: { health: SourceHealth }) {
  const { t } = useTranslation();
  const { entriesLastHour, normalPerHour } = health;
  return (
    <>
      {t('sources:rate', { count: entriesLastHour })}
      <span className="quiet">
        {' · '}
        {normalPerHour === null ? t('sources:normal_unknown') : t('sources:normal', { count: normalPerHour })}
      </span>
    </>
  );
}
