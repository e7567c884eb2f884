// SPDX-License-Identifier: Apache-2.0
import type { RoutingRule } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { languageNames } from '../messages/messages.ts';
import { useTerms } from '../vocabularies/terms.tsx';

/** What a rule asks, one condition a line. A rule that asks nothing takes everything, and says so. */
export function RuleWords({ conditions }: Pick<RoutingRule, 'conditions'>) {
  const { t } = useTranslation();
  const { wordsFor } = useTerms('category');
  const { anonymous } = conditions;
  const asked = [
    ['channels', conditions.channels.map((one) => t(`words:channel.${one}`))],
    ['kinds', conditions.kinds.map((one) => t(`words:report_kind.${one}`))],
    ['categories', conditions.categories.map((one) => wordsFor(one).label)],
    [`words.${conditions.wordMode}`, conditions.words],
    ['senders', conditions.senders],
    ['through', conditions.cameThrough],
    ['languages', conditions.languages.map((one) => languageNames[one])],
    ['anonymous', anonymous === null ? [] : [t(anonymous ? 'triage:rule.yes' : 'triage:rule.no')]],
    ['ongoing', conditions.ongoing.map((one) => t(`words:ongoing.${one}`))],
  ] as const;
  const given = asked.filter(([, values]) => values.length > 0);
  return given.length === 0 ? (
    <p className="quiet">{t('triage:rule.everything')}</p>
  ) : (
    <ul className="plain-list rule-conditions">
      {given.map(([name, values]) => (
        <li key={name}>
          <span className="quiet">{t(`triage:rule.${name}`)}:</span> <bdi>{values.join(', ')}</bdi>
        </li>
      ))}
    </ul>
  );
}
