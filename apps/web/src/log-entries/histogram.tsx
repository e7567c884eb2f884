// SPDX-License-Identifier: Apache-2.0
import type { Answer, logEntryRoutes } from '@belfry/contract';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showInstant } from '../ui/instants.ts';
import { useLocale } from '../ui/moment.tsx';
import { useZone } from '../ui/zone.ts';

type Counted = Answer<typeof logEntryRoutes.countEntriesOfLook>;

/** How many came when. A bar narrows the period to itself; arrow keys go from bar to bar, a table says the same. */
export function Histogram({
  counted,
  onNarrow,
}: {
  counted: Counted;
  onNarrow: (from: string, until: string) => void;
}) {
  const { t } = useTranslation();
  const locale = useLocale();
  const zone = useZone();
  const bars = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useState(0);
  const { buckets, stepMs } = counted;
  const most = Math.max(1, ...buckets.map(({ count }) => count));
  const endOf = (at: string) => new Date(Date.parse(at) + stepMs).toISOString();
  const words = (one: Counted['buckets'][number]) =>
    t('logbook:bar', { at: showInstant(one.at, locale, zone.name), count: one.count, grave: one.grave });
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    const next = Math.min(Math.max(current + step, 0), buckets.length - 1);
    setCurrent(next);
    bars.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div className="stack log-histogram">
      <ul ref={bars} className="log-bars" aria-label={t('logbook:histogram')} onKeyDown={move}>
        {buckets.map((one, place) => (
          <li key={one.at}>
            <button
              type="button"
              tabIndex={place === current ? 0 : -1}
              title={words(one)}
              aria-label={words(one)}
              onFocus={() => setCurrent(place)}
              onClick={() => onNarrow(one.at, endOf(one.at))}
            >
              <svg aria-hidden="true" viewBox="0 0 10 100" preserveAspectRatio="none">
                <rect y={100 - (100 * one.count) / most} width="10" height={(100 * one.count) / most} />
                <rect
                  className="is-grave"
                  y={100 - (100 * one.grave) / most}
                  width="10"
                  height={(100 * one.grave) / most}
                />
              </svg>
            </button>
          </li>
        ))}
      </ul>
      <details>
        <summary>{t('logbook:histogram.table')}</summary>
        <div className="table-frame">
          <table className="desk-table">
            <caption className="visually-hidden">{t('logbook:histogram')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('logbook:from')}</th>
                <th scope="col">{t('logbook:histogram.count')}</th>
                <th scope="col">{t('logbook:histogram.grave')}</th>
              </tr>
            </thead>
            <tbody>
              {buckets
                .filter(({ count }) => count > 0)
                .map((one) => (
                  <tr key={one.at}>
                    <th scope="row">
                      <button
                        type="button"
                        className="log-link"
                        onClick={() => onNarrow(one.at, endOf(one.at))}
                      >
                        {showInstant(one.at, locale, zone.name)}
                      </button>
                    </th>
                    <td>{one.count}</td>
                    <td>{one.grave}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  );
}
