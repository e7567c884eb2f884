// SPDX-License-Identifier: Apache-2.0
import { parseQuery, printMoment, type Query, type QueryMistake, queryFields } from '@belfry/contract';
import type { z } from 'zod';
import { logLimits } from '../log-limits.ts';
import type { Engine } from './engine.ts';
import {
  type Bindings,
  conditionOf,
  newBindings,
  scopeCondition,
  statement,
  valueColumnOf,
} from './query-sql.ts';
import type {
  aroundAsked,
  FieldValues,
  FoundEntry,
  fieldsAsked,
  HistogramAnswer,
  histogramAsked,
  Scope,
  searchAsked,
} from './search-shapes.ts';
import { ENTRY_TABLE, STEP_US } from './table.ts';

/** The query has a mistake; carried to the route, which answers with the place. */
export class QueryNotUnderstood extends Error {
  readonly mistake: QueryMistake;
  constructor(mistake: QueryMistake) {
    super(`Cannot read the query: ${mistake.code} at ${mistake.at}`);
    this.mistake = mistake;
  }
}

function understood(text: string): Query {
  const parsed = parseQuery(text);
  if (parsed.mistake !== undefined) throw new QueryNotUnderstood(parsed.mistake);
  return parsed.query;
}

/** Scope first, then what the person asks. */
export function whereOf(asked: Scope, bindings: Bindings): string {
  return `${scopeCondition(asked, bindings)} AND (${conditionOf(understood(asked.query), bindings)})`;
}

const listed = `\`log\`, \`index\`, \`seq\`, \`at\`, \`received\`, \`claimed\`, \`source\`, \`stream\`, \`transport\`, \`format\`,
  \`parse\`, \`severity\`, \`host\`, \`app\`, \`user\`, \`srcIp\`, \`dstIp\`, \`eventClass\`, \`status\`, \`duplicateOf\`,
  substringUTF8(\`message\`, 1, ${logLimits.messageShownCharactersMax}) AS shown,
  lengthUTF8(\`message\`) > ${logLimits.messageShownCharactersMax} AS isCut`;

interface ListedRow {
  readonly log: string;
  readonly index: number;
  readonly seq: number;
  readonly at: number;
  readonly received: number;
  readonly claimed: number | null;
  readonly source: string;
  readonly stream: FoundEntry['stream'];
  readonly transport: FoundEntry['transport'];
  readonly format: FoundEntry['format'];
  readonly parse: FoundEntry['parse'];
  readonly severity: number | null;
  readonly host: string;
  readonly app: string;
  readonly user: string;
  readonly srcIp: string;
  readonly dstIp: string;
  readonly eventClass: string;
  readonly status: string;
  readonly duplicateOf: number | null;
  readonly shown: string;
  readonly isCut: number;
}

function present({ at, claimed, eventClass, isCut, received, shown, status, ...row }: ListedRow): FoundEntry {
  return {
    ...row,
    at: printMoment(at),
    received: printMoment(received),
    claimed: claimed === null ? null : printMoment(claimed),
    event: eventClass,
    outcome: status,
    message: shown,
    isCut: isCut === 1,
  };
}

/** Where a page ended. */
interface Cursor {
  readonly at: number;
  readonly log: string;
  readonly index: number;
}

function printCursor(row: ListedRow, clock: Scope['clock']): string {
  return `${clock === 'event' ? row.at : row.received}.${row.log}.${row.index}`;
}

/** Null when it is none of ours: the page then begins at the beginning. */
function readCursor(text: string): Cursor | null {
  const found = /^(-?\d{1,16})\.([a-z]+-\d{4})\.(\d{1,15})$/.exec(text);
  return found === null ? null : { at: Number(found[1]), log: found[2] ?? '', index: Number(found[3]) };
}

/** Where an entry stands in the order of a list. */
interface Key {
  /** By the clock of the question; not called as a column is, which the engine would take it for. */
  readonly moment: number;
  readonly log: string;
  readonly index: number;
}

