// SPDX-License-Identifier: Apache-2.0
import { createHmac, timingSafeEqual } from 'node:crypto';
import { uuidBytes, uuidOf } from '../platform/clock/uuid-bytes.ts';
import { derivedKey } from '../platform/keys/derived-key.ts';

/** What an answer belongs to. */
export interface Answered {
  readonly kind: 'report' | 'incident';
  readonly id: string;
}

/** Addresses that carry what they belong to, signed: whoever holds one may write there, and nobody can make one. */
export interface ReplyAddresses {
  /** The address of a mailbox with a signed tag; null where the result would be longer than mail allows. */
  of(mailbox: string, answered: Answered): string | null;
  /** What an address belongs to; null when it is none of ours, altered, or of another desk. */
  read(address: string): Answered | null;
}

const ID_BYTES = 16;
/** 72 bits: one guess costs one mail. */
const SEAL_BYTES = 9;
/** RFC 5321 section 4.5.3.1.1. */
const LOCAL_PART_OCTETS_MAX = 64;
/** Base32 (RFC 4648): mail servers on the way may change the case of an address. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const letters = { report: 'r', incident: 'i' } as const;

/** @param key the key of this instance: what another desk signed means nothing here */
export function createReplyAddresses(key: Buffer): ReplyAddresses {
  const signing = derivedKey(key, 'reply address');
  const seal = (kind: Answered['kind'], id: Buffer) =>
    createHmac('sha256', signing).update(letters[kind]).update(id).digest().subarray(0, SEAL_BYTES);
  return {
    of: (mailbox, { id, kind }) => {
      const at = mailbox.lastIndexOf('@');
      const bytes = uuidBytes(id);
      const token = toBase32(Buffer.concat([bytes, seal(kind, bytes)]));
      const local = `${mailbox.slice(0, at)}+${letters[kind]}.${token}`;
      return Buffer.byteLength(local) > LOCAL_PART_OCTETS_MAX ? null : local + mailbox.slice(at);
    },
    read: (address) => {
      const [, letter, token] = /\+([ri])\.([a-z2-7]{40})@[^@]*$/i.exec(address) ?? [];
      if (letter === undefined || token === undefined) {
        return null;
      }
      const kind = letter.toLowerCase() === letters.report ? 'report' : 'incident';
      const bytes = fromBase32(token.toLowerCase());
      const id = bytes.subarray(0, ID_BYTES);
      if (!timingSafeEqual(bytes.subarray(ID_BYTES), seal(kind, id))) {
        return null;
      }
      return { kind, id: uuidOf(id) };
    },
  };
}

/** 25 bytes are 40 letters exactly: every token has one form. */
function toBase32(bytes: Buffer): string {
  let bits = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let left = (bytes.byteLength * 8) / 5; left > 0; left -= 1) {
    text = (ALPHABET[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return text;
}

function fromBase32(text: string): Buffer {
  let bits = 0n;
  for (const letter of text) {
    bits = (bits << 5n) | BigInt(ALPHABET.indexOf(letter));
  }
  return Buffer.from(bits.toString(16).padStart((text.length * 5) / 4, '0'), 'hex');
}
