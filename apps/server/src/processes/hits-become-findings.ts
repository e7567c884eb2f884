// SPDX-License-Identifier: Apache-2.0
import { type TakingParts, takeHits } from '../findings/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';

const taker = systemActor('hits-become-findings');

/** Told by whoever writes hits, on commit. */
const HITS_CHANNEL = 'belfry_detection_hits';
/** What wakes this work, so that a finding stands a moment after its hits. */
export const heardForHits = { [HITS_CHANNEL]: taker.process };

/** What the engine found becomes findings, a batch at a time, each in one transaction with whatever follows from it. */
export function hitsBecomeFindings(database: Database, parts: TakingParts): DueWork {
  return {
    name: taker.process,
    lookEveryMs: 1_000,
    doBatch: () => database.change(taker, (changing) => takeHits(changing, parts)),
  };
}
