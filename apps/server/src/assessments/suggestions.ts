// SPDX-License-Identifier: Apache-2.0
import type { AnswerValue, AssessmentQuestion } from '@belfry/contract';

/** What the incident itself says that the law asks about too. */
export interface IncidentSays {
  readonly personalData: string;
  readonly class: string | null;
  readonly rootCauseClass: string | null;
  readonly occurredAt: Date | null;
  readonly resolvedAt: Date | null;
}

type Suggestion = NonNullable<AssessmentQuestion['suggestion']>;

const MINUTE_MS = 60_000;
const malicious = ['malicious-code', 'intrusion-attempts', 'intrusions', 'fraud'];

/** A class tells what happened and never what did not: only yes follows from it. */
const byClass: Readonly<Record<string, string>> = {
  intrusions: 'inc.malicious_access',
  availability: 'inc.availability_compromised',
  'information-content-security': 'inc.cia_compromised',
};

function durationMinutes({ occurredAt, resolvedAt }: IncidentSays): number | null {
  if (occurredAt === null || resolvedAt === null || resolvedAt < occurredAt) return null;
  // A minute that has begun counts: a threshold of duration is exceeded, never approached.
  return Math.ceil((resolvedAt.getTime() - occurredAt.getTime()) / MINUTE_MS);
}

/** Answers a person may take over with one key. None counts before somebody does. */
export function suggestionsOf(says: IncidentSays): ReadonlyMap<string, Suggestion> {
  const suggestions = new Map<string, Suggestion>();
  const suggest = (question: string, value: AnswerValue, from: Suggestion['from']) =>
    suggestions.set(question, { value, from });
  if (says.personalData !== 'unknown') {
    suggest('inc.personal_data_breached', says.personalData === 'yes', 'personal_data');
  }
  const question = says.class === null ? undefined : byClass[says.class];
  if (question !== undefined) suggest(question, true, 'class');
  if (says.class !== null && malicious.includes(says.class)) {
    suggest('inc.is_suspected_malicious', true, 'class');
  }
  if (says.rootCauseClass === 'malicious-actions') {
    suggest('inc.is_suspected_malicious', true, 'root_cause');
  }
  const duration = durationMinutes(says);
  if (duration !== null) suggest('inc.duration_minutes', duration, 'moments');
  return suggestions;
}
