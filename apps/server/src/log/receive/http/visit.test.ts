// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { openReceivers, TOKEN } from '../../../../test/log-receivers.ts';
import { logLimits } from '../../log-limits.ts';
import { serveElastic } from '../elastic/elastic-routes.ts';
import { serveHec } from '../hec/hec-routes.ts';
import { serveJournal } from '../journal/journal-routes.ts';
import { serveLoki } from '../loki/loki-routes.ts';
import { serveNdjson } from '../ndjson/ndjson-routes.ts';
import { serveOtlp } from '../otlp/otlp-routes.ts';
import { bodyChunks } from './body.ts';
import { isRefused } from './refused.ts';
import { shownToken } from './token.ts';

const all = [serveOtlp, serveElastic, serveHec, serveLoki, serveJournal, serveNdjson];

const paths = [
  ['/ingest/otlp/v1/logs', 'application/x-protobuf'],
  ['/ingest/otlp/v1/logs', 'application/json'],
  ['/ingest/elastic/_bulk', 'application/x-ndjson'],
  ['/ingest/hec/services/collector/event', 'application/json'],
  ['/ingest/hec/services/collector/raw', 'text/plain'],
  ['/ingest/loki/api/v1/push', 'application/x-protobuf'],
  ['/ingest/loki/api/v1/push', 'application/json'],
  ['/ingest/journal/upload', 'application/vnd.fdo.journal'],
  ['/ingest/ndjson', 'application/x-ndjson'],
] as const;

