// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, refuse, type triageRoutes } from '@belfry/contract';
import { may, type PersonActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import {
  type CannedWords,
  countUse,
  insertCannedText,
  listCannedTextRows,
  lockCannedText,
  presentCannedText,
  removeCannedTextRow,
  updateCannedText,
} from './canned-text-store.ts';

type Routes = Pick<
  typeof triageRoutes,
  'listCannedTexts' | 'addCannedText' | 'changeCannedText' | 'removeCannedText' | 'countCannedText'
>;

export function cannedTextHandlers({ database }: { database: Database }): Handlers<Routes> {
  return {
    listCannedTexts: async ({ actor }) =>
      reasonNotMay(actor) ??
      database.read(actor, async ({ sql }) => ({
        items: (await listCannedTextRows(sql)).map(presentCannedText),
      })),
    addCannedText: async ({ actor, body }) =>
      reasonNotMay(actor) ??
      reasonNoWords(body) ??
      database.change(actor, async ({ ids, now, record, sql }) => {
        if ((await listCannedTextRows(sql)).length >= limits.cannedTextsMax) {
          return refuse('triage.too_many', `There are ${limits.cannedTextsMax} canned texts`);
        }
        const id = ids.uuid();
        const added = await insertCannedText(sql, id, body, now);
        record({
          event: 'canned_text.added',
          subject: { kind: 'canned_text', id, reference: body.name },
          changes: changesBetween({}, { ...body }),
        });
        return added;
      }),
    changeCannedText: async ({ actor, body, params }) =>
      reasonNoWords(body) ??
      database.change(actor, async ({ now, record, sql }) => {
        const row = await lockCannedText(sql, params.id);
        if (row === undefined) {
          return refuse('canned_text.not_found');
        }
        const before = presentCannedText(row);
        const changes = changesBetween({ ...before }, { ...body });
        if (changes.length > 0) {
          await updateCannedText(sql, row.id, body, now);
          record({
            event: 'canned_text.changed',
            subject: { kind: 'canned_text', id: row.id, reference: body.name },
            changes,
          });
        }
        return { ...before, ...body };
      }),
    removeCannedText: ({ actor, params }) =>
      database.change(actor, async ({ now, record, sql }) => {
        const row = await lockCannedText(sql, params.id);
        if (row === undefined) {
          return refuse('canned_text.not_found');
        }
        await removeCannedTextRow(sql, row.id, now);
        record({
          event: 'canned_text.removed',
          subject: { kind: 'canned_text', id: row.id, reference: row.name },
        });
        return undefined;
      }),
    countCannedText: ({ actor, body, params }) =>
      database.change(actor, async ({ now, sql }) =>
        (await countUse(sql, params.id, body.times, now)) ? undefined : refuse('canned_text.not_found'),
      ),
  };
}

function reasonNotMay(actor: PersonActor): Refusal<'permission.missing'> | null {
  return may(actor, 'reports.decide') || may(actor, 'triage.manage')
    ? null
    : refuse('permission.missing', 'reports.decide or triage.manage');
}

function reasonNoWords({ texts }: CannedWords): Refusal<'request.not_valid'> | null {
  const detail = 'A canned text has words in one language at least';
  return Object.values(texts).some((words) => words !== undefined)
    ? null
    : refuse('request.not_valid', detail, [{ pointer: '/texts', code: 'too_small', detail }]);
}
