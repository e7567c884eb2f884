// SPDX-License-Identifier: Apache-2.0
import type { RegimeShown } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { CivilDate } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { useAnswerWords } from './answer-words.ts';
import { LegalLine } from './legal-line.tsx';
import { type Law, useRegimes, useSaid } from './use-regimes.ts';
import './regimes.css';

/** Every regime the desk knows, how well, and where its calendars come from. */
export function RegimesPage() {
  const { t } = useTranslation();
  const { law, error, refetch } = useRegimes();
  if (law === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={refetch} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('regimes:title')} lead={t('regimes:lead')} />
      <p>
        <AppLink href={urls.profile()}>{t('regimes:to_profile')}</AppLink>
        {' · '}
        <AppLink href={urls.authorities()}>{t('regimes:to_authorities')}</AppLink>
      </p>
      <ul className="plain-list regime-rows">
        {law.regimes.map((one) => (
          <RegimeRow key={one.id} regime={one} />
        ))}
      </ul>
      <Reviews law={law} />
      <Calendars law={law} />
    </section>
  );
}

/** Whether it is law today, in words. */
export function InForce({ regime }: { regime: RegimeShown }) {
  const { t } = useTranslation();
  return (
    <>
      {t(regime.isInForce ? 'regimes:in_force_since' : 'regimes:to_come')} <CivilDate on={regime.validFrom} />
    </>
  );
}

function RegimeRow({ regime }: { regime: RegimeShown }) {
  const { t } = useTranslation();
  const said = useSaid();
  const { choice } = useAnswerWords();
  const isUnion = regime.jurisdiction === 'EU';
  return (
    <li className="panel regime-row">
      <h2>
        <AppLink href={urls.regime(regime.id)}>{said(regime.name)}</AppLink>
      </h2>
      <p className="quiet">
        {isUnion ? t('regimes:union') : choice('', regime.jurisdiction)} · <InForce regime={regime} /> ·{' '}
        {t('regimes:stages_count', { count: regime.stages.length })}
      </p>
      <p>
        <LegalLine legal={regime.legal} />
      </p>
    </li>
  );
}

function Reviews({ law }: { law: Law }) {
  const { t } = useTranslation();
  const said = useSaid();
  return (
    <section className="panel stack" aria-labelledby="regimes-reviews">
      <h2 id="regimes-reviews">{t('regimes:reviews')}</h2>
      <ul className="plain-list">
        {law.reviews.map((one) => (
          <li key={one.id}>
            {t('regimes:reviews.every', { count: one.everyMonths })}: {said(one.says)}.{' '}
            {t('regimes:reviews.within', { count: one.countMin, months: one.withinMonths })}{' '}
            <LegalLine legal={one.legal} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Calendars({ law }: { law: Law }) {
  const { t } = useTranslation();
  const { choice } = useAnswerWords();
  return (
    <details className="panel">
      <summary>{t('regimes:calendars')}</summary>
      <p>{t('regimes:calendars.lead')}</p>
      <ul className="plain-list">
        {law.calendars.map((one) => (
          <li key={one.state}>
            <strong>{choice('', one.state)}</strong>: <LegalLine legal={one.legal} />
          </li>
        ))}
      </ul>
    </details>
  );
}
