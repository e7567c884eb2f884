// SPDX-License-Identifier: Apache-2.0
import type { DetectionRuleListed, DetectionRuleState, RuleSet } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../ui/moment.tsx';

const shapes: Record<DetectionRuleState, string> = { active: '●', inactive: '○', refused: '✕', removed: '–' };
const tones: Record<DetectionRuleState, string> = {
  active: 'ok',
  inactive: 'quiet',
  refused: 'critical',
  removed: 'quiet',
};

/** Whether a rule runs: a word, a shape, a colour. */
export function RuleStateWord({ state }: { state: DetectionRuleState }) {
  const { t } = useTranslation();
  return (
    <span className={`word word-${tones[state]}`}>
      <span aria-hidden="true">{shapes[state]}</span>
      {t(`rules:state.${state}`)}
    </span>
  );
}

/** What decided that it runs or does not; nothing where the selection did, which is the ordinary case. */
export function Decider({ rule }: { rule: Pick<DetectionRuleListed, 'decidedBy' | 'override'> }) {
  const { t } = useTranslation();
  if (rule.decidedBy === 'selection') {
    return null;
  }
  const word = rule.decidedBy === 'override' ? `override_${rule.override ?? 'off'}` : rule.decidedBy;
  return <span className="chip">{t(`rules:decided.${word}`)}</span>;
}

/** What a set is called: what is written here has no name of its own, and is called that in the reader's language. */
export function useSetName(): (set: Pick<RuleSet, 'kind' | 'name'>) => string {
  const { t } = useTranslation();
  return ({ kind, name }) => (kind === 'own' ? t('rules:set_own') : name);
}

/** A log source as rules name it: `windows / process_creation`. */
export function logsourceText(source: {
  product: string | null;
  category: string | null;
  service: string | null;
}): string {
  const parts = [source.product, source.category, source.service].filter((one) => one !== null);
  return parts.length === 0 ? '–' : parts.join(' / ');
}

/** Numbers, shares and durations in the reader's own writing. */
export function useFigures() {
  const locale = useLocale();
  const { t } = useTranslation();
  return {
    count: (value: number) => new Intl.NumberFormat(locale).format(value),
    share: (value: number) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(value),
    cost: (us: number | null) =>
      us === null
        ? t('rules:cost.unknown')
        : `${new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }).format(us)} µs`,
  };
}
