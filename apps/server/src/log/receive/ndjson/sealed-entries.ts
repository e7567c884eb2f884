// SPDX-License-Identifier: Apache-2.0
import { formatTlogProof } from '@belfry/ledger';
import type { openLogDirectory, PublishedCheckpoint, ReadableLog } from '../../sealing/index.ts';
import type { Receipt } from './receipt.ts';

/** An entry of a receipt once it is sealed: its line, and the proof that the line stands in its log. */
export interface SealedEntry {
  readonly seq: number;
  readonly log: string;
  readonly index: number;
  /** The line that was hashed, without line feed. */
  readonly line: string;
  /** C2SP tlog-proof, to be verified offline. */
  readonly proof: string;
}

const DAY_MS = 86_400_000;

/**
 * Entries of a receipt that are sealed by now, from one number of receipt on, in order. Only lines of the receipt's
 * own source are given: whoever makes up a receipt reads nothing of others.
 */
export async function sealedEntries(
  directory: ReturnType<typeof openLogDirectory>,
  receipt: Receipt,
  page: { readonly fromSeq: number; readonly countMax: number },
): Promise<SealedEntry[]> {
  const found: SealedEntry[] = [];
  for (const name of await directory.names()) {
    if (!couldHold(name, receipt.receivedMs)) continue;
    const log = directory.open(name);
    const checkpoint = await log.checkpoint();
    if (checkpoint === null) continue;
    for (const range of receipt.ranges) {
      const from = Math.max(range.firstSeq, page.fromSeq);
      const to = range.firstSeq + range.count;
      if (from >= to || found.length > page.countMax * 2) continue;
      found.push(
        ...(await entriesBetween(log, checkpoint, {
          from,
          to,
          countMax: page.countMax,
          sourceId: receipt.sourceId,
        })),
      );
    }
  }
  found.sort((one, other) => one.seq - other.seq || one.index - other.index);
  return found;
}

/** A log is a class and a year; what was received around New Year may stand in either. */
function couldHold(name: string, receivedMs: number): boolean {
  const years = [-DAY_MS, 0, DAY_MS].map((off) => String(new Date(receivedMs + off).getUTCFullYear()));
  return years.some((year) => name.endsWith(`-${year}`));
}

async function entriesBetween(
  log: ReadableLog,
  checkpoint: PublishedCheckpoint,
  wanted: {
    readonly from: number;
    readonly to: number;
    readonly countMax: number;
    readonly sourceId: string;
  },
): Promise<SealedEntry[]> {
  const entries: SealedEntry[] = [];
  const first = await firstIndexFrom(log, checkpoint.size, wanted.from);
  let seqs = 0;
  let lastSeq = -1;
  for await (const run of log.lines(first, checkpoint.size)) {
    for (const [at, bytes] of run.lines.entries()) {
      const { seq, source } = headOf(bytes);
      if (seq >= wanted.to) return entries;
      // A range is one sender's from end to end: this receipt was made up, and to search on would be work for nobody.
      if (source !== wanted.sourceId) return entries;
      // Parts of a long entry share its number.
      if (seq !== lastSeq) seqs += 1;
      lastSeq = seq;
      if (seqs > wanted.countMax) return entries;
      const index = run.first + at;
      const hashes = await log.proof(index, checkpoint.size);
      const proof = formatTlogProof({ extra: null, index, hashes, checkpoint: checkpoint.note });
      entries.push({ seq, log: log.name, index, line: bytes.toString('utf8'), proof });
    }
  }
  return entries;
}

/** The first index whose entry has this number of receipt or a later one: numbers grow with the index. */
async function firstIndexFrom(log: ReadableLog, size: number, seq: number): Promise<number> {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = await log.line(middle);
    // A line that is gone was kept long enough, so it is an early one.
    if (line === null || headOf(line).seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function headOf(line: Buffer): { readonly seq: number; readonly source: string } {
  return JSON.parse(line.toString('utf8')) as { seq: number; source: string };
}
