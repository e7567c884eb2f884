// SPDX-License-Identifier: Apache-2.0
import { isRefusal, refuse, type ruleSetRoutes } from '@belfry/contract';
import { z } from 'zod';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { applyImport } from './apply-import.ts';
import {
  endImport,
  findImport,
  listImports,
  lockImport,
  presentDocument,
  presentImport,
  readImportDocuments,
} from './import-store.ts';

type Routes = Pick<
  typeof ruleSetRoutes,
  | 'listRuleImports'
  | 'readRuleImport'
  | 'listImportDocuments'
  | 'readImportDocument'
  | 'applyRuleImport'
  | 'discardRuleImport'
>;

const importCursor = z.tuple([z.iso.datetime(), z.uuid()]);
const documentCursor = z.tuple([z.number().int().min(0)]);

export function ruleImportHandlers({ database }: { database: Database }): Handlers<Routes> {
  return {
    listRuleImports: async ({ actor, query }) => {
      const after = readCursor(query.cursor, importCursor);
      if (isRefusal(after)) return after;
      return database.read(actor, async ({ sql }) => {
        const rows = await listImports(sql, {
          state: query.state,
          set: query.set,
          limit: query.limit,
          after,
        });
        return pageOfRows(rows, query.limit, (row) => [row.asked_at.toISOString(), row.id], presentImport);
      });
    },
    readRuleImport: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const row = await findImport(sql, params.id);
        return row === undefined ? refuse('rule_import.not_found') : presentImport(row);
      }),
    listImportDocuments: async ({ actor, params, query }) => {
      const after = readCursor(query.cursor, documentCursor);
      if (isRefusal(after)) return after;
      return database.read(actor, async ({ sql }) => {
        if ((await findImport(sql, params.id)) === undefined) return refuse('rule_import.not_found');
        const { change, limit, q } = query;
        const rows = await readImportDocuments(sql, params.id, {
          ...{ change, q, after: after?.[0] ?? 0 },
          limit: limit + 1,
        });
        return pageOfRows(rows, limit, ({ number }) => [number], presentDocument);
      });
    },
    readImportDocument: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const [row] = await readImportDocuments(sql, params.id, { number: params.number });
        if (row === undefined) return refuse('rule_import.not_found', 'No such document in it');
        const after = row.planned.document?.yaml ?? null;
        return { ...presentDocument(row), before: row.kept?.yaml ?? null, after };
      }),
    applyRuleImport: ({ actor, params }) =>
      database.change(actor, async (changing) => {
        const applied = await applyImport(changing, params.id, actor.id);
        return isRefusal(applied) ? applied : presentImport(applied);
      }),
    discardRuleImport: ({ actor, params }) =>
      database.change(actor, async ({ now, record, sql }) => {
        const row = await lockImport(sql, params.id);
        if (row === undefined) return refuse('rule_import.not_found');
        if (row.state !== 'waiting' && row.state !== 'reading') {
          return refuse('rule_import.not_waiting', `It is ${row.state}`);
        }
        await endImport(sql, { id: row.id, state: 'discarded', at: now, by: actor.id });
        record({
          event: 'rule_import.discarded',
          subject: { kind: 'rule_set', id: row.rule_set_id, reference: row.set_name },
          changes: changesBetween({ state: row.state }, { state: 'discarded' }),
        });
        return presentImport((await findImport(sql, row.id)) ?? row);
      }),
  };
}
