// SPDX-License-Identifier: Apache-2.0
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { HuntShown, useHunt } from './hunt-shown.tsx';
import './hunts.css';

/** One hunt: what is tried on which period, how far it is, and what it found. */
export function HuntPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { t } = useTranslation();
  const { data: hunt, error, refetch } = useHunt(id);
  if (hunt === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle
        title={t('hunts:of', { title: hunt.title })}
        shown={
          <>
            {t('hunts:hunt')} <bdi>{hunt.title}</bdi>
          </>
        }
        lead={<AppLink href={urls.hunts()}>{t('hunts:all')}</AppLink>}
      />
      <dl className="properties">
        <div>
          <dt>{t('hunts:received')}</dt>
          <dd>
            <Moment at={hunt.from} withRelative={false} /> – <Moment at={hunt.until} withRelative={false} />
          </dd>
        </div>
        <div>
          <dt>{t('hunts:purpose.was')}</dt>
          <dd>
            <bdi>{hunt.purpose}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t('hunts:asked_by')}</dt>
          <dd>
            <bdi>{hunt.askedBy.name}</bdi>, <Moment at={hunt.askedAt} />
          </dd>
        </div>
        {hunt.rule === null ? null : (
          <div>
            <dt>{t('hunts:rule')}</dt>
            <dd>
              <AppLink href={urls.detectionRule(hunt.rule)}>
                <bdi>{hunt.title}</bdi>
              </AppLink>
            </dd>
          </div>
        )}
      </dl>
      <section className="panel stack" aria-labelledby="hunt-found">
        <h2 id="hunt-found">{t('hunts:result')}</h2>
        <HuntShown id={hunt.id} />
      </section>
      <details className="panel">
        <summary>{t('hunts:document')}</summary>
        <pre className="hunt-text">{hunt.yaml}</pre>
      </details>
      <p>
        <AppLink href={urls.history({ subject: `hunt:${hunt.id}` })}>{t('hunts:history')}</AppLink>
      </p>
    </section>
  );
}