/**
 * Newest first, in two goes: first the places of a page, for which the engine reads few columns of many entries and
 * stops where older ones cannot come in any more; then the entries, for which it reads many columns of few.
 */
export async function searchEntries(
  engine: Engine,
  asked: z.output<typeof searchAsked>,
  signal?: AbortSignal,
): Promise<{ readonly entries: FoundEntry[]; readonly next: string | null }> {
  const bindings = newBindings();
  const clock = asked.clock === 'event' ? '`at`' : '`received`';
  const conditions = [whereOf(asked, bindings)];
  const cursor = asked.cursor === null ? null : readCursor(asked.cursor);
  if (cursor !== null) {
    const at = bindings.whole(cursor.at);
    conditions.push(
      `${clock} <= ${at}`,
      `(${clock}, \`log\`, \`index\`) < (${at}, ${bindings.text(cursor.log)}, toUInt64(${bindings.whole(cursor.index)}))`,
    );
  }
  const keys = await engine.rows<Key>(
    statement(
      `SELECT ${clock} AS moment, \`log\`, \`index\` FROM ${ENTRY_TABLE} WHERE ${conditions.join(' AND ')}
ORDER BY ${clock} DESC, \`log\` DESC, \`index\` DESC LIMIT ${asked.limit + 1}`,
      bindings,
    ),
    undefined,
    signal,
  );
  const rows = await rowsAt(engine, keys.slice(0, asked.limit), clock, signal);
  const last = rows.at(-1);
  const next = keys.length > asked.limit && last !== undefined ? printCursor(last, asked.clock) : null;
  return { entries: rows.map(present), next };
}

/** The rows at these places, in the same order. They were found by what the asker may see. */
async function rowsAt(
  engine: Engine,
  keys: readonly Key[],
  clock: string,
  signal: AbortSignal | undefined,
): Promise<ListedRow[]> {
  if (keys.length === 0) return [];
  const bindings = newBindings();
  const logs = [...new Set(keys.map(({ log }) => log))].map((log) => bindings.text(log));
  const whole = (values: readonly number[]) => values.map((value) => bindings.whole(value)).join(', ');
  // Each of the three alone leaves out most of the table; together they name rows of these places, or a few more.
  const where = `\`log\` IN (${logs.join(', ')}) AND \`index\` IN (${whole(keys.map(({ index }) => index))})
AND ${clock} IN (${whole([...new Set(keys.map(({ moment }) => moment))])})`;
  const sql = `SELECT ${listed} FROM ${ENTRY_TABLE} WHERE ${where}`;
  const rows = await engine.rows<ListedRow>(statement(sql, bindings), undefined, signal);
  const placeOf = ({ index, log }: { readonly log: string; readonly index: number }) => `${log} ${index}`;
  const byPlace = new Map(rows.map((row) => [placeOf(row), row]));
  return keys.flatMap((key) => byPlace.get(placeOf(key)) ?? []);
}

export async function countEntries(engine: Engine, asked: Scope, signal?: AbortSignal): Promise<number> {
  const bindings = newBindings();
  const sql = `SELECT count() AS count FROM ${ENTRY_TABLE} WHERE ${whereOf(asked, bindings)}`;
  const [row] = await engine.rows<{ count: number }>(statement(sql, bindings), undefined, signal);
  return row?.count ?? 0;
}

/** Steps of a person's clock, in milliseconds: from a tenth of a second to four weeks. */
const stepsMs = [
  100, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000,
  1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000,
  2_419_200_000,
];

/** The smallest whole step that needs no more bars than are wanted. */
function stepOf(periodMs: number, bars: number): number {
  const least = periodMs / bars;
  const last = stepsMs.at(-1) ?? 1;
  return stepsMs.find((step) => step >= least) ?? Math.ceil(least / last) * last;
}

