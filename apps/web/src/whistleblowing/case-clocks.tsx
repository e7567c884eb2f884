// SPDX-License-Identifier: Apache-2.0
import type { CaseClock, CaseClockState } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { Moment } from '../ui/moment.tsx';

const looks: Record<CaseClockState, string> = {
  running: 'word-quiet',
  soon: 'word-warn',
  on_its_way: 'word-quiet',
  met: 'word-ok',
  met_late: 'word-warn',
  missed: 'word-critical',
};

/** State as a word, and the moment that goes with it: when it was met, or when it is due and what is left. */
export function ClockLine({ clock }: { clock: CaseClock }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="phone-label">{t(`whistleblowing:clock.${clock.name}`)}</span>
      <span className={`word ${looks[clock.state]}`}>{t(`whistleblowing:clock_state.${clock.state}`)}</span>{' '}
      <span className="small">
        <Moment at={clock.metAt ?? clock.dueAt} />
      </span>
    </>
  );
}

/** Both clocks of a case: what started each, when it is due in the zone shown and in UTC, and what met it. */
export function CaseClocks({ clocks }: { clocks: readonly CaseClock[] }) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="clocks">
      <h2 id="clocks">{t('whistleblowing:clocks')}</h2>
      <div className="table-frame">
        <table className="desk-table">
          <caption className="visually-hidden">{t('whistleblowing:clocks')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('whistleblowing:clocks.duty')}</th>
              <th scope="col">{t('whistleblowing:clocks.state')}</th>
              <th scope="col">{t('whistleblowing:clocks.due')}</th>
              <th scope="col">{t('whistleblowing:clocks.started')}</th>
            </tr>
          </thead>
          <tbody>
            {clocks.map((clock) => (
              <tr key={clock.name}>
                <th scope="row">
                  {t(`whistleblowing:clock.${clock.name}`)}
                  <span className="quiet small block">{t(`whistleblowing:clock.${clock.name}.law`)}</span>
                </th>
                <td>
                  <span className={`word ${looks[clock.state]}`}>
                    {t(`whistleblowing:clock_state.${clock.state}`)}
                  </span>
                  {clock.metAt === null ? null : (
                    <span className="block">
                      <a href={`#message-${clock.metBy ?? ''}`}>
                        <Moment at={clock.metAt} withRelative={false} />
                      </a>
                    </span>
                  )}
                </td>
                <td>
                  <span className="phone-label">{t('whistleblowing:clocks.due')}</span>
                  <Moment at={clock.dueAt} withRelative={clock.metAt === null} />
                  <span className="quiet small block">{clock.dueAt.slice(0, 19).replace('T', ' ')} UTC</span>
                </td>
                <td>
                  <span className="phone-label">{t('whistleblowing:clocks.started')}</span>
                  {t(`whistleblowing:clock_start.${clock.startedBy}`)}
                  <span className="block">
                    <Moment at={clock.startedAt} withRelative={false} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
