// SPDX-License-Identifier: Apache-2.0
import type { FastifyInstance } from 'fastify';
import { entryAsked, type KeysAnswer } from '../entry-shapes.ts';
import { openLogDirectory, type ReadableLog } from './log-directory.ts';
import { openLogFiles } from './log-files.ts';
import { openSealedEntries } from './sealed-entries.ts';
import { readPublicKeys } from './signing-keys.ts';
import type { Sealing } from './start-sealing.ts';

const NOT_FOUND = 404;
const WRONG = 400;

/** What the desk asks about sealed entries, answered from the files. */
export function serveSealed(
  app: FastifyInstance,
  parts: {
    readonly logDir: string;
    readonly keysDir: string;
    readonly sealing: Sealing;
    readonly witnesses: readonly string[];
  },
): void {
  const directory = openLogDirectory(parts.logDir);
  const keyFiles = openLogFiles(parts.keysDir);
  const entries = openSealedEntries(parts);
  app.post('/inside/entry', async (request, reply) => {
    const asked = entryAsked.safeParse(request.body);
    if (!asked.success) return await reply.code(WRONG).send();
    const { index, log } = asked.data;
    const answer = await entries.read(log, index);
    return answer ?? (await reply.code(NOT_FOUND).send());
  });
  app.post('/inside/keys', async (): Promise<KeysAnswer> => {
    const logs = readPublicKeys(keyFiles)?.logs ?? {};
    return { items: Object.entries(logs).map(([log, vkeys]) => ({ log, vkeys })) };
  });
  app.post('/inside/state', async () => {
    const { logs, publishedAt, sealedSeq } = parts.sealing.state;
    const newest = await Promise.all((await directory.names()).map((name) => stateOf(directory.open(name))));
    return {
      sealedSeq,
      publishedAt: publishedAt?.toISOString() ?? null,
      logs: newest.map((state) => ({
        ...state,
        isPublishedSinceStart: logs.some(({ log }) => log === state.log),
      })),
    };
  });
}

async function stateOf(log: ReadableLog) {
  const size = (await log.checkpoint())?.size ?? 0;
  return { log: log.name, size, lastTimeStampedSize: (await log.lastTimeStamped())?.size ?? null };
}
