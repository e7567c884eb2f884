// SPDX-License-Identifier: Apache-2.0
import { languages } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { GuideForm } from './guide-form.tsx';
import { GuideVersions } from './guide-versions.tsx';

export type GuideNow = AnswerOf<'readGuide'>;

/** The public pages, as staff see them: what is told, the poster, the link for other sites, security.txt. */
export function ReportGuide() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('readGuide'));
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page page-narrow">
      <PageTitle title={t('guide:title')} lead={t('guide:lead')} />
      <Now guide={data} />
      <GuideForm key={`${data.draft?.version ?? 0}-${data.current?.version ?? 0}`} guide={data} />
      <GuideVersions current={data.current?.version ?? 0} />
      <Elsewhere guide={data} />
    </section>
  );
}

/** What the public reads now, and what stands in the way of being found. */
function Now({ guide }: { guide: GuideNow }) {
  const { t } = useTranslation();
  const { current, securityTxt } = guide;
  return (
    <section className="panel stack" aria-labelledby="guide-now">
      <h2 id="guide-now">{t('guide:now')}</h2>
      <p>
        {current === null ? (
          t('guide:now.usual')
        ) : (
          <>
            {t('guide:version', { version: current.version })} · <Moment at={current.publishedAt} /> ·{' '}
            <bdi>{current.publishedBy}</bdi>: <bdi>{current.note}</bdi>
          </>
        )}
      </p>
      {securityTxt.isExpiring ? (
        <p className="notice notice-problem">
          {t('guide:security.expiring', { count: Math.max(0, securityTxt.expiresInDays ?? 0) })}
        </p>
      ) : null}
      <ul className="plain-list">
        <OpenPage href="/report/guide" words={t('guide:open.guide')} />
        <OpenPage href="/report/poster" words={t('guide:open.poster')} />
        <OpenPage href="/report/poster?lang=all" words={t('guide:open.poster_all')} />
        <OpenPage href="/report/poster?size=card" words={t('guide:open.card')} />
        {securityTxt.text === null ? null : (
          <OpenPage href="/.well-known/security.txt" words={t('guide:open.security')} />
        )}
      </ul>
    </section>
  );
}

function OpenPage({ href, words }: { href: string; words: string }) {
  return (
    <li>
      <a href={href} target="_blank" rel="noreferrer">
        {words}
      </a>
    </li>
  );
}

/** A link to the form, to paste into an intranet or a website. */
function Elsewhere({ guide }: { guide: GuideNow }) {
  const { t } = useTranslation();
  return (
    <section className="panel stack" aria-labelledby="guide-elsewhere">
      <h2 id="guide-elsewhere">{t('guide:embed')}</h2>
      <p className="quiet">{t('guide:embed.means')}</p>
      <ul className="plain-list">
        {languages.map((language) => (
          <li key={language} className="stack">
            <code className="digest">{guide.snippets[language]}</code>
            <div>
              <CopyText
                variant="default"
                size="compact-md"
                text={guide.snippets[language] ?? ''}
                label={t('guide:embed.copy', { language: languageNames[language] })}
              />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
