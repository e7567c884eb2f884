// SPDX-License-Identifier: Apache-2.0
import type { Report, ReportWhole } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { languageNames } from '../messages/messages.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Moment } from '../ui/moment.tsx';
import { ReportStateWord } from '../ui/words.tsx';
import { urls } from '../urls.ts';
import { ReportClasses } from './report-classes.tsx';

/** Who told us, in a few words. */
export function ReporterName({ report }: { report: Report }) {
  const { t } = useTranslation();
  if (report.anonymous) {
    return <>{t('words:anonymous')}</>;
  }
  const name = report.reporter?.name ?? report.reporter?.email ?? report.reporter?.phone;
  return name === undefined || name === null ? t('reports:reporter.unknown') : <bdi>{name}</bdi>;
}

/** What is known of a report besides its words. */
export function ReportFacts({ report }: { report: ReportWhole }) {
  const { t } = useTranslation();
  return (
    <dl className="properties">
      <div>
        <dt>{t('reports:fact.state')}</dt>
        <dd>
          <ReportStateWord state={report.state} />
          <Decided report={report} />
        </dd>
      </div>
      <div>
        <dt>{t('reports:fact.kind')}</dt>
        <dd>
          {t(`words:report_kind.${report.kind}`)} · {t(`words:channel.${report.channel}`)}
        </dd>
      </div>
      <ReportClasses report={report} />
      <div>
        <dt>{t('reports:fact.reported')}</dt>
        <dd>
          <Moment at={report.reportedAt} />
        </dd>
      </div>
      <div>
        <dt>{t('reports:fact.noticed')}</dt>
        <dd>
          {report.noticedAt === null ? t('reports:noticed.unknown') : <Moment at={report.noticedAt} />}
          {' · '}
          {t(`words:ongoing.${report.ongoing}`)}
        </dd>
      </div>
      <div>
        <dt>{t('reports:fact.reporter')}</dt>
        <dd>
          <ReporterName report={report} />
          <Reach report={report} />
          <span className="quiet">
            {' · '}
            <span lang={report.language}>{languageNames[report.language]}</span>
          </span>
        </dd>
      </div>
      {report.occurrences > 1 ? (
        <div>
          <dt>{t('reports:fact.occurrences')}</dt>
          <dd>{report.occurrences}</dd>
        </div>
      ) : null}
    </dl>
  );
}

function Reach({ report }: { report: Report }) {
  const { name, email, phone } = report.reporter ?? { name: null, email: null, phone: null };
  const ways = [name === null ? null : email, name === null && email === null ? null : phone];
  return (
    <>
      {ways
        .filter((way) => way !== null)
        .map((way) => (
          <span key={way}>
            {' · '}
            <bdi>{way}</bdi>
          </span>
        ))}
    </>
  );
}

function Decided({ report }: { report: Report }) {
  const { t } = useTranslation();
  return (
    <>
      {report.incident === null ? null : (
        <>
          {' → '}
          <AppLink href={urls.incident(report.incident)}>{report.incident}</AppLink>
        </>
      )}
      {report.duplicateOf === null ? null : (
        <>
          {' → '}
          <AppLink href={urls.report(report.duplicateOf)}>{report.duplicateOf}</AppLink>
        </>
      )}
      {report.decline === null ? null : (
        <span className="quiet">
          {' · '}
          {t(`words:decline.${report.decline.reason}`)}
          {report.decline.note === null ? null : (
            <>
              {': '}
              <bdi>{report.decline.note}</bdi>
            </>
          )}
        </span>
      )}
      {report.snoozedUntil === null ? null : (
        <span className="quiet">
          {' · '}
          <Moment at={report.snoozedUntil} />
        </span>
      )}
    </>
  );
}
