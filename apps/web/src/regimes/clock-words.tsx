// SPDX-License-Identifier: Apache-2.0
import type { RegimeAnchor, RegimePeriod, RegimeShown, RegimeStage, RegimeTerm } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { useSaid } from './use-regimes.ts';

/** Words of clocks, for sentences: how long, after what, and the whole of it. */
export function useClockWords() {
  const { t, i18n } = useTranslation();
  const said = useSaid();
  const list = new Intl.ListFormat(i18n.language, { type: 'disjunction' });
  const stageNames = (regime: RegimeShown | undefined, ids: readonly string[]) =>
    list.format(
      ids.map((id) => {
        const stage = regime?.stages.find((one) => one.id === id);
        return stage === undefined ? id : `“${said(stage.name)}”`;
      }),
    );
  const period = ({ count, unit }: RegimePeriod): string =>
    t(`regimes:period.${unit}`, { count: count ?? 0 });
  const anchor = ({ kind, names, which }: RegimeAnchor, regime?: RegimeShown): string => {
    if (kind === 'moment') return t(`regimes:moment.${names[0]}`);
    if (kind === 'request') return t('regimes:anchor.request');
    if (kind === 'limit') return t('regimes:anchor.limit', { stages: stageNames(regime, names) });
    if (kind === 'submission') {
      return t(`regimes:anchor.submission_${which ?? 'first'}`, { stages: stageNames(regime, names) });
    }
    const outcome = regime?.outcomes.find(({ id }) => id === names[0]);
    return t('regimes:anchor.classification', {
      outcome: outcome === undefined ? (names[0] ?? '') : said(outcome.says),
    });
  };
  const term = ({ from, onlyFor, onlyIf, plus }: RegimeTerm, regime?: RegimeShown): string => {
    const isBefore = from.kind === 'limit' && plus.unit === 'immediate';
    const whole = isBefore
      ? t('regimes:clock.before', { anchor: anchor(from, regime) })
      : t('regimes:clock.after', { period: period(plus), anchor: anchor(from, regime) });
    const within =
      onlyIf === null
        ? ''
        : t('regimes:clock.only_if', {
            anchor: anchor(onlyIf.anchor, regime),
            count: onlyIf.hoursAfterMax,
          });
    return [whole, within, onlyFor.length === 0 ? '' : t('regimes:clock.only_for')]
      .filter((words) => words !== '')
      .join(', ');
  };
  return { period, anchor, term };
}

/** The whole limit of a stage, in words: each clock, which of them binds, and what a day off does. */
export function DueWords({ regime, stage }: { regime: RegimeShown; stage: RegimeStage }) {
  const { t } = useTranslation();
  const words = useClockWords();
  if (stage.due.length === 0) {
    return <>{t(stage.duty === 'voluntary' ? 'regimes:due.any_time' : 'regimes:due.no_limit')}</>;
  }
  const clocks = stage.due.map((one) => words.term(one, regime));
  return (
    <>
      {clocks.length === 1 ? (
        clocks[0]
      ) : (
        <>
          {t('regimes:due.earliest')}
          <ul className="clock-list">
            {clocks.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </>
      )}
      {stage.shift === null ? null : <span className="quiet small"> {t('regimes:due.shift')}</span>}
    </>
  );
}
