// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { SOURCE_ID } from '../../../../test/log-receivers.ts';
import type { openLogDirectory } from '../../sealing/index.ts';
import { KeyBook } from './key-book.ts';
import { type Receipt, readReceiptId, receiptId } from './receipt.ts';
import { sealedEntries } from './sealed-entries.ts';

const OTHER = '01890000-0000-7000-8000-00000000000f';
const receivedMs = Date.parse('2026-03-01T00:00:00Z');

test('a receipt that names more than a request can have is none', () => {
  const made = (ranges: Receipt['ranges']) =>
    readReceiptId(receiptId({ sourceId: SOURCE_ID, receivedMs, ranges }));
  assert.notEqual(made([{ firstSeq: 1, count: 500_000 }]), null);
  assert.equal(made([{ firstSeq: 1, count: 60_000_000 }]), null);
  assert.equal(made(Array.from({ length: 300 }, (_, at) => ({ firstSeq: at * 2, count: 1 }))), null);
});

// Danger: a source makes up a receipt over everybody's entries, and has the log read all of them to find none of its own.
test('a receipt that was made up is searched no further than the first entry of somebody else', async () => {
  let lines = 0;
  const line = (seq: number) => Buffer.from(JSON.stringify({ seq, source: OTHER }));
  const size = 400_000;
  const log = {
    name: 'technical-2026',
    checkpoint: async () => ({ size, note: null }),
    line: async (index: number) => line(index),
    lines: async function* (first: number) {
      for (let at = first; at < size; at += 256) {
        lines += 256;
        yield { first: at, lines: Array.from({ length: 256 }, (_, each) => line(at + each)) };
      }
    },
  };
  const directory = { names: async () => [log.name], open: () => log } as never as ReturnType<
    typeof openLogDirectory
  >;
  const receipt = { sourceId: SOURCE_ID, receivedMs, ranges: [{ firstSeq: 0, count: 400_000 }] };
  assert.deepEqual(await sealedEntries(directory, receipt, { fromSeq: 0, countMax: 100 }), []);
  assert.ok(lines <= 256, `${lines} lines were read`);
});

// Danger: keys enough in a day make a file no text can hold; then every request reads all of it, and fails.
test('KeyBook reads a file that is longer than a text can be', async (t) => {
  const directory = await mkdtemp(path.join(tmpdir(), 'belfry-keys-'));
  t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
  const file = path.join(directory, '2026-03-01.ndjson');
  await writeFile(file, '');
  await truncate(file, 600 * 1_048_576);
  const kept = { sourceId: SOURCE_ID, key: 'k', digest: 'd', receipt: 'r', atMs: receivedMs };
  await appendFile(file, `\n${JSON.stringify(kept)}`);
  const book = new KeyBook(directory, { now: () => new Date(receivedMs + 1_000) });
  assert.equal((await book.find(SOURCE_ID, 'k'))?.receipt, 'r');
  await book.close();
});
