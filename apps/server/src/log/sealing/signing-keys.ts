// SPDX-License-Identifier: Apache-2.0
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import {
  type CheckSignature,
  cosignatureVerifier,
  cosigner,
  ed25519Signer,
  ed25519Verifier,
  formatVkey,
  isFault,
  type NoteSigner,
  type NoteVerifier,
  parseVkey,
  signatureTypes,
} from '@belfry/ledger';
import { derivedKey } from '../../platform/keys/derived-key.ts';
import type { LogFiles } from './log-files.ts';

export const KEY_FILE = 'log-signing.key';
/** A key that was replaced; it signs beside the new one until the rotation is ended. */
export const PREVIOUS_KEY_FILE = 'log-signing.previous.key';
export const PUBLIC_KEYS_FILE = 'log-keys.json';

const SEED_BYTES = 32;
// A private key in PKCS#8 is these bytes and its seed (RFC 8410; RFC 9881 for ML-DSA).
const ed25519Pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const mlDsaPkcs8 = Buffer.from('3034020100300b060960864801650304031104228020', 'hex');
const ed25519Spki = Buffer.from('302a300506032b6570032100', 'hex');
const mlDsaSpki = Buffer.from('30820532300b06096086480165030403110382052100', 'hex');

/** What `DATA/keys/log-keys.json` holds: whom to trust, and since the first signature the name of it all. */
export interface PublicKeys {
  readonly origin: string;
  /** Name of a log -> verifier keys that signed it, the current ones first. */
  readonly logs: Readonly<Record<string, readonly string[]>>;
}

/** There is no key although logs were signed: a new one would look like somebody else's. */
export class SigningKeyMissing extends Error {
  readonly code = 'log.signing_key_missing';
}

interface Pair {
  readonly type: number;
  readonly publicKey: Uint8Array;
  make(message: Uint8Array): Uint8Array;
}

function pairOf(type: number, der: Buffer, spkiBytes: number): Pair {
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(spkiBytes);
  return {
    type,
    publicKey: new Uint8Array(publicKey),
    make: (message) => new Uint8Array(sign(null, message, key)),
  };
}

/** The pairs of one key file: Ed25519 from the seed itself, ML-DSA-44 from one derived of it. */
function pairsOf(seed: Buffer): Pair[] {
  const mlDsaSeed = derivedKey(seed, 'log ml-dsa-44');
  return [
    pairOf(signatureTypes.ed25519, Buffer.concat([ed25519Pkcs8, seed]), ed25519Spki.length),
    pairOf(signatureTypes.cosignatureMlDsa44, Buffer.concat([mlDsaPkcs8, mlDsaSeed]), mlDsaSpki.length),
  ];
}

/** The verifier keys that belong to a key file, for one log. */
export const vkeysOfSeed = (seed: Buffer, origin: string): string[] =>
  pairsOf(seed).map(({ publicKey, type }) => formatVkey({ name: origin, type, publicKey }));

const publicKeyOf = (type: number, bytes: Uint8Array): KeyObject =>
  createPublicKey({
    key: Buffer.concat([type === signatureTypes.cosignatureMlDsa44 ? mlDsaSpki : ed25519Spki, bytes]),
    format: 'der',
    type: 'spki',
  });

/** A verifier for a key of any type we know; null when the line is none. */
export function verifierOf(vkey: string): NoteVerifier | null {
  const key = parseVkey(vkey);
  if (isFault(key)) return null;
  const check: CheckSignature = (publicKey, message, signature) =>
    verify(null, message, publicKeyOf(key.type, publicKey), signature);
  return key.type === signatureTypes.ed25519 ? ed25519Verifier(key, check) : cosignatureVerifier(key, check);
}

/** Reads the public keys. Null before the first signature. @throws when the file is damaged */
export function readPublicKeys(files: LogFiles): PublicKeys | null {
  const bytes = files.read(PUBLIC_KEYS_FILE);
  if (bytes === null) return null;
  try {
    const { logs, origin } = JSON.parse(bytes.toString()) as Partial<PublicKeys>;
    if (typeof origin === 'string' && typeof logs === 'object') return { origin, logs };
  } catch {}
  throw new Error(`Cannot read "keys/${PUBLIC_KEYS_FILE}": it is damaged: restore it from a backup`);
}

export const publicKeysFile = (keys: PublicKeys) => Buffer.from(`${JSON.stringify(keys, null, 2)}\n`);

/** The seed in a key file; null when there is none. @throws SigningKeyMissing when the file is no key */
export function seedIn(files: LogFiles, name: string): Buffer | null {
  const seed = files.read(name);
  if (seed !== null && seed.length !== SEED_BYTES) {
    throw new SigningKeyMissing(
      `Cannot use "keys/${name}": it has ${seed.length} bytes instead of ${SEED_BYTES}: restore it from a backup`,
    );
  }
  return seed;
}

