// SPDX-License-Identifier: Apache-2.0
import type { LogEntryOpened, LogProof } from '@belfry/contract';
import {
  areEqual,
  base64Bytes,
  type CheckSignature,
  cosignatureVerifier,
  cosignedAt,
  ed25519Verifier,
  hexOfBytes,
  isFault,
  leafHash,
  type NoteVerifier,
  openTlogProof,
  parseTlogProof,
  parseVkey,
  readTimeStamp,
  sha256,
  signatureTypes,
  utf8Bytes,
  type VerifierKey,
} from '@belfry/ledger';

/** A sealed line with what is said to prove it. */
export type Provable = Pick<LogEntryOpened, 'log' | 'index' | 'line' | 'proofs' | 'vkeys' | 'witnesses'>;

/** What was compared, and held. */
export interface HeldProof {
  readonly origin: string;
  readonly index: number;
  readonly size: number;
  /** SHA-256 of the line as a leaf, and the root it leads to; hex. */
  readonly leaf: string;
  readonly root: string;
  /** Hashes between them. */
  readonly steps: number;
  /** The key whose signature was checked, and the fingerprint to compare: SHA-256 of the public key, hex. */
  readonly key: { readonly vkey: string; readonly name: string; readonly fingerprint: string };
  readonly timeStamp: { readonly at: string; readonly authority: string } | null;
  readonly witnesses: readonly { readonly name: string; readonly at: string }[];
}

export type Checked =
  | { readonly state: 'held'; readonly proofs: readonly HeldProof[] }
  | { readonly state: 'not_sealed' }
  /** This browser cannot check signatures: an address without https has no cryptography. */
  | { readonly state: 'cannot_check'; readonly why: 'no_cryptography' | 'no_key' }
  | {
      readonly state: 'failed';
      readonly code: string;
      /** What was compared, with both values; in the words of the ledger. */
      readonly detail: string;
    };

/** Ed25519 as the platform has it; null where it has none. */
export function ed25519Of(subtle: SubtleCrypto | undefined): CheckSignature | null {
  if (subtle === undefined) {
    return null;
  }
  return async (publicKey, message, signature) => {
    const key = await subtle.importKey('raw', publicKey as BufferSource, 'Ed25519', false, ['verify']);
    return subtle.verify('Ed25519', key, signature as BufferSource, message as BufferSource);
  };
}

/** Checks an entry against its proofs, with nothing of the server but the bytes it handed over. */
export async function verifyEntry(opened: Provable, check: CheckSignature | null): Promise<Checked> {
  if (opened.line === null || opened.proofs.length === 0) {
    return { state: 'not_sealed' };
  }
  if (check === null) {
    return { state: 'cannot_check', why: 'no_cryptography' };
  }
  const keys = opened.vkeys.flatMap((line) => keyOf(line, signatureTypes.ed25519));
  if (keys.length === 0) {
    return { state: 'cannot_check', why: 'no_key' };
  }
  const witnesses = opened.witnesses.flatMap((line) => keyOf(line, signatureTypes.cosignatureEd25519));
  const proofs: HeldProof[] = [];
  for (const proof of opened.proofs) {
    const held = await verifyProof({ line: opened.line, index: opened.index, log: opened.log }, proof, {
      keys,
      witnesses,
      check,
    });
    if ('state' in held) {
      return held;
    }
    proofs.push(held);
  }
  return { state: 'held', proofs };
}

interface Named {
  readonly vkey: string;
  readonly key: VerifierKey;
}

function keyOf(line: string, type: number): Named[] {
  const key = parseVkey(line);
  return isFault(key) || key.type !== type ? [] : [{ vkey: line, key }];
}

async function verifyProof(
  entry: { readonly line: string; readonly index: number; readonly log: string },
  given: LogProof,
  trust: {
    readonly keys: readonly Named[];
    readonly witnesses: readonly Named[];
    readonly check: CheckSignature;
  },
): Promise<HeldProof | Extract<Checked, { state: 'failed' }>> {
  const failed = (code: string, detail: string) => ({ state: 'failed', code, detail }) as const;
  const { check, keys, witnesses } = trust;
  const proof = parseTlogProof(given.content);
  if (isFault(proof)) {
    return failed(proof.fault, proof.detail);
  }
  if (proof.index !== entry.index) {
    return failed('proof.other_entry', `it is of entry ${proof.index}, not of entry ${entry.index}`);
  }
  // The name of a log is the end of its origin: a proof from another log of the same key proves nothing here.
  const signer = keys.find(({ key }) => key.name.endsWith(`/${entry.log}`) || key.name === entry.log);
  if (signer === undefined) {
    return failed('key.malformed', `no verifier key is named after log "${entry.log}"`);
  }
  const verifiers: NoteVerifier[] = keys.map(({ key }) => ed25519Verifier(key, check));
  const line = utf8Bytes(entry.line);
  const proven = await openTlogProof(proof, line, signer.key.name, verifiers);
  if (isFault(proven)) {
    return failed(proven.fault, proven.detail);
  }
  const timeStamp = given.timeStamp === null ? null : stampOf(given.timeStamp, proof.checkpoint.text);
  if (timeStamp !== null && 'state' in timeStamp) {
    return timeStamp;
  }
  const [verified] = proven.checkpoint.note.verified;
  const used = keys.find(({ key }) => key.keyId === verified?.keyId) ?? signer;
  return {
    origin: proven.checkpoint.origin,
    index: proven.index,
    size: proven.checkpoint.size,
    leaf: hexOfBytes(leafHash(line)),
    root: hexOfBytes(proven.checkpoint.root),
    steps: proof.hashes.length,
    key: { vkey: used.vkey, name: used.key.name, fingerprint: hexOfBytes(sha256(used.key.publicKey)) },
    timeStamp,
    witnesses: await witnessed(proof.checkpoint, witnesses, check),
  };
}

/** That a time-stamp is of this very checkpoint, and when; whose it is was checked where it was taken in. */
function stampOf(
  given: NonNullable<LogProof['timeStamp']>,
  text: string,
): HeldProof['timeStamp'] | Extract<Checked, { state: 'failed' }> {
  const bytes = base64Bytes(given.response);
  const stamp = isFault(bytes) ? bytes : readTimeStamp(bytes);
  if (isFault(stamp)) {
    return { state: 'failed', code: stamp.fault, detail: stamp.detail };
  }
  const wanted = sha256(utf8Bytes(text));
  return areEqual(stamp.imprint, wanted)
    ? { at: new Date(stamp.at).toISOString(), authority: given.authority }
    : {
        state: 'failed',
        code: 'time_stamp.other',
        detail: `the time-stamp is over ${hexOfBytes(stamp.imprint)}, the checkpoint is ${hexOfBytes(wanted)}`,
      };
}

async function witnessed(
  note: Parameters<typeof openTlogProof>[0]['checkpoint'],
  witnesses: readonly Named[],
  check: CheckSignature,
): Promise<HeldProof['witnesses']> {
  const found: { name: string; at: string }[] = [];
  for (const signature of note.signatures) {
    const known = witnesses.find(({ key }) => key.keyId === signature.keyId && key.name === signature.name);
    const seconds = cosignedAt(signature);
    if (
      known !== undefined &&
      seconds !== null &&
      (await cosignatureVerifier(known.key, check).verify(note.text, signature.bytes))
    ) {
      found.push({ name: known.key.name, at: new Date(seconds * 1000).toISOString() });
    }
  }
  return found;
}
