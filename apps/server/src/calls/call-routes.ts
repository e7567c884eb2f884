// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util';
import {
  type Answer,
  type CallAnswers,
  type callRoutes,
  isRefusal,
  limits,
  type PersonId,
  refuse,
  type sendCall as sendCallRoute,
} from '@belfry/contract';
import { may } from '../platform/authorization/actor.ts';
import type { Ids } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import type { Receipts } from '../reports/index.ts';
import { reasonNotCategory } from '../vocabularies/index.ts';
import {
  callBacksOfReport,
  callsOfReport,
  findCallBack,
  listOpenCallBacks,
  lockCallBack,
  noteTry,
  presentCallBack,
  reportIdOf,
  triesOf,
} from './call-back-store.ts';
import {
  answersOf,
  beginCall,
  type CallRow,
  countOpenCalls,
  findCall,
  listCallRows,
  lockCall,
  presentCall,
  presentLine,
  type SentCall,
  saveAnswers,
  setDiscarded,
} from './call-store.ts';
import { callersLike } from './caller-store.ts';
import { type SendParts, sendCall } from './send-call.ts';

type Routes = typeof callRoutes;
const FIRST_WORDS = 160;

export interface CallParts extends SendParts {
  readonly database: Database;
  readonly receipts: Receipts;
  readonly ids: Ids;
}

export function callHandlers(parts: CallParts): Handlers<Routes> {
  const { database } = parts;
  return {
    listCalls: ({ actor }) =>
      database.read(actor, async ({ sql }) => ({
        items: (await listCallRows(sql, actor.id)).map((row) => {
          const { name, summary } = answersOf(row);
          return { ...presentLine(row), summary: summary.slice(0, FIRST_WORDS), name };
        }),
      })),
    readCall: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const row = await findCall(sql, params.id);
        return isWriting(row) ? presentCall(row) : refuse('call.not_found');
      }),
    saveCall: save(database),
    discardCall: ({ actor, body, params }) =>
      database.change(actor, async ({ now, sql }) => {
        const row = await lockCall(sql, params.id);
        if (!isWriting(row)) {
          return refuse('call.not_found');
        }
        await setDiscarded(sql, row.id, body.isDiscarded ? now : null);
        return undefined;
      }),
    sendCall: send(parts),
    findCallers: ({ actor, query }) =>
      database.read(actor, async ({ sql }) => ({
        items: query.q.trim() === '' ? [] : await callersLike(sql, query.q, may(actor, 'people.read')),
      })),
    readCallsOfReport: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const reportId = await reportIdOf(sql, params.reference);
        if (reportId === undefined) {
          return refuse('report.not_found', `No report "${params.reference}"`);
        }
        return {
          calls: await callsOfReport(sql, reportId),
          callBacks: (await callBacksOfReport(sql, reportId)).map(presentCallBack),
        };
      }),
    listCallBacks: ({ actor }) =>
      database.read(actor, async ({ sql }) => ({
        items: (await listOpenCallBacks(sql)).map(presentCallBack),
      })),
    tryCallBack: tryAgain(database),
  };
}

/** A call that was sent is a report; there is nothing left to write down. */
function isWriting(row: CallRow | undefined): row is CallRow {
  return row !== undefined && row.sent_at === null;
}

/**
 * Saves what is typed. Whoever grew their words from an older version is told, and nothing of either is lost; the
 * same words sent twice, because an answer did not arrive, are saved once.
 */
function save(database: Database): Handler<Routes['saveCall']> {
  return ({ actor, body, params }) =>
    database.change(actor, async ({ now, sql }) => {
      const { answers, version } = body;
      if (version === 0) {
        if ((await countOpenCalls(sql, actor.id)) >= limits.callDraftsPerPersonMax) {
          return refuse('call.too_many', `${limits.callDraftsPerPersonMax} calls at once`);
        }
        await beginCall(sql, { id: params.id, ownerId: actor.id, answers, now });
      }
      const row = await lockCall(sql, params.id);
      if (!isWriting(row)) {
        return refuse('call.not_found');
      }
      if (isSame(row, answers)) {
        return presentCall(row);
      }
      if (row.version !== version) {
        return refuse('call.changed_meanwhile', `Version ${row.version} now, ${version} seen`);
      }
      await saveAnswers(sql, row, answers, now);
      const saved = await findCall(sql, row.id);
      return saved === undefined ? refuse('call.not_found') : presentCall(saved);
    });
}

function isSame(row: CallRow, answers: CallAnswers): boolean {
  return row.discarded_at === null && isDeepStrictEqual(answersOf(row), answers);
}

function send(parts: CallParts): Handler<Routes['sendCall']> {
  const { database, ids, receipts } = parts;
  return async ({ actor, body, params }) => {
    const salt = ids.uuid();
    // The slow hash comes before the transaction: nobody waits for it with a lock in hand.
    const hash = await receipts.hash(receiptOf(receipts, params.id, salt));
    const sent = await database.change(actor, async (changing) => {
      const row = await lockCall(changing.sql, params.id);
      if (row === undefined) {
        return refuse('call.not_found');
      }
      if (row.sent !== null) {
        return row.sent as unknown as SentCall;
      }
      if (row.version !== body.version) {
        return refuse('call.changed_meanwhile', `Version ${row.version} now, ${body.version} seen`);
      }
      const wrong = await reasonNotCategory(changing.sql, answersOf(row).category ?? undefined);
      return wrong ?? sendCall(parts, changing, actor, row, { salt, hash });
    });
    return isRefusal(sent) ? sent : present(receipts, params.id, sent);
  };
}

/** Made anew from what the database holds and a key it does not: a stolen copy tells no receipt. */
function receiptOf(receipts: Receipts, id: string, salt: string): string {
  return receipts.ofDraft(`call ${id} ${salt}`);
}

function present(receipts: Receipts, id: string, sent: SentCall): Answer<typeof sendCallRoute> {
  const { joined, mailedTo, receiptSalt, receivedAt, reference } = sent;
  const receipt = receiptSalt === null ? null : receiptOf(receipts, id, receiptSalt);
  return { reference, joined, receipt, receivedAt, mailedTo };
}

function tryAgain(database: Database): Handler<Routes['tryCallBack']> {
  return ({ actor, body, params }) =>
    database.change(actor, async ({ now, record, sql }) => {
      const row = await lockCallBack(sql, params.id);
      if (row === undefined) {
        return refuse('call_back.not_found');
      }
      if (row.done_at !== null || triesOf(row).length >= limits.callBackTriesMax) {
        return refuse('call_back.done_already');
      }
      const by = { id: actor.id as PersonId, name: actor.name };
      const made = { at: now.toISOString(), by, reached: body.reached, note: body.note.trim() };
      const dueAt = body.againAt === undefined || body.reached ? row.due_at : new Date(body.againAt);
      await noteTry(sql, row, made, { doneAt: body.reached ? now : null, dueAt });
      record({
        event: body.reached ? 'call_back.done' : 'call_back.tried',
        subject: { kind: 'report', id: row.report_id, reference: row.reference },
        reportId: row.report_id,
        text: made.note === '' ? undefined : made.note,
        changes: changesBetween({ dueAt: row.due_at.toISOString() }, { dueAt: dueAt.toISOString() }),
      });
      const after = await findCallBack(sql, row.id);
      return after === undefined ? refuse('call_back.not_found') : presentCallBack(after);
    });
}
