// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FoundEntry } from '../src/log/index.ts';
import type { LogLink } from '../src/platform/log-link/log-link.ts';

export const source = '7c2f0000-0000-4000-8000-000000000001';

/** An entry as the index finds it. */
export function anEntry(index: number, message = 'Failed password for root'): FoundEntry {
  const at = '2026-11-21T14:05:07.123456Z';
  return {
    ...{ log: 'technical-2026', index, seq: index + 1, at, received: at, claimed: null, source },
    ...{ stream: 'technical', transport: 'syslog-tcp', format: 'rfc3164', parse: 'ok', severity: 3 },
    ...{ host: 'web1', app: 'sshd', user: 'root', srcIp: '', dstIp: '', event: '', outcome: 'failure' },
    ...{ message, isCut: false, duplicateOf: null },
  };
}

export interface Asked {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** A log process that answers from a list, and remembers what it was asked. */
export function answering(
  answers: Record<string, { status?: number; body: unknown }>,
): LogLink & { asked: Asked[] } {
  const asked: Asked[] = [];
  const take = (path: string, body: unknown) => {
    // The desk itself asks now and then whether the log is there.
    if (path !== '/inside/ready') asked.push({ path, body: body as Asked['body'] });
    return { status: answers[path]?.status ?? 200, body: answers[path]?.body };
  };
  return {
    asked,
    address: null,
    call: async (path, body) => take(path, body),
    stream: async (path, body) => {
      const { body: answer, status } = take(path, body);
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
      return { status, body: Readable.from([Buffer.from(text)]) as IncomingMessage };
    },
  };
}

export const found = (entries: FoundEntry[], next: string | null = null) => ({
  body: { entries, next, indexed: { received: entries[0]?.received ?? null, behind: 0 }, tookMs: 3 },
});

/** A search with its purpose. */
export const search = { kind: 'search', purpose: 'Break-in at web1', query: 'user:root' } as const;
