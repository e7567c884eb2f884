// SPDX-License-Identifier: Apache-2.0
import { systemActor } from '../platform/authorization/actor.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { deleteExpiredDrafts, discardOrphans } from './draft-store.ts';

const BATCH_MAX = 100;
const LOOK_EVERY_MS = 10 * 60_000;
/** A content kept this recently may belong to an upload whose names are not committed yet. */
const SPARED_MS = 2 * 3_600_000;
const forgetting = systemActor('drafts-are-forgotten');

/**
 * Forgets drafts nobody sent in time, with their files. A crash in between leaves contents without a name: they
 * are harmless, and cost only their place.
 */
export function draftsAreForgotten(parts: { database: Database; files: FileStore; clock: Clock }): DueWork {
  return { name: 'drafts-are-forgotten', lookEveryMs: LOOK_EVERY_MS, doBatch: () => forgetDrafts(parts) };
}

/** @returns whether there may be more to forget */
export async function forgetDrafts(parts: {
  database: Database;
  files: FileStore;
  clock: Clock;
}): Promise<boolean> {
  const { clock, database, files } = parts;
  const { count, digests } = await database.change(forgetting, ({ now, sql }) =>
    deleteExpiredDrafts(sql, now, BATCH_MAX),
  );
  const keptBefore = new Date(clock.now().getTime() - SPARED_MS);
  await database.read(forgetting, ({ sql }) => discardOrphans(sql, files, digests, keptBefore));
  await files.sweep(keptBefore);
  return count === BATCH_MAX;
}
