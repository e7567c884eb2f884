// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openReceivers } from '../../../../test/log-receivers.ts';
import { serveElastic } from '../elastic/elastic-routes.ts';
import { serveHec } from '../hec/hec-routes.ts';
import { serveJournal } from '../journal/journal-routes.ts';
import { serveLoki } from '../loki/loki-routes.ts';
import { serveNdjson } from '../ndjson/ndjson-routes.ts';
import { serveOtlp } from '../otlp/otlp-routes.ts';

const all = [serveOtlp, serveElastic, serveHec, serveLoki, serveJournal, serveNdjson];
const MIB = 1_048_576;
const big = JSON.stringify('x'.repeat(2 * MIB));
const times = (text: string, count: number) => `${text},`.repeat(count).slice(0, -1);
const otlp = (records: string, resource = '{}') =>
  `{"resourceLogs":[{"resource":${resource},"scopeLogs":[{"logRecords":[${records}]}]}]}`;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left % 128) + 128);
  }
}
const field = (number: number, content: Buffer) =>
  Buffer.concat([Buffer.of(number * 8 + 2), varint(content.length), content]);
const literal = (content: Buffer) => {
  const head = Buffer.alloc(5);
  head.writeUInt8(63 << 2);
  head.writeUInt32LE(content.length - 1, 1);
  return Buffer.concat([varint(content.length), head, content]);
};

const json = { 'content-type': 'application/json' };
const binary = { 'content-type': 'application/x-protobuf' };

/** Requests of a few MiB that ask for gigabytes: what many entries share, and millions of things that are nothing. */
const bombs: readonly (readonly [what: string, path: string, body: () => Buffer, Record<string, string>])[] =
  [
    [
      'records that share a resource',
      '/ingest/otlp/v1/logs',
      () => Buffer.from(otlp(times('{}', 5_000), big)),
      json,
    ],
    ['records without end', '/ingest/otlp/v1/logs', () => Buffer.from(otlp(times('{}', 3_000_000))), json],
    [
      'scopes without end',
      '/ingest/otlp/v1/logs',
      () => field(1, Buffer.from('1200'.repeat(4_000_000), 'hex')),
      binary,
    ],
    [
      'lines that share labels',
      '/ingest/loki/api/v1/push',
      () => Buffer.from(`{"streams":[{"stream":{"a":${big}},"values":[${times('["1","a"]', 5_000)}]}]}`),
      json,
    ],
    [
      'entries without end',
      '/ingest/loki/api/v1/push',
      () => literal(field(1, Buffer.from('1200'.repeat(10_000_000), 'hex'))),
      binary,
    ],
    [
      'events that inherit',
      '/ingest/hec/services/collector',
      () => Buffer.from(`{"host":${big},"event":1}${'{"event":1}'.repeat(5_000)}`),
      json,
    ],
    [
      'raw lines without end',
      '/ingest/hec/services/collector/raw',
      () => Buffer.from('a\n'.repeat(20_000_000)),
      {},
    ],
    ['lines without end', '/ingest/ndjson', () => Buffer.from('a\n'.repeat(20_000_000)), {}],
  ];

for (const [what, path, body, headers] of bombs) {
  it(`${path}: ${what} are refused as a whole, in bounded memory`, async (t) => {
    const desk = await openReceivers(t, all);
    const packed = path.includes('loki') && headers === binary ? body() : gzipSync(body(), { level: 1 });
    const encoding = packed.subarray(0, 2).equals(Buffer.of(0x1f, 0x8b))
      ? { 'content-encoding': 'gzip' }
      : {};
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 20);
    t.after(() => clearInterval(watch));
    const before = process.memoryUsage.rss();
    const answer = await desk.post(path, packed, { ...headers, ...encoding });
    peak = Math.max(peak, process.memoryUsage.rss());
    assert.ok(answer.status === 413 || answer.status === 400, `${answer.status} ${await answer.text()}`);
    assert.equal(desk.entries.length, 0);
    assert.ok(peak - before < 700 * MIB, `${Math.round((peak - before) / MIB)} MiB`);
  });
}

it('/ingest/otlp/v1/logs: a record of a million empty attributes is kept as its bytes', async (t) => {
  const desk = await openReceivers(t, all);
  const record = Buffer.from('3200'.repeat(1_000_000), 'hex');
  const answer = await desk.post('/ingest/otlp/v1/logs', field(1, field(2, field(2, record))), binary);
  assert.equal(answer.status, 200);
  assert.equal(desk.entries.length, 1);
  assert.equal(desk.entries[0]?.raw.length, MIB);
  assert.ok((desk.entries[0]?.cut ?? 0) > record.length);
});

it('/ingest/journal/upload: lines of two bytes cost what they hold', async (t) => {
  const desk = await openReceivers(t, all);
  const answer = await desk.post('/ingest/journal/upload', Buffer.from(`${'=\n'.repeat(3 * MIB)}\nA=1\n\n`));
  assert.equal(answer.status, 202);
  assert.deepEqual(
    desk.entries.map(({ cut, raw }) => [raw.length, cut]),
    [
      [MIB, 6 * MIB],
      [4, null],
    ],
  );
});