export async function histogramOf(
  engine: Engine,
  asked: z.output<typeof histogramAsked>,
  signal?: AbortSignal,
): Promise<Omit<HistogramAnswer, 'indexed'>> {
  const bindings = newBindings();
  const from = Date.parse(asked.from);
  const until = Math.max(Date.parse(asked.until), from + 1);
  const stepMs = stepOf(until - from, asked.bars);
  const clock = asked.clock === 'event' ? '`at`' : '`received`';
  const rows = await engine.rows<{ bar: number; count: number; alerting: number }>(
    statement(
      `SELECT intDiv(${clock}, ${stepMs * 1000}) AS bar, count() AS count, countIf(\`severity\` <= 3) AS alerting
FROM ${ENTRY_TABLE} WHERE ${whereOf(asked, bindings)} GROUP BY bar ORDER BY bar`,
      bindings,
    ),
    undefined,
    signal,
  );
  const counted = new Map(rows.map((row) => [row.bar, row]));
  const bars: HistogramAnswer['bars'][number][] = [];
  for (let bar = Math.floor(from / stepMs); bar * stepMs < until; bar += 1) {
    const { alerting = 0, count = 0 } = counted.get(bar) ?? {};
    bars.push({ at: printMoment(bar * stepMs * 1000), count, alerting });
  }
  return { stepMs, bars, count: rows.reduce((sum, { count }) => sum + count, 0) };
}

/** Fields a panel shows without being asked for, in its order. */
const panelFields = [
  ...[
    'source',
    'stream',
    'host',
    'app',
    'severity',
    'eventClass',
    'activity',
    'status',
    'user',
    'targetUser',
  ],
  ...[
    'srcIp',
    'dstIp',
    'dstPort',
    'httpMethod',
    'httpStatus',
    'process',
    'channel',
    'msgid',
    'location',
    'purpose',
  ],
  ...['dataSubject', 'format', 'parse', 'transport', 'clock'],
];

export interface FieldsFound {
  readonly fields: FieldValues[];
  readonly attributes: { readonly name: string; readonly count: number }[];
  readonly isSampled: boolean;
}

/** Top values of the panel's fields, among the newest matching entries: one pass over a bounded number of rows. */
export async function fieldsOf(
  engine: Engine,
  asked: z.output<typeof fieldsAsked>,
  only?: string,
  signal?: AbortSignal,
): Promise<FieldsFound> {
  const names = only === undefined ? panelFields : [only];
  const bindings = newBindings();
  const columns = names.flatMap((name) => valueColumn(name, bindings));
  const picks = columns.map(
    ({ present: has, value }, at) =>
      `countIf(${has}) AS c${at}, approx_top_k(${asked.top}, ${asked.top * 10})(if(${has}, toString(${value}), '')) AS v${at}`,
  );
  const inner = `SELECT * FROM ${ENTRY_TABLE} WHERE ${whereOf(asked, bindings)}
ORDER BY intDiv(\`at\`, ${STEP_US}) DESC LIMIT ${logLimits.fieldsRowsMax}`;
  const names1 = "arrayMap(a -> substring(a, 1, position(a, '=') - 1), `attributes`)";
  const sql = `SELECT count() AS total, ${[...picks, `approx_top_kArray(50, 500)(${names1}) AS attributeNames`].join(',\n')}
FROM (${inner})`;
  const [row] = await engine.rows<Record<string, unknown>>(statement(sql, bindings), undefined, signal);
  return {
    fields: columns.flatMap(({ field }, at) => {
      const count = Number(row?.[`c${at}`] ?? 0);
      return count === 0 ? [] : [{ field, count, values: topOf(row?.[`v${at}`], asked.top) }];
    }),
    attributes:
      only === undefined
        ? topOf(row?.['attributeNames'], 50).map(({ count, value }) => ({ name: value, count }))
        : [],
    isSampled: Number(row?.['total'] ?? 0) >= logLimits.fieldsRowsMax,
  };
}

