// SPDX-License-Identifier: Apache-2.0
import { type CrisisCriterion, crisisRegimeId, type Refusal, refuse } from '@belfry/contract';
import type { Legal, Regime } from '@belfry/regimes';

const legal: Legal = { cite: 'Incident management policy 2.2', evidence: 'primary' };

/** The name under which a mark of a crisis is asked and answered. */
export const crisisQuestionId = (criterionId: string) => `${crisisRegimeId}.${criterionId}`;

/**
 * The organisation's own marks of a crisis in the shape of a law, so that they are asked, proposed, signed and assessed
 * again as everything else is. It reaches every incident and nothing is owed by it.
 */
export function crisisRegimeOf(criteria: readonly Pick<CrisisCriterion, 'id' | 'text'>[]): Regime {
  const lines = criteria.map(({ id, text }) => ({
    id: crisisQuestionId(id),
    says: `“${text}”` as const,
    rule: { yes: crisisQuestionId(id) },
    legal,
  }));
  return {
    id: crisisRegimeId,
    name: 'Crisis',
    jurisdiction: '',
    version: 1,
    validFrom: '1970-01-01',
    validUntil: null,
    legal,
    applies: { rule: { always: true }, legal },
    criteria: lines,
    outcomes: [
      {
        id: 'crisis',
        says: '“the incident is a crisis”',
        rule: { any: lines.map((line) => ({ criterion: line.id })) },
        legal,
      },
    ],
    stages: [],
  };
}

/** One that is there and stays as it is, or new words. */
export type CriterionWanted = { readonly id: string } | { readonly id: null; readonly text: string };

/**
 * What to keep and what to write. Other words are another question: an answer to the old one is no answer to the new.
 */
export function criteriaWanted(
  items: readonly { readonly id: string | null; readonly text?: string | undefined }[],
  known: readonly CrisisCriterion[],
): readonly CriterionWanted[] | Refusal<'crisis_criteria.unknown'> {
  const byId = new Map(known.map((one) => [one.id, one]));
  const wanted = items.map(({ id, text }): CriterionWanted | null => {
    const words = text?.trim();
    if (id === null) return words === undefined ? null : { id: null, text: words };
    const kept = byId.get(id);
    if (kept === undefined) return null;
    return words === undefined || words === kept.text ? { id } : { id: null, text: words };
  });
  const isKnown = (one: CriterionWanted | null): one is CriterionWanted => one !== null;
  return wanted.every(isKnown)
    ? wanted
    : refuse('crisis_criteria.unknown', 'A new one needs words, another one an identifier that is known');
}
