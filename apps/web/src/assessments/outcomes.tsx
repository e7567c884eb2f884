// SPDX-License-Identifier: Apache-2.0
import {
  type AssessedOutcome,
  type AssessedRegime,
  type Assessment,
  roleNames,
  roles,
} from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LegalLine } from '../regimes/legal-line.tsx';
import type { Law } from '../regimes/use-regimes.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import type { AssessmentWords } from './assessment-words.ts';
import { DecideDialog } from './decide-dialog.tsx';
import { OutcomeStands } from './law-asks.tsx';

interface Props {
  readonly assessment: Assessment;
  readonly law: Law;
  readonly words: AssessmentWords;
  readonly mayDecide: boolean;
  readonly mayAnswer: boolean;
}

/** What each regime says of the incident as it is known, and what people decided. The server says it, answer by answer. */
export function Outcomes(props: Props) {
  const { t } = useTranslation();
  const [deciding, setDeciding] = useState<{ regime: string; outcome: string }>();
  const regimes = props.assessment.regimes.filter(({ outcomes }) => outcomes.length > 0);
  const certain = regimes.filter(({ applies }) => applies === 'yes');
  const perhaps = regimes.filter(({ applies }) => applies !== 'yes');
  const panel = (regime: AssessedRegime) => (
    <RegimePanel
      key={regime.regime}
      {...props}
      regime={regime}
      onDecide={(outcome) => setDeciding({ regime: regime.regime, outcome })}
    />
  );
  return (
    <>
      {props.mayDecide ? null : <WhoDecides />}
      {certain.map(panel)}
      {perhaps.length === 0 ? null : (
        <details className="panel">
          <summary>{t('assessments:perhaps', { count: perhaps.length })}</summary>
          <div className="stack">{perhaps.map(panel)}</div>
        </details>
      )}
      {deciding === undefined ? null : (
        <DecideDialog {...props} {...deciding} onClose={() => setDeciding(undefined)} />
      )}
    </>
  );
}

function WhoDecides() {
  const { t, i18n } = useTranslation();
  const deciding = roleNames.filter((role) =>
    (roles[role] as readonly string[]).includes('assessments.decide'),
  );
  const list = new Intl.ListFormat(i18n.language, { type: 'disjunction' });
  const names = list.format(deciding.map((role) => t(`people:role.${role}`)));
  return <p className="quiet">{t('assessments:may_not_decide', { roles: names })}</p>;
}

function RegimePanel(props: Props & { regime: AssessedRegime; onDecide: (outcome: string) => void }) {
  const { t } = useTranslation();
  const { law, regime, words } = props;
  const applies = law.regime(regime.regime)?.applies.legal;
  const shown = regime.outcomes.filter(({ decision, isAwaited }) => isAwaited || decision !== null);
  return (
    <section className="panel stack" aria-labelledby={`regime-${regime.regime}`}>
      <h2 id={`regime-${regime.regime}`}>{words.regime(regime.regime)}</h2>
      {applies === undefined ? null : (
        <p className="quiet small">
          {t(regime.applies === 'yes' ? 'assessments:applies' : 'assessments:applies_perhaps')}{' '}
          <LegalLine legal={applies} withNote={false} />
        </p>
      )}
      {shown.map((outcome) => (
        <OutcomeShown key={outcome.outcome} {...props} outcome={outcome} />
      ))}
    </section>
  );
}

function OutcomeShown(
  props: Props & { regime: AssessedRegime; outcome: AssessedOutcome; onDecide: (outcome: string) => void },
) {
  const { t } = useTranslation();
  const { law, mayDecide, onDecide, outcome, regime, words } = props;
  const says = words.outcome(regime.regime, outcome.outcome);
  const legal = law.regime(regime.regime)?.outcomes.find(({ id }) => id === outcome.outcome)?.legal;
  const { decision } = outcome;
  return (
    <article className="outcome stack">
      <h3>{words.outcomeTitle(regime.regime, outcome.outcome)}</h3>
      <p>
        <OutcomeStands outcome={outcome} />
      </p>
      {decision === null ? null : (
        <p className="quiet small">
          <bdi>{decision.decidedBy.name}</bdi>, <Moment at={decision.decidedAt} withRelative={false} />
          {decision.reason === null ? null : (
            <>
              {': '}
              <bdi>{decision.reason}</bdi>
            </>
          )}
        </p>
      )}
      {decision?.isSo === true ? (
        <p className="small">
          <AppLink href={`${urls.incident(props.assessment.incident)}#incident-obligations`}>
            {t('assessments:to_owed')}
          </AppLink>
        </p>
      ) : null}
      {outcome.isToReassess ? (
        <div className="notice notice-brass">
          <p>{t('assessments:changed')}</p>
          <ul>
            {outcome.changed.map(({ before, now, question }) => (
              <li key={question}>
                {words.question(question)} {words.answer(question, before)} → {words.answer(question, now)}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {legal === undefined ? null : (
        <p className="small">
          <LegalLine legal={legal} />
        </p>
      )}
      <Basis outcome={outcome} regime={regime.regime} words={words} />
      {mayDecide ? (
        <div>
          <Button
            variant={decision === null ? 'filled' : 'default'}
            color="ink"
            onClick={() => onDecide(outcome.outcome)}
          >
            {t(decision === null ? 'assessments:decide' : 'assessments:decide_again')}
            <span className="visually-hidden">: {says}</span>
          </Button>
        </div>
      ) : null}
    </article>
  );
}

/** The lines of the rule that hold, the facts it used, and what is still open. */
function Basis(props: { outcome: AssessedOutcome; regime: string; words: AssessmentWords }) {
  const { t } = useTranslation();
  const { outcome, regime, words } = props;
  return (
    <>
      {outcome.met.length === 0 ? null : (
        <ul className="plain small">
          {outcome.met.map((criterion) => {
            const line = words.line(regime, criterion);
            return (
              <li key={criterion}>
                {t('assessments:met')} {words.says(regime, criterion)}{' '}
                {line === undefined ? null : <LegalLine legal={line.legal} />}
              </li>
            );
          })}
        </ul>
      )}
      <details className="small">
        <summary>{t('assessments:basis', { used: outcome.facts.length, open: outcome.open.length })}</summary>
        <ul>
          {outcome.facts.map(({ from, isEstimate, question, value }) => (
            <li key={question}>
              {words.question(question)} <strong>{words.answer(question, value)}</strong>
              {isEstimate ? ` (${t('assessments:estimate')})` : null}
              {from === 'profile' ? <span className="quiet"> {t('assessments:from_profile')}</span> : null}
            </li>
          ))}
          {outcome.open.map((question) => (
            <li key={question} className="quiet">
              {words.question(question)} {t('assessments:open_question')}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
