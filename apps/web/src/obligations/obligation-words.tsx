// SPDX-License-Identifier: Apache-2.0
import type { Obligation } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { useRegimes, useSaid } from '../regimes/use-regimes.ts';
import { AppLink } from '../ui/app-link.tsx';
import { urls } from '../urls.ts';

export { StartedBy } from '../regimes/started-by.tsx';

/** What an obligation is called: its stage, and the law it is a stage of. */
export function useObligationName(): (of: Obligation) => { stage: string; regime: string } {
  const { law } = useRegimes();
  const said = useSaid();
  return ({ occurrence, regime, regimeName, stage }) => {
    const known = law?.stage(regime, stage);
    const name = known === undefined ? stage : said(known.name);
    const whole = law?.regime(regime);
    return {
      stage: occurrence === 1 ? name : `${name} ${occurrence}`,
      regime: whole === undefined ? regimeName : said(whole.name),
    };
  };
}

/** A state is a word, then a shape; colour comes last. */
export function ObligationStateWord({ state }: Pick<Obligation, 'state'>) {
  const { t } = useTranslation();
  return (
    <span className={`chip obligation-state obligation-${state}`}>{t(`obligations:state.${state}`)}</span>
  );
}

/** Why nothing runs: what has to be decided, answered or recorded first. */
export function WhyWords({ of }: { of: Obligation }) {
  const { t } = useTranslation();
  const { law } = useRegimes();
  const said = useSaid();
  const whole = law?.regime(of.regime);
  const wordOf = (name: string) => {
    const outcome = whole?.outcomes.find(({ id }) => id === name);
    if (outcome !== undefined) return said(outcome.says);
    const question = law?.question(name);
    if (question !== undefined) return said(question.asks);
    const stage = whole?.stages.find(({ id }) => id === name);
    if (stage !== undefined) return said(stage.name);
    const id = name.replace(/^.*:/, '');
    return t(`regimes:moment.${id}`, { defaultValue: id });
  };
  if (of.why.length === 0) return null;
  return (
    <ul className="plain-list quiet small">
      {of.why.map(({ code, legal, names }) => (
        <li key={`${code} ${names.join(' ')}`}>
          {t(`obligations:why.${code}`)}
          {names.length === 0 || code === 'not_in_force' ? null : `: ${names.map(wordOf).join('; ')}`}{' '}
          <cite lang="en">({legal.cite})</cite>
        </li>
      ))}
    </ul>
  );
}

/** Where a person decides: without a decision no clock runs. */
export function DecideLink({ incident }: { incident: string }) {
  const { t } = useTranslation();
  return <AppLink href={urls.assessment(incident)}>{t('obligations:decide')}</AppLink>;
}
