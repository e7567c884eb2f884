// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import {
  type ImportPreview,
  isRefusal,
  limits,
  type Refusal,
  refuse,
  type registerRoutes,
} from '@belfry/contract';
import type { FastifyReply } from 'fastify';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { asCell } from '../platform/csv/csv-line.ts';
import type { Changing, Database, Reading, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { columnsOf, suggestColumns } from './column-mapping.ts';
import { type CsvRow, detectSeparator, readTable } from './csv-text.ts';
import { countsOf, type PlannedRow, planImport, readyRows } from './import-plan.ts';
import { cellProblem } from './import-problem.ts';
import {
  holdImports,
  type ImportedIncident,
  insertImported,
  knownOf,
  peopleByName,
  timeZoneOf,
} from './import-store.ts';
import { readUpload, type Upload } from './import-upload.ts';
import { type ImportedRow, type RowReading, readRow } from './imported-row.ts';
import { csvHeader, csvOf } from './register-entry.ts';
import { exportEntries, type FindPage, type RegisterFilter } from './register-export.ts';

export interface RegisterParts {
  readonly database: Database;
  readonly findPage: FindPage;
}

const ROWS_PER_STRETCH = 500;
const BYTE_ORDER_MARK = '\uFEFF';

export function registerHandlers(parts: RegisterParts): Handlers<typeof registerRoutes> {
  const { database } = parts;
  return {
    exportRegisterCsv: async ({ query, actor, reply }) => {
      const { bom, separator, ...filter } = query;
      async function* lines() {
        yield (bom === 'true' ? BYTE_ORDER_MARK : '') + csvHeader(separator);
        for await (const entries of exportEntries(parts, actor, filter, 'csv')) {
          yield entries.map((entry) => csvOf(entry, separator)).join('');
        }
      }
      return sendFile(reply, 'csv', 'text/csv; charset=utf-8; header=present', lines());
    },

    exportRegisterJson: async ({ query, actor, reply }) => {
      async function* text() {
        let isFirst = true;
        yield '{"items":[';
        for await (const entries of exportEntries(parts, actor, query as RegisterFilter, 'json')) {
          for (const entry of entries) {
            yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(entry)}`;
            isFirst = false;
          }
        }
        yield '\n]}\n';
      }
      return sendFile(reply, 'json', 'application/json; charset=utf-8', text());
    },

    previewImport: async ({ request, actor }) => {
      const upload = await readUpload(request);
      return isRefusal(upload) ? upload : database.read(actor, (reading) => preview(reading, upload));
    },

    importRegister: async ({ request, actor }) => {
      const upload = await readUpload(request);
      return isRefusal(upload)
        ? upload
        : database.change(actor, (changing) => runImport(changing, actor, upload));
    },
  };
}

function sendFile(
  reply: FastifyReply,
  extension: string,
  mediaType: string,
  content: AsyncIterable<string>,
): FastifyReply {
  return reply
    .header('content-type', mediaType)
    .header('content-disposition', `attachment; filename="register.${extension}"`)
    .send(Readable.from(content));
}

type ReadRefusal = Refusal<'register.not_readable' | 'register.no_title' | 'request.not_valid'>;
interface Plan {
  readonly columns: ImportPreview['columns'];
  readonly separator: ImportPreview['separator'];
  readonly rows: readonly PlannedRow[];
  readonly people: ReadonlyMap<string, string>;
}

async function planOf(trx: Sql, now: Date, upload: Upload): Promise<Plan | ReadRefusal> {
  const separator = detectSeparator(upload.text);
  const table = readTable(upload.text, separator);
  if (isRefusal(table)) {
    return table;
  }
  const columns = columnsOf(table.headers, upload.options.mapping);
  if (isRefusal(columns)) {
    return columns;
  }
  const reading = {
    headers: table.headers,
    columns,
    logbook: upload.options.logbook.trim(),
    timeZone: await timeZoneOf(trx),
    now,
  };
  const read = await readRows(table.rows, reading);
  const people = await peopleByName(trx);
  const suggested = suggestColumns(table.headers);
  const leadHeader = table.headers[columns.indexOf('lead')] ?? null;
  return {
    separator,
    columns: table.headers.map((header, index) => ({
      header,
      column: columns[index] ?? null,
      suggested: suggested[index] ?? null,
      sample: sampleOf(table.rows.map((row) => row.cells[index] ?? '')),
    })),
    rows: planImport(read, await knownOf(trx, read)).map((line) => withUnknownLead(line, leadHeader, people)),
    people,
  };
}

/** Reads in stretches: a long logbook must not keep other people's requests waiting. */
async function readRows(rows: readonly CsvRow[], reading: RowReading): Promise<ImportedRow[]> {
  const read: ImportedRow[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_PER_STRETCH === 0) {
      await setImmediate();
    }
    read.push(readRow(row, reading));
  }
  return read;
}

function withUnknownLead(
  line: PlannedRow,
  leadHeader: string | null,
  people: ReadonlyMap<string, string>,
): PlannedRow {
  const lead = line.row.facts?.lead ?? null;
  return line.outcome !== 'create' || lead === null || people.has(lead.toLowerCase())
    ? line
    : { ...line, problems: [...line.problems, cellProblem(line.row.line, leadHeader, lead, 'lead.unknown')] };
}

function sampleOf(cells: readonly string[]): string | null {
  const first = cells.find((cell) => cell.trim() !== '');
  return first === undefined ? null : asCell(first).toWellFormed().slice(0, 120);
}

async function preview(reading: Reading, upload: Upload): Promise<ImportPreview | ReadRefusal> {
  const plan = await planOf(reading.sql, reading.now, upload);
  if (isRefusal(plan)) {
    return plan;
  }
  return {
    encoding: upload.encoding,
    separator: plan.separator,
    columns: plan.columns,
    counts: countsOf(plan.rows),
    rows: plan.rows.slice(0, limits.importRowsShownMax).map(({ row, outcome, reference }) => ({
      line: row.line,
      outcome,
      number: row.number,
      title: row.title,
      reference,
    })),
    problems: plan.rows.flatMap((line) => line.problems).slice(0, limits.importProblemsShownMax),
  };
}

async function runImport(changing: Changing, actor: PersonActor, upload: Upload) {
  await holdImports(changing.sql);
  const plan = await planOf(changing.sql, changing.now, upload);
  if (isRefusal(plan)) {
    return plan;
  }
  const counts = countsOf(plan.rows);
  if (counts.wrong > 0 && !upload.options.skipRowsWithErrors) {
    return refuse('register.rows_not_valid', `${counts.wrong} of ${counts.rows} rows`, rowErrors(plan.rows));
  }
  const imported = await insertImported(changing, actor, readyRows(plan.rows), plan.people);
  recordImport(changing, upload, imported, counts);
  return {
    created: imported.length,
    alreadyThere: counts.alreadyThere,
    skipped: counts.wrong,
    first: imported[0]?.reference ?? null,
    last: imported.at(-1)?.reference ?? null,
  };
}

/** Rows as pointers into the file: line and column, what stands there, and what to do. */
function rowErrors(rows: readonly PlannedRow[]) {
  return rows
    .flatMap((line) => line.problems.filter((problem) => problem.stops))
    .slice(0, limits.importProblemsShownMax)
    .map(({ line, column, value, problem, whatToDo }) => ({
      pointer: `/lines/${line}${column === null ? '' : `/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`}`,
      code: problem,
      detail: `${value === null ? '' : `"${value}": `}${whatToDo}`,
    }));
}

/** Each incident keeps the row it came from, as it stood; the import itself keeps the digest of the file. */
function recordImport(
  changing: Changing,
  upload: Upload,
  imported: readonly ImportedIncident[],
  counts: ImportPreview['counts'],
): void {
  const logbook = upload.options.logbook.trim();
  for (const { id, reference, row } of imported) {
    changing.record({
      event: 'incident.imported',
      subject: { kind: 'incident', id, reference },
      incident: { id, reference },
      changes: Object.entries(row.original).map(([field, to]) => ({ field, from: null, to })),
      ...(row.number === null ? {} : { text: [logbook, row.number].filter((part) => part !== '').join(' ') }),
    });
  }
  changing.record({
    event: 'register.imported',
    subject: { kind: 'register', id: changing.ids.uuid(), reference: 'register' },
    changes: [
      { field: 'logbook', from: null, to: logbook },
      { field: 'sha256', from: null, to: createHash('sha256').update(upload.text).digest('hex') },
      { field: 'created', from: null, to: imported.length },
      { field: 'alreadyThere', from: null, to: counts.alreadyThere },
      { field: 'skipped', from: null, to: counts.wrong },
    ],
  });
}
