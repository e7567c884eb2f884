// SPDX-License-Identifier: Apache-2.0
import type { FindingWhole } from '@belfry/contract';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { rememberPurpose } from '../log-entries/purpose.ts';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';

const aroundMs = 300_000;

/**
 * Entries that show it, as ways into the logbook. Following one is a look, for this finding: the purpose is said by
 * the click. In another tab nothing is said yet, and the purpose stands ready to be sent.
 */
export function FindingEntries({ finding }: { finding: FindingWhole }) {
  const { t } = useTranslation();
  const mayLook = useMay('log.search');
  const { reference } = finding;
  const say = (event: MouseEvent) => {
    if (event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
      rememberPurpose(t('logbook:purpose.finding', { reference }));
    }
  };
  const moved = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();
  return (
    <section className="panel stack" aria-labelledby="finding-entries">
      <h2 id="finding-entries">{t('findings:entries')}</h2>
      <p className="quiet">{t(mayLook ? 'findings:entries.means' : 'findings:entries.may_not')}</p>
      {finding.entries.length === 0 ? <p>{t('findings:entries.none')}</p> : null}
      <ol className="plain-list">
        {finding.entries.map(({ at, index, log }) => {
          const words = t('findings:entries.open', { number: index, log });
          return (
            <li key={`${log} ${index}`}>
              {mayLook ? (
                <AppLink href={urls.logEntry(log, index, { finding: reference })} onClick={say}>
                  {words}
                </AppLink>
              ) : (
                words
              )}{' '}
              · <Moment at={at} withRelative={false} />
            </li>
          );
        })}
      </ol>
      {mayLook ? (
        <p>
          <AppLink
            href={urls.log({
              period: 'custom',
              from: moved(finding.firstAt, -aroundMs),
              until: moved(finding.lastAt, aroundMs),
              finding: reference,
            })}
            onClick={say}
          >
            {t('findings:entries.search')}
          </AppLink>
        </p>
      ) : null}
    </section>
  );
}
