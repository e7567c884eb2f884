// SPDX-License-Identifier: Apache-2.0
import { type FileHandle, open } from 'node:fs/promises';
import type { Logger } from 'pino';
import { type FrameHead, frameAt, nextFrame } from './frame.ts';
import { JournalFailed } from './journal-failure.ts';
import { createJournalFile, type JournalFile, journalFiles, writeWhole } from './journal-files.ts';

export interface Recovered {
  readonly handle: FileHandle;
  readonly file: JournalFile;
  /** Where the next group goes. */
  readonly offset: number;
  readonly nextSeq: number;
}

/**
 * Opens the last file for writing. Only it is read: whatever lies unsealed before it waits for the sealer, not for us.
 *
 * What the process before wrote and did not sync was never acknowledged; whole frames of it are kept all the same,
 * because nobody can tell them from acknowledged ones. The last group is written once more before it is synced: after
 * an fsync that failed, the page cache may hold bytes that the disk never saw, and would not be asked to write again.
 */
export async function recoverJournal(directory: string, logger: Logger): Promise<Recovered> {
  const last = (await journalFiles(directory)).at(-1);
  if (last === undefined) {
    return { ...(await createJournalFile(directory, 1)), offset: 0, nextSeq: 1 };
  }
  const handle = await open(last.path, 'r+');
  try {
    const bytes = await handle.readFile();
    const { end, nextSeq, lastGroupOffset } = walk(bytes, last);
    if (end < bytes.length) {
      logger.warn(
        { file: last.path, cutBytes: bytes.length - end, nextSeq },
        'Cut the torn end of the journal: none of it was acknowledged',
      );
      await handle.truncate(end);
    }
    if (end > lastGroupOffset) {
      await writeWhole(handle, [bytes.subarray(lastGroupOffset, end)], lastGroupOffset);
    }
    await handle.sync();
    return { handle, file: last, offset: end, nextSeq };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** @throws when what is not whole cannot be the end of an unfinished write */
function walk(bytes: Buffer, file: JournalFile): { end: number; nextSeq: number; lastGroupOffset: number } {
  let at = 0;
  let nextSeq = file.firstSeq;
  let lastGroupOffset = 0;
  while (at < bytes.length) {
    const head = frameAt(bytes, at);
    if (typeof head === 'string') {
      refuseUnlessTorn(bytes, at, file, nextSeq);
      break;
    }
    refuseUnlessNext(head, at, file, nextSeq);
    nextSeq += head.count;
    lastGroupOffset = head.groupOffset;
    at += head.frameBytes;
  }
  return { end: at, nextSeq, lastGroupOffset };
}

function refuseUnlessNext(head: FrameHead, at: number, file: JournalFile, nextSeq: number): void {
  if (head.firstSeq === nextSeq && head.groupOffset <= at) return;
  throw new JournalFailed(
    'journal.damaged',
    `Cannot open the journal: ${file.path} has entry ${head.firstSeq} at byte ${at}, where entry ${nextSeq} belongs: put the file back from a copy`,
  );
}

/**
 * A torn write leaves damage at the end, or among the frames of its own group. A good frame of a later group says
 * that what is damaged was once synced, and acknowledged: that is never cut.
 */
function refuseUnlessTorn(bytes: Buffer, at: number, file: JournalFile, nextSeq: number): void {
  let found = nextFrame(bytes, at + 1);
  while (found !== null) {
    if (found.head.groupOffset > at) {
      throw new JournalFailed(
        'journal.damaged',
        `Cannot open the journal: ${file.path} is damaged from byte ${at} (entry ${nextSeq}) to byte ${found.at}, and entries after it are whole: put the file back from a copy, check the disk, and start again`,
      );
    }
    found = nextFrame(bytes, found.at + found.head.frameBytes);
  }
}
