// SPDX-License-Identifier: Apache-2.0
import type { Person } from '@belfry/contract';
import { useTranslation } from 'react-i18next';

const tones: Record<Person['state'], string> = { active: 'ok', invited: 'warn', blocked: 'quiet' };
const shapes: Record<Person['state'], string> = {
  active: 'M1.5 6.5 4.500 9.500 10.500 2.500',
  invited: 'M6 1a5 5 0 1 1 0 10 5 5 0 0 1 0-10z',
  blocked: 'M2 2 10 10M10 2 2 10',
};

/** A word, then a shape, then a colour. */
export function PersonStateWord({ state }: { state: Person['state'] }) {
  const { t } = useTranslation();
  return (
    <span className={`word word-${tones[state]}`}>
      <svg aria-hidden="true" viewBox="0 0 12 12" width="11" height="11" fill="none" stroke="currentColor">
        <path d={shapes[state]} strokeWidth="2" />
      </svg>
      {t(`people:state.${state}`)}
    </span>
  );
}
