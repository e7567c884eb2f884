// SPDX-License-Identifier: Apache-2.0
import type { LogAlarmKind, SealedLine } from '@belfry/contract';
import type { Origin } from '../batch.ts';
import type { CheckpointGuard } from './checkpoint-guard.ts';
import type { GuardRow } from './checkpoint-store.ts';
import { entriesHeld, type GrowingLog, openGrowingLog, rootOfFirst } from './growing-log.ts';
import type { LogFiles } from './log-files.ts';
import { guardDecision, type HeldCheckpoint, readHeld } from './rollback-guard.ts';
import { lastLines } from './segment-tail.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Lines read back to know what came lately: a sender repeats what the crash kept us from acknowledging. */
const RECENT_LINES = 10_000;

/** A log as the crash or the stop before left it, put in order. */
export interface Recovered {
  readonly name: string;
  readonly files: LogFiles;
  /** Null when it must not be signed. */
  readonly growing: GrowingLog | null;
  readonly refused: { readonly alarm: LogAlarmKind; readonly reason: string; readonly detail: string } | null;
  readonly note: string | null;
  readonly lastSeq: number;
  /** Which part of how many the last line is. */
  readonly part: readonly [number, number] | null;
  /** When the last entry was received, and when the last checkpoint was signed. */
  readonly lastUs: number | null;
  readonly signedUs: number | null;
  readonly recent: readonly { readonly atUs: number; readonly entry: RecentEntry }[];
}

interface RecentEntry {
  readonly seq: number;
  readonly origin: Origin;
  readonly raw: Buffer;
}

export interface RecoveryParts {
  readonly guard: CheckpointGuard;
  readonly keys: SigningKeys;
  readonly filesOf: (log: string) => LogFiles;
}

/** Compares a log with the guard and opens it at the newest checkpoint either of them holds. */
export async function recoverLog(
  parts: RecoveryParts,
  name: string,
  row: GuardRow | null,
): Promise<Recovered> {
  const files = parts.filesOf(name);
  const signedUs = row === null ? null : row.signedAt.getTime() * 1_000;
  const refused = (alarm: LogAlarmKind, reason: string, detail: string): Recovered => ({
    name,
    files,
    growing: null,
    refused: { alarm, reason, detail },
    note: null,
    lastSeq: 0,
    part: null,
    lastUs: null,
    signedUs,
    recent: [],
  });
  const held = await heldOf(parts, name, files, row);
  if (held === null) {
    return refused(
      'rollback',
      'foreign_checkpoint',
      `no key of this house signed what log "${name}" holds as its checkpoint`,
    );
  }
  const count = entriesHeld(files);
  const decision = guardDecision(held.file, held.database, (size) =>
    count === null || size > count ? null : rootOfFirst(files, size),
  );
  if (!decision.goOn) {
    return refused(
      decision.refused === 'root_differs' ? 'verification_failed' : 'rollback',
      decision.refused,
      decision.detail,
    );
  }
  const { checkpoint, size } = decision;
  const growing = openGrowingLog(files, size);
  if (growing === null) {
    return refused(
      'rollback',
      'directory_behind',
      `log "${name}" holds closed segments that no checkpoint covers`,
    );
  }
  growing.writeEdge();
  // The crash came between the checkpoint of a full segment and its closing.
  if (growing.room === 0) growing.closeSegment();
  const note = await bringForward(parts, name, files, { decision, row });
  const lines = lastLines(files, size, RECENT_LINES);
  const last = lines.at(-1);
  return {
    name,
    files,
    growing,
    refused: null,
    note,
    lastSeq: last?.seq ?? 0,
    part: last?.part ?? null,
    lastUs: last === undefined ? null : microsecondsOf(last.received),
    signedUs: checkpoint === null ? null : signedUs,
    recent: lines.flatMap((line) => recentOf(line) ?? []),
  };
}

/** Both memories of a log; null when one of them holds what is not ours. */
async function heldOf(
  { keys }: RecoveryParts,
  name: string,
  files: LogFiles,
  row: GuardRow | null,
): Promise<{ file: HeldCheckpoint | null; database: HeldCheckpoint | null } | null> {
  const content = files.read('checkpoint')?.toString() ?? null;
  const verifiers = keys.verifiersOf(name);
  const read = (note: string | null) =>
    note === null ? null : readHeld(note, keys.originOf(name), verifiers);
  const file = await read(content);
  const database = await read(row?.note ?? null);
  if ((content !== null && file === null) || (row !== null && database === null)) return null;
  return { file, database };
}

/** Writes the newest checkpoint where it is missing. @returns the note the database holds from here on */
async function bringForward(
  { guard }: RecoveryParts,
  log: string,
  files: LogFiles,
  {
    decision,
    row,
  }: {
    decision: { checkpoint: HeldCheckpoint | null; isFileBehind: boolean; isDatabaseBehind: boolean };
    row: GuardRow | null;
  },
): Promise<string | null> {
  const { checkpoint, isDatabaseBehind, isFileBehind } = decision;
  if (checkpoint === null) return null;
  if (isFileBehind) files.writeDurably('checkpoint', Buffer.from(checkpoint.content));
  if (!isDatabaseBehind) return row?.note ?? checkpoint.content;
  const { content, root, size } = checkpoint;
  const signedAt = row?.signedAt ?? new Date(0);
  await guard.move(row?.note ?? null, { log, size, root: Buffer.from(root), note: content, signedAt });
  return content;
}

const microsecondsOf = (moment: string) =>
  Date.parse(`${moment.slice(0, 19)}Z`) * 1_000 + Number(moment.slice(20, 26));

function recentOf(line: SealedLine): { atUs: number; entry: RecentEntry } | null {
  const { part, peer, raw, raw64, received, seq, source, stream, transport } = line;
  if (part !== undefined) return null;
  const origin: Origin = { sourceId: source, stream, transport, peer, retentionClass: 'technical' };
  const bytes = raw64 === undefined ? Buffer.from(raw ?? '') : Buffer.from(raw64, 'base64');
  return { atUs: microsecondsOf(received), entry: { seq, origin, raw: bytes } };
}
