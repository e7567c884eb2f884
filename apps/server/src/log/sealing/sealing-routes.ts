// SPDX-License-Identifier: Apache-2.0
import { formatTlogProof } from '@belfry/ledger';
import type { FastifyInstance } from 'fastify';
import { type EntryAnswer, entryAsked, type KeysAnswer } from '../entry-shapes.ts';
import {
  type Anchor,
  openLogDirectory,
  type PublishedCheckpoint,
  type ReadableLog,
  readCheckpoint,
} from './log-directory.ts';
import { openLogFiles } from './log-files.ts';
import { readPublicKeys } from './signing-keys.ts';
import type { Sealing } from './start-sealing.ts';
import { readTimeStamp } from './time-stamp.ts';

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
  app.post('/inside/entry', async (request, reply) => {
    const asked = entryAsked.safeParse(request.body);
    if (!asked.success) return await reply.code(WRONG).send();
    const { index, log } = asked.data;
    const vkeys = readPublicKeys(keyFiles)?.logs[log] ?? [];
    const answer = await entryAnswer(directory.open(log), index, { vkeys, witnesses: parts.witnesses });
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

async function entryAnswer(
  log: ReadableLog,
  index: number,
  keys: Pick<EntryAnswer, 'vkeys' | 'witnesses'>,
): Promise<EntryAnswer | null> {
  const newest = await log.checkpoint();
  const line = await log.line(index);
  if (newest === null || line === null) return null;
  const stamped = await log.firstTimeStamped(index + 1);
  const proofs: EntryAnswer['proofs'][number][] = [];
  if (stamped !== null && stamped.size < newest.size) proofs.push(await proofTo(log, index, stamped));
  const { size } = newest;
  const isStamped = stamped?.size === size;
  const newestAnchor = { size, checkpoint: newest.content, timeStamp: isStamped ? stamped.timeStamp : null };
  proofs.push(await proofTo(log, index, newestAnchor));
  return { line: line.toString(), sealedSize: size, proofs, ...keys };
}

async function proofTo(
  log: ReadableLog,
  index: number,
  anchor: Anchor,
): Promise<EntryAnswer['proofs'][number]> {
  const { note }: PublishedCheckpoint = readCheckpoint(anchor.checkpoint, log.name);
  const hashes = await log.proof(index, anchor.size);
  const stamp = anchor.timeStamp === null ? null : await readTimeStamp(anchor.timeStamp);
  const isRead = stamp !== null && !('refused' in stamp);
  return {
    content: formatTlogProof({ extra: null, index, hashes, checkpoint: note }),
    size: anchor.size,
    timeStamp:
      isRead && anchor.timeStamp !== null
        ? { at: stamp.at, authority: stamp.authority, response: anchor.timeStamp.toString('base64') }
        : null,
  };
}
