// SPDX-License-Identifier: Apache-2.0
import {
  type CaseWhole,
  type handOverCase,
  type Input,
  isRefusal,
  type Refusal,
  type whistleblowingRoutes,
} from '@belfry/contract';
import { z } from 'zod';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Ids } from '../platform/clock/clock.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { type Receipts, type ReceiveReport, sendFile } from '../reports/index.ts';
import {
  acknowledge,
  close,
  giveFeedback,
  reopen,
  setHandler,
  writeMessage,
  writeNote,
} from './case-steps.ts';
import {
  type CaseNotFound,
  type CaseRow,
  changeCase,
  findCase,
  findCaseFile,
  insertHandOver,
  listCaseRows,
  personShown,
  presentCase,
} from './case-store.ts';
import { wholeCase } from './case-whole.ts';
import { marksOf, struck } from './hand-over-words.ts';
import {
  activeWithRole,
  findExternalChannels,
  handlerChanges,
  isManned,
  updateExternalChannels,
} from './handler-store.ts';

type Routes = typeof whistleblowingRoutes;
type HandOver = Input<typeof handOverCase>['body'];

/** How an incident is told what may be known. It takes incidents, so the process above both slices does it. */
export type TellIncident = (
  changing: Changing,
  actor: PersonActor,
  about: { reportId: string; reference: string; wanted: HandOver },
) => Promise<
  | { incident: string }
  | Refusal<
      'incident.not_found' | 'incident.status_does_not_allow' | 'permission.missing' | 'request.not_valid'
    >
>;

export interface WhistleblowingParts {
  readonly database: Database;
  readonly files: FileStore;
  readonly receipts: Receipts;
  readonly ids: Ids;
  readonly receive: ReceiveReport;
  readonly tellIncident: TellIncident;
}

const RECEIPT_DIGITS = 16;
const cursorKey = z.tuple([z.iso.datetime(), z.uuid()]);

export function whistleblowingHandlers(parts: WhistleblowingParts): Handlers<Routes> {
  const { database } = parts;
  return {
    listCases: ({ actor, query }) =>
      database.read(actor, async ({ now, sql }) => {
        const start = readCursor(query.cursor, cursorKey);
        if (isRefusal(start)) {
          return start;
        }
        const rows = await listCaseRows(sql, query.state, start, query.limit);
        const keyOf = (row: (typeof rows)[number]) => [row.sorted_by.toISOString(), row.report_id];
        return pageOfRows(rows, query.limit, keyOf, (row) => presentCase(row, now));
      }),
    readCase: ({ actor, params }) =>
      database.read(actor, async ({ now, sql }) => {
        const row = await findCase(sql, params.reference);
        return isRefusal(row) ? row : wholeCase(sql, row, now);
      }),
    enterCase: enter(parts),
    ...actHandlers(parts),
    prepareHandOver: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const row = await findCase(sql, params.reference);
        return isRefusal(row) ? row : preparedOf(row);
      }),
    handOverCase: ({ actor, body, params }) =>
      database.change(actor, (changing) => handOver(parts, changing, actor, params.reference, body)),
    readCaseAttachment: async ({ actor, params, reply }) => {
      const { attachment, reference } = params;
      const file = await database.read(actor, ({ sql }) => findCaseFile(sql, reference, attachment));
      return file === undefined
        ? { refused: 'whistleblowing.not_found', detail: `No such file on "${reference}"` }
        : sendFile(reply, parts.files, file);
    },
    ...houseHandlers(parts),
  };
}

type Acts =
  | 'acknowledgeCase'
  | 'giveCaseFeedback'
  | 'writeCaseMessage'
  | 'writeCaseNote'
  | 'setCaseHandler'
  | 'closeCase'
  | 'reopenCase';

/** Acts on one case. Each answers with the case as it stands after it. */
function actHandlers({ database }: WhistleblowingParts): Pick<Handlers<Routes>, Acts> {
  const then = async <R extends Refusal>(
    actor: PersonActor,
    reference: string,
    act: (changing: Changing) => Promise<R | null>,
  ): Promise<CaseWhole | R | CaseNotFound> =>
    database.change<CaseWhole | R | CaseNotFound>(actor, async (changing) => {
      const refusal = await act(changing);
      if (refusal !== null) {
        return refusal;
      }
      const row = await findCase(changing.sql, reference);
      return isRefusal(row) ? row : wholeCase(changing.sql, row, changing.now);
    });
  return {
    acknowledgeCase: ({ actor, body, params: { reference } }) =>
      then(actor, reference, (changing) => acknowledge(changing, reference, body.text)),
    giveCaseFeedback: ({ actor, body, params: { reference } }) =>
      then(actor, reference, (changing) => giveFeedback(changing, reference, body.text)),
    writeCaseMessage: ({ actor, body, params: { reference } }) =>
      then(actor, reference, (changing) => writeMessage(changing, reference, body.text)),
    writeCaseNote: ({ actor, body, params: { reference } }) =>
      then(actor, reference, (changing) => writeNote(changing, actor, reference, body)),
    closeCase: ({ actor, body, params: { reference } }) =>
      then(actor, reference, (changing) => close(changing, reference, body)),
    reopenCase: ({ actor, body, params: { reference } }) =>
      then(actor, reference, (changing) => reopen(changing, actor, reference, body.reason)),
    // Whoever keeps themselves out sees nothing of it afterwards: no answer but that it is done.
    setCaseHandler: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const refusal = await setHandler(changing, actor, params.reference, params.person, body);
        return refusal ?? undefined;
      }),
  };
}

