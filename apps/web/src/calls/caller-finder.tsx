// SPDX-License-Identifier: Apache-2.0
import type { CallAnswers } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading } from '../api.ts';
import { Moment } from '../ui/moment.tsx';
import { ReportStateWord } from '../ui/words.tsx';

type Caller = AnswerOf<'findCallers'>['items'][number];
const WAIT_MS = 250;

interface Props {
  readonly answers: CallAnswers;
  readonly change: (patch: Partial<CallAnswers>) => void;
}

/** What is looked for: a number tells people apart better than a name. */
function wordsToFind({ email, name, phone }: CallAnswers): string {
  return [phone, email, name].map((one) => one.trim()).find((one) => one.length > 2) ?? '';
}

/** Who it could be, as the name or number is typed; and whether this is about something they told before. */
export function CallerFinder({ answers, change }: Props) {
  const { t } = useTranslation();
  const [asked] = useDebouncedValue(wordsToFind(answers), WAIT_MS);
  const { data } = useQuery({
    ...reading('findCallers', { query: { q: asked } }),
    enabled: asked !== '',
  });
  const items = asked === '' ? [] : (data?.items ?? []);
  const chosen = items.find(({ id }) => id === answers.contact);
  if (chosen !== undefined || answers.joins !== null) {
    return <EarlierReports reports={chosen?.reports ?? []} answers={answers} change={change} />;
  }
  if (items.length === 0) {
    return null;
  }
  const choose = (one: Caller) =>
    change({
      contact: one.id,
      name: one.name || answers.name,
      organisation: one.organisation || answers.organisation,
      phone: one.phone || answers.phone,
      email: one.email || answers.email,
      language: one.language ?? answers.language,
    });
  return (
    <section className="stack" aria-label={t('calls:known')}>
      <p className="quiet small">{t('calls:known')}</p>
      <ul className="plain-list caller-list">
        {items.map((one) => (
          <li key={`${one.source} ${one.id}`}>
            <Button variant="default" size="compact-md" h="auto" onClick={() => choose(one)}>
              <span className="caller">
                <bdi>{[one.name, one.organisation].filter((words) => words !== '').join(', ')}</bdi>
                <span className="quiet small">
                  {t(`calls:source.${one.source}`)}
                  {one.phone === '' ? '' : ` · ${one.phone}`}
                  {one.reports.length === 0 ? '' : ` · ${t('calls:open', { count: one.reports.length })}`}
                </span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A second call about the same thing belongs to the first: it is added there instead of making another report. */
function EarlierReports({ answers, change, reports }: Props & { reports: Caller['reports'] }) {
  const { t } = useTranslation();
  if (answers.joins !== null) {
    return (
      <div className="notice notice-done">
        <p>{t('calls:joins', { reference: answers.joins })}</p>
        <Button variant="default" size="xs" onClick={() => change({ joins: null })}>
          {t('calls:joins.undo')}
        </Button>
      </div>
    );
  }
  if (reports.length === 0) {
    return <p className="quiet small">{t('calls:no_open')}</p>;
  }
  return (
    <section className="stack" aria-label={t('calls:earlier')}>
      <p className="quiet small">{t('calls:earlier')}</p>
      <ul className="plain-list stack">
        {reports.map((report) => (
          <li key={report.reference}>
            <p>
              {report.reference} · <ReportStateWord state={report.state} /> ·{' '}
              <Moment at={report.reportedAt} />
            </p>
            <p>
              <bdi>{report.summary}</bdi>
            </p>
            <Button
              variant="default"
              size="xs"
              aria-label={`${t('calls:same')}: ${report.reference}`}
              onClick={() => change({ joins: report.reference })}
            >
              {t('calls:same')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
