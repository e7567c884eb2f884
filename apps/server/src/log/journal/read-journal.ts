// SPDX-License-Identifier: Apache-2.0
import { type FileHandle, open, rm } from 'node:fs/promises';
import { syncDirectory } from '../../platform/files/sync-directory.ts';
import type { JournalEntry } from '../batch.ts';
import { logLimits } from '../log-limits.ts';
import { claimedBytes, entriesOf, frameAt } from './frame.ts';
import { JournalFailed } from './journal-failure.ts';
import { type JournalFile, journalFiles } from './journal-files.ts';
import { durableIn, type Progress, untilBeyond } from './progress.ts';

export interface ReadJournalOptions {
  /** Number of the first entry wanted. */
  readonly fromSeq: number;
  /**
   * Of the open journal: the reader waits for more and never reads what is not on disk yet. Without it nobody is
   * writing, and the reader ends where the journal does.
   */
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  readonly readBytes?: number;
}

/**
 * Entries in their order, some frames at a time. They share the buffer they were read into: whoever keeps one for long
 * copies it.
 *
 * @throws JournalFailed `journal.damaged` or `journal.missing`, naming file and byte
 */
export async function* readJournal(
  directory: string,
  options: ReadJournalOptions,
): AsyncGenerator<JournalEntry[], void, void> {
  const { progress, signal } = options;
  let seq = options.fromSeq;
  let reading: OpenFile | null = null;
  try {
    while (signal?.aborted !== true) {
      if (progress !== undefined && durableIn(progress) < seq) {
        await untilBeyond(progress, seq - 1, signal);
        continue;
      }
      reading ??= await openAt(directory, seq, options.readBytes ?? logLimits.journalReadBytes);
      if (reading === null) {
        if (progress === undefined) return;
        throw missing(directory, seq);
      }
      const durableSeq = progress === undefined ? Number.MAX_SAFE_INTEGER : durableIn(progress);
      const entries: JournalEntry[] = await reading.next(seq, durableSeq);
      const last = entries.at(-1);
      if (last !== undefined) {
        seq = last.seq + 1;
        yield entries;
      } else {
        // The file has no more: the entry wanted begins the next one.
        const next = await nextFileAfter(directory, reading, seq);
        if (next === null && progress === undefined) return;
        if (next === null) throw missing(directory, seq);
        await reading.close();
        reading = new OpenFile(next, await open(next.path, 'r'), options.readBytes);
      }
    }
  } finally {
    await reading?.close();
  }
}

/**
 * Deletes the files whose every entry is sealed, and never the last: it carries the numbering on.
 *
 * @param sealedSeq number of the last entry that a published checkpoint covers, as all before it
 */
export async function releaseJournal(directory: string, sealedSeq: number): Promise<number> {
  const files = await journalFiles(directory);
  let released = 0;
  for (const [index, file] of files.entries()) {
    const next = files[index + 1];
    if (next === undefined || next.firstSeq > sealedSeq + 1) break;
    await rm(file.path);
    released += 1;
  }
  if (released > 0) await syncDirectory(directory);
  return released;
}

async function openAt(directory: string, seq: number, readBytes: number): Promise<OpenFile | null> {
  const files = await journalFiles(directory);
  const file = files.findLast(({ firstSeq }) => firstSeq <= seq);
  if (file === undefined) {
    if (files.length > 0) throw missing(directory, seq);
    return null;
  }
  return new OpenFile(file, await open(file.path, 'r'), readBytes);
}

async function nextFileAfter(directory: string, reading: OpenFile, seq: number): Promise<JournalFile | null> {
  const next = (await journalFiles(directory)).find(({ firstSeq }) => firstSeq > reading.file.firstSeq);
  if (next === undefined) return null;
  if (next.firstSeq !== seq) throw missing(directory, seq);
  return next;
}

const missing = (directory: string, seq: number) =>
  new JournalFailed(
    'journal.missing',
    `Cannot read the journal ${directory}: entry ${seq} is in none of its files: put the missing file back from a copy`,
  );

class OpenFile {
  readonly file: JournalFile;
  readonly #handle: FileHandle;
  readonly #readBytes: number;
  #offset = 0;
  /** Number of the entry that begins the next frame. */
  #seq: number;

  constructor(file: JournalFile, handle: FileHandle, readBytes: number = logLimits.journalReadBytes) {
    this.file = file;
    this.#handle = handle;
    this.#readBytes = readBytes;
    this.#seq = file.firstSeq;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  /** @returns entries from `seq` to about `durableSeq`, from the frames that one read gave; none when the file ends */
  async next(seq: number, durableSeq: number): Promise<JournalEntry[]> {
    const entries: JournalEntry[] = [];
    let wanted = this.#readBytes;
    // Beyond `durableSeq` somebody is writing: what lies there is none of our business yet, whole or not.
    while (entries.length === 0 && this.#seq <= durableSeq) {
      const bytes = await this.#read(wanted);
      if (bytes.length === 0) break;
      const taken = this.#take(bytes, seq, durableSeq, entries);
      this.#offset += taken;
      if (taken > 0) {
        wanted = this.#readBytes;
        continue;
      }
      const claimed = claimedBytes(bytes, 0);
      if (claimed <= bytes.length || bytes.length < wanted) throw this.#damaged();
      wanted = claimed;
    }
    return entries;
  }

  /** @returns bytes of the whole frames at the beginning */
  #take(bytes: Buffer, seq: number, durableSeq: number, entries: JournalEntry[]): number {
    let at = 0;
    while (this.#seq <= durableSeq) {
      const head = frameAt(bytes, at);
      if (typeof head === 'string' || head.firstSeq !== this.#seq) break;
      if (head.count > 0 && head.firstSeq + head.count > seq) {
        for (const entry of entriesOf(bytes, at, head, seq)) entries.push(entry);
      }
      this.#seq += head.count;
      at += head.frameBytes;
    }
    return at;
  }

  #damaged(): JournalFailed {
    return new JournalFailed(
      'journal.damaged',
      `Cannot read the journal: ${this.file.path} is damaged at byte ${this.#offset} (entry ${this.#seq}): put the file back from a copy`,
    );
  }

  /** A file that is written has few bytes more each time: a buffer of what is there, not of what might be. */
  async #read(wanted: number): Promise<Buffer> {
    const { size } = await this.#handle.stat();
    const bytes = Buffer.allocUnsafeSlow(Math.max(0, Math.min(wanted, size - this.#offset)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.#handle.read(
        bytes,
        filled,
        bytes.length - filled,
        this.#offset + filled,
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }
}
