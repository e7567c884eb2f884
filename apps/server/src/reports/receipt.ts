// SPDX-License-Identifier: Apache-2.0
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { argon2idTag } from '../platform/authentication/argon2id.ts';

export const RECEIPT_DIGITS = 16;

/**
 * Argon2id at 1 MiB and one pass, 0.5 ms of one core. A receipt is 53 random bits and not a chosen password, and
 * the salt is a secret that is not in the database: with both stolen, trying them all still costs 150,000 years
 * of a core. More memory would take both cores of a small machine at 200 reports a second.
 */
const MEMORY_KIB = 1_024;
const PASSES = 1;
const TAG_BYTES = 32;
const KEY_BYTES = 32;

/** Receipts, and the short-lived tickets a receipt is exchanged for. All under one key of this instance. */
export interface Receipts {
  /** What the database keeps of a receipt: the same for the same receipt, so that it can be looked up. */
  hash(receipt: string): Promise<string>;
  /** The receipt that belongs to a draft's token: sending the same draft again shows the same receipt. */
  ofDraft(token: string): string;
  /** A ticket to one report until a moment. It is no cookie: it travels in the address of the page. */
  ticket(reportId: string, until: Date): string;
  /** The report a ticket opens now, or null when it is not ours, altered or too old. */
  readTicket(ticket: string, now: Date): string | null;
}

/** Opens the key file, making it on first use. The file is complete or absent, whenever the machine stops. */
export async function openReceiptKey(keysDirectory: string): Promise<Buffer> {
  const file = path.join(keysDirectory, 'receipt.key');
  const present = await readFile(file).catch(() => null);
  if (present !== null) {
    if (present.byteLength !== KEY_BYTES) {
      throw new Error(
        `Cannot use key "${file}": it has ${present.byteLength} bytes instead of ${KEY_BYTES}: restore it from a backup`,
      );
    }
    return present;
  }
  await mkdir(keysDirectory, { recursive: true, mode: 0o700 });
  const key = randomBytes(KEY_BYTES);
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w', 0o600);
  await handle.writeFile(key);
  await handle.sync();
  await handle.close();
  await rename(temporary, file);
  const directory = await open(keysDirectory, 'r');
  await directory.sync();
  await directory.close();
  return key;
}

export function createReceipts(key: Buffer): Receipts {
  const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `belfry ${purpose}`, 32));
  const salt = keyFor('receipt hash');
  const draftKey = keyFor('receipt of a draft');
  const ticketKey = keyFor('report ticket');
  return {
    hash: (receipt) =>
      argon2idTag(receipt, salt, { memoryKib: MEMORY_KIB, passes: PASSES, tagBytes: TAG_BYTES }),
    ofDraft: (token) => {
      const bits = BigInt(`0x${createHmac('sha256', draftKey).update(token).digest('hex')}`);
      return String(bits % 10n ** BigInt(RECEIPT_DIGITS)).padStart(RECEIPT_DIGITS, '0');
    },
    ticket: (reportId, until) => {
      const body = Buffer.alloc(22);
      Buffer.from(reportId.replaceAll('-', ''), 'hex').copy(body);
      body.writeUIntBE(until.getTime(), 16, 6);
      return Buffer.concat([body, seal(ticketKey, body)]).toString('base64url');
    },
    readTicket: (ticket, now) => {
      const bytes = Buffer.from(ticket, 'base64url');
      if (bytes.byteLength !== 54) {
        return null;
      }
      const body = bytes.subarray(0, 22);
      if (!timingSafeEqual(bytes.subarray(22), seal(ticketKey, body))) {
        return null;
      }
      return body.readUIntBE(16, 6) > now.getTime() ? uuidOf(body.subarray(0, 16)) : null;
    },
  };
}

function seal(key: Buffer, body: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest();
}

export function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
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
