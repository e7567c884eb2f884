// SPDX-License-Identifier: Apache-2.0
import type { FindingWhole, Language } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { Loading } from '../ui/loading.tsx';

/**
 * What the rule looks for and what else it may be, in the words of its author: whoever judges a finding at night
 * has not read the rule. A rule that cannot be read leaves the finding as it is, and its link among the facts.
 */
export function FindingMeaning({ finding }: { finding: FindingWhole }) {
  const { i18n, t } = useTranslation();
  const read = useQuery(reading('readDetectionRule', { params: { id: finding.rule.id } }));
  if (read.error !== null) {
    return null;
  }
  if (read.data === undefined) {
    return <Loading />;
  }
  const { description, descriptions, falsePositives } = read.data;
  const words = descriptions[i18n.language as Language] ?? description;
  return (
    <section className="panel stack" aria-labelledby="finding-meaning">
      <h2 id="finding-meaning">{t('findings:meaning')}</h2>
      <p className={words === null ? 'quiet' : 'pre prose'}>
        {words === null ? t('findings:meaning.none') : <bdi>{words.trim()}</bdi>}
      </p>
      {falsePositives.length === 0 ? null : (
        <>
          <p>{t('findings:meaning.else')}</p>
          <ul>
            {falsePositives.map((one) => (
              <li key={one}>
                <bdi>{one}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
