// SPDX-License-Identifier: Apache-2.0
import type { FindingWhole } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { showInstant } from '../ui/instants.ts';
import { useLocale } from '../ui/moment.tsx';
import { useZone } from '../ui/zone.ts';
import { everyHour } from './every-hour.ts';

/** How its hits came: all at once, or hour after hour. The picture is for the eye; the table says the same. */
export function FindingHours({ finding: { hours } }: { finding: FindingWhole }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const zone = useZone();
  const number = new Intl.NumberFormat(locale);
  const bars = everyHour(hours);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const [first] = bars;
  const last = bars.at(-1);
  // Of one hour the sentence above says it all.
  if (first === undefined || last === undefined || first === last) {
    return null;
  }
  const show = (at: string) => showInstant(at, locale, zone.name);
  return (
    <section className="panel stack" aria-labelledby="finding-hours">
      <h2 id="finding-hours">{t('findings:hours')}</h2>
      <p className="quiet">{t('findings:hours.means', { hours: bars.length, most: number.format(most) })}</p>
      <svg
        className="finding-bars"
        aria-hidden="true"
        viewBox={`0 0 ${bars.length * 10} 100`}
        preserveAspectRatio="none"
      >
        {bars.map(({ at, count }, place) => (
          <rect
            key={at}
            x={place * 10 + 1}
            y={100 - (100 * count) / most}
            width="8"
            height={(100 * count) / most}
          />
        ))}
      </svg>
      <p className="finding-bars-ends quiet small" aria-hidden="true">
        <span>{show(first.at)}</span>
        <span>{show(last.at)}</span>
      </p>
      <details>
        <summary>{t('findings:hours.table')}</summary>
        <div className="table-frame">
          <table className="desk-table">
            <caption className="visually-hidden">{t('findings:hours')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('findings:hours.hour', { zone: zone.name })}</th>
                <th scope="col">{t('findings:hours.count')}</th>
              </tr>
            </thead>
            <tbody>
              {hours.map(({ at, count }) => (
                <tr key={at}>
                  <th scope="row">{show(at)}</th>
                  <td>{number.format(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
