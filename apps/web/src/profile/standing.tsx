// SPDX-License-Identifier: Apache-2.0
import type { LawAnswers, ProfileStanding } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { useAnswerWords } from '../regimes/answer-words.ts';
import { LegalLine } from '../regimes/legal-line.tsx';
import { type Law, useSaid } from '../regimes/use-regimes.ts';
import { AppLink } from '../ui/app-link.tsx';
import { CivilDate } from '../ui/moment.tsx';
import { urls } from '../urls.ts';

interface StandingParts {
  readonly law: Law;
  readonly answers: LawAnswers;
  readonly standing: ProfileStanding;
}

/** Which regimes reach the organisation with these answers: by which article, for which facts, and what is open. */
export function Standing({ answers, law, standing }: StandingParts) {
  const { t } = useTranslation();
  const of = (truth: 'yes' | 'no' | 'unknown') => standing.regimes.filter((one) => one.truth === truth);
  return (
    <section className="panel stack" aria-labelledby="profile-standing">
      <h2 id="profile-standing">{t('profile:standing')}</h2>
      <p role="status">
        {t('profile:standing.counts', {
          yes: of('yes').length,
          unknown: of('unknown').length,
          no: of('no').length,
        })}
      </p>
      <Group title={t('profile:standing.yes')} regimes={of('yes')} law={law} answers={answers} />
      <Group title={t('profile:standing.unknown')} regimes={of('unknown')} law={law} answers={answers} />
      {of('no').length === 0 ? null : (
        <details>
          <summary>{t('profile:standing.no', { count: of('no').length })}</summary>
          <Group title="" regimes={of('no')} law={law} answers={answers} />
        </details>
      )}
    </section>
  );
}

function Group(props: { title: string; regimes: ProfileStanding['regimes']; law: Law; answers: LawAnswers }) {
  const { t } = useTranslation();
  const said = useSaid();
  const { answer } = useAnswerWords();
  if (props.regimes.length === 0) return null;
  return (
    <>
      {props.title === '' ? null : <h3>{props.title}</h3>}
      <ul className="plain-list">
        {props.regimes.map((one) => {
          const regime = props.law.regime(one.regimeId);
          return (
            <li key={one.regimeId} className="profile-regime">
              <AppLink href={urls.regime(one.regimeId)}>
                {regime === undefined ? one.regimeId : said(regime.name)}
              </AppLink>
              {one.isInForce || regime === undefined ? null : (
                <span className="quiet">
                  {' '}
                  {t('regimes:to_come')} <CivilDate on={regime.validFrom} />
                </span>
              )}
              <div className="small">
                <LegalLine legal={one.legal} withNote={false} />
              </div>
              <ul className="quiet small">
                {one.facts.map((fact) => {
                  const question = props.law.question(fact);
                  return question === undefined ? null : (
                    <li key={fact}>
                      {said(question.asks)} <strong>{answer(question, props.answers[fact])}</strong>
                    </li>
                  );
                })}
              </ul>
            </li>
          );
        })}
      </ul>
    </>
  );
}