/** Signers of logs for what is no checkpoint. None for a log that was not signed by the key, or where the key cannot be read. */
export function noteSignersOf(files: LogFiles, names: readonly string[]): NoteSigner[] {
  try {
    const seed = seedIn(files, KEY_FILE);
    const known = readPublicKeys(files);
    if (seed === null || known === null) return [];
    const pairs = pairsOf(seed).filter(({ type }) => type === signatureTypes.ed25519);
    return names.flatMap((name) => {
      const origin = `${known.origin}/${name}`;
      return pairs
        .filter((pair) => known.logs[name]?.includes(formatVkey({ name: origin, ...pair })) === true)
        .map(({ make, publicKey }) => ed25519Signer(origin, publicKey, make));
    });
  } catch {
    // Entries and proofs stand without it.
    return [];
  }
}

/** The keys of all logs of this house. */
export class SigningKeys {
  readonly #files: LogFiles;
  readonly #directory: string;
  #pairs: readonly Pair[] = [];
  #public: PublicKeys;
  #readAt = Number.NaN;

  private constructor(files: LogFiles, directory: string, known: PublicKeys) {
    this.#files = files;
    this.#directory = directory;
    this.#public = known;
  }

  /**
   * Opens the keys of a data directory, making them where nothing was signed yet.
   *
   * @param files of `DATA/keys`
   * @param origin what the logs are to be called, unless the first signature has fixed it
   * @param hasLogs whether something was signed before, in the directory or in the database
   * @throws SigningKeyMissing
   */
  static open(files: LogFiles, given: { directory: string; origin: string; hasLogs: boolean }): SigningKeys {
    const known = readPublicKeys(files);
    const seed = seedIn(files, KEY_FILE);
    if (seed === null && (known !== null || given.hasLogs)) {
      throw new SigningKeyMissing(
        `Cannot sign: "keys/${KEY_FILE}" is missing although logs were signed with it: restore it from a backup`,
      );
    }
    if (seed === null) files.writeDurably(KEY_FILE, randomBytes(SEED_BYTES));
    const keys = new SigningKeys(files, given.directory, known ?? { origin: given.origin, logs: {} });
    if (known === null) files.writeDurably(PUBLIC_KEYS_FILE, publicKeysFile(keys.#public));
    keys.#reload();
    return keys;
  }

  originOf(name: string): string {
    return `${this.#public.origin}/${name}`;
  }

  vkeysOf(name: string): readonly string[] {
    this.#reload();
    return this.#public.logs[name] ?? [];
  }

  verifiersOf(name: string): NoteVerifier[] {
    return this.vkeysOf(name).flatMap((vkey) => verifierOf(vkey) ?? []);
  }

  /**
   * Who signs a log: the key, and beside it the one it replaces. The public key is written down before the first
   * signature, so that nothing signed ever lacks it.
   *
   * @param seconds since 1970, which the signature states
   * @throws SigningKeyMissing when the log was signed by other keys only: the key file was exchanged
   */
  signersOf(name: string, seconds: number): NoteSigner[] {
    this.#reload();
    const origin = this.originOf(name);
    const vkeys = this.#pairs.map(({ publicKey, type }) => formatVkey({ name: origin, type, publicKey }));
    const listed = this.#public.logs[name];
    if (listed === undefined) {
      this.#public = { ...this.#public, logs: { ...this.#public.logs, [name]: vkeys } };
      this.#files.writeDurably(PUBLIC_KEYS_FILE, publicKeysFile(this.#public));
    } else if (!vkeys.every((vkey) => listed.includes(vkey))) {
      throw new SigningKeyMissing(
        `Cannot sign log "${name}": "keys/${KEY_FILE}" is not the key that signed it: restore it, or rotate the key`,
      );
    }
    return this.#pairs.map((pair) =>
      pair.type === signatureTypes.ed25519
        ? ed25519Signer(origin, pair.publicKey, pair.make)
        : cosigner(
            { name: origin, type: signatureTypes.cosignatureMlDsa44, publicKey: pair.publicKey },
            pair.make,
            () => seconds,
          ),
    );
  }

  /** A rotation changes the public keys last: that is where it is noticed. */
  #reload(): void {
    const changedAt = statSync(path.join(this.#directory, PUBLIC_KEYS_FILE)).mtimeMs;
    if (changedAt === this.#readAt) return;
    this.#readAt = changedAt;
    this.#public = readPublicKeys(this.#files) ?? this.#public;
    const seed = seedIn(this.#files, KEY_FILE);
    const previous = seedIn(this.#files, PREVIOUS_KEY_FILE);
    if (seed === null) throw new SigningKeyMissing(`Cannot sign: "keys/${KEY_FILE}" is missing`);
    const isRotating = previous !== null && !previous.equals(seed);
    this.#pairs = [...pairsOf(seed), ...(isRotating ? pairsOf(previous) : [])];
  }
}
