// SPDX-License-Identifier: Apache-2.0
import { createHmac, timingSafeEqual } from 'node:crypto';
import { argon2idTag } from '../platform/authentication/argon2id.ts';
import { uuidBytes, uuidOf } from '../platform/clock/uuid-bytes.ts';
import { derivedKey } from '../platform/keys/derived-key.ts';
import { openKeyFile } from '../platform/keys/key-file.ts';

export const RECEIPT_DIGITS = 16;

/**
 * Argon2id at 1 MiB and one pass, 0.5 ms of one core. A receipt is 53 random bits and not a chosen password, and
 * the salt is a secret that is not in the database: with both stolen, trying them all still costs 150,000 years
 * of a core. More memory would take both cores of a small machine at 200 reports a second.
 */
const MEMORY_KIB = 1_024;
const PASSES = 1;
const TAG_BYTES = 32;

/** Receipts, and the short-lived tickets a receipt is exchanged for. All under one key of this instance. */
export interface Receipts {
  /** What the database keeps of a receipt: the same for the same receipt, so that it can be looked up. */
  hash(receipt: string): Promise<string>;
  /** The receipt that belongs to a draft's token: sending the same draft again shows the same receipt. */
  ofDraft(token: string): string;
  /** A ticket to one report until a moment. It is no cookie: it travels in the address of the page. */
  ticket(reportId: string, until: Date): string;
  /** The report a ticket opens now and until when, or null when it is not ours, altered or too old. */
  readTicket(ticket: string, now: Date): { readonly reportId: string; readonly until: Date } | null;
  /** The personal link a mail carries: it opens one report until a moment, as long as its generation stands. */
  link(reportId: string, generation: number, until: Date): string;
  /** What a link of ours says, over or not; null when it is not ours or altered. */
  readLink(link: string): PersonalLink | null;
}

export interface PersonalLink {
  readonly reportId: string;
  /** Raised on the report to close every link that went out before. */
  readonly generation: number;
  readonly until: Date;
}

/** The key all of this stands under. */
export function openReceiptKey(keysDirectory: string): Promise<Buffer> {
  return openKeyFile(keysDirectory, 'receipt.key');
}

export function createReceipts(key: Buffer): Receipts {
  const salt = derivedKey(key, 'receipt hash');
  const draftKey = derivedKey(key, 'receipt of a draft');
  const ticketKey = derivedKey(key, 'report ticket');
  const linkKey = derivedKey(key, 'personal link to a report');
  return {
    hash: (receipt) =>
      argon2idTag(receipt, salt, { memoryKib: MEMORY_KIB, passes: PASSES, tagBytes: TAG_BYTES }),
    ofDraft: (token) => {
      const bits = BigInt(`0x${createHmac('sha256', draftKey).update(token).digest('hex')}`);
      return String(bits % 10n ** BigInt(RECEIPT_DIGITS)).padStart(RECEIPT_DIGITS, '0');
    },
    ticket: (reportId, until) => signed(ticketKey, uuidBytes(reportId), instantBytes(until)),
    readTicket: (ticket, now) => {
      const body = readSigned(ticketKey, ticket, 22);
      return body !== null && body.readUIntBE(16, 6) > now.getTime()
        ? { reportId: uuidOf(body.subarray(0, 16)), until: new Date(body.readUIntBE(16, 6)) }
        : null;
    },
    link: (reportId, generation, until) => {
      const counted = Buffer.alloc(4);
      counted.writeUInt32BE(generation);
      return signed(linkKey, uuidBytes(reportId), instantBytes(until), counted);
    },
    readLink: (link) => {
      const body = readSigned(linkKey, link, 26);
      return body === null
        ? null
        : {
            reportId: uuidOf(body.subarray(0, 16)),
            until: new Date(body.readUIntBE(16, 6)),
            generation: body.readUInt32BE(22),
          };
    },
  };
}

const SEAL_BYTES = 32;

function instantBytes(instant: Date): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(instant.getTime(), 0, 6);
  return bytes;
}

function signed(key: Buffer, ...parts: Buffer[]): string {
  const body = Buffer.concat(parts);
  return Buffer.concat([body, seal(key, body)]).toString('base64url');
}

/** The body of what we signed, or null; compared in a time that tells nothing. */
function readSigned(key: Buffer, text: string, bodyBytes: number): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  // One text for one signed body: decoding passes over what does not fill a byte.
  if (bytes.byteLength !== bodyBytes + SEAL_BYTES || bytes.toString('base64url') !== text) {
    return null;
  }
  const body = bytes.subarray(0, bodyBytes);
  return timingSafeEqual(bytes.subarray(bodyBytes), seal(key, body)) ? body : null;
}

function seal(key: Buffer, body: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest();
}

/** The digits of a receipt as people type it: blanks, dashes and dots between groups do not count. */
export function readReceipt(typed: string): string | null {
  const digits = typed.replace(/[\s.\-–—_/]/g, '');
  return /^\d{16}$/.test(digits) ? digits : null;
}

/** A receipt in groups of four, to read aloud and to copy by hand. */
export function grouped(receipt: string): string {
  return receipt.replace(/(\d{4})(?=\d)/g, '$1 ');
}
