// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';
import { useTranslation } from 'react-i18next';

interface Told {
  readonly title: string;
  readonly titles: Readonly<Partial<Record<Language, string>>>;
}

/** What a rule is called in the language of the reader, where it says so; else as its author wrote it. */
export function useRuleTitle(): (rule: Told) => string {
  const { i18n } = useTranslation();
  return ({ title, titles }) => titles[i18n.language as Language] ?? title;
}

/** The title of a rule; it comes from whoever wrote the rule, in their direction of writing. */
export function RuleTitle({ rule }: { rule: Told }) {
  return <bdi>{useRuleTitle()(rule)}</bdi>;
}
