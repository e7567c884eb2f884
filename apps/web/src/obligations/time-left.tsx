// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { showInstant, zoneWord } from '../ui/instants.ts';
import { useLocale, useNow } from '../ui/moment.tsx';
import { useZone } from '../ui/zone.ts';
import { partsOf } from './left.ts';

/** How long is left, or how long it is over: text that moves once a minute, and in no live region. */
export function TimeLeft({ dueAt }: { dueAt: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const { days, hours, isOver, minutes } = partsOf(Date.parse(dueAt) - now);
  const form = days > 0 ? 'days' : hours > 0 ? 'hours' : 'minutes';
  return (
    <span className={isOver ? 'time-left time-over' : 'time-left'}>
      {t(`obligations:${isOver ? 'over' : 'left'}.${form}`, { days, hours, minutes })}
    </span>
  );
}

/** A limit by the organisation's clock and by UTC: nobody has to reckon in a hurry. */
export function DueAt({ at }: { at: string }) {
  const locale = useLocale();
  const { ofOrganisation } = useZone();
  return (
    <time dateTime={at} className="moment">
      {showInstant(at, locale, ofOrganisation)}{' '}
      <span className="zone">{zoneWord(at, locale, ofOrganisation)}</span>
      {ofOrganisation === 'UTC' ? null : (
        <span className="quiet small due-utc">
          {showInstant(at, locale, 'UTC')} <span className="zone">UTC</span>
        </span>
      )}
    </time>
  );
}
