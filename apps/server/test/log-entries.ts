// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { Batch, JournalEntry, Origin } from '../src/log/batch.ts';

/** Where test entries come from, unless a test says otherwise. */
export const anOrigin: Origin = {
  sourceId: '5f0e4a6e-0b1f-4f5e-9d55-3a1c5c2f7b10',
  stream: 'technical',
  retentionClass: 'technical',
  transport: 'relp',
  peer: '192.0.2.7:51422',
};

/** The same sender after its connection broke: what it sends again comes on another port. */
export const nextConnection: Origin = { ...anOrigin, peer: '192.0.2.7:51423' };

/** 3 February 2026, 04:05:06 UTC, in microseconds. */
export const SOME_MOMENT_US = 1_770_091_506_000_000;

/** An entry as the journal gives it; its salt follows from its number, so that runs can be compared. */
export function anEntry(given: Partial<JournalEntry> = {}): JournalEntry {
  const seq = given.seq ?? 1;
  return {
    seq,
    origin: anOrigin,
    receivedUs: SOME_MOMENT_US + seq * 1_000,
    monotonicNs: BigInt(seq) * 1_000_000n,
    clock: 'unknown',
    salt: createHash('sha256').update(`salt ${seq}`).digest().subarray(0, 16),
    raw: Buffer.from(`<34>1 2026-02-03T04:05:06Z host sshd 12 - - Failed password, attempt ${seq}`),
    cut: null,
    ...given,
  };
}

/** Entries with these numbers, one after the other. */
export function someEntries(from: number, count: number, given: Partial<JournalEntry> = {}): JournalEntry[] {
  return Array.from({ length: count }, (_, at) => anEntry({ ...given, seq: from + at }));
}

/** Lines of one sender, as a receiver hands them over. */
export function batchOf(lines: readonly string[], origin: Origin = anOrigin): Batch {
  let at = 0;
  const bounds = lines.flatMap((line) => {
    const from = at;
    at += Buffer.byteLength(line);
    return [from, at];
  });
  return { origin, bytes: Buffer.from(lines.join('')), bounds };
}
