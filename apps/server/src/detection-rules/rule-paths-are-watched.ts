// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { keepRead } from './apply-import.ts';
import { endImport, insertImport, lockImport } from './import-store.ts';
import { currentPlaceholders } from './library-store.ts';
import type { ReadSet } from './read-documents.ts';
import { lookAt, ReadFailed } from './rule-files.ts';
import type { ReadingParts } from './rule-imports-are-read.ts';
import { runTask } from './run-task.ts';

const process = systemActor('rule-paths-are-watched');
const LOOK_MS = 10_000;

interface WatchedSet {
  readonly id: string;
  readonly path: string;
  readonly digest: string | null;
  readonly problem: string | null;
  /** Digest of the newest reading, applied or not; null while one is under way. */
  readonly proposed: string | null;
  readonly isReading: boolean;
  /** The import that waits for a person. */
  readonly waiting: string | null;
}

/** What is remembered of a folder between two looks. */
interface Looked {
  readonly look: string;
  /** Contents are known to be those of the last reading. */
  readonly isRead: boolean;
}

/**
 * Looks for changes in folders that are watched. A folder is read only when it looks as it did one look ago, so that
 * an update that is under way is never taken for what it will be. What was found waits for a person.
 */
export function rulePathsAreWatched(parts: ReadingParts): DueWork {
  const remembered = new Map<string, Looked>();
  return {
    name: process.process,
    lookEveryMs: LOOK_MS,
    doBatch: async () => {
      for (const set of await watchedSets(parts)) {
        const problem = await lookAtSet(parts, set, remembered);
        await noteLook(parts, set, problem);
      }
      return false;
    },
  };
}

async function lookAtSet(
  parts: ReadingParts,
  set: WatchedSet,
  remembered: Map<string, Looked>,
): Promise<string | null> {
  try {
    const look = await lookAt(set.path, parts.ruleFolders);
    const before = remembered.get(set.id);
    if (before?.look !== look) remembered.set(set.id, { look, isRead: false });
    else if (!before.isRead && !set.isReading) {
      const lists = await parts.database.read(process, ({ sql }) => currentPlaceholders(sql));
      const task = { kind: 'folder', folder: set.path, allowed: parts.ruleFolders } as const;
      const read = await runTask<'folder'>({ ...task, placeholders: lists.lists }, limits.ruleReadMsMax);
      remembered.set(set.id, { look: read.look, isRead: true });
      if (read.digest === set.digest) await withdraw(parts, set);
      else if (read.digest !== set.proposed) await propose(parts, set, read);
    }
    return null;
  } catch (error) {
    if (!(error instanceof ReadFailed)) throw error;
    remembered.delete(set.id);
    return error.code === 'path.changing' ? null : error.code;
  }
}

async function propose({ database }: ReadingParts, set: WatchedSet, read: ReadSet): Promise<void> {
  await database.change(process, async (changing: Changing) => {
    const { ids, now, sql } = changing;
    const id = ids.uuid();
    await insertImport(sql, { id, setId: set.id, at: now, by: null });
    await keepRead(changing, { id, rule_set_id: set.id, set_kind: 'path' }, read);
  });
}

/** The folder is again as the set is: what waits would bring back what somebody took out. */
async function withdraw({ database }: ReadingParts, { waiting }: WatchedSet): Promise<void> {
  if (waiting === null) return;
  await database.change(process, async ({ now, sql }) => {
    const row = await lockImport(sql, waiting);
    if (row?.state === 'waiting')
      await endImport(sql, { id: waiting, state: 'discarded', at: now, by: null });
  });
}

function watchedSets({ database }: ReadingParts): Promise<readonly WatchedSet[]> {
  return database.read(process, async ({ sql }) => {
    const { rows } = await raw<WatchedSet>`
      SELECT s.id, s.path, s.digest, s.problem, newest.digest AS proposed,
        coalesce(newest.state = 'reading', false) AS "isReading",
        CASE newest.state WHEN 'waiting' THEN newest.id END AS waiting
      FROM rule_set s LEFT JOIN LATERAL (SELECT id, digest, state FROM rule_import i WHERE i.rule_set_id = s.id
        AND i.state <> 'failed' ORDER BY asked_at DESC LIMIT 1) AS newest ON true
      WHERE s.kind = 'path' AND s.is_watched AND s.removed_at IS NULL ORDER BY s.id`.execute(sql);
    return rows;
  });
}

/** Says when a folder was looked at, and why it could not be read; not at every look, or the table would only churn. */
async function noteLook({ database }: ReadingParts, set: WatchedSet, problem: string | null): Promise<void> {
  await database.change(process, async ({ now, sql }) => {
    await raw`
      UPDATE rule_set SET looked_at = ${now}, problem = ${problem}
      WHERE id = ${set.id} AND (problem IS DISTINCT FROM ${problem} OR looked_at IS NULL
        OR looked_at < ${now}::timestamptz - interval '1 minute')`.execute(sql);
  });
}
