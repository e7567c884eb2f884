// SPDX-License-Identifier: Apache-2.0
import type { SealedLine } from '@belfry/contract';
import { logLimits } from '../log-limits.ts';
import { type NormalForm, READING_VERSION, readEntry } from '../normal-form/index.ts';
import { SourceZones } from '../receive/source-zones.ts';
import { fieldColumns, sealedColumns } from './table.ts';

/** A row as it is written: members that are empty are left out, and the engine fills in what empty is. */
export type EntryRow = Record<string, string | number | readonly string[]>;

/** A sealed line taken apart, and what it says. */
export interface LineRead {
  readonly line: SealedLine;
  /** Null for our own record, which is not looked into here. */
  readonly fields: NormalForm | null;
  readonly receivedUs: number;
}

const noZones = new SourceZones();

/** @param bytes of a line, without its line feed; sealed, so its form is ours. */
export function readSealedLine(bytes: Uint8Array, zones: SourceZones = noZones): LineRead {
  // What is sealed was written by us and is checked against its hash where it is opened.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  return readLine(JSON.parse(text) as SealedLine, zones);
}

export function readLine(line: SealedLine, zones: SourceZones): LineRead {
  const receivedUs = microseconds(line.received);
  if (line.stream === 'desk') return { line, fields: null, receivedUs };
  const raw = line.raw === undefined ? Buffer.from(line.raw64 ?? '', 'base64') : Buffer.from(line.raw);
  const timeZone = zones.zoneOf(line.source, receivedUs);
  const { fields } = readEntry(raw, { transport: line.transport, receivedUs, timeZone });
  return { line, fields, receivedUs };
}

/** Lines come in runs of one second, so its number is kept. */
let keptSecond = '';
let keptUs = Number.NaN;

/** RFC 3339 in UTC with microseconds. */
export function microseconds(moment: string): number {
  const whole = moment.slice(0, 19);
  if (whole !== keptSecond) {
    keptSecond = whole;
    keptUs = Date.parse(`${whole}Z`) * 1000;
  }
  const end = moment.endsWith('Z') ? -1 : moment.length;
  return keptUs + Number(moment.slice(20, end).padEnd(6, '0').slice(0, 6));
}

const futureUsMax = 86_400_000_000;
const earliestUs = Date.UTC(1990, 0, 1) * 1000;

/**
 * Month of receipt, as `202611`. A clock of ours that ran wild is not followed out of the year of the log: its entries
 * stand in month 0 of it, so that a log has thirteen partitions whatever a clock does.
 */
function periodOf(receivedUs: number, log: string): number {
  const year = Number(log.slice(-4));
  const date = new Date(receivedUs / 1000);
  return year * 100 + (date.getUTCFullYear() === year ? date.getUTCMonth() + 1 : 0);
}

/**
 * The row of a line: the same from the same bytes, whenever it is made. A claim that cannot be (before 1990, or more
 * than a day after we had it) does not move an entry out of sight: it stands at the moment of receipt.
 */
export function rowOf({ fields, line, receivedUs }: LineRead, log: string, index: number): EntryRow {
  const claimed = fields?.time ?? null;
  const isTaken = claimed !== null && claimed >= earliestUs && claimed <= receivedUs + futureUsMax;
  const row: EntryRow = {
    log,
    period: periodOf(receivedUs, log),
    index,
    seq: line.seq,
    at: isTaken ? claimed : receivedUs,
    received: receivedUs,
    source: line.source,
    stream: line.stream,
    transport: line.transport,
    peer: line.peer,
    format: line.format,
    parse: line.parse,
    clock: line.clock,
    reading: READING_VERSION,
  };
  if (claimed !== null && !isTaken && Number.isSafeInteger(claimed)) row['claimed'] = claimed;
  if (line.dup !== undefined) row['duplicateOf'] = line.dup;
  if (line.part !== undefined) row['part'] = line.part[0];
  // Of our own record only that an entry is there: who may read it is decided by the desk.
  if (fields !== null) addFields(row, fields);
  return row;
}

function addFields(row: EntryRow, fields: NormalForm): void {
  const message = cut(fields.message ?? '', logLimits.indexTextCharactersMax);
  const words = [message];
  let length = message.length;
  const addWords = (value: string) => {
    if (length + value.length >= logLimits.indexTextCharactersMax || message.includes(value)) return;
    words.push(value);
    length += value.length + 1;
  };
  for (const { name } of fieldColumns) {
    const value = fields[name as keyof NormalForm];
    if (value === null || value === undefined || typeof value === 'object' || value === '') continue;
    if (typeof value === 'number') {
      if (Number.isSafeInteger(value)) row[name] = value;
      continue;
    }
    row[name] = value;
    if (!derived.has(name)) addWords(value);
  }
  const attributes: string[] = [];
  flatten(fields.attributes, '', (path, value) => {
    attributes.push(`${path}=${value}`);
    addWords(value);
  });
  if (attributes.length > 0) row['attributes'] = attributes;
  row['text'] = words.join('\n');
  row['messageBytes'] = Buffer.byteLength(message);
}

/** Words of ours, which no sender wrote. */
const derived = new Set(['timeQuality', 'eventClass']);

/** Cuts where a character begins. */
function cut(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  const last = text.charCodeAt(charactersMax - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? charactersMax - 1 : charactersMax);
}

function flatten(value: unknown, path: string, tell: (path: string, value: string) => void): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object') {
    tell(path, String(value));
    return;
  }
  if (Array.isArray(value)) {
    for (const member of value) flatten(member, path, tell);
    return;
  }
  for (const [name, member] of Object.entries(value))
    flatten(member, path === '' ? name : `${path}.${name}`, tell);
}

/** A lone surrogate is no text a file can hold; JSON writes it as an escape the engine refuses. */
const loneSurrogate = /\p{Surrogate}/u;

/** The row as the engine takes it. */
export function rowJson(row: EntryRow): string {
  const json = JSON.stringify(row);
  return json.includes('\\ud') ? JSON.stringify(wellFormed(row)) : json;
}

function wellFormed(row: EntryRow): EntryRow {
  const clean = (text: string) => (loneSurrogate.test(text) ? text.toWellFormed() : text);
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? clean(value) : typeof value === 'object' ? value.map(clean) : value,
    ]),
  );
}

/**
 * Columns in which the index says something else than the sealed line: an index is a copy, and a copy that was changed
 * must not be believed. What other readers made of a line is no change: only what is sealed counts then.
 */
export function compareRow(
  bytes: Uint8Array,
  log: string,
  index: number,
  stored: EntryRow,
  zones: SourceZones = noZones,
): readonly string[] {
  const expected = wellFormed(rowOf(readSealedLine(bytes, zones), log, index));
  const names =
    stored['reading'] === READING_VERSION
      ? new Set([...Object.keys(expected), ...Object.keys(stored)])
      : sealedColumns;
  return [...names].filter((name) => text(expected[name]) !== text(stored[name]));
}

function text(value: unknown): string {
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return '';
  // The engine writes what is absent in a column of numbers as 0.
  return value === 0 ? '' : JSON.stringify(value);
}