type House =
  | 'readConfidentialHandlers'
  | 'listHandlerChanges'
  | 'readWhistleblowingSettings'
  | 'changeWhistleblowingSettings';

/** Who handles, and what the public page tells. */
function houseHandlers({ database }: WhistleblowingParts): Pick<Handlers<Routes>, House> {
  return {
    readConfidentialHandlers: ({ actor }) =>
      database.read(actor, async ({ sql }) => ({
        handlers: (await activeWithRole(sql, 'whistleblowing_handler')).map(personShown),
        isManned: await isManned(sql),
      })),
    listHandlerChanges: ({ actor }) =>
      database.read(actor, async ({ sql }) => ({ items: await handlerChanges(sql) })),
    readWhistleblowingSettings: ({ actor }) =>
      database.read(actor, async ({ sql }) => ({ externalChannels: await findExternalChannels(sql) })),
    changeWhistleblowingSettings: ({ actor, body }) =>
      database.change(actor, async ({ record, sql }) => {
        const before = await findExternalChannels(sql);
        await updateExternalChannels(sql, body.externalChannels);
        record({
          event: 'whistleblowing.settings_changed',
          subject: { kind: 'organisation', id: 'only', reference: 'whistleblowing' },
          changes: changesBetween({ externalChannels: before }, { externalChannels: body.externalChannels }),
        });
        return { externalChannels: body.externalChannels };
      }),
  };
}

/** Written down by a handler, told by somebody else: the reporter gets a receipt like everybody who reports. */
function enter(parts: WhistleblowingParts): Handler<Routes['enterCase']> {
  return async ({ actor, body }) => {
    const receipt = parts.ids.digits(RECEIPT_DIGITS);
    const receiptHash = await parts.receipts.hash(receipt);
    const { anonymous, checkedByReporter, description, language, reporter, summary, way } = body;
    const received = await parts.database.change(actor, async (changing) => {
      const { name, email, phone } = reporter ?? {};
      const taken = await parts.receive(changing, {
        id: changing.ids.uuid(),
        channel: way === 'phone' ? 'phone' : 'desk',
        receiptHash,
        reporterId: null,
        content: {
          summary,
          description: description ?? null,
          kind: 'whistleblowing',
          category: null,
          noticedAt: null,
          ongoing: 'unknown',
          anonymous,
          language: language ?? (actor.language as CaseWhole['language']),
          reporter: anonymous ? null : { name: name || null, email: email || null, phone: phone || null },
          files: [],
        },
      });
      await changeCase(changing.sql, taken.id, { oral_way: way, checked_by_reporter: checkedByReporter });
      return taken;
    });
    return { reference: received.reference, receipt, receivedAt: received.receivedAt.toISOString() };
  };
}

function preparedOf(row: CaseRow) {
  const original = row.description ?? row.summary;
  const reporter = row.anonymous
    ? null
    : { name: row.reporter_name, email: row.reporter_email, phone: row.reporter_phone };
  const marks = marksOf(original, reporter);
  return { original, marks, suggested: struck(original, marks) };
}

/** The case keeps which incident was told; the incident keeps nothing of the case. */
async function handOver(
  parts: WhistleblowingParts,
  changing: Changing,
  actor: PersonActor,
  reference: string,
  wanted: HandOver,
) {
  const { now, sql } = changing;
  const row = await findCase(sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  const told = await parts.tellIncident(changing, actor, { reportId: row.id, reference, wanted });
  if (isRefusal(told)) {
    return told;
  }
  await insertHandOver(sql, { reportId: row.id, incident: told.incident, at: now, by: actor.id });
  changing.record({
    event: 'whistleblowing.handed_over',
    subject: { kind: 'report', id: row.id, reference },
    reportId: row.id,
    changes: changesBetween({}, { incident: told.incident, files: wanted.files.length }),
  });
  return { incident: told.incident };
}
