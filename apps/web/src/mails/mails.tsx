// SPDX-License-Identifier: Apache-2.0
import { mailShelves } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readingPages, useSending } from '../api.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { MailLine } from './mail-line.tsx';
import { WaitingWords } from './waiting-words.tsx';

/** Mail that is on its way or did not get there, and received mail that waits for somebody to look. */
export function Mails() {
  const { t } = useTranslation();
  const [state] = useUrlState();
  const show = mailShelves.find((shelf) => shelf === state['show']) ?? 'failed';
  const list = useInfiniteQuery(readingPages('listMails', { query: { show } }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const first = list.data?.pages[0];
  if (list.error !== null && first === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('mails:title')} lead={t('mails:lead')} />
      {first === undefined || first.cannotSend === null ? null : <CannotSend reason={first.cannotSend} />}
      <nav aria-label={t('mails:shelves')} className="row mail-shelves">
        {mailShelves.map((shelf) => (
          <AppLink
            key={shelf}
            href={urls.mails({ show: shelf })}
            {...(shelf === show ? { 'aria-current': 'page' as const } : {})}
          >
            {t(`mails:shelf.${shelf}`, { count: first?.counts[shelf] ?? 0 })}
          </AppLink>
        ))}
      </nav>
      <h2>{t(`mails:shelf_title.${show}`)}</h2>
      {show !== 'waiting' || first === undefined || first.oldestReceivedAt === null ? null : (
        <p className="quiet">
          {t('mails:oldest_received')} <Moment at={first.oldestReceivedAt} />
        </p>
      )}
      {first === undefined ? <Loading /> : null}
      {show === 'failed' && (first?.counts.failed ?? 0) > 0 ? <RetryAll /> : null}
      {first !== undefined && items.length === 0 ? <Empty words={t(`mails:none.${show}`)} /> : null}
      {items.length === 0 ? null : (
        <>
          <ul className="plain-list">
            {items.map((mail) => (
              <MailLine key={mail.id} mail={mail} mayMend />
            ))}
          </ul>
          <More of={list} count={items.length} />
        </>
      )}
    </section>
  );
}

function CannotSend({ reason }: { reason: string }) {
  const { t } = useTranslation();
  return (
    <div className="notice notice-brass">
      <p>
        <strong>{t('mails:cannot_send')}</strong> <WaitingWords reason={reason} />
      </p>
      <p>{t('mails:cannot_send.set')}</p>
    </div>
  );
}

function RetryAll() {
  const { t } = useTranslation();
  const all = useSending('retryFailedMails');
  return (
    <div className="stack">
      <div className="row">
        <Button variant="default" loading={all.isPending} onClick={() => all.mutate()}>
          {t('mails:retry_all')}
        </Button>
        <span className="quiet" role="status">
          {all.data === undefined ? '' : t('mails:retry_all.done', { count: all.data.count })}
        </span>
      </div>
      <ProblemNotice error={all.error} />
    </div>
  );
}
