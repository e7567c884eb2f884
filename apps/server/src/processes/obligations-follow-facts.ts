// SPDX-License-Identifier: Apache-2.0
import { assessedFactsOf } from '../assessments/index.ts';
import {
  type Because,
  type FollowParts,
  findPassedLimit,
  followFacts,
  recordRequest as requestRecorded,
  type StageEvent,
  recordSubmission as submissionRecorded,
  withdrawSubmission as submissionWithdrawn,
} from '../obligations/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { marksFollow } from './deadline-pages-people.ts';

/** What clocks are computed from, and who rings at their marks. */
export const followParts: FollowParts = {
  factsOf: assessedFactsOf,
  marksFollow,
};

/**
 * What is owed follows what people record and decide, in the very transaction of the change. No clock starts by
 * itself: while nobody began an assessment or an outcome is undecided, none is there.
 */
export function obligationsFollow(changing: Changing, incidentId: string, because: Because): Promise<void> {
  return followFacts(changing, incidentId, because, followParts);
}

export function recordSubmission(
  changing: Changing,
  sent: StageEvent,
  because: Because,
): Promise<{ id: string }> {
  return submissionRecorded(changing, sent, because, followParts);
}

export function recordRequest(
  changing: Changing,
  asked: StageEvent,
  because: Because,
): Promise<{ id: string }> {
  return requestRecorded(changing, asked, because, followParts);
}

export function withdrawSubmission(
  changing: Changing,
  stageMomentId: string,
  because: Because,
): Promise<void> {
  return submissionWithdrawn(changing, stageMomentId, because, followParts);
}

const passing = systemActor('obligations-follow-facts');
const LOOK_EVERY_MS = 1_000;

/**
 * A limit that passes says so on record, and what is owed because the incident still goes on is opened. Who is killed
 * in between leaves the row as it was: the next look finds it.
 */
export function limitsPass(parts: { readonly database: Database }): DueWork {
  return {
    name: passing.process,
    lookEveryMs: LOOK_EVERY_MS,
    doBatch: () =>
      parts.database.change(passing, async (changing) => {
        const incidentId = await findPassedLimit(changing.sql, changing.now);
        if (incidentId === null) return false;
        await obligationsFollow(changing, incidentId, 'time_passed');
        return true;
      }),
  };
}
