// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../api.ts';
import { AppLink } from '../ui/app-link.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';

/** What an import did. */
export function ImportDone({ done }: { done: AnswerOf<'importRegister'> }) {
  const { t } = useTranslation();
  return (
    <section className="page page-narrow">
      <PageTitle title={t('register:import.done', { count: done.created })} />
      <ul>
        <li>{t('register:import.done.there', { count: done.alreadyThere })}</li>
        <li>{t('register:import.done.skipped', { count: done.skipped })}</li>
      </ul>
      {done.first === null || done.last === null ? null : (
        <p>
          <AppLink href={urls.incident(done.first)}>{done.first}</AppLink> –{' '}
          <AppLink href={urls.incident(done.last)}>{done.last}</AppLink>
        </p>
      )}
      <p>
        <AppLink href={urls.incidents()}>{t('register:title')}</AppLink>
      </p>
    </section>
  );
}
