// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { createReceipts, grouped, openReceiptKey, readReceipt } from './receipt.ts';

const made: string[] = [];
after(async () => {
  for (const directory of made) await rm(directory, { recursive: true, force: true, maxRetries: 10 });
});
async function aDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'belfry-keys-'));
  made.push(directory);
  return path.join(directory, 'keys');
}

const id = '0b0e8a3e-6a63-4c4e-9d2b-0d8f5f3c2a11';
const now = new Date('2026-11-21T14:05:00Z');
const later = new Date('2026-11-21T15:05:00Z');

describe('receipts', () => {
  it('openReceiptKey() makes a private key once and opens the same one again', async () => {
    const directory = await aDirectory();
    const key = await openReceiptKey(directory);
    assert.deepEqual(await openReceiptKey(directory), key);
    assert.equal((await stat(path.join(directory, 'receipt.key'))).mode & 0o777, 0o600);
  });

  it('openReceiptKey() stops at a damaged key: with another one no receipt opens anything', async () => {
    const directory = await aDirectory();
    await openReceiptKey(directory);
    await writeFile(path.join(directory, 'receipt.key'), 'short');
    await assert.rejects(openReceiptKey(directory), /has 5 bytes instead of 32/);
  });

  it('hash() finds a receipt again, differs between instances and holds none of its digits', async () => {
    const receipts = createReceipts(Buffer.alloc(32, 1));
    const hash = await receipts.hash('1234567890123456');
    assert.equal(hash, await receipts.hash('1234567890123456'));
    assert.notEqual(hash, await receipts.hash('1234567890123457'));
    assert.notEqual(hash, await createReceipts(Buffer.alloc(32, 2)).hash('1234567890123456'));
    assert.ok(!hash.includes('1234567890123456'));
  });

  it('ofDraft() gives sixteen digits, the same for the same draft', () => {
    const receipts = createReceipts(Buffer.alloc(32, 1));
    const tokens = Array.from({ length: 500 }, (_, index) => `token ${index}`);
    const given = tokens.map((token) => receipts.ofDraft(token));
    assert.ok(given.every((receipt) => /^\d{16}$/.test(receipt)));
    assert.equal(new Set(given).size, 500);
    assert.deepEqual(
      given,
      tokens.map((token) => receipts.ofDraft(token)),
    );
  });

  it('readTicket() opens its own report until its moment, and nothing when a single bit is changed', () => {
    const receipts = createReceipts(Buffer.alloc(32, 1));
    const ticket = receipts.ticket(id, later);
    assert.deepEqual(receipts.readTicket(ticket, now), { reportId: id, until: later });
    assert.equal(receipts.readTicket(ticket, later), null);
    assert.equal(createReceipts(Buffer.alloc(32, 2)).readTicket(ticket, now), null);
    const bytes = Buffer.from(ticket, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      assert.equal(receipts.readTicket(altered.toString('base64url'), now), null);
    }
    for (const text of ['', 'x', 'a'.repeat(72), ticket.slice(1)]) {
      assert.equal(receipts.readTicket(text, now), null);
    }
  });

  // Danger: a link that was forged, or that opens the report of somebody else.
  it('readLink() says what link() signed, over or not, and nothing when a single bit is changed', () => {
    const receipts = createReceipts(Buffer.alloc(32, 1));
    const link = receipts.link(id, 3, later);
    assert.deepEqual(receipts.readLink(link), { reportId: id, generation: 3, until: later });
    assert.equal(createReceipts(Buffer.alloc(32, 2)).readLink(link), null);
    assert.equal(receipts.readTicket(link, now), null, 'a link is no ticket');
    assert.equal(receipts.readLink(receipts.ticket(id, later)), null, 'a ticket is no link');
    const bytes = Buffer.from(link, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      assert.equal(receipts.readLink(altered.toString('base64url')), null);
    }
  });

  it('readReceipt() takes what people type, grouped() what they read', () => {
    assert.equal(readReceipt(' 1234-5678 9012.3456\n'), '1234567890123456');
    assert.equal(readReceipt('1234 5678 9012 345'), null);
    assert.equal(readReceipt('1234 5678 9012 345x'), null);
    assert.equal(grouped('1234567890123456'), '1234 5678 9012 3456');
  });
});
