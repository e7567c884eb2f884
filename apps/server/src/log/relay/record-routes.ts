// SPDX-License-Identifier: Apache-2.0
import type { FastifyInstance } from 'fastify';
import { type RecordAnswer, type RecordStateAnswer, recordAsked } from '../entry-shapes.ts';
import { openSealedEntries } from '../sealing/index.ts';
import type { RelayedRecord } from './relayed-record.ts';

const NOT_FOUND = 404;
const WRONG = 400;

/** What the desk asks about its own record. It asks for entries somebody may read: nothing here knows who that is. */
export function serveRecord(
  app: FastifyInstance,
  parts: {
    readonly relayed: RelayedRecord;
    readonly logDir: string;
    readonly keysDir: string;
    readonly witnesses: readonly string[];
  },
): void {
  const entries = openSealedEntries(parts);
  app.post('/inside/record', async (request, reply) => {
    const asked = recordAsked.safeParse(request.body);
    if (!asked.success) return await reply.code(WRONG).send();
    const place = await parts.relayed.find(asked.data);
    if (place === null) return await reply.code(NOT_FOUND).send();
    const { index: first, lineCount, log } = place;
    const lines: RecordAnswer['lines'][number][] = [];
    for (let index = first; index < first + lineCount; index += 1) {
      const answer = await entries.read(log, index);
      if (answer === null) return await reply.code(NOT_FOUND).send();
      lines.push({ ...answer, index });
    }
    return { log, lines } satisfies RecordAnswer;
  });
  app.post('/inside/record-state', async (): Promise<RecordStateAnswer> => {
    const last = await parts.relayed.lastSealed();
    return { position: last?.position ?? 0, received: last?.received ?? null };
  });
}
