// SPDX-License-Identifier: Apache-2.0
import { isRefusal } from '@belfry/contract';
import { type FindingParts, timelineTextOf } from '../findings/index.ts';
import { withdrawFromTimeline, writeOnTimeline } from '../history/index.ts';
import { incidentForChange, reasonNotAtWork } from '../incidents/index.ts';
import { withdrawFound } from '../reports/index.ts';
import { settingOf } from './finding-opens-report.ts';

/** A finding stands on the timeline of an incident, picked for the account as an act of the attacker. */
export function findingJoinsTimeline(publicUrl: () => string): FindingParts['tellIncident'] {
  return async (changing, reference, finding, words) => {
    const incident = await incidentForChange(changing, reference);
    if (isRefusal(incident)) return incident;
    const refusal = reasonNotAtWork(incident);
    if (refusal !== null) return refusal;
    const setting = await settingOf(changing.sql, finding, publicUrl());
    const told = {
      reference: finding.reference,
      title: finding.title,
      key: finding.key,
      count: finding.hit_count,
      firstAt: finding.first_at,
      lastAt: finding.last_at,
    };
    const written = await writeOnTimeline(changing, reference, {
      kind: 'entry',
      text: words.text ?? timelineTextOf(told, setting),
      occurredAt: finding.first_at.toISOString(),
      certainty: 'certain',
      side: words.side,
      inAccount: words.inAccount,
    });
    return isRefusal(written) ? written : { id: incident.id, reference, position: written };
  };
}

/** What somebody made of a finding is taken back where it stands: a report nobody decided on, or a timeline's entry. */
export const findingIsTakenBack: Pick<FindingParts, 'withdrawReport' | 'withdrawEntry'> = {
  withdrawReport: async (changing, report, finding) => {
    const withdrawn = await withdrawFound(changing, report, `The decision on ${finding} was taken back`);
    return isRefusal(withdrawn) ? withdrawn : null;
  },
  withdrawEntry: async (changing, at, finding) => {
    const entry = await withdrawFromTimeline(changing, at, `The decision on ${finding} was taken back`);
    return isRefusal(entry) ? entry : null;
  },
};
