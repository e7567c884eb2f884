// SPDX-License-Identifier: Apache-2.0
import { logLimits } from '../log-limits.ts';
import { SourceZones } from '../receive/source-zones.ts';
import type { ReadableLog } from '../sealing/index.ts';
import { SEGMENT_ENTRIES, segmentOf } from '../sealing/segment-file.ts';
import { type EarlierMonth, monthsReadEarlier, takeOut } from './earlier-readings.ts';
import { type Engine, EngineAway } from './engine.ts';
import { type Gap, gapsIn, lookAtIndexed } from './indexed-ranges.ts';
import { readSealedLine, rowJson, rowOf } from './row.ts';
import { ENTRY_TABLE, nodeTables } from './table.ts';

/** Logs as they lie in their directory. */
export interface LogsToIndex {
  names(): Promise<string[]>;
  open(name: string): ReadableLog;
}

export interface IndexState {
  /** Where the next entry of each log is read from. */
  readonly places: Readonly<Record<string, number>>;
  /** Sealed and not yet indexed, in entries. */
  readonly behind: number;
  /** When we received the newest indexed entry, microseconds since 1970; null while there is none. */
  readonly receivedUs: number | null;
  /** Entries this process inserted. */
  readonly inserted: number;
  /** Sealed entries that could not be read any more, because their segment is gone. */
  readonly gone: number;
  /** Entries that were indexed once, were missing at a start of the engine, and were inserted again. */
  readonly mended: number;
  /** Months another version read that are still to be read again, or what else the table is known to lack. */
  readonly toReadAgain: number;
  /** Months this process took out to read them again. */
  readonly takenOut: number;
  readonly isRebuilding: boolean;
  /** How often it was built anew to its end. */
  readonly rebuilds: number;
}

/** Entries that follow one another, made into rows. Its token says which they are: the same ones are inserted once. */
interface Range {
  readonly log: string;
  readonly first: number;
  readonly end: number;
  readonly token: string;
  readonly lines: Buffer;
  readonly receivedUs: number;
}

/**
 * Copies sealed entries into the index. Where it stands is what stands in the table: a range is there whole or not at
 * all, so a crash at any point is followed by reading on behind the last row. An insert whose outcome is unknown is
 * sent again as it was, and the engine knows it by its token.
 */
export class Indexer {
  readonly #logs: LogsToIndex;
  readonly #zones: SourceZones;
  #places: Map<string, number> | null = null;
  #pending: Range | null = null;
  /** Read while the range before it was being inserted; by log. */
  readonly #ahead = new Map<string, Range>();
  #receivedUs: number | null = null;
  #inserted = 0;
  #gone = 0;
  #behind = 0;
  #isRebuilding = false;
  #rebuilds = 0;
  #next = 0;
  #mended = 0;
  #gaps: Gap[] = [];
  #lookedAt = 0;
  /** Months that wait to be read again by this version. */
  #earlier: EarlierMonth[] = [];
  #isTaking = false;
  #takenOut = 0;
  #isTurnOfOld = false;

  constructor(logs: LogsToIndex, zones = new SourceZones()) {
    this.#logs = logs;
    this.#zones = zones;
  }

