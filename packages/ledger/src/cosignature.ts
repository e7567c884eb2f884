// SPDX-License-Identifier: Apache-2.0
import { joined, uint64Bytes, uint64Of, utf8Bytes } from './bytes.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { type Fault, fault, isFault } from './fault.ts';
import {
  type CheckSignature,
  keyIdOf,
  type MakeSignature,
  type NoteSignature,
  type NoteSigner,
  type NoteVerifier,
  signatureTypes,
  type VerifierKey,
} from './note.ts';

const TIME_BYTES = 8;
const NAME_BYTES_MAX = 255;

/** The algorithm under a cosignature. */
export type CosignatureType =
  | typeof signatureTypes.cosignatureEd25519
  | typeof signatureTypes.cosignatureMlDsa44;

/**
 * The bytes an Ed25519 cosignature signs: a header, the moment, and the checkpoint's text (C2SP tlog-cosignature).
 *
 * @param time seconds since 1970
 */
function ed25519Message(text: string, time: number): Uint8Array {
  return utf8Bytes(`cosignature/v1\ntime ${time}\n${text}`);
}

function named(name: string): Uint8Array {
  const bytes = utf8Bytes(name);
  return joined(Uint8Array.of(bytes.length), bytes);
}

/** The bytes an ML-DSA-44 cosignature signs: cosigner, moment, log, and the tree from its first entry. */
function mlDsa44Message(cosigner: string, checkpoint: Checkpoint, time: number): Uint8Array {
  return joined(
    utf8Bytes('subtree/v1\n\0'),
    named(cosigner),
    uint64Bytes(time),
    named(checkpoint.origin),
    uint64Bytes(0),
    uint64Bytes(checkpoint.size),
    checkpoint.root,
  );
}

/** The message of a cosignature over a checkpoint, or a fault when its text is none or a name is too long for it. */
function messageOf(type: number, cosigner: string, text: string, time: number): Uint8Array | Fault {
  const checkpoint = parseCheckpoint(text);
  if (isFault(checkpoint)) {
    return checkpoint;
  }
  if (type === signatureTypes.cosignatureEd25519) {
    return ed25519Message(text, time);
  }
  const longest = Math.max(utf8Bytes(cosigner).length, utf8Bytes(checkpoint.origin).length);
  return longest > NAME_BYTES_MAX
    ? fault('cosignature.malformed', `a name of ${longest} bytes does not fit: ${NAME_BYTES_MAX} is the most`)
    : mlDsa44Message(cosigner, checkpoint, time);
}

/**
 * When a cosignature was made, in seconds since 1970, as it states; null when it states none that can be read.
 *
 * @example
 * ```ts
 * cosignedAt({ name: 'w', keyId: '00000000', bytes: new Uint8Array(72) }); // 0
 * ```
 */
export function cosignedAt(signature: NoteSignature): number | null {
  return signature.bytes.length < TIME_BYTES ? null : uint64Of(signature.bytes);
}

/**
 * Checks cosignatures of one key (types 0x04 and 0x06).
 *
 * @param check the platform's signature for the key's type: Ed25519 (RFC 8032) or ML-DSA-44 (FIPS 204)
 */
export function cosignatureVerifier(key: VerifierKey, check: CheckSignature): NoteVerifier {
  return {
    name: key.name,
    keyId: key.keyId,
    verify: async (text, bytes) => {
      const time = cosignedAt({ name: key.name, keyId: key.keyId, bytes });
      const message = time === null ? null : messageOf(key.type, key.name, text, time);
      return message === null || isFault(message)
        ? false
        : check(key.publicKey, message, bytes.subarray(TIME_BYTES));
    },
  };
}

/**
 * Cosigns checkpoints.
 *
 * @param now the moment, in seconds since 1970
 * @throws RangeError when it is asked to sign what is no checkpoint
 */
export function cosigner(
  given: { readonly name: string; readonly type: CosignatureType; readonly publicKey: Uint8Array },
  make: MakeSignature,
  now: () => number,
): NoteSigner {
  return {
    name: given.name,
    keyId: keyIdOf(given.name, given.type, given.publicKey),
    sign: async (text) => {
      const time = now();
      const message = messageOf(given.type, given.name, text, time);
      if (isFault(message)) {
        throw new RangeError(`Cannot cosign: ${message.detail}`);
      }
      return joined(uint64Bytes(time), await make(message));
    },
  };
}
