// SPDX-License-Identifier: Apache-2.0
import { type LogEntryOpened, type SealedLine, sealedLine, syslogSeverities } from '@belfry/contract';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { EntryLines } from './entry-lines.tsx';
import { EntryMoment } from './entry-moment.tsx';
import { EntryProof } from './entry-proof.tsx';
import { EntryWords } from './entry-words.tsx';
import { FieldName } from './field-name.tsx';
import { VisibleText } from './hostile-text.tsx';
import { useLook, useUnderLook } from './looking.ts';
import { usePurpose } from './purpose.ts';
import { PurposeForm, PurposeLine } from './purpose-form.tsx';
import './log-entries.css';

/** One entry: its bytes, what was read from them, what came around it, and its proof. */
export function EntryPage() {
  const { t } = useTranslation();
  const { index = '', log = '' } = useParams({ strict: false });
  const purpose = usePurpose();
  return (
    <section className="page log-page">
      <PageTitle title={t('logbook:entry', { log, number: index })} />
      <div className="row">
        <PurposeLine />
        <AppLink href={urls.log()}>{t('logbook:to_search')}</AppLink>
      </div>
      {purpose === null ? <PurposeForm /> : <Opened log={log} index={Number(index)} purpose={purpose} />}
    </section>
  );
}

function Opened({ index, log, purpose }: { index: number; log: string; purpose: string }) {
  const { t } = useTranslation();
  const begun = useMemo(() => ({ kind: 'entry', purpose, log, index }) as const, [index, log, purpose]);
  const look = useLook(begun);
  const opened = useUnderLook('openEntryOfLook', look.data?.id);
  const around = useUnderLook('listAround', look.data?.id, { count: 10 }, opened.data?.withheld === null);
  const error = look.error ?? opened.error;
  const retry = () => void (look.data === undefined ? look.refetch() : opened.refetch());
  return (
    <>
      <ProblemNotice error={error} onRetry={retry} />
      {opened.data === undefined && error === null ? <Loading /> : null}
      {opened.data === undefined ? null : <Shown opened={opened.data} />}
      <ProblemNotice error={around.error} onRetry={() => void around.refetch()} />
      {around.data === undefined ? null : (
        <section className="panel stack" aria-labelledby="log-around">
          <h2 id="log-around">{t('logbook:around')}</h2>
          <p className="quiet">{t('logbook:around.means')}</p>
          <EntryLines entries={around.data.items} isTight current={index} label={t('logbook:around')} />
        </section>
      )}
    </>
  );
}

function Shown({ opened }: { opened: LogEntryOpened }) {
  const { t } = useTranslation();
  const mayReadHistory = useMay('history.read');
  if (opened.line === null) {
    return (
      <div className="notice">
        <p className="notice-title">{t('logbook:withheld')}</p>
        <p>{t('logbook:withheld.why')}</p>
        {mayReadHistory ? <AppLink href={urls.history()}>{t('logbook:withheld.history')}</AppLink> : null}
      </div>
    );
  }
  const line = readLine(opened.line);
  return (
    <>
      <EntryProof key={opened.line} opened={opened} receivedAt={line?.received ?? null} />
      {line === null ? (
        <section className="panel stack">
          <h2>{t('logbook:raw')}</h2>
          <p className="notice notice-problem">{t('logbook:raw.no_line')}</p>
          <pre className="log-raw log-mono">
            <VisibleText text={opened.line} />
          </pre>
        </section>
      ) : (
        <div className="log-sides">
          <EntryWords line={line} log={opened.log} index={opened.index} />
          <Parsed opened={opened} line={line} />
        </div>
      )}
    </>
  );
}

/** The line as it was sealed; null when it does not read as one, which its proof tells too. */
function readLine(line: string): SealedLine | null {
  try {
    const read = sealedLine.safeParse(JSON.parse(line));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function Parsed({ line, opened }: { line: SealedLine; opened: LogEntryOpened }) {
  const { t } = useTranslation();
  const { differs, fields, indexState, source } = opened;
  const isWrong = indexState === 'differs' || indexState === 'missing';
  return (
    <section className="panel stack" aria-labelledby="log-parsed">
      <h2 id="log-parsed">{t('logbook:parsed')}</h2>
      <p className="quiet">{t(`logbook:parse_means.${line.parse}`)}</p>
      {isWrong ? (
        <p className="notice notice-problem" role="alert">
          {t(`logbook:index.${indexState}`, { columns: differs.join(', ') })}
        </p>
      ) : (
        <p className="quiet">{t(`logbook:index.${indexState}`)}</p>
      )}
      <dl className="properties">
        <div>
          <dt>{t('logbook:received')}</dt>
          <dd>
            <EntryMoment at={line.received} isLong />
          </dd>
        </div>
        <div>
          <dt>{t('logbook:source')}</dt>
          <dd>
            <VisibleText text={source?.name ?? t('logbook:source.unnamed')} />{' '}
            <span className="quiet">
              <VisibleText text={line.peer} />
            </span>
          </dd>
        </div>
        {fields.map(({ field, value }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sender may use a name twice, and the order stays
          <div key={`${field} ${place}`}>
            <dt>
              <FieldName field={field} />
            </dt>
            <dd className="log-mono">
              <FieldValue field={field} value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A value as people read it, where the index keeps a number for it. */
function FieldValue({ field, value }: { field: string; value: string }) {
  const { t } = useTranslation();
  const severity = field === 'severity' ? syslogSeverities[Number(value)] : undefined;
  if (field === 'time' && /^\d{1,16}$/.test(value)) {
    return <EntryMoment at={new Date(Number(value) / 1_000).toISOString()} isLong />;
  }
  return severity === undefined ? (
    <VisibleText text={value} />
  ) : (
    <>
      {t(`logbook:severity.${severity}`)} <span className="quiet">{value}</span>
    </>
  );
}
