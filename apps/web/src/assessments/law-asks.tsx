// SPDX-License-Identifier: Apache-2.0
import type { AssessedOutcome, AssessedRegime } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { LegalLine } from '../regimes/legal-line.tsx';
import { useRegimes } from '../regimes/use-regimes.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { urls } from '../urls.ts';
import { type AssessmentWords, useAssessmentWords } from './assessment-words.ts';
import './assessments.css';

/** What the law asks of an incident, a line a regime: what is decided, what waits, what has to be looked at again. */
export function LawAsks({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const { law } = useRegimes();
  const words = useAssessmentWords(law);
  const { data, error, refetch } = useQuery(reading('readAssessment', { params: { reference } }));
  if (data === undefined) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  const certain = data.regimes.filter(({ applies, outcomes }) => applies === 'yes' && outcomes.length > 0);
  const perhaps = data.regimes.filter(({ applies }) => applies === 'unknown');
  return (
    <section className="panel stack" aria-labelledby="law-asks">
      <div className="panel-head">
        <h2 id="law-asks">{t('assessments:asks')}</h2>
        <AppLink href={urls.assessment(reference)}>
          {t(data.begunAt === null ? 'assessments:begin' : 'assessments:open')}
        </AppLink>
      </div>
      {data.undecidedCount + data.reassessCount === 0 ? null : (
        <p className="notice notice-brass">
          {t('assessments:waits', { undecided: data.undecidedCount, reassess: data.reassessCount })}
        </p>
      )}
      <ul className="law-lines">
        {certain.map((regime) => (
          <RegimeLines key={regime.regime} regime={regime} words={words} />
        ))}
      </ul>
      {perhaps.length === 0 ? null : (
        <p className="quiet">
          {t('assessments:may_apply', { count: perhaps.length })}{' '}
          <AppLink href={urls.profile()}>{t('assessments:to_profile')}</AppLink>
        </p>
      )}
    </section>
  );
}

function RegimeLines({ regime, words }: { regime: AssessedRegime; words: AssessmentWords }) {
  const { law } = useRegimes();
  const legal = law?.regime(regime.regime)?.applies.legal;
  return (
    <li>
      <strong>{words.regime(regime.regime)}</strong>{' '}
      {legal === undefined ? null : (
        <span className="quiet small">
          <LegalLine legal={legal} withNote={false} />
        </span>
      )}
      <ul className="plain">
        {regime.outcomes
          .filter(({ decision, isAwaited }) => isAwaited || decision !== null)
          .map((outcome) => (
            <li key={outcome.outcome}>
              {words.outcome(regime.regime, outcome.outcome)}: <OutcomeStands outcome={outcome} />
            </li>
          ))}
      </ul>
    </li>
  );
}

/** How an outcome stands, in words: what a person decided, or that nobody did and what the rule proposes. */
export function OutcomeStands({ outcome }: { outcome: AssessedOutcome }) {
  const { t } = useTranslation();
  const { decision, isToReassess, proposed } = outcome;
  return (
    <>
      {decision === null ? (
        <span className="word">{t('assessments:undecided')}</span>
      ) : (
        <span className="word">
          {t(decision.isSo ? 'assessments:decided.yes' : 'assessments:decided.no')}
        </span>
      )}
      {decision === null ? <span className="quiet"> ({t(`assessments:proposed.${proposed}`)})</span> : null}
      {isToReassess ? (
        <>
          {' '}
          <span className="chip chip-reassess">{t('assessments:reassess')}</span>{' '}
          <span className="quiet">({t(`assessments:proposed.${proposed}`)})</span>
        </>
      ) : null}
    </>
  );
}
