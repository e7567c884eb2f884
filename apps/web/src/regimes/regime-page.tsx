// SPDX-License-Identifier: Apache-2.0
import type { RegimeLine, RegimeShown, RegimeStage } from '@belfry/contract';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { DueWords } from './clock-words.tsx';
import { LegalLine } from './legal-line.tsx';
import { InForce } from './regimes-page.tsx';
import { type Law, useRegimes, useSaid } from './use-regimes.ts';
import './regimes.css';

/** One regime whole: whom it reaches, what a person decides, and every stage with its limit, start and article. */
export function RegimePage() {
  const { t } = useTranslation();
  const said = useSaid();
  const { id } = useParams({ strict: false }) as { id: string };
  const { law, error, refetch } = useRegimes();
  if (law === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={refetch} />;
  }
  const regime = law.regime(id);
  if (regime === undefined) {
    return (
      <section className="page">
        <PageTitle title={t('regimes:title')} />
        <Empty words={t('regimes:none')}>
          <AppLink href={urls.regimes()}>{t('regimes:back')}</AppLink>
        </Empty>
      </section>
    );
  }
  return (
    <section className="page">
      <PageTitle title={said(regime.name)} lead={<InForce regime={regime} />} />
      <p>
        <AppLink href={urls.regimes()}>{t('regimes:back')}</AppLink> ·{' '}
        {t('regimes:version', { version: regime.version })}
      </p>
      <section className="panel stack" aria-labelledby="regime-reaches">
        <h2 id="regime-reaches">{t('regimes:reaches')}</h2>
        <p>
          <LegalLine legal={regime.applies.legal} />
        </p>
        <Asked law={law} ids={regime.applies.asks} />
      </section>
      <section className="stack" aria-labelledby="regime-stages">
        <h2 id="regime-stages">{t('regimes:stages')}</h2>
        {regime.stages.map((stage) => (
          <Stage key={stage.id} regime={regime} stage={stage} />
        ))}
      </section>
      <Lines law={law} title={t('regimes:outcomes')} lines={regime.outcomes} isOpen />
      <Lines law={law} title={t('regimes:criteria')} lines={regime.criteria} />
    </section>
  );
}

function Stage({ regime, stage }: { regime: RegimeShown; stage: RegimeStage }) {
  const { t } = useTranslation();
  const said = useSaid();
  const outcomes = (ids: readonly string[]) =>
    ids
      .map((id) => regime.outcomes.find((one) => one.id === id))
      .flatMap((one) => (one ? [said(one.says)] : []));
  const owed = [
    t(`regimes:duty.${stage.duty}`),
    ...outcomes(stage.owedWhen).map((outcome) => t('regimes:owed_when', { outcome })),
    ...outcomes(stage.unlessNot).map((outcome) => t('regimes:unless_not', { outcome })),
    ...(stage.asks.length > 0 ? [t('regimes:owed_on_condition')] : []),
    ...(stage.isOnRequest ? [t('regimes:on_request')] : []),
    ...(stage.isRepeating ? [t('regimes:repeating')] : []),
  ];
  return (
    <article className="panel stack regime-stage" id={`stage-${stage.id}`}>
      <h3>{said(stage.name)}</h3>
      <dl>
        <dt>{t('regimes:column.due')}</dt>
        <dd>
          <DueWords regime={regime} stage={stage} />
        </dd>
        <dt>{t('regimes:column.owed')}</dt>
        <dd>{owed.join('; ')}</dd>
        <dt>{t('regimes:column.kind')}</dt>
        <dd>{t(`regimes:kind.${stage.kind}`)}</dd>
        <dt>{t('regimes:column.to')}</dt>
        <dd>{said(stage.recipient)}</dd>
        {stage.contents.length === 0 ? null : (
          <>
            <dt>{t('regimes:column.contents')}</dt>
            <dd>{stage.contents.map(({ says }) => said(says)).join('; ')}</dd>
          </>
        )}
        <dt>{t('regimes:column.late')}</dt>
        <dd>{t(`regimes:late.${stage.late}`)}</dd>
        <dt>{t('regimes:column.basis')}</dt>
        <dd>
          <LegalLine legal={stage.legal} />
          {stage.shift === null ? null : (
            <>
              <br />
              <LegalLine legal={stage.shift} />
            </>
          )}
        </dd>
      </dl>
    </article>
  );
}

function Asked({ law, ids }: { law: Law; ids: readonly string[] }) {
  const { t } = useTranslation();
  const said = useSaid();
  const questions = ids.flatMap((id) => law.question(id) ?? []);
  if (questions.length === 0) return <p className="quiet">{t('regimes:asks_nothing')}</p>;
  return (
    <ul>
      {questions.map((one) => (
        <li key={one.id}>{said(one.asks)}</li>
      ))}
    </ul>
  );
}

/** Lines of a test. A directive can have sixty: they open when somebody wants them. */
function Lines(props: { law: Law; lines: readonly RegimeLine[]; title: string; isOpen?: boolean }) {
  const said = useSaid();
  if (props.lines.length === 0) return null;
  return (
    <details className="panel" open={props.isOpen}>
      <summary>
        <h2 className="regime-summary">
          {props.title} ({props.lines.length})
        </h2>
      </summary>
      {props.lines.map((line) => (
        <div key={line.id} className="regime-row">
          <h3>{said(line.says)}</h3>
          <p>
            <LegalLine legal={line.legal} />
          </p>
          <Asked law={props.law} ids={line.asks} />
        </div>
      ))}
    </details>
  );
}