  get state(): IndexState {
    return {
      places: Object.fromEntries(this.#places ?? []),
      behind: this.#behind,
      receivedUs: this.#receivedUs,
      inserted: this.#inserted,
      gone: this.#gone,
      mended: this.#mended,
      toReadAgain: this.#earlier.length + this.#gaps.length,
      takenOut: this.#takenOut,
      isRebuilding: this.#isRebuilding,
      rebuilds: this.#rebuilds,
    };
  }

  /** The engine was started anew: what it has is asked again, but what was under way stays under way. */
  forget(): void {
    this.#places = null;
  }

  /** Throws the table away and begins at the first entry; the segments have it all. */
  async rebuild(engine: Engine): Promise<void> {
    this.#pending = null;
    this.#ahead.clear();
    this.#places = null;
    this.#isRebuilding = true;
    await engine.command(`DROP TABLE IF EXISTS ${ENTRY_TABLE} SYNC`);
  }

  /** Inserts one range. @returns whether there is more to do at once */
  async step(engine: Engine): Promise<boolean> {
    const places = await this.#placesIn(engine);
    if (this.#pending !== null) {
      await this.#insert(engine, this.#pending, places);
      return true;
    }
    const waiting = await this.#waiting(places);
    this.#behind = waiting.reduce((sum, { from, size }) => sum + size - from, 0);
    // A year that is read again must not keep new entries waiting: they take turns.
    this.#isTurnOfOld = !this.#isTurnOfOld;
    if ((this.#isTurnOfOld || waiting.length === 0) && (await this.#mend(engine, places))) return true;
    if (waiting.length === 0) {
      if (this.#isRebuilding) this.#rebuilds += 1;
      this.#isRebuilding = false;
      return false;
    }
    // In turns, so that a log to which much comes does not keep another waiting.
    this.#next = (this.#next + 1) % waiting.length;
    const { from, log, size } = waiting[this.#next] ?? { from: 0, log: '', size: 0 };
    const range = await this.#read(log, from, size);
    if (range === null) {
      const next = Math.min(segmentOf(from) + SEGMENT_ENTRIES, size);
      this.#gone += next - from;
      places.set(log, next);
      return true;
    }
    // The engine writes in another process: meanwhile the next entries are read.
    const reading = range.end < size ? this.#readAhead(log, range.end, size) : null;
    try {
      await this.#insert(engine, range, places);
    } finally {
      await reading;
    }
    return true;
  }

  async #read(log: string, from: number, size: number): Promise<Range | null> {
    const ahead = this.#ahead.get(log);
    this.#ahead.delete(log);
    return ahead?.first === from ? ahead : await readRange(this.#logs.open(log), from, size, this.#zones);
  }

  async #readAhead(log: string, from: number, size: number): Promise<void> {
    try {
      const range = await readRange(this.#logs.open(log), from, size, this.#zones);
      if (range !== null) this.#ahead.set(log, range);
    } catch {
      // It is read again in its turn, where a failure is told.
    }
  }

  async #placesIn(engine: Engine): Promise<Map<string, number>> {
    if (this.#places !== null) return this.#places;
    for (const sql of nodeTables()) await engine.command(sql);
    const indexed = await lookAtIndexed(engine);
    this.#places = indexed.places;
    this.#receivedUs = indexed.receivedUs;
    this.#gaps = indexed.gaps;
    this.#earlier = await monthsReadEarlier(engine);
    this.#isTaking = false;
    this.#lookedAt = indexed.askedAt;
    const { log = '', first = 0 } = this.#pending ?? {};
    // It was written after all, by an engine that did not live to say so.
    if (this.#pending !== null && (this.#places.get(log) ?? 0) > first) this.#pending = null;
    return this.#places;
  }

  /** Inserts again what a loss of power took from the table, or this version took out. @returns whether there was something to do */
  async #mend(engine: Engine, places: Map<string, number>): Promise<boolean> {
    const [gap] = this.#gaps;
    if (gap === undefined) return await this.#readAgain(engine);
    const range = await readRange(this.#logs.open(gap.log), gap.from, gap.to, this.#zones);
    if (range !== null) {
      // The engine may still know the token of the insert that was lost: this is another one.
      await this.#insert(engine, { ...range, token: `${range.token}:${this.#lookedAt}` }, places);
      if (!this.#isTaking) this.#mended += range.end - range.first;
    }
    const next = range?.end ?? Math.min(segmentOf(gap.from) + SEGMENT_ENTRIES, gap.to);
    this.#gaps.splice(0, 1, ...(next < gap.to ? [{ ...gap, from: next }] : []));
    return true;
  }

  /** After a new version reads entries in another way: months go one by one, so that a search lacks one at a time. */
  async #readAgain(engine: Engine): Promise<boolean> {
    if (this.#earlier.length === 0) return false;
    // First it is told: whoever opens an entry that is just out must not take it for one that somebody removed.
    if (this.#isTaking) await this.#takeNext(engine);
    this.#isTaking = true;
    return true;
  }

  async #takeNext(engine: Engine): Promise<void> {
    // One that is refused stays as it is until the next start: asked for again at once it would be refused for ever.
    const month = this.#earlier.pop();
    if (month === undefined) return;
    let isOut = false;
    try {
      const { from, log, to } = await takeOut(engine, month);
      isOut = true;
      this.#takenOut += 1;
      this.#gaps = await gapsIn(engine, log, from, to);
    } catch (error) {
      // Nobody knows the hole by now, or whether there is one: it is found in the table.
      if (isOut || error instanceof EngineAway) this.#places = null;
      throw error;
    }
  }

  async #waiting(places: ReadonlyMap<string, number>) {
    const waiting: { readonly log: string; readonly from: number; readonly size: number }[] = [];
    for (const log of await this.#logs.names()) {
      const size = (await this.#logs.open(log).checkpoint())?.size ?? 0;
      const from = places.get(log) ?? 0;
      if (from < size) waiting.push({ log, from, size });
    }
    return waiting;
  }

  async #insert(engine: Engine, range: Range, places: Map<string, number>): Promise<void> {
    this.#pending = range;
    try {
      await engine.insert(ENTRY_TABLE, range.lines, range.token);
    } catch (error) {
      // Only silence leaves it open whether it was written; a refusal says that it was not.
      if (!(error instanceof EngineAway)) this.#pending = null;
      throw error;
    }
    this.#pending = null;
    places.set(range.log, Math.max(range.end, places.get(range.log) ?? 0));
    this.#inserted += range.end - range.first;
    this.#behind = Math.max(0, this.#behind - (range.end - range.first));
    this.#receivedUs = Math.max(this.#receivedUs ?? 0, range.receivedUs);
  }
}

/** The next entries of a log as rows of one month; null when their segment is gone. */
async function readRange(
  log: ReadableLog,
  from: number,
  size: number,
  zones: SourceZones,
): Promise<Range | null> {
  const rows: string[] = [];
  let bytes = 0;
  let period: unknown = null;
  let receivedUs = 0;
  reading: for await (const { first, lines } of log.lines(
    from,
    Math.min(size, from + logLimits.indexRowsMax),
  )) {
    for (const [at, line] of lines.entries()) {
      const read = readSealedLine(line, zones);
      const row = rowOf(read, log.name, first + at);
      period ??= row['period'];
      // One insert is one part of one partition: whole or not at all.
      if (row['period'] !== period) break reading;
      const json = rowJson(row);
      rows.push(json);
      bytes += json.length;
      receivedUs = Math.max(receivedUs, read.receivedUs);
      if (bytes > logLimits.indexBytesMax) break reading;
    }
  }
  if (rows.length === 0) return null;
  const end = from + rows.length;
  return {
    ...{ log: log.name, first: from, end, receivedUs },
    token: `${log.name}:${from}-${end - 1}`,
    lines: Buffer.from(`${rows.join('\n')}\n`),
  };
}
