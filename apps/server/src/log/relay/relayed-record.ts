// SPDX-License-Identifier: Apache-2.0
import type { SealedLine } from '@belfry/contract';
import { journalFiles, type OpenJournal, readJournal } from '../journal/index.ts';
import { openLogDirectory, type ReadableLog } from '../sealing/index.ts';
import { DESK_SOURCE_ID, type Relayed, readTold, type Told } from './desk-record.ts';

/** Where an entry is sealed: on one line, or on several that follow one another when it is long. */
export interface SealedPlace {
  readonly log: string;
  readonly index: number;
  readonly lineCount: number;
}

/** Where the log itself says the relay stands; nothing beside it could disagree. */
export interface RelayedRecord {
  /** Where the record stands in the log, sealed or not yet; null when the log holds none of it. */
  last(): Promise<Relayed | null>;
  /** Where the record stands in what is sealed, and when we had that. */
  lastSealed(): Promise<(Relayed & { readonly received: string }) | null>;
  /** Where an entry of the record is sealed; null while it is not. */
  find(entry: Relayed): Promise<SealedPlace | null>;
  /** Entries under the newest checkpoint of a log. */
  sealedSize(log: string): Promise<number>;
}

/** A document of the desk as it stands in a log. */
interface SealedTold {
  readonly told: Told;
  readonly index: number;
  readonly lineCount: number;
  readonly received: string;
}

/** Lines looked at together when looking backwards: a frame of a segment. */
const BACKWARDS_LINES = 256;
/** Lines of the record have it; JSON has no such quotes inside a value, so no other line does. */
const MARK = Buffer.from(`"source":"${DESK_SOURCE_ID}","stream":"desk","transport":"outbox"`);

export function openRelayedRecord(parts: {
  readonly journal: Pick<OpenJournal, 'durableSeq' | 'progress'>;
  readonly journalDir: string;
  readonly logDir: string;
}): RelayedRecord {
  const directory = openLogDirectory(parts.logDir);
  /** The newest first. */
  const auditLogs = async () => {
    const names = (await directory.names()).filter((name) => name.startsWith('audit-'));
    return names.reverse().map((name) => directory.open(name));
  };
  const newest = async (isWanted: (told: Told) => boolean) => {
    for (const log of await auditLogs()) {
      const found = await findBackwards(log, isWanted);
      if (found !== null) return { ...found, log: log.name };
    }
    return null;
  };
  return {
    // The journal first: what it released before we read it is sealed by the time we read the logs.
    last: async () => (await lastInJournal(parts)) ?? (await newest(() => true))?.told ?? null,
    lastSealed: async () => {
      const found = await newest(() => true);
      return found === null ? null : { ...found.told, received: found.received };
    },
    find: async ({ id, position }) => {
      const stands = await newest(() => true);
      if (stands === null || stands.told.position < position) return null;
      for (const log of await auditLogs()) {
        const found = await findByPosition(log, position);
        if (found?.told.id === id) return placeOf(log.name, found);
      }
      // Positions only grow, but where a restored database went on: there nothing less than a look at every line tells.
      const found = await newest((told) => told.kind === 'entry' && told.id === id);
      return found === null ? null : placeOf(found.log, found);
    },
    sealedSize: async (log) => (await directory.open(log).checkpoint())?.size ?? 0,
  };
}

const placeOf = (log: string, { index, lineCount }: SealedTold): SealedPlace => ({ log, index, lineCount });

/** The newest document of the desk in the journal: what is not sealed yet is there, and some that is. */
async function lastInJournal({
  journal,
  journalDir,
}: {
  readonly journal: Pick<OpenJournal, 'durableSeq' | 'progress'>;
  readonly journalDir: string;
}): Promise<Relayed | null> {
  const untilSeq = journal.durableSeq;
  const first = (await journalFiles(journalDir))[0];
  if (first === undefined || first.firstSeq > untilSeq) return null;
  let newest: Relayed | null = null;
  for await (const entries of readJournal(journalDir, {
    fromSeq: first.firstSeq,
    progress: journal.progress,
  })) {
    const ours = entries.findLast(({ origin }) => origin.sourceId === DESK_SOURCE_ID);
    if (ours !== undefined) newest = readTold(Buffer.from(ours.raw).toString()) ?? newest;
    if ((entries.at(-1)?.seq ?? 0) >= untilSeq) break;
  }
  return newest;
}

/** Documents of the desk whose first line stands between two indexes, in their order. */
async function* toldBetween(log: ReadableLog, from: number, to: number): AsyncGenerator<SealedTold> {
  let begun: { index: number; pieces: Buffer[] } | null = null;
  for await (const run of log.lines(from, Number.MAX_SAFE_INTEGER)) {
    for (const [at, line] of run.lines.entries()) {
      const index = run.first + at;
      if (index >= to && begun === null) return;
      if (!line.includes(MARK)) continue;
      const { part = [1, 1], raw, raw64, received } = JSON.parse(line.toString()) as SealedLine;
      if (part[0] === 1) begun = { index, pieces: [] };
      if (begun === null) continue;
      begun.pieces.push(raw64 === undefined ? Buffer.from(raw ?? '') : Buffer.from(raw64, 'base64'));
      if (begun.pieces.length < part[1]) continue;
      const told = readTold(Buffer.concat(begun.pieces).toString());
      if (told !== null) yield { told, index: begun.index, lineCount: part[1], received };
      begun = null;
    }
  }
}

async function findBackwards(
  log: ReadableLog,
  isWanted: (told: Told) => boolean,
): Promise<SealedTold | null> {
  const size = (await log.checkpoint())?.size ?? 0;
  for (let to = size; to > 0; ) {
    const from = Math.floor((to - 1) / BACKWARDS_LINES) * BACKWARDS_LINES;
    let newest: SealedTold | null = null;
    for await (const each of toldBetween(log, from, to)) {
      if (isWanted(each.told)) newest = each;
    }
    if (newest !== null) return newest;
    to = from;
  }
  return null;
}

/** Halves what is left with each look: positions grow with the index. */
async function findByPosition(log: ReadableLog, position: number): Promise<SealedTold | null> {
  let [from, to] = [0, (await log.checkpoint())?.size ?? 0];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const found = await firstEntry(log, middle, to);
    if (found?.told.position === position) return found;
    if (found !== null && found.told.position < position) from = found.index + found.lineCount;
    else to = middle;
  }
  return null;
}

async function firstEntry(log: ReadableLog, from: number, to: number): Promise<SealedTold | null> {
  for await (const each of toldBetween(log, from, to)) {
    if (each.told.kind === 'entry') return each;
  }
  return null;
}
