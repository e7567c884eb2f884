// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import {
  type ImportProblem,
  type IncidentLine,
  type IncidentStatus,
  limits,
  type MomentName,
  type RegisterColumn,
  rsitClassOf,
  storableText,
  type Tlp,
} from '@belfry/contract';
import { canonicalJson } from '@belfry/ledger';
import { asCell } from '../platform/csv/csv-line.ts';
import { type CellMoment, readMoment } from './cell-moment.ts';
import {
  readClass,
  readPersonalFlag,
  readRootCauseClass,
  readSeverity,
  readStatus,
  readTlpLabel,
  readType,
  readYesNo,
} from './cell-words.ts';
import type { CsvRow } from './csv-text.ts';
import { cellProblem } from './import-problem.ts';

/** What a row of a logbook says, in the words of the desk. */
export interface ImportedFacts {
  readonly title: string;
  readonly summary: string | null;
  readonly status: IncidentStatus;
  readonly severity: IncidentLine['severity'];
  readonly class: IncidentLine['class'];
  readonly type: IncidentLine['type'];
  readonly functions: readonly string[];
  readonly tlp: Tlp;
  readonly personalData: IncidentLine['personalData'];
  readonly restricted: boolean;
  /** Name or mail address of who led it, as written. */
  readonly lead: string | null;
  readonly moments: Readonly<Partial<Record<MomentName, CellMoment>>>;
  readonly declaredAt: Date;
  readonly resolvedAt: Date | null;
  readonly closedAt: Date | null;
  readonly whatWasDone: string | null;
  readonly rootCauseClass: string | null;
  readonly rootCause: string | null;
  readonly lessons: string | null;
  readonly dismissalReason: string | null;
  /** Own number of the row it was merged into. */
  readonly mergedInto: string | null;
}

export interface ImportedRow {
  readonly line: number;
  readonly number: string | null;
  readonly title: string | null;
  /** The same row of the same logbook has the same key, in this file and in every later one. */
  readonly key: string;
  /** The row as it stands, header by header; kept in the record. */
  readonly original: Readonly<Record<string, string>>;
  /** Null when something stops the row. */
  readonly facts: ImportedFacts | null;
  readonly problems: readonly ImportProblem[];
}

export interface RowReading {
  readonly headers: readonly string[];
  readonly columns: readonly (RegisterColumn | null)[];
  readonly logbook: string;
  readonly timeZone: string;
  readonly now: Date;
}

/** Cells of one row by what they mean, and the problems met while reading them. */
class RowReader {
  readonly problems: ImportProblem[] = [];
  readonly #row: CsvRow;
  readonly #reading: RowReading;

  constructor(row: CsvRow, reading: RowReading) {
    this.#row = row;
    this.#reading = reading;
  }

