// SPDX-License-Identifier: Apache-2.0
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Session } from 'chdb';
import { systemTimer } from '../../platform/jobs/index.ts';
import { logLimits } from '../log-limits.ts';
import { createEngineFront } from './engine-front.ts';
import { EXIT_ENGINE_MEMORY, type FromEngine, type ToEngine } from './engine-message.ts';

/**
 * The embedded engine, in a process of its own: whatever it does to its memory, receiving and sealing go on. It is told
 * where its directory is over its channel, and is gone when that is. Its files hold nothing that the segments do not.
 */
process.once('message', (message: ToEngine) => start(message));
process.once('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
process.on('SIGTERM', () => process.exit(0));

function start({ directory, memoryBytesMax, secret }: ToEngine): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const place = path.resolve(directory);
    const args = [
      `--max_threads=${logLimits.engineThreads}`,
      '--background_pool_size=2',
      `--max_memory_usage=${Math.floor(memoryBytesMax / 2)}`,
    ];
    const open = () => new Session(place, { connectionArgs: args });
    const front = createEngineFront({ open, count: logLimits.engineStatementsAtOnceMax }, secret);
    front.listen(0, '127.0.0.1', () => {
      const bound = front.address();
      tell({ kind: 'ready', port: typeof bound === 'object' && bound !== null ? bound.port : 0 });
    });
    watchMemory(memoryBytesMax);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tell({ kind: 'failed', code: 'log.index_unusable', message });
    process.exit(1);
  }
}

/** The engine frees what it can by itself; what it does not give back is taken back by ending the process. */
function watchMemory(bytesMax: number): void {
  const look = () => {
    const { rss } = process.memoryUsage();
    tell({ kind: 'memory', rssBytes: rss });
    if (rss > bytesMax) process.exit(EXIT_ENGINE_MEMORY);
    systemTimer.after(logLimits.engineMemoryLookMs, look);
  };
  look();
}

function tell(message: FromEngine): void {
  if (process.connected) process.send?.(message);
}