/** Writes a request by hand, in the pieces that are given. @returns the answer as it comes */
async function byHand(port: number, head: readonly string[], pieces: readonly Buffer[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const answer: Buffer[] = [];
  socket.on('data', (chunk) => answer.push(Buffer.from(chunk)));
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.setNoDelay(true);
  socket.write(
    `${[...head, 'host: x', `authorization: Bearer ${TOKEN}`, 'connection: close'].join('\r\n')}\r\n\r\n`,
  );
  for (const piece of pieces) {
    if (socket.destroyed) break;
    await new Promise((resolve) => socket.write(piece, resolve));
  }
  if (!socket.closed) await once(socket, 'close');
  return Buffer.concat(answer).toString('latin1');
}

describe('receiving() over HTTP', () => {
  it('shownToken() reads a token in each way a client can carry one', () => {
    const basic = (text: string) => Buffer.from(text).toString('base64');
    assert.deepEqual(shownToken('Bearer abc'), { token: 'abc' });
    assert.deepEqual(shownToken('splunk abc'), { token: 'abc' });
    assert.deepEqual(shownToken(`ApiKey ${basic('id:key')}`), { token: 'key' });
    assert.deepEqual(shownToken('ApiKey plain'), { token: 'plain' });
    assert.deepEqual(shownToken(`Basic ${basic('user:to:ken')}`), { token: 'to:ken' });
    assert.equal(shownToken(undefined), 'nothing');
    for (const wrong of [
      'abc',
      `Basic ${basic('nocolon')}`,
      'Digest x',
      `Bearer ${'x'.repeat(600)}`,
      'Bearer a b',
    ]) {
      assert.equal(shownToken(wrong), 'not understood', wrong);
    }
  });

  it('receiving() asks for a token on every path, in the words of each', async (t) => {
    const desk = await openReceivers(t, all);
    for (const [path, type] of paths) {
      const answer = await desk.post(path, 'x', { authorization: '', 'content-type': type });
      assert.equal(answer.status, 401, path);
      assert.notEqual(await answer.text(), '', path);
    }
  });

  // Danger: bytes nobody thought of end the process, or are taken and lost.
  it('receiving() answers any bytes, and what it takes is in the journal', async (t) => {
    const desk = await openReceivers(t, all);
    const seeds = [
      '{"event":1}{',
      '{"index":{}}\n{}\n',
      '{"streams":[{"values":[["1","a"]]}]}',
      'A=1\n\n',
      '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{}]}]}]}',
    ];
    for (let run = 0; run < 400; run++) {
      const [path, type] = paths[run % paths.length] ?? paths[0];
      const bytes = Buffer.concat([Buffer.from(seeds[run % seeds.length] ?? ''), randomBytes(run % 60)]);
      if (run % 3 === 0) bytes[run % bytes.length] = run % 256;
      const before = desk.entries.length;
      const { status } = await desk.post(path, bytes, { 'content-type': type });
      const isTaken = status < 300;
      assert.ok(isTaken || (status >= 400 && status < 500), `${path} ${status}`);
      if (!isTaken) assert.equal(desk.entries.length, before, path);
      else if (path !== '/ingest/otlp/v1/logs' && bytes.length > 0)
        assert.ok(desk.entries.length > before || type === 'application/x-protobuf', path);
    }
  });

  // Danger: lines are cut or joined where packets happen to end.
  it('receiving() keeps the bytes of lines whatever the pieces they come in', async (t) => {
    const desk = await openReceivers(t, all);
    const line = fc
      .uint8Array({ minLength: 1, maxLength: 60 })
      .map((bytes) =>
        Buffer.concat([Buffer.from('x'), Buffer.from(bytes).map((byte) => (byte === 10 ? 11 : byte))]),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom('', 'gzip', 'deflate', 'zstd'),
        async (lines, size, encoding) => {
          desk.entries.length = 0;
          const joined = Buffer.concat(lines.flatMap((each) => [each, Buffer.from('\n')]));
          const encode = {
            gzip: gzipSync,
            deflate: deflateSync,
            zstd: zstdCompressSync,
            '': (bytes: Buffer) => bytes,
          }[encoding] as (bytes: Buffer) => Buffer;
          const body = encode(joined);
          const pieces = [];
          for (let at = 0; at < body.length; at += size) pieces.push(body.subarray(at, at + size));
          const head = ['POST /ingest/ndjson HTTP/1.1', `content-length: ${body.length}`];
          const answer = await byHand(
            desk.port,
            encoding === '' ? head : [...head, `content-encoding: ${encoding}`],
            pieces,
          );
          assert.match(answer, /^HTTP\/1\.1 202/);
          assert.deepEqual(
            desk.entries.map(({ raw }) => raw),
            lines,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  // Danger: bodies that unpack to gigabytes, or say they will, fill the memory.
  it('receiving() stops bombs in each compression', async (t) => {
    const desk = await openReceivers(t, all);
    const zeros = Buffer.alloc(300_000_000, 'x\n');
    const before = process.memoryUsage().rss;
    for (const [encoding, bomb] of [
      ['gzip', gzipSync(zeros)],
      ['zstd', zstdCompressSync(zeros)],
      ['deflate', deflateSync(zeros)],
    ] as const) {
      const answer = await desk.post('/ingest/ndjson', bomb, { 'content-encoding': encoding });
      assert.equal(answer.status, 413, encoding);
    }
    assert.ok(process.memoryUsage().rss - before < 300_000_000);
    assert.equal(desk.refused.get('ndjson body_too_large'), 3);
    const snappy = await desk.post(
      '/ingest/loki/api/v1/push',
      Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]),
      { 'content-type': 'application/x-protobuf' },
    );
    assert.equal(snappy.status, 413);
    assert.equal((await desk.post('/ingest/ndjson', 'x', { 'content-encoding': 'br' })).status, 415);
    assert.equal((await desk.post('/ingest/ndjson', 'no gzip', { 'content-encoding': 'gzip' })).status, 400);
    assert.equal(
      (
        await desk.post('/ingest/ndjson', gzipSync(randomBytes(5_000)).subarray(0, 3_000), {
          'content-encoding': 'gzip',
        })
      ).status,
      400,
    );
    assert.equal(desk.entries.length, 0);
  });

  // Danger: senders that dribble hold places and memory for ever.
  it('bodyChunks() gives up on a body that stands still, and on one that never ends', async (t) => {
    const { createServer, request } = await import('node:http');
    const outcomes: string[] = [];
    const bounds = { sentBytesMax: 1_000, decodedBytesMax: 1_000 };
    const server = createServer((incoming, answer) => {
      const isStill = incoming.url === '/still';
      void (async () => {
        for await (const chunk of bodyChunks(incoming, {
          ...bounds,
          msMax: isStill ? 60_000 : 300,
          idleMsMax: isStill ? 100 : 60_000,
        })) {
          if (isRefused(chunk)) outcomes.push(chunk.refused);
        }
        answer.writeHead(408, { connection: 'close' }).end();
      })();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const { port } = server.address() as { port: number };
    for (const path of ['/still', '/dribbles']) {
      const sender = request({ port, path, method: 'POST', headers: { 'content-length': '900' } });
      sender.on('error', () => {});
      sender.write('x');
      const dribble = path === '/dribbles' ? setInterval(() => sender.write('x'), 20) : null;
      const [answer] = await once(sender, 'response');
      if (dribble !== null) clearInterval(dribble);
      assert.equal(answer.statusCode, 408);
      sender.destroy();
    }
    assert.deepEqual(outcomes, ['body_too_slow', 'body_too_slow']);
  });

  // Danger: one source, or a thousand connections, take the place of all others.
  it('receiving() lets in so many at once, and tells the others to come back', async (t) => {
    const desk = await openReceivers(t, all);
    const { promise, resolve } = Promise.withResolvers<void>();
    desk.journal.hold = promise;
    const sent = Array.from({ length: 1_000 }, (_, at) => desk.post('/ingest/ndjson', `line ${at}`));
    const refusals = sent.map((answer) =>
      answer.then(({ headers, status }) => [status, headers.get('retry-after')]),
    );
    let answered = 0;
    const { promise: mostAnswered, resolve: enough } = Promise.withResolvers<void>();
    for (const refusal of refusals) {
      void refusal.then(() => {
        answered += 1;
        if (answered === 1_000 - logLimits.requestsOfSourceAtOnceMax) enough();
      });
    }
    await mostAnswered;
    resolve();
    const statuses = await Promise.all(refusals);
    const taken = statuses.filter(([status]) => status === 202).length;
    assert.equal(taken, logLimits.requestsOfSourceAtOnceMax);
    assert.ok(statuses.every(([status, again]) => status === 202 || (status === 503 && again === '5')));
    assert.equal(desk.entries.length, taken);
    assert.equal((await desk.post('/ingest/ndjson', 'later')).status, 202);
  });

  // Danger: NULs, odd years and a hundred thousand field names break what they pass through.
  it('receiving() takes strange entries as they are', async (t) => {
    const desk = await openReceivers(t, all);
    const wide = JSON.stringify(
      Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`field${at}`, at])),
    );
    const strange = [
      '\0\0\0',
      '{"@timestamp":"1970-01-01T00:00:00Z"}',
      '{"@timestamp":"2100-12-31T23:59:60Z"}',
      '{"__proto__":{"x":1}}',
      `{"w":${wide.slice(0, 900_000)}`,
    ];
    const body = strange.flatMap((line) => ['{"index":{}}', line]).join('\n');
    assert.equal((await desk.post('/ingest/elastic/_bulk', body)).status, 200);
    assert.deepEqual(
      desk.entries.map(({ text }) => text),
      strange,
    );
    assert.equal((await desk.post('/ingest/hec/services/collector', `{"event":${wide}}`)).status, 200);
    assert.equal(
      desk.entries.at(-1)?.cut,
      wide.length + 10 > logLimits.entryBytesMax ? wide.length + 10 : null,
    );
  });
});
