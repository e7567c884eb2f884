// SPDX-License-Identifier: Apache-2.0
import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import {
  base64Bytes,
  base64OfBytes,
  type Checkpoint,
  cosigner,
  formatSignature,
  formatVkey,
  isFault,
  type NoteVerifier,
  parseAddCheckpoint,
  parseCheckpoint,
  signatureTypes,
  utf8Text,
  witnessAnswer,
} from '@belfry/ledger';
import { z } from 'zod';
import { isAbsent } from '../../platform/files/is-absent.ts';
import { writeDurably } from '../../platform/files/write-whole.ts';
import { platform } from '../verify/read-files.ts';

/** A checkpoint with all its signatures and 63 hashes; post-quantum signatures take some kilobytes each. */
const BODY_BYTES_MAX = 262_144;
const REQUEST_MS_MAX = 10_000;
const CONNECTIONS_MAX = 256;
const SEED_BYTES = 32;
const KEY_FILE = 'witness.key';
const STATE_FILE = 'witness.json';
const pkcs8Header = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEADER_BYTES = 12;

const stateShape = z.object({
  name: z.string(),
  logs: z.record(z.string(), z.object({ size: z.number().int().min(0), root: z.string() })),
});
type WitnessState = z.infer<typeof stateShape>;

export interface WitnessParts {
  /** Holds the key and what was cosigned last. Losing it means starting again, as another witness. */
  readonly directory: string;
  /** Name of the witness, as it stands in its key; fixed at the first start. */
  readonly name: string;
  /** Keys of the logs it was told to watch; any other log is refused. */
  readonly logs: readonly NoteVerifier[];
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** An answer of the witness protocol (C2SP tlog-witness). */
export interface WitnessReply {
  readonly status: number;
  readonly type: 'text/plain' | 'text/x.tlog.size';
  readonly body: string;
}

/** A small witness: it remembers the last checkpoint of each log, and cosigns only what continues it. */
export interface Witness {
  readonly vkey: string;
  add(body: Uint8Array): Promise<WitnessReply>;
}

/** The state of a witness is there and cannot be read: to begin again would be to cosign a fork. */
export class WitnessStateDamaged extends Error {
  override readonly name = 'WitnessStateDamaged';
  readonly code = 'witness.state_damaged';
}

async function readOr<T>(file: string, absent: T): Promise<Buffer | T> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isAbsent(error)) return absent;
    throw error;
  }
}

async function openState(directory: string, name: string): Promise<WitnessState> {
  const file = path.join(directory, STATE_FILE);
  const content = await readOr(file, null);
  if (content === null) {
    const state = { name, logs: {} };
    await writeDurably(file, JSON.stringify(state));
    return state;
  }
  try {
    return stateShape.parse(JSON.parse(content.toString()));
  } catch (error) {
    throw new WitnessStateDamaged(
      `Cannot read "${file}": it is damaged: restore it, or start a new witness in another directory`,
      { cause: error },
    );
  }
}

async function openKey(directory: string) {
  const file = path.join(directory, KEY_FILE);
  const held = await readOr(file, null);
  if (held !== null && held.length !== SEED_BYTES) {
    throw new WitnessStateDamaged(
      `Cannot use "${file}": it has ${held.length} bytes instead of ${SEED_BYTES}: restore it`,
    );
  }
  const seed = held ?? randomBytes(SEED_BYTES);
  if (held === null) await writeDurably(file, seed);
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Header, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    publicKey: new Uint8Array(spki.subarray(SPKI_HEADER_BYTES)),
    make: (message: Uint8Array) => new Uint8Array(sign(null, message, key)),
  };
}

const text = (status: number, body: string): WitnessReply => ({
  status,
  type: 'text/plain',
  body: `${body}\n`,
});

/** Opens a witness, making its key at the first start. */
export async function openWitness({ directory, logs, name, now }: WitnessParts): Promise<Witness> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { make, publicKey } = await openKey(directory);
  let state = await openState(directory, name);
  const type = signatureTypes.cosignatureEd25519;
  const signer = cosigner({ name: state.name, type, publicKey }, make, now);

  const lastOf = (origin: string): Checkpoint | null => {
    const kept = Object.hasOwn(state.logs, origin) ? state.logs[origin] : undefined;
    const root = kept === undefined ? null : base64Bytes(kept.root);
    if (isFault(root))
      throw new WitnessStateDamaged(
        `Cannot read the last checkpoint of "${origin}": restore "${STATE_FILE}"`,
      );
    return kept === undefined || root === null ? null : { origin, size: kept.size, root };
  };
  const answer = async (body: Uint8Array): Promise<WitnessReply> => {
    const content = utf8Text(body);
    const asked = isFault(content) ? content : parseAddCheckpoint(content);
    const claimed = isFault(asked) ? asked : parseCheckpoint(asked.checkpoint.text);
    if (isFault(asked) || isFault(claimed)) return text(400, isFault(asked) ? asked.detail : 'no checkpoint');
    const keys = logs.filter((each) => each.name === claimed.origin);
    if (keys.length === 0) return text(404, 'this log is not known here');
    const decided = await witnessAnswer(asked, claimed.origin, lastOf(claimed.origin), keys, platform.hash);
    if (decided.status === 409) {
      return { status: 409, type: 'text/x.tlog.size', body: `${decided.size}\n` };
    }
    if (decided.status !== 200) return text(decided.status, decided.reason.detail);
    const { origin, root, size } = decided.checkpoint;
    const next = { ...state, logs: { ...state.logs, [origin]: { size, root: base64OfBytes(root) } } };
    // On disk before it is signed: a crash between the two leaves a witness that waits, not one that forgot.
    await writeDurably(path.join(directory, STATE_FILE), JSON.stringify(next));
    state = next;
    const { keyId, name: by } = signer;
    const bytes = await signer.sign(asked.checkpoint.text);
    return { status: 200, type: 'text/plain', body: formatSignature({ name: by, keyId, bytes }) };
  };
  // Reading the last checkpoint and writing the next is one step: two at once could each continue the same one.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    vkey: formatVkey({ name: state.name, type, publicKey }),
    add: (body) => {
      const mine = turn.then(() => answer(body));
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function serve(witness: Witness, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isAsked = request.method === 'POST' && request.url === '/add-checkpoint';
  const body = isAsked ? await bodyOf(request) : null;
  const reply = !isAsked
    ? text(404, 'only POST /add-checkpoint is served here')
    : body === null
      ? text(413, `more than ${BODY_BYTES_MAX} bytes`)
      : await witness.add(body);
  response.writeHead(reply.status, { 'content-type': reply.type }).end(reply.body);
}

/** Serves a witness by HTTP. `onError` hears of what is no answer of the protocol. */
export function createWitnessServer(witness: Witness, onError: (error: unknown) => void): Server {
  const server = createServer(
    { requestTimeout: REQUEST_MS_MAX, headersTimeout: REQUEST_MS_MAX },
    (request, response) => {
      serve(witness, request, response).catch((error: unknown) => {
        onError(error);
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    },
  );
  server.maxConnections = CONNECTIONS_MAX;
  return server;
}
