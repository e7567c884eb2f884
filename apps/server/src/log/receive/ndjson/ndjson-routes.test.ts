// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { openReceivers, SOURCE_ID } from '../../../../test/log-receivers.ts';
import { serveNdjson } from './ndjson-routes.ts';
import { readReceiptId } from './receipt.ts';

describe('NDJSON', () => {
  it('serveNdjson keeps each line as it came and answers with a receipt', async (t) => {
    const desk = await openReceivers(t, [serveNdjson]);
    const answer = await desk.post('/ingest/ndjson', '{"a":1}\r\nno json at all\n\n{"b":"\u00e9"}');
    assert.equal(answer.status, 202);
    const receipt = (await answer.json()) as Record<string, unknown>;
    assert.deepEqual(
      desk.entries.map(({ text }) => text),
      ['{"a":1}\r', 'no json at all', '{"b":"\u00e9"}'],
    );
    assert.equal(receipt['source'], SOURCE_ID);
    assert.deepEqual([receipt['firstSeq'], receipt['lastSeq'], receipt['entries']], [0, 2, 3]);
    assert.deepEqual(readReceiptId(String(receipt['receipt']))?.ranges, [{ firstSeq: 0, count: 3 }]);
  });

  it('serveNdjson opens gzip and zstd', async (t) => {
    const desk = await openReceivers(t, [serveNdjson]);
    await desk.post('/ingest/ndjson', gzipSync('one\ntwo'), { 'content-encoding': 'gzip' });
    await desk.post('/ingest/ndjson', zstdCompressSync('three'), { 'content-encoding': 'zstd' });
    assert.deepEqual(
      desk.entries.map(({ text }) => text),
      ['one', 'two', 'three'],
    );
  });

  // Danger: a sender that repeats itself after a lost answer has everything twice in the log.
  it('serveNdjson takes the same Idempotency-Key once, after a restart too', async (t) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'belfry-keys-'));
    t.after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10 }));
    const desk = await openReceivers(t, [serveNdjson], { dataDir });
    const key = { 'idempotency-key': 'batch-7' };
    const [first, second] = await Promise.all([
      desk.post('/ingest/ndjson', 'a\nb', key),
      desk.post('/ingest/ndjson', 'a\nb', key),
    ]);
    assert.deepEqual(await first.json(), await second.json());
    assert.equal(desk.entries.length, 2);
    const again = await openReceivers(t, [serveNdjson], { dataDir });
    const third = await again.post('/ingest/ndjson', 'a\nb', key);
    assert.equal(third.headers.get('idempotent-replayed'), 'true');
    assert.equal(again.entries.length, 0);
    assert.equal((await again.post('/ingest/ndjson', 'other', key)).status, 422);
  });

  // Danger: a key that could not be kept makes a sender believe its lines were lost, or the reverse.
  it('serveNdjson answers yes for what is on disk though its key could not be kept', async (t) => {
    // A file stands where the directory would be.
    const desk = await openReceivers(t, [serveNdjson], { dataDir: import.meta.filename });
    const answer = await desk.post('/ingest/ndjson', 'a', { 'idempotency-key': 'k' });
    assert.equal(answer.status, 202);
    assert.equal(desk.entries.length, 1);
  });

  // Danger: an answer before the bytes are on disk.
  it('serveNdjson answers only after the journal did', async (t) => {
    const desk = await openReceivers(t, [serveNdjson]);
    const { promise, resolve } = Promise.withResolvers<void>();
    desk.journal.hold = promise;
    let isAnswered = false;
    const answer = desk.post('/ingest/ndjson', 'a').then((got) => {
      isAnswered = true;
      return got.status;
    });
    await fetch(`${desk.url}/nothing`);
    assert.equal(isAnswered, false);
    resolve();
    assert.equal(await answer, 202);
  });

  // Danger: a journal that cannot write is told as success.
  it('serveNdjson answers no success when the journal fails', async (t) => {
    const desk = await openReceivers(t, [serveNdjson]);
    desk.journal.failure = new Error('fdatasync failed');
    assert.equal((await desk.post('/ingest/ndjson', 'a', { 'idempotency-key': 'k' })).status, 500);
    desk.journal.failure = null;
    desk.journal.isOpen = false;
    const closed = await desk.post('/ingest/ndjson', 'a');
    assert.deepEqual([closed.status, closed.headers.get('retry-after')], [503, '5']);
    desk.journal.isOpen = true;
    assert.equal((await desk.post('/ingest/ndjson', 'a', { 'idempotency-key': 'k' })).status, 202);
  });

  it('serveNdjson refuses wrong tokens, and slows who guesses them', async (t) => {
    const desk = await openReceivers(t, [serveNdjson]);
    const statuses = [];
    for (let count = 0; count < 62; count++) {
      const { status } = await desk.post('/ingest/ndjson', 'a', { authorization: 'Bearer guess' });
      statuses.push(status);
    }
    assert.deepEqual([statuses[0], statuses.at(-1)], [401, 429]);
    assert.equal((await desk.post('/ingest/ndjson', 'a')).status, 202);
    assert.equal(desk.entries.length, 1);
  });

  it('serveNdjson keeps the first bytes of an entry beyond the limit, with its true length', async (t) => {
    const desk = await openReceivers(t, [serveNdjson]);
    await desk.post('/ingest/ndjson', `short\n${'x'.repeat(3_000_000)}\nlast`);
    assert.deepEqual(
      desk.entries.map(({ raw, cut }) => [raw.length, cut]),
      [
        [5, null],
        [1_048_576, 3_000_000],
        [4, null],
      ],
    );
  });
});
