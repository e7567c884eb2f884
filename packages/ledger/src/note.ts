// SPDX-License-Identifier: Apache-2.0
import { areEqual, base64Bytes, base64OfBytes, hexOfBytes, joined, utf8Bytes } from './bytes.ts';
import { type Fault, fault, isFault } from './fault.ts';
import { sha256 } from './sha256.ts';

/** Signature types of C2SP signed-note that a log and its witnesses use. */
export const signatureTypes = { ed25519: 0x01, cosignatureEd25519: 0x04, cosignatureMlDsa44: 0x06 } as const;

/** Verifiers have to take 16 signatures at least (C2SP signed-note); a post-quantum one has up to 5 kB. */
const SIGNATURES_MAX = 100;
const NOTE_CHARACTERS_MAX = 1_000_000;
const KEY_ID_BYTES = 4;

/** A signature as it stands under a note. */
export interface NoteSignature {
  /** Name of the key. */
  readonly name: string;
  /** The four bytes of the key's identifier, as lower-case hex. */
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

/** Text with signatures under it. Nothing of it is to be believed before one of them is verified. */
export interface Note {
  /** The text that is signed, its last line break included. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const isName = (name: string) => name !== '' && !/[\s\u0085\u180e\u200b\ufeff+]/u.test(name);

/**
 * Reads a signed note (C2SP signed-note). Reads only: a signature is checked by `openNote`.
 *
 * @example
 * ```ts
 * const note = parseNote('a line\n\n— example.org/key AAAAAAA=\n');
 * if (!isFault(note)) {
 *   note.text; // 'a line\n'
 * }
 * ```
 */
export function parseNote(content: string): Note | Fault {
  if (content.length > NOTE_CHARACTERS_MAX) {
    return fault('note.too_large', `${content.length} characters are more than ${NOTE_CHARACTERS_MAX}`);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the format forbids them by name
  if (/[\u0000-\u0009\u000b-\u001f]|\p{Cs}/u.test(content)) {
    return fault('note.malformed', 'it holds a control character or a lone surrogate');
  }
  const split = content.lastIndexOf('\n\n');
  if (split < 0 || !content.endsWith('\n')) {
    return fault('note.malformed', 'it has no blank line before signatures, or no line break at its end');
  }
  const lines = content.slice(split + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) {
    return fault('note.too_large', `${lines.length} signatures are more than ${SIGNATURES_MAX}`);
  }
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (isFault(signature)) {
      return signature;
    }
    signatures.push(signature);
  }
  return { text: content.slice(0, split + 1), signatures };
}

/** One signature line, without its line break. */
export function parseSignature(line: string): NoteSignature | Fault {
  const [, name = '', encoded = ''] = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  const bytes = base64Bytes(encoded);
  if (!isName(name) || isFault(bytes) || bytes.length <= KEY_ID_BYTES) {
    return fault('note.malformed', 'a line under the blank one is no signature');
  }
  return { name, keyId: hexOfBytes(bytes.subarray(0, KEY_ID_BYTES)), bytes: bytes.subarray(KEY_ID_BYTES) };
}

/** A signature as a line, its line break included. */
export function formatSignature({ bytes, keyId, name }: NoteSignature): string {
  const id = Uint8Array.from(keyId.match(/../g) as string[], (pair) => Number.parseInt(pair, 16));
  return `— ${name} ${base64OfBytes(joined(id, bytes))}\n`;
}

/**
 * Writes a note with its signatures; parsing it gives the same back.
 *
 * @example
 * ```ts
 * formatNote({ text: 'a line\n', signatures: [] }); // 'a line\n\n'
 * ```
 *
 * @throws RangeError for a text that does not end in a line break
 */
export function formatNote(note: Note): string {
  if (!note.text.endsWith('\n')) {
    throw new RangeError('Cannot write a note: its text has to end in a line break');
  }
  return `${note.text}\n${note.signatures.map(formatSignature).join('')}`;
}

/** A public key as it is handed around: `name+identifier+base64 of type and key`. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: string;
  readonly type: number;
  readonly publicKey: Uint8Array;
}

/**
 * Identifier of a key: the first four bytes of SHA-256 over name, line break, type and public key.
 *
 * @example
 * ```ts
 * keyIdOf('example.org/log', signatureTypes.ed25519, new Uint8Array(32)).length; // 8 hex digits
 * ```
 */
export function keyIdOf(name: string, type: number, publicKey: Uint8Array): string {
  const digest = sha256(joined(utf8Bytes(`${name}\n`), Uint8Array.of(type), publicKey));
  return hexOfBytes(digest.subarray(0, KEY_ID_BYTES));
}

/**
 * A verifier key in one line.
 *
 * @example
 * ```ts
 * const key = parseVkey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
 * isFault(key) ? '' : formatVkey(key).slice(0, 21); // 'PeterNeumann+c74f20a3'
 * ```
 */
export function formatVkey(key: Omit<VerifierKey, 'keyId'>): string {
  const encoded = base64OfBytes(joined(Uint8Array.of(key.type), key.publicKey));
  return `${key.name}+${keyIdOf(key.name, key.type, key.publicKey)}+${encoded}`;
}

const keySizes: Readonly<Record<number, number>> = {
  [signatureTypes.ed25519]: 32,
  [signatureTypes.cosignatureEd25519]: 32,
  [signatureTypes.cosignatureMlDsa44]: 1_312,
};

/** Reads a verifier key; its identifier has to be the one its content gives. */
export function parseVkey(line: string): VerifierKey | Fault {
  const [, name = '', keyId = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(line.trim()) ?? [];
  const bytes = base64Bytes(encoded);
  if (!isName(name) || isFault(bytes) || bytes.length < 2) {
    return fault('key.malformed', 'a verifier key reads name+identifier+key');
  }
  const type = bytes[0] as number;
  const publicKey = bytes.subarray(1);
  if (keySizes[type] !== publicKey.length) {
    return fault('key.malformed', `a key of type ${type} with ${publicKey.length} bytes is not known here`);
  }
  return keyIdOf(name, type, publicKey) === keyId
    ? { name, keyId, type, publicKey }
    : fault('key.malformed', `identifier ${keyId} does not belong to this name and key`);
}

/** Checks the signatures of one key. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: string;
  verify(text: string, signature: Uint8Array): boolean | Promise<boolean>;
}

/** Signs as one key. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: string;
  sign(text: string): Uint8Array | Promise<Uint8Array>;
}

/** Checks a signature over bytes; the platform hands it in. */
export type CheckSignature = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

/** Makes a signature over bytes; whoever holds the private key hands it in. */
export type MakeSignature = (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/**
 * Checks Ed25519 signatures over a note's text (type 0x01).
 *
 * @param check the platform's Ed25519 (RFC 8032)
 */
export function ed25519Verifier(key: VerifierKey, check: CheckSignature): NoteVerifier {
  return {
    name: key.name,
    keyId: key.keyId,
    verify: (text, signature) => check(key.publicKey, utf8Bytes(text), signature),
  };
}

/** Signs a note's text with Ed25519 (type 0x01). */
export function ed25519Signer(name: string, publicKey: Uint8Array, make: MakeSignature): NoteSigner {
  return {
    name,
    keyId: keyIdOf(name, signatureTypes.ed25519, publicKey),
    sign: (text) => make(utf8Bytes(text)),
  };
}

/**
 * Signs a text with each key, in their order. Signatures that stand there already stay.
 *
 * @throws RangeError for a text that does not end in a line break
 */
export async function signNote(
  text: string,
  signers: readonly NoteSigner[],
  already: readonly NoteSignature[] = [],
): Promise<Note> {
  const signatures = [...already];
  for (const { keyId, name, sign } of signers) {
    signatures.push({ name, keyId, bytes: await sign(text) });
  }
  formatNote({ text, signatures });
  return { text, signatures };
}

/** A note of which at least one signature was verified. */
export interface OpenedNote extends Note {
  readonly verified: readonly NoteSignature[];
}

/**
 * Verifies a note: signatures of unknown keys are passed over, one of a known key that does not hold refuses the
 * whole note, and without any that holds it is refused too (C2SP signed-note).
 */
export async function openNote(note: Note, verifiers: readonly NoteVerifier[]): Promise<OpenedNote | Fault> {
  const verified: NoteSignature[] = [];
  for (const signature of note.signatures) {
    const known = verifiers.find(({ keyId, name }) => keyId === signature.keyId && name === signature.name);
    if (known === undefined || verified.some((each) => isSame(each, signature))) {
      continue;
    }
    if (!(await known.verify(note.text, signature.bytes))) {
      return fault('note.signature_wrong', `the signature of "${known.name}" (${known.keyId}) does not hold`);
    }
    verified.push(signature);
  }
  return verified.length > 0
    ? { ...note, verified }
    : fault('note.unsigned', 'no signature under it belongs to a key that was given');
}

function isSame(one: NoteSignature, other: NoteSignature): boolean {
  return one.name === other.name && one.keyId === other.keyId && areEqual(one.bytes, other.bytes);
}
