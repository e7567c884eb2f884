// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, client } from '../api.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { saidInGroups, scriptLines } from './script-lines.ts';

export interface CallSent {
  readonly id: string;
  readonly language: Language;
  readonly answer: AnswerOf<'sendCall'>;
}

/** What to tell the caller: the number, the receipt to read out, and what happens next, in their language. */
export function CallTaken(props: { id: string; sent: CallSent | undefined; onNext: () => void }) {
  const { i18n } = useTranslation();
  const { id, sent } = props;
  // Sending once more gives the same answer, so a page that is loaded again still shows the receipt.
  const { data, error } = useQuery({
    queryKey: ['call taken', id],
    queryFn: () => client.sendCall({ params: { id }, body: { version: 0 } }),
    enabled: sent === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const answer = sent?.answer ?? data;
  if (answer === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={props.onNext} />;
  }
  return (
    <ReadOut answer={answer} language={sent?.language ?? (i18n.language as Language)} onNext={props.onNext} />
  );
}

function ReadOut(props: { answer: AnswerOf<'sendCall'>; language: Language; onNext: () => void }) {
  const { t } = useTranslation();
  const { answer, language } = props;
  const lines = scriptLines[language];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const first = answer.joined ? lines.joined : lines.received;
  return (
    <div className="panel stack">
      <h2 ref={heading} tabIndex={-1}>
        {t(answer.joined ? 'calls:taken.joined' : 'calls:taken.report', { reference: answer.reference })}
      </h2>
      <p className="quiet">
        {t('calls:taken.at')} <Moment at={answer.receivedAt} withRelative={false} />
      </p>
      <h3>{t('calls:say')}</h3>
      <blockquote className="script stack" lang={language}>
        <p>{first.replace('{reference}', answer.reference)}</p>
        {answer.receipt === null ? null : <p>{lines.receipt}</p>}
        {answer.receipt === null ? null : <Receipt receipt={answer.receipt} language={language} />}
        {answer.mailedTo === null ? null : <p>{lines.mailed}</p>}
        <p>{lines.next}</p>
      </blockquote>
      {answer.receipt === null ? null : <p className="quiet">{t('calls:taken.once')}</p>}
      <div className="row">
        <Button onClick={props.onNext}>{t('calls:next')}</Button>
        <AppLink href={urls.report(answer.reference)}>
          {t('calls:taken.open', { reference: answer.reference })}
        </AppLink>
      </div>
    </div>
  );
}

function Receipt({ language, receipt }: { language: Language; receipt: string }) {
  const { t } = useTranslation();
  return (
    <ol className="receipt-groups" aria-label={t('calls:receipt')}>
      {saidInGroups(receipt, language).map(({ digits, said }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two groups can be the same digits, and none ever moves
        <li key={place}>
          <span className="receipt-digits">{digits}</span>
          <span className="quiet">{said}</span>
        </li>
      ))}
    </ol>
  );
}
