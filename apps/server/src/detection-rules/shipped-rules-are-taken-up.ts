// SPDX-License-Identifier: Apache-2.0
import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { limits } from '@belfry/contract';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { applyImport, keepRead } from './apply-import.ts';
import { insertImport } from './import-store.ts';
import { currentPlaceholders, onlySet } from './library-store.ts';
import { runTask } from './run-task.ts';

const process = systemActor('shipped-rules-are-taken-up');
/** The rules this version comes with. */
export const shippedFolder = fileURLToPath(new URL('./shipped', import.meta.url));
const DAY_MS = 86_400_000;

/**
 * Takes up the rules this version comes with, without asking: whoever installed it chose them. The record says what
 * came, changed and went.
 */
export function shippedRulesAreTakenUp({
  database,
  folder,
}: {
  database: Database;
  folder: string;
}): DueWork {
  let isDone = false;
  return {
    name: process.process,
    lookEveryMs: DAY_MS,
    doBatch: async () => {
      if (isDone || !(await isThere(folder))) return false;
      const { lists } = await database.read(process, ({ sql }) => currentPlaceholders(sql));
      const task = { kind: 'folder', folder, allowed: [folder], placeholders: lists } as const;
      const read = await runTask<'folder'>(task, limits.ruleReadMsMax);
      await database.change(process, async (changing) => {
        const { ids, now, sql } = changing;
        const setId = await onlySet(sql, 'shipped', { id: ids.uuid(), name: 'Belfry', at: now });
        const set = await sql
          .selectFrom('rule_set')
          .select('digest')
          .where('id', '=', setId)
          .executeTakeFirst();
        if (set?.digest === read.digest) return;
        const id = ids.uuid();
        await insertImport(sql, { id, setId, at: now, by: null });
        await keepRead(changing, { id, rule_set_id: setId, set_kind: 'shipped' }, read);
        await applyImport(changing, id, null);
      });
      isDone = true;
      return false;
    },
  };
}

async function isThere(folder: string): Promise<boolean> {
  try {
    await access(folder);
    return true;
  } catch {
    return false;
  }
}
