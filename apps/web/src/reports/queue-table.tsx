// SPDX-License-Identifier: Apache-2.0
import type { Report } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { useQueueName } from '../triage/queues.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Since } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { ReporterName } from './report-facts.tsx';

export const rowLinkId = (reference: string): string => `row-${reference}`;

/** The queue: a real table, one link a row, oldest unanswered first. */
export function QueueTable(props: {
  items: readonly Report[];
  selected: string | undefined;
  checked: readonly string[];
  mayCheck: boolean;
  onSelect: (reference: string) => void;
  onCheck: (reference: string, on: boolean) => void;
  onRead: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="table-frame">
      <table className="desk-table queue">
        <caption className="visually-hidden">{t('triage:caption')}</caption>
        <thead>
          <tr>
            {props.mayCheck ? (
              <th scope="col">
                <span className="visually-hidden">{t('triage:column.check')}</span>
              </th>
            ) : null}
            <th scope="col">{t('triage:column.report')}</th>
            <th scope="col">{t('triage:column.waiting')}</th>
          </tr>
        </thead>
        <tbody>
          {props.items.map((report) => (
            <QueueRow key={report.reference} report={report} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function QueueRow(props: {
  report: Report;
  selected: string | undefined;
  checked: readonly string[];
  mayCheck: boolean;
  onSelect: (reference: string) => void;
  onCheck: (reference: string, on: boolean) => void;
  onRead: () => void;
}) {
  const { t } = useTranslation();
  const { report } = props;
  const isSelected = report.reference === props.selected;
  return (
    <tr className={isSelected ? 'is-selected' : undefined}>
      {props.mayCheck ? (
        <td className="cell-check">
          <label className="check-target">
            <input
              type="checkbox"
              checked={props.checked.includes(report.reference)}
              onChange={(event) => props.onCheck(report.reference, event.currentTarget.checked)}
            />
            <span className="visually-hidden">{t('triage:check', { reference: report.reference })}</span>
          </label>
        </td>
      ) : null}
      <th scope="row" className="queue-words">
        <AppLink
          id={rowLinkId(report.reference)}
          href={urls.triage({ report: report.reference })}
          aria-current={isSelected ? 'true' : undefined}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) {
              return;
            }
            event.preventDefault();
            props.onSelect(report.reference);
            // A key "clicks" without a pointer: Enter goes on to the report. On a narrow screen everybody does.
            if (event.detail === 0 || window.matchMedia('(max-width: 61.99em)').matches) {
              props.onRead();
            }
          }}
        >
          <bdi lang={report.language}>{report.summary.slice(0, 200)}</bdi>
        </AppLink>
        <span className="quiet small">
          {report.reference} · {/* A rule is its own reporter, and its title stands above already. */}
          {report.channel === 'detection' ? null : (
            <>
              <ReporterName report={report} /> ·{' '}
            </>
          )}
          {t(`words:channel.${report.channel}`)}
          <RowSigns report={report} />
        </span>
      </th>
      <td className="nowrap" data-label={t('triage:column.waiting')}>
        <Since at={report.reportedAt} />
      </td>
    </tr>
  );
}

function RowSigns({ report }: { report: Report }) {
  const { t } = useTranslation();
  const nameOf = useQueueName();
  const signs = [
    report.queue === null ? null : nameOf(report.queue),
    report.handler === null ? null : report.handler.name,
    report.kind === 'incident' ? null : t(`words:report_kind.${report.kind}`),
    report.ongoing === 'yes' ? t('words:ongoing.yes') : null,
    report.unreadFromReporter > 0 ? t('triage:sign.answered', { count: report.unreadFromReporter }) : null,
    report.attachmentCount > 0 ? t('reports:files', { count: report.attachmentCount }) : null,
    report.occurrences > 1 ? t('triage:sign.repeated', { count: report.occurrences }) : null,
  ].filter((one) => one !== null);
  return (
    <>
      {signs.map((sign) => (
        <span key={sign} className="chip sign">
          {sign}
        </span>
      ))}
    </>
  );
}
