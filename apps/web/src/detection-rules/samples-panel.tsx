// SPDX-License-Identifier: Apache-2.0
import type { RuleSamplesResult } from '@belfry/contract';
import { useTranslation } from 'react-i18next';

/** How the samples went that a rule carries: what it has to find, and what it must leave. */
export function SamplesPanel({ samples }: { samples: RuleSamplesResult | null }) {
  const { t } = useTranslation();
  return (
    <section className="panel stack" aria-labelledby="rule-samples">
      <h2 id="rule-samples">{t('rules:samples')}</h2>
      {samples === null ? (
        <p className="quiet">{t('rules:samples.none')}</p>
      ) : (
        <SamplesResult samples={samples} />
      )}
    </section>
  );
}

export function SamplesResult({ samples }: { samples: RuleSamplesResult }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={samples.failures.length === 0 ? 'notice notice-done' : 'notice notice-problem'}>
        {samples.failures.length === 0
          ? t('rules:samples.hold', { matches: samples.matches, misses: samples.misses })
          : t('rules:samples.fail', {
              count: samples.failures.length,
              all: samples.matches + samples.misses,
            })}
      </p>
      {samples.failures.length === 0 ? null : (
        <ul className="plain-list">
          {samples.failures.map((one) => (
            <li key={`${one.list} ${one.number}`}>
              <strong>{t(`rules:samples.${one.list}`, { number: one.number })}</strong>{' '}
              <bdi>{one.detail}</bdi>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
