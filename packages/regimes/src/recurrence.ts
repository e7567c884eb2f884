// SPDX-License-Identifier: Apache-2.0

import { isCirEntity } from './cir-2690.ts';
import type { OutcomeSays } from './law-texts.ts';
import { primary } from './legal-lines.ts';
import type { Legal } from './regime.ts';
import { type Answers, judge, type Rule, type Truth } from './rule.ts';

/** A look back that a law asks for by itself: small incidents of one root cause may be significant together. */
export interface RecurrenceReview {
  readonly id: string;
  readonly says: OutcomeSays;
  /** How often somebody has to look. */
  readonly everyMonths: number;
  /** The law counts incidents within so many months of each other. */
  readonly withinMonths: number;
  readonly countMin: number;
  readonly legal: Legal;
  readonly appliesTo: Rule;
  /** Figures of the single incidents, added up into what the criterion of recurrence asks. */
  readonly sums: readonly { readonly of: string; readonly into: string }[];
}

export const recurrenceReviews: readonly RecurrenceReview[] = [
  {
    id: 'cir-2690',
    says: 'incidents that are not significant alone, of the same apparent root cause',
    everyMonths: 3,
    withinMonths: 6,
    countMin: 2,
    legal: primary('Implementing Regulation (EU) 2024/2690 art. 4; Annex 3.4.2(b)'),
    appliesTo: isCirEntity,
    sums: [{ of: 'inc.direct_loss_eur', into: 'inc.recurrences_loss_eur' }],
  },
  {
    id: 'dora',
    says: 'incidents that are not major alone, of the same apparent root cause',
    everyMonths: 1,
    withinMonths: 6,
    countMin: 2,
    legal: primary(
      'Delegated Regulation (EU) 2024/1772 art. 8(2)',
      'Not for microenterprises and art. 16(1).',
    ),
    appliesTo: { all: [{ yes: 'org.is_dora_entity' }, { not: { yes: 'org.is_dora_small' } }] },
    sums: [],
  },
];

/** What a review needs of an incident that was not significant or major alone. A root cause nobody has named yet matches none. */
export interface PastIncident {
  readonly id: string;
  readonly occurredOn: Temporal.PlainDate;
  readonly rootCause: string | null;
  readonly answers: Answers;
}

/** Incidents a person has to look at together. The desk finds them; whether they are one thing, a person says. */
export interface RecurrenceCandidate {
  readonly reviewId: string;
  readonly rootCause: string;
  readonly incidentIds: readonly string[];
  /** Answers this group suggests for its latest incident. A figure missing in one of them is missing in the sum. */
  readonly answers: Answers;
  readonly legal: Legal;
}

function sumOf(fact: string, incidents: readonly PastIncident[]): number | null {
  return incidents.reduce<number | null>((sum, { answers }) => {
    const figure = answers[fact];
    return sum === null || typeof figure !== 'number' ? null : sum + figure;
  }, 0);
}

/** The largest run of incidents that all lie within the months of the review, the latest run where two are as large. */
function runOf(incidents: readonly PastIncident[], withinMonths: number): readonly PastIncident[] {
  return incidents.reduce<readonly PastIncident[]>((best, first, index) => {
    const end = first.occurredOn.add({ months: withinMonths });
    const run = incidents
      .slice(index)
      .filter(({ occurredOn }) => Temporal.PlainDate.compare(occurredOn, end) <= 0);
    return run.length >= best.length ? run : best;
  }, []);
}

/** Groups of incidents with one root cause that a review has to look at, in the order of their causes. */
export function recurrenceCandidatesOf(
  review: RecurrenceReview,
  incidents: readonly PastIncident[],
): readonly RecurrenceCandidate[] {
  const known = incidents
    .filter(({ rootCause }) => rootCause !== null)
    .sort((a, b) => Temporal.PlainDate.compare(a.occurredOn, b.occurredOn));
  const byCause = Map.groupBy(known, ({ rootCause }) => rootCause ?? '');
  return [...byCause]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([rootCause, same]) => {
      const run = runOf(same, review.withinMonths);
      if (run.length < review.countMin) return [];
      const sums = review.sums.map(({ of, into }) => [into, sumOf(of, run)] as const);
      return [
        {
          reviewId: review.id,
          rootCause,
          incidentIds: run.map(({ id }) => id),
          answers: { 'inc.recurrences_6_months_count': run.length, ...Object.fromEntries(sums) },
          legal: review.legal,
        },
      ];
    });
}

/** The reviews an organisation has to hold, and which it may have to. */
export function reviewsOf(
  profile: Answers,
): readonly { readonly review: RecurrenceReview; readonly truth: Truth }[] {
  return recurrenceReviews
    .map((review) => ({ review, truth: judge(review.appliesTo, profile).truth }))
    .filter(({ truth }) => truth !== 'no');
}
