// SPDX-License-Identifier: Apache-2.0
import {
  isRefusal,
  limits,
  type MyReport,
  type MyReportWhole,
  type myReportRoutes,
  type Refusal,
  type ReportState,
  refuse,
} from '@belfry/contract';
import { z } from 'zod';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import {
  addOwnFiles,
  attachmentsOf,
  hearReporter,
  markSeen,
  type OwnReport,
  ownFilesOf,
  presentOwnReport,
  readOwnReport,
  readUploadWhole,
  sendFile,
  standingOf,
  withdrawReport,
} from '../reports/index.ts';
import { enterOwnReport, listOwnReports, type MyReportRow } from './my-report-store.ts';

export interface MyReportParts {
  readonly database: Database;
  readonly files: FileStore;
}

type Routes = typeof myReportRoutes;
const cursorKey = z.tuple([z.iso.datetime(), z.uuid()]);

export function myReportHandlers({ database, files }: MyReportParts): Handlers<Routes> {
  return {
    listMyReports: ({ actor, query }) =>
      database.read(actor, async ({ sql }) => {
        const start = readCursor(query.cursor, cursorKey);
        if (isRefusal(start)) {
          return start;
        }
        const rows = await listOwnReports(sql, start, query.limit + 1);
        const keyOf = (row: MyReportRow) => [row.reported_at.toISOString(), row.id];
        return pageOfRows(rows, query.limit, keyOf, (row) => presentLine(row, actor.id));
      }),
    readMyReport: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const id = await enterOwnReport(sql, params.reference);
        return isRefusal(id) ? id : whole(sql, id, actor.id);
      }),
    markMyReportSeen: ({ actor, body, params }) =>
      database.change(actor, async ({ sql }) => {
        const id = await enterOwnReport(sql, params.reference);
        return isRefusal(id) ? id : markSeen(sql, id, body.count);
      }),
    writeOnMyReport: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const id = await enterOwnReport(changing.sql, params.reference);
        const heard = isRefusal(id) ? id : await hearReporter(changing, id, body.text);
        return isRefusal(heard) ? heard : whole(changing.sql, heard.id, actor.id);
      }),
    addMyFiles: addFiles({ database, files }),
    readMyFile: async ({ actor, params, reply }) => {
      const file = await database.read(actor, async ({ sql }) => {
        const id = await enterOwnReport(sql, params.reference);
        const all = isRefusal(id) ? [] : await ownFilesOf(sql, id);
        return all.find((each) => each.id === params.attachment);
      });
      return file === undefined
        ? refuse('report.not_found', `No such file on "${params.reference}"`)
        : sendFile(reply, files, file);
    },
    withdrawMyReport: ({ actor, params }) =>
      database.change(actor, async (changing) => {
        const id = await enterOwnReport(changing.sql, params.reference);
        const withdrawn = isRefusal(id) ? id : await withdrawReport(changing, id);
        return isRefusal(withdrawn) ? withdrawn : whole(changing.sql, withdrawn.id, actor.id);
      }),
  };
}

function addFiles({ database, files }: MyReportParts): Handler<Routes['addMyFiles']> {
  return async ({ actor, params, request }) => {
    // Asked before the body is read: a file for a report that is not one's own is not kept.
    const count = await database.read(actor, async ({ sql }) => {
      const id = await enterOwnReport(sql, params.reference);
      return isRefusal(id) ? id : (await attachmentsOf(sql, id)).length;
    });
    if (isRefusal(count)) {
      return count;
    }
    const read = await readUploadWhole(request, files);
    if (isRefusal(read)) {
      return read;
    }
    if (count + read.length > limits.attachmentsPerReportMax) {
      return refuse('request.too_large', `A report may have ${limits.attachmentsPerReportMax} files`);
    }
    return database.change(actor, async (changing) => {
      const id = await enterOwnReport(changing.sql, params.reference);
      const added = isRefusal(id) ? id : await addOwnFiles(changing, id, read);
      return isRefusal(added)
        ? added
        : { items: added.map(({ id: file, name, sha256 }) => ({ id: file, name, sha256 })) };
    });
  };
}

function presentLine(row: MyReportRow, personId: string): MyReport {
  return {
    reference: row.reference,
    summary: row.summary,
    kind: row.kind as MyReport['kind'],
    standing: standingOf({ ...row, state: row.state as ReportState }, row.fate),
    reportedAt: row.reported_at.toISOString(),
    enteredForMe: row.reporter_id !== personId,
    unread: row.unread,
  };
}

async function whole(
  sql: Sql,
  reportId: string,
  personId: string,
): Promise<MyReportWhole | Refusal<'report.not_found'>> {
  const own = await readOwnReport(sql, reportId);
  return own === null
    ? refuse('report.not_found')
    : { ...presentOwnReport(own), enteredForMe: enteredFor(own, personId) };
}

function enteredFor(own: OwnReport, personId: string): boolean {
  return own.report.reporter_id !== personId;
}
