// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { mayComeRight, UnreachableError } from '../api.ts';
import { AppLink } from '../ui/app-link.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { problemWords, statusOf } from './problem-words.ts';

/** A refusal or failure beside what it belongs to: it stays until what caused it changes. */
export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  if (error === null || error === undefined) {
    return null;
  }
  const words = problemWords(t, error);
  return (
    <div className="notice notice-problem" role="alert">
      <p className="notice-title">{words.title}</p>
      <p>{words.whatToDo}</p>
      {words.detail === undefined ? null : (
        <p className="quiet">
          <bdi>{words.detail}</bdi>
        </p>
      )}
      {words.instance === undefined ? null : (
        <p className="quiet">
          {t('problems:instance')} <code>{words.instance}</code>
        </p>
      )}
      {onRetry === undefined || !mayComeRight(error) ? null : (
        <Button variant="default" onClick={onRetry}>
          {t('problems:try_again')}
        </Button>
      )}
    </div>
  );
}

/** A whole page for a refusal: what is wrong, what to do, and what still works. */
export function ProblemPage({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const words = problemWords(t, error);
  const isDown = error instanceof UnreachableError || (statusOf(error) ?? 0) >= 500;
  return (
    <section className="page">
      <PageTitle title={words.title} />
      <p>{words.whatToDo}</p>
      {words.detail === undefined ? null : (
        <p className="quiet">
          <bdi>{words.detail}</bdi>
        </p>
      )}
      {isDown ? (
        <>
          <h2>{t('problems:still_works')}</h2>
          <ul>
            <li>{t('problems:still_works.pages')}</li>
            <li>{t('problems:still_works.phone')}</li>
            <li>{t('problems:still_works.words')}</li>
          </ul>
        </>
      ) : null}
      <p className="row">
        {onRetry === undefined || !mayComeRight(error) ? null : (
          <Button onClick={onRetry}>{t('problems:try_again')}</Button>
        )}
        <AppLink href={urls.today()}>{t('problems:to_today')}</AppLink>
      </p>
    </section>
  );
}

export function NothingHerePage() {
  const { t } = useTranslation();
  return (
    <main id="main" tabIndex={-1} className="open-shell-main">
      <PageTitle title={t('problems:nothing_here.title')} />
      <p>{t('problems:nothing_here.whatToDo')}</p>
      <p>
        <AppLink href={urls.today()}>{t('problems:to_today')}</AppLink>
      </p>
    </main>
  );
}

/** A screen that broke, or whose code could not be loaded because the desk was replaced by a newer one. */
export function FailedPage({ error }: ErrorComponentProps) {
  return <ProblemPage error={error} onRetry={() => window.location.reload()} />;
}
