// SPDX-License-Identifier: Apache-2.0
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { systemActor } from '../../platform/authorization/actor.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { AlarmBell, Receiver } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import { again } from './again.ts';
import type { RunningSource, SourceCounts } from './source-counts.ts';
import { type ExpectedSource, readExpectedSources } from './source-store.ts';

/** What the desk hears of sources from the process that receives: what the database does not know yet. */
export interface SourcesAnswer {
  readonly running: readonly RunningSource[];
  readonly receivers: readonly { readonly transport: string; readonly port: number | null }[];
}

export function serveSourceFigures(
  app: FastifyInstance,
  counts: SourceCounts,
  receivers: () => readonly Receiver[],
): void {
  app.post(
    '/inside/sources',
    async (): Promise<SourcesAnswer> => ({
      running: counts.running(),
      receivers: receivers().map(({ port, transport }) => ({ transport, port })),
    }),
  );
}

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly alarms: AlarmBell;
  readonly sourceCounts: SourceCounts;
}

const MINUTE_MS = 60_000;
const actor = systemActor('logbook hears silence');

/** Minutes a source has been silent beyond what it may; null while it may be as silent as it is. */
function minutesTooSilent(source: ExpectedSource, lastMs: number, nowMs: number): number | null {
  if (source.state !== 'active' || source.silenceMinutesMax === null) return null;
  // Counted anew from a change of its settings: whoever sets a limit, or takes a source back, begins with patience.
  const since = Math.max(lastMs, source.lastMs ?? 0, source.changedMs);
  const silent = Math.floor((nowMs - since) / MINUTE_MS);
  return silent >= source.silenceMinutesMax ? silent : null;
}

/** Rings when a source is silent for longer than it may be, and stops when it is heard again. @returns ends it */
export function watchSilence(parts: Parts): () => Promise<void> {
  const stopping = new AbortController();
  const startedMs = parts.clock.now().getTime();
  const ringing = new Set<string>();
  let isFirst = true;
  const look = async () => {
    const nowMs = parts.clock.now().getTime();
    if (nowMs - startedMs < logLimits.silenceGraceMs) return;
    const expected = await parts.database.read(actor, ({ sql }) => readExpectedSources(sql));
    const running = new Map(parts.sourceCounts.running().map(({ id, lastMs }) => [id, lastMs]));
    for (const source of expected) {
      const minutes = minutesTooSilent(source, running.get(source.id) ?? 0, nowMs);
      if (minutes !== null) {
        ringing.add(source.id);
        parts.alarms.raise('source_silent', source.id, {
          name: source.name,
          limitMinutes: source.silenceMinutesMax ?? 0,
          sinceMs: nowMs - minutes * MINUTE_MS - (nowMs % MINUTE_MS),
        });
      } else if (ringing.delete(source.id) || isFirst) {
        parts.alarms.clear('source_silent', source.id);
      }
    }
    isFirst = false;
  };
  const loop = again(logLimits.silenceLookMs, stopping.signal, () =>
    look().catch((error: unknown) =>
      parts.logger.warn({ err: error }, 'Cannot look for silent sources: trying again'),
    ),
  );
  return async () => {
    stopping.abort();
    await loop;
  };
}
