// SPDX-License-Identifier: Apache-2.0
import { type CrisisCriterion, crisisRegimeId } from '@belfry/contract';
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
    says: text,
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
        says: 'the incident is a crisis',
        rule: { any: lines.map((line) => ({ criterion: line.id })) },
        legal,
      },
    ],
    stages: [],
  };
}
