// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pino } from 'pino';
import { type Engine, openEngine } from '../src/log/index/engine.ts';
import {
  type EngineAddress,
  type EngineSupervisor,
  superviseEngine,
} from '../src/log/index/engine-supervisor.ts';
import type { LogsToIndex } from '../src/log/index/indexer.ts';
import type { ReadableLog } from '../src/log/sealing/index.ts';
import { systemTimer } from '../src/platform/jobs/index.ts';

export interface TestEngine {
  readonly supervisor: EngineSupervisor;
  readonly directory: string;
  readonly engine: Engine;
  readonly address: EngineAddress;
}

/** The embedded engine in a process of its own, on a directory of its own. */
export async function openTestEngine(
  t: TestContext,
  given: { readonly directory?: string; readonly memoryBytesMax?: number } = {},
): Promise<TestEngine> {
  const directory = given.directory ?? (await mkdtemp(join(tmpdir(), 'belfry-index-')));
  const supervisor = superviseTestEngine(t, { ...given, directory });
  const address = await nextAddress(supervisor);
  const engine = openEngine(address);
  t.after(() => engine.close());
  return { supervisor, directory, engine, address };
}

export function superviseTestEngine(
  t: TestContext,
  given: { readonly directory: string; readonly memoryBytesMax?: number },
): EngineSupervisor {
  const logger = pino({ level: 'silent' });
  const supervisor = superviseEngine({ ...given, secret: 'kept by the test', logger, timer: systemTimer });
  t.after(async () => {
    await supervisor.stop();
    await rm(given.directory, { recursive: true, force: true, maxRetries: 10 });
  });
  return supervisor;
}

/** Where it answers, now or once it runs again. */
export function nextAddress(supervisor: EngineSupervisor): Promise<EngineAddress> {
  return new Promise((resolve) => {
    supervisor.onAddress((address) => {
      if (address !== null) resolve(address);
    });
  });
}

/** Logs that lie in memory: what the index reads of a sealed log. */
export function logsOf(
  lines: Readonly<Record<string, readonly Buffer[]>>,
  /** How much each look at the checkpoint finds published beyond the one before. */
  growth = Number.POSITIVE_INFINITY,
): LogsToIndex {
  const published = new Map<string, number>();
  return {
    names: async () => Object.keys(lines),
    open: (name) => {
      const all = lines[name] ?? [];
      const log: Pick<ReadableLog, 'name' | 'checkpoint' | 'lines' | 'line'> = {
        name,
        checkpoint: async () => {
          const size = Math.min(all.length, (published.get(name) ?? 0) + growth);
          published.set(name, size);
          return { size } as Awaited<ReturnType<ReadableLog['checkpoint']>>;
        },
        line: async (index) => all[index] ?? null,
        async *lines(from, to) {
          for (let first = from; first < to; first += 256) {
            yield { first, lines: all.slice(first, Math.min(first + 256, to)) };
          }
        },
      };
      return log as ReadableLog;
    },
  };
}

/** A sealed line as the sealer writes it. */
export function aSealedLine(seq: number, raw: string, more: Readonly<Record<string, unknown>> = {}): Buffer {
  const received = new Date(Date.UTC(2026, 10, 22, 1, 25) + seq).toISOString().replace('Z', '000Z');
  return Buffer.from(
    JSON.stringify({
      ...{ v: 1, seq, received, mono: '1', clock: 'synchronised' },
      ...{ source: '0197a000-0000-7000-8000-000000000001', stream: 'technical', transport: 'syslog-tcp' },
      ...{ peer: '192.0.2.7:51422', format: 'rfc3164', parse: 'ok', salt: 'AAAAAAAAAAAAAAAAAAAAAA==', raw },
      ...more,
    }),
  );
}
