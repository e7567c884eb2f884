// SPDX-License-Identifier: Apache-2.0
import { type Regime, regimes } from '@belfry/regimes';
import { assessedFactsOf } from '../assessments/index.ts';
import {
  type Because,
  type FollowParts,
  findOlderLaw,
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
import { marksFollow } from './limit-pages-people.ts';

interface LawParts {
  readonly database: Database;
  readonly among?: readonly Pick<Regime, 'id' | 'version'>[];
}

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

const moving = systemActor('obligations-follow-law');
const LAW_LOOK_EVERY_MS = 3_600_000;

/**
 * A new version of the desk may bring a corrected or a new version of a law. What is open is computed again, one
 * incident after the other; a limit that moves keeps the one before it, and the record says that the law changed.
 */
export function lawMovesOn({ database, among = regimes }: LawParts): DueWork {
  let followed: string | null = null;
  return {
    name: moving.process,
    lookEveryMs: LAW_LOOK_EVERY_MS,
    doBatch: () =>
      database.change(moving, async (changing) => {
        const incidentId = await findOlderLaw(changing.sql, among);
        // What following does not bring up to date would be found for ever.
        if (incidentId === null || incidentId === followed) return false;
        followed = incidentId;
        await obligationsFollow(changing, incidentId, 'law_changed');
        return true;
      }),
  };
}
