// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { sealedLine } from '@belfry/contract';
import { type CheckpointGuard, CheckpointRefused } from '../src/log/sealing/checkpoint-guard.ts';
import type { GuardRow } from '../src/log/sealing/checkpoint-store.ts';
import { openLogDirectory } from '../src/log/sealing/log-directory.ts';
import { type LogFiles, openLogFiles } from '../src/log/sealing/log-files.ts';
import { Sealer, type SealerParts, type SealingNews } from '../src/log/sealing/sealer.ts';
import { SigningKeys } from '../src/log/sealing/signing-keys.ts';
import { SOME_MOMENT_US } from './log-entries.ts';

/** A directory of logs with its keys, sealed in the thread of the test. */
export interface TestSealing {
  readonly root: string;
  readonly news: SealingNews[];
  /** Moves both clocks, as time does. */
  pass(milliseconds: number): void;
  /** Moves the wall clock alone. */
  jump(microseconds: number): void;
  open(parts?: Partial<SealerParts>): Promise<Sealer>;
  filesOf(log: string): LogFiles;
  /** Sealed lines of a log, checked against the contract. */
  linesOf(log: string): Promise<ReturnType<typeof sealedLine.parse>[]>;
}

/** The guard as a table in memory: the same rules as in PostgreSQL, without the wait. */
export function guardInMemory(
  rows = new Map<string, GuardRow>(),
): CheckpointGuard & { readonly table: Map<string, GuardRow> } {
  return {
    table: rows,
    rows: async () => [...rows.values()],
    move: async (known, { log, note, signedAt }) => {
      if ((rows.get(log)?.note ?? null) !== known) throw new CheckpointRefused(log);
      rows.set(log, { log, note, signedAt });
    },
  };
}

export function openTestSealing(t: TestContext, guard: CheckpointGuard = guardInMemory()): TestSealing {
  const root = mkdtempSync(path.join(tmpdir(), 'belfry-sealing-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const news: SealingNews[] = [];
  let wallUs = SOME_MOMENT_US;
  let monotonicNs = 1_000_000_000n;
  const filesOf = (log: string) => openLogFiles(path.join(root, 'log', log));
  const logNames = () => {
    try {
      return readdirSync(path.join(root, 'log'));
    } catch {
      return [];
    }
  };
  const keysDirectory = path.join(root, 'keys');
  return {
    root,
    news,
    filesOf,
    pass: (milliseconds) => {
      wallUs += milliseconds * 1_000;
      monotonicNs += BigInt(milliseconds) * 1_000_000n;
    },
    jump: (microseconds) => {
      wallUs += microseconds;
    },
    open: (parts = {}) =>
      Sealer.open({
        guard,
        keys: SigningKeys.open(openLogFiles(keysDirectory), {
          directory: keysDirectory,
          origin: 'log.example.org',
          hasLogs: logNames().length > 0,
        }),
        clocks: { wallUs: () => wallUs, monotonicNs: () => monotonicNs },
        logNames,
        filesOf,
        readAs: () => ({ format: 'text', parse: 'raw' }),
        tell: (each) => news.push(each),
        ...parts,
      }),
    linesOf: async (log) => {
      const lines: ReturnType<typeof sealedLine.parse>[] = [];
      const readable = openLogDirectory(path.join(root, 'log')).open(log);
      for await (const run of readable.lines(0, Number.MAX_SAFE_INTEGER)) {
        lines.push(...run.lines.map((line) => sealedLine.parse(JSON.parse(line.toString()))));
      }
      return lines;
    },
  };
}