  /** The text of a fact; null when there is none. */
  text(column: RegisterColumn, charactersMax: number = limits.textCharactersMax): string | null {
    const index = this.#reading.columns.indexOf(column);
    const cell = index === -1 ? '' : asCell((this.#row.cells[index] ?? '').trim());
    if (cell === '') {
      return null;
    }
    if (!cell.isWellFormed() || cell.includes('\0')) {
      return this.refuse(column, cell, 'text.not_storable');
    }
    return cell.length > charactersMax
      ? this.refuse(column, cell, 'text.too_long', `${charactersMax}`)
      : cell;
  }

  /** A word of a fixed vocabulary. */
  word<T>(column: RegisterColumn, read: (cell: string) => T | null): T | null {
    const cell = this.text(column);
    return cell === null ? null : (read(cell) ?? this.refuse(column, cell, `${column}.unknown`));
  }

  moment(column: RegisterColumn): CellMoment | null {
    const cell = this.text(column);
    if (cell === null) {
      return null;
    }
    const moment = readMoment(cell, this.#reading.timeZone, this.#reading.now);
    return typeof moment === 'string' ? this.refuse(column, cell, moment) : moment;
  }

  refuse(column: RegisterColumn, value: string | null, problem: string, limit = ''): null {
    const index = this.#reading.columns.indexOf(column);
    const header = this.#reading.headers[index] ?? null;
    this.problems.push(cellProblem(this.#row.line, header, value, problem, limit));
    return null;
  }

  isStopped(): boolean {
    return this.problems.some((problem) => problem.stops);
  }
}

export function readRow(row: CsvRow, reading: RowReading): ImportedRow {
  const cells = new RowReader(row, reading);
  const number = cells.text('number', limits.titleCharactersMax);
  const title = titleOf(cells);
  const facts = readFacts(cells, title ?? '', reading.now);
  if (row.cells.slice(reading.headers.length).some((cell) => cell.trim() !== '')) {
    cells.problems.push(cellProblem(row.line, null, row.cells.at(-1) ?? null, 'row.too_long'));
  }
  const original = originalOf(row, reading.headers);
  const isWhole = title !== null && !cells.isStopped();
  return {
    line: row.line,
    number,
    title,
    key: keyOf(reading.logbook, number, original),
    original,
    facts: isWhole ? facts : null,
    problems: cells.problems,
  };
}

/** The title; where a logbook has none, the first line of what it tells. */
function titleOf(cells: RowReader): string | null {
  const title = cells.text('title', limits.titleCharactersMax);
  if (title !== null || cells.isStopped()) {
    return title;
  }
  const first =
    cells
      .text('summary')
      ?.split(/\r\n|\n|\r/)[0]
      ?.trim() ?? '';
  if (first !== '' && first.length <= limits.titleCharactersMax) {
    return first;
  }
  return first === ''
    ? cells.refuse('title', null, 'title.missing')
    : cells.refuse('summary', first, 'title.missing');
}

function readFacts(cells: RowReader, title: string, now: Date): ImportedFacts {
  const moments = {
    occurred: cells.moment('occurred_at'),
    detected: cells.moment('detected_at'),
    reported: cells.moment('reported_at'),
    aware: cells.moment('aware_at'),
  };
  const type = cells.word('type', readType);
  const statedClass = cells.word('class', readClass);
  const declared = cells.moment('declared_at') ?? moments.reported ?? moments.detected ?? moments.occurred;
  return {
    title,
    summary: cells.text('summary'),
    // A logbook without a status is one of the past: what it holds is over.
    status: cells.word('status', readStatus) ?? 'closed',
    severity: cells.word('severity', readSeverity),
    class: type === null ? statedClass : rsitClassOf(type),
    type,
    functions: listOf(cells.text('functions')),
    tlp: cells.word('tlp', readTlpLabel) ?? 'TLP:AMBER',
    personalData: cells.word('personal_data', readPersonalFlag) ?? 'unknown',
    restricted: cells.word('restricted', readYesNo) ?? false,
    lead: cells.text('lead', limits.titleCharactersMax),
    moments: Object.fromEntries(Object.entries(moments).filter(([, moment]) => moment !== null)),
    declaredAt: declared?.at ?? now,
    resolvedAt: cells.moment('resolved_at')?.at ?? null,
    closedAt: cells.moment('closed_at')?.at ?? null,
    whatWasDone: cells.text('what_was_done'),
    rootCauseClass: cells.word('root_cause_class', readRootCauseClass),
    rootCause: cells.text('root_cause'),
    lessons: cells.text('lessons'),
    dismissalReason: cells.text('dismissal_reason'),
    mergedInto: cells.text('merged_into', limits.titleCharactersMax),
  };
}

/**
 * Several functions stand in one cell, one a line or with a separator that is none of the file's. What is beyond the
 * limits stays in the record, which keeps the row as it came.
 */
function listOf(cell: string | null): string[] {
  const parts = (cell ?? '')
    .split(/[\n|]| ; /)
    .map((part) => part.trim().slice(0, limits.functionCharactersMax));
  return [...new Set(parts.filter((part) => part !== ''))].slice(0, limits.functionsPerIncidentMax);
}

function originalOf(row: CsvRow, headers: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    headers.flatMap((header, index) => {
      const cell = storableText(row.cells[index] ?? '');
      return cell === '' ? [] : [[header, cell]];
    }),
  );
}

/** A row is known by its own number in its logbook; where it has none, by everything it says. */
function keyOf(logbook: string, number: string | null, original: Record<string, string>): string {
  const identity = number === null ? { logbook, row: original } : { logbook, number };
  return createHash('sha256').update(canonicalJson(identity)).digest('hex');
}
