// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { systemActor } from '../platform/authorization/actor.ts';
import { type Database, DatabaseUnavailable } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { keepRead } from './apply-import.ts';
import { endImport, lockImport } from './import-store.ts';
import { currentPlaceholders } from './library-store.ts';
import type { ReadSet } from './read-documents.ts';
import { ReadFailed } from './rule-files.ts';
import { runTask } from './run-task.ts';

export interface ReadingParts {
  readonly database: Database;
  /** Directories of this machine rules may be read from. */
  readonly ruleFolders: readonly string[];
}

const process = systemActor('rule-imports-are-read');
const LOOK_MS = 1_000;
/** How often the row of an import says how far its reading is. */
const PROGRESS_MS = 300;

/**
 * Reads what people handed in or pointed at. The row of an import holds everything that takes: a reading that ends
 * with the process begins anew with the next one.
 */
export function ruleImportsAreRead(parts: ReadingParts): DueWork {
  const { database } = parts;
  return {
    name: process.process,
    lookEveryMs: LOOK_MS,
    doBatch: async () => {
      const next = await nextToRead(parts);
      if (next === null) return false;
      try {
        const read = await readNext(parts, next);
        await database.change(process, async (changing) => {
          const row = await lockImport(changing.sql, next.id);
          // Somebody discarded it while it was read.
          if (row?.state === 'reading') await keepRead(changing, row, read);
        });
      } catch (error) {
        const failure = failureOf(error);
        // Somebody writes into the folder right now: the next look finds it quiet.
        if (failure?.code === 'path.changing') return false;
        if (error instanceof DatabaseUnavailable) throw error;
        const problem = failure ?? new ReadFailed('read.broken', 'It cannot be kept');
        await database.change(process, ({ now, sql }) =>
          endImport(sql, {
            ...{ id: next.id, state: 'failed', at: now, by: null },
            problem: { code: problem.code, detail: problem.message },
          }),
        );
        // A mistake of ours is told as one; left there, this import would keep every other one waiting for ever.
        if (failure === null) throw error;
      }
      return true;
    },
  };
}

const failureOf = (error: unknown) => (error instanceof ReadFailed ? error : null);

interface NextImport {
  readonly id: string;
  readonly path: string | null;
  readonly upload: Buffer | null;
  readonly upload_name: string | null;
}

function nextToRead({ database }: ReadingParts): Promise<NextImport | null> {
  return database.read(process, async ({ sql }) => {
    const row = await sql
      .selectFrom('rule_import')
      .innerJoin('rule_set', 'rule_set.id', 'rule_import.rule_set_id')
      .select(['rule_import.id', 'rule_set.path', 'rule_import.upload', 'rule_import.upload_name'])
      .where('rule_import.state', '=', 'reading')
      .orderBy('rule_import.asked_at')
      .limit(1)
      .executeTakeFirst();
    return row ?? null;
  });
}

async function readNext({ database, ruleFolders }: ReadingParts, next: NextImport): Promise<ReadSet> {
  const placeholders = (await database.read(process, ({ sql }) => currentPlaceholders(sql))).lists;
  let told = 0;
  const progress = (read: number, total: number) => {
    if (read < total && performance.now() - told < PROGRESS_MS) return;
    told = performance.now();
    // How far it is is a courtesy: an update that fails is not what the reading hangs on.
    void database
      .change(process, ({ sql }) =>
        sql
          .updateTable('rule_import')
          .set({ read_count: read, total_count: total })
          .where('id', '=', next.id)
          .execute(),
      )
      .catch(() => undefined);
  };
  if (next.path !== null) {
    const task = { kind: 'folder', folder: next.path, allowed: ruleFolders, placeholders } as const;
    return runTask<'folder'>(task, limits.ruleReadMsMax, progress);
  }
  if (next.upload === null) throw new ReadFailed('rules.none', 'There is nothing to read');
  const task = { kind: 'upload', bytes: next.upload, name: next.upload_name ?? '', placeholders } as const;
  return runTask<'upload'>(task, limits.ruleReadMsMax, progress);
}