interface ValueColumn {
  readonly field: string;
  readonly present: string;
  readonly value: string;
}

function valueColumn(field: string, bindings: Bindings): ValueColumn[] {
  if (field.startsWith('attr.')) {
    const head = bindings.text(`${field.slice('attr.'.length)}=`);
    const first = `arrayFirst(a -> startsWith(a, ${head}), \`attributes\`)`;
    return [{ field, present: `${first} != ''`, value: `substring(${first}, length(${head}) + 1)` }];
  }
  const known = queryFields.find(({ name }) => name.toLowerCase() === field.toLowerCase());
  const value = known === undefined ? null : valueColumnOf(known.name);
  if (known === undefined || value === null) return [];
  const isNumber = known.kind === 'number';
  return [{ field: known.name, present: isNumber ? `isNotNull(${value})` : `${value} != ''`, value }];
}

/** The engine writes a top list as tuples of value, count and error. */
function topOf(found: unknown, max: number): { value: string; count: number }[] {
  if (!Array.isArray(found)) return [];
  return found
    .map((one: unknown) => {
      if (Array.isArray(one)) return { value: String(one[0]), count: Number(one[1]) };
      const named = Object(one) as { readonly item?: unknown; readonly count?: unknown };
      return { value: String(named.item), count: Number(named.count) };
    })
    .filter(({ value }) => value !== '')
    .slice(0, max);
}

/** What the same source sent before and after, in the order it came. */
export async function entriesAround(
  engine: Engine,
  asked: z.output<typeof aroundAsked>,
  origin: { readonly source: string; readonly seq: number; readonly received: number },
  signal?: AbortSignal,
): Promise<FoundEntry[]> {
  const side = async (isBefore: boolean, limit: number) => {
    const bindings = newBindings();
    const scope = scopeCondition({ ...asked, from: null, until: null, clock: 'received' }, bindings);
    const seq = bindings.whole(origin.seq);
    const sql = `SELECT ${listed} FROM ${ENTRY_TABLE} WHERE ${scope} AND \`source\` = ${bindings.text(origin.source)}
AND \`seq\` ${isBefore ? '<=' : '>'} ${seq} ORDER BY \`seq\` ${isBefore ? 'DESC' : 'ASC'}, \`index\` LIMIT ${limit}`;
    return await engine.rows<ListedRow>(statement(sql, bindings), undefined, signal);
  };
  const [before, after] = await Promise.all([side(true, asked.before + 1), side(false, asked.after)]);
  return [...before.reverse(), ...after].map(present);
}

/** Newly indexed entries that match, by their place in the logs; oldest first. */
export async function entriesSince(
  engine: Engine,
  asked: Scope,
  since: ReadonlyMap<string, { readonly from: number; readonly to: number }>,
  signal?: AbortSignal,
): Promise<{ readonly entries: FoundEntry[]; readonly total: number }> {
  const bindings = newBindings();
  const places = [...since].map(
    ([log, { from, to }]) =>
      `(\`log\` = ${bindings.text(log)} AND \`index\` >= ${bindings.whole(from)} AND \`index\` < ${bindings.whole(to)})`,
  );
  if (places.length === 0) return { entries: [], total: 0 };
  const where = `(${places.join(' OR ')}) AND ${whereOf(asked, bindings)}`;
  const rows = await engine.rows<ListedRow & { total: number }>(
    statement(
      `SELECT ${listed}, count() OVER () AS total FROM ${ENTRY_TABLE} WHERE ${where}
ORDER BY \`received\` DESC, \`log\` DESC, \`index\` DESC LIMIT ${logLimits.tailEntriesMax}`,
      bindings,
    ),
    undefined,
    signal,
  );
  const total = rows[0]?.total ?? 0;
  return { entries: rows.map(({ total: _, ...row }) => present(row)).reverse(), total };
}
