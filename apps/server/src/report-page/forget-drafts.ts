// SPDX-License-Identifier: Apache-2.0
import { systemActor } from '../platform/authorization/actor.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import {
  deleteExpiredDrafts,
  discardOrphans,
  noteLeftFiles,
  takeLeftFiles,
  unnamedAmong,
} from './draft-store.ts';

const BATCH_MAX = 100;
const LEFT_BATCH_MAX = 500;
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
  const keptBefore = new Date(clock.now().getTime() - SPARED_MS);
  const forgotten = await database.change(forgetting, async ({ now, sql }) => {
    const { count, digests } = await deleteExpiredDrafts(sql, now, BATCH_MAX);
    const left = await takeLeftFiles(sql, keptBefore, LEFT_BATCH_MAX);
    return { count, leftCount: left.length, digests: [...digests, ...left] };
  });
  const unnamed = await database.read(forgetting, ({ sql }) => unnamedAmong(sql, forgotten.digests));
  const spared = await discardOrphans(files, unnamed, keptBefore);
  if (spared.length > 0) {
    await database.change(forgetting, ({ ids, now, sql }) => noteLeftFiles(sql, ids, spared, now));
  }
  await files.sweep(keptBefore);
  return forgotten.count === BATCH_MAX || forgotten.leftCount === LEFT_BATCH_MAX;
}
