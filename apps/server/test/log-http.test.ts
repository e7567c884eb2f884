// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import {
  isFault,
  leafHash,
  parseCheckpoint,
  parseTlogProof,
  reasonNotIncluded,
  sha256,
} from '@belfry/ledger';
import { pino } from 'pino';
import { serveIngestProxy } from '../src/log/ingest-proxy.ts';
import { serveJournal } from '../src/log/receive/journal/journal-routes.ts';
import { systemIds } from '../src/platform/clock/clock.ts';
import { createApp } from '../src/platform/http/app.ts';
import { createLogLink } from '../src/platform/log-link/log-link.ts';
import { openTestLog, type TestLog } from './log.ts';
import { aDirectory, numbered, startRsyslog, writeLines } from './log-clients.ts';
import { openReceivers, TOKEN as RECEIVER_TOKEN } from './log-receivers.ts';
import { eventually } from './log-streams.ts';

const SOURCE = '01890000-0000-7000-8000-0000000000aa';
const TOKEN = 'a-token-for-http';

/** A whole log behind the public port, and a source with a token. */
async function openWithSource(t: TestContext): Promise<TestLog> {
  const opened = await openTestLog(t);
  await opened.query(
    `INSERT INTO log_source (id, name, state, stream, retention_class, created_at, changed_at)
     VALUES ($1, 'shop', 'active', 'technical', 'technical', now(), now())`,
    [SOURCE],
  );
  await opened.query(
    `INSERT INTO log_source_identity (id, source_id, kind, value, created_at) VALUES ($1, $1, 'token', $2, now())`,
    [SOURCE, createHash('sha256').update(TOKEN).digest('hex')],
  );
  await eventually(() => opened.log.house.sources.byToken(TOKEN, 'ndjson', '127.0.0.1') !== null);
  return opened;
}

const bearer = { authorization: `Bearer ${TOKEN}` };

test('a receipt of NDJSON becomes a proof that holds without us', async (t) => {
  const { address } = await openWithSource(t);
  const lines = Array.from({ length: 250 }, (_, at) => JSON.stringify({ at, message: `line ${at} é` }));
  const sent = await fetch(`${address}/ingest/ndjson`, {
    method: 'POST',
    headers: bearer,
    body: lines.join('\n'),
  });
  assert.equal(sent.status, 202);
  const location = sent.headers.get('location') ?? '';
  interface Shown {
    readonly state: string;
    readonly next: string | null;
    readonly sealed: {
      readonly seq: number;
      readonly line: string;
      readonly proof: string;
      readonly index: number;
    }[];
  }
  const found: Shown['sealed'][number][] = [];
  for (let path: string | null = location; path !== null; ) {
    const url: string = `${address}${path}`;
    let answer = await fetch(url, { headers: bearer });
    for (let tries = 0; answer.status === 202 && tries < 3_000; tries++) {
      await answer.body?.cancel();
      await pause(100);
      answer = await fetch(url, { headers: bearer });
    }
    assert.equal(answer.status, 200);
    const shown = (await answer.json()) as Shown;
    found.push(...shown.sealed);
    path = shown.next;
  }
  assert.deepEqual(
    found.map(({ line }) => (JSON.parse(line) as { raw: string }).raw),
    lines,
  );
  for (const { index, line, proof } of found) {
    const read = parseTlogProof(proof);
    assert.ok(!isFault(read));
    const checkpoint = parseCheckpoint(read.checkpoint.text);
    assert.ok(!isFault(checkpoint));
    const leaf = leafHash(Buffer.from(line), sha256);
    const { root, size } = checkpoint;
    assert.equal(reasonNotIncluded({ index, size, leaf, root, proof: read.hashes } as never, sha256), null);
  }
  const madeUp = location.replace(SOURCE.replaceAll('-', ''), '0'.repeat(32));
  assert.equal((await fetch(`${address}${madeUp}`, { headers: bearer })).status, 404);
});

const noElastic = existsSync('/usr/lib/x86_64-linux-gnu/rsyslog/omelasticsearch.so')
  ? false
  : 'rsyslog-elasticsearch is not installed';

test('rsyslog sends by omelasticsearch through the public port', { skip: noElastic }, async (t) => {
  const { address, entries } = await openWithSource(t);
  const directory = await aDirectory(t);
  await writeLines(directory, 0, 500, ' é');
  const action = `action(type="omelasticsearch" server="${address}/ingest/elastic" uid="shop" pwd="${TOKEN}"
    searchIndex="logs" searchType="" bulkmode="on" template="doc" action.resumeRetryCount="-1" action.resumeInterval="1")`;
  const before = `module(load="omelasticsearch")
template(name="doc" type="list" option.jsonf="on") {
  property(outname="@timestamp" name="timereported" dateFormat="rfc3339" format="jsonf")
  property(outname="host" name="hostname" format="jsonf")
  property(outname="message" name="msg" format="jsonf")
}`;
  const { printed } = await startRsyslog(t, directory, { action, before });
  try {
    let texts: string[] = [];
    await eventually(async () => {
      texts = (await entries()).map(({ raw }) => Buffer.from(raw).toString());
      return numbered(texts).seen.size === 500;
    });
    assert.equal(typeof (JSON.parse(texts[0] ?? '') as { message: unknown }).message, 'string');
  } catch (error) {
    throw new Error(`rsyslog says: ${printed()}`, { cause: error });
  }
});

test('every protocol comes through the public port, byte for byte', async (t) => {
  const { address, entries } = await openWithSource(t);
  const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${address}/ingest/${path}`, {
      method: 'POST',
      headers: { ...bearer, ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    }).then(({ status }) => status);
  const json = { 'content-type': 'application/json' };
  assert.equal(await post('ndjson', gzipSync('one'), { 'content-encoding': 'gzip' }), 202);
  assert.equal(await post('elastic/_bulk', '{"create":{}}\n{"two":2}\n', json), 200);
  assert.equal(await post('hec/services/collector/event', '{"event":"three"}', json), 200);
  assert.equal(
    await post('loki/api/v1/push', '{"streams":[{"stream":{},"values":[["4","four"]]}]}', json),
    204,
  );
  assert.equal(
    await post('otlp/v1/logs', '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":5}]}]}]}', json),
    200,
  );
  assert.equal(await post('journal/upload', 'MESSAGE=six\n\n'), 202);
  const kept = await entries();
  assert.deepEqual(
    kept.map(({ raw }) => Buffer.from(raw).toString()),
    [
      'one',
      '{"two":2}',
      '{"event":"three"}',
      '{"stream":{},"ts":"4","line":"four"}',
      '{"resource":{},"scope":{},"logRecord":{"body":5}}',
      'MESSAGE=six\n',
    ],
  );
  assert.deepEqual(
    kept.map(({ origin }) => origin.transport),
    ['ndjson', 'elastic', 'hec', 'loki', 'otlp', 'journal'],
  );
  assert.ok(kept.every(({ origin }) => origin.sourceId === SOURCE));
});

// Danger: half an upload that broke off is answered with success, or hangs for ever.
test('an upload that breaks off in the middle is answered to nobody and harms nobody', async (t) => {
  const { address, entries } = await openWithSource(t);
  const half = httpRequest(`${address}/ingest/journal/upload`, { method: 'POST', headers: bearer });
  half.on('error', () => {});
  half.write('MESSAGE=first\n\nMESSAGE=half');
  await eventually(async () => (await entries()).length === 1);
  half.destroy();
  const whole = await fetch(`${address}/ingest/ndjson`, { method: 'POST', headers: bearer, body: 'after' });
  assert.equal(whole.status, 202);
});

// Danger: an upload longer than a request may take is cut off, and its client begins again from the start, for ever.
test('an upload through the port of the desk outlasts the time of a request, which ends other requests', async (t) => {
  const { port, entries } = await openReceivers(t, [serveJournal]);
  const app = await createApp({
    logger: pino({ level: 'silent' }),
    ids: systemIds,
    trustProxy: [],
    isHttps: () => false,
    requestMsMax: 200,
  });
  t.after(() => app.close());
  serveIngestProxy(
    app,
    createLogLink(() => ({ port, secret: '' })),
  );
  app.post('/desk', async () => ({}));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const json = { 'content-type': 'application/json' };
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const open = (path: string) => {
    const opened = httpRequest(`${address}${path}`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${RECEIVER_TOKEN}` },
      agent,
    });
    const status = new Promise<number>((resolve, reject) => {
      opened.once('response', (answer) => {
        answer.resume().once('close', () => resolve(answer.statusCode ?? 0));
      });
      opened.once('error', reject);
    });
    return { opened, status };
  };
  const other = httpRequest(`${address}/desk`, { method: 'POST', headers: json });
  t.after(() => other.destroy());
  const upload = open('/ingest/journal/upload');
  upload.opened.write('MESSAGE=first\n\n');
  other.flushHeaders();
  const [late] = (await once(other, 'response')) as [IncomingMessage];
  // The upload began no later than the request that was ended, and was looked at as often.
  assert.equal(late.statusCode, 408);
  await pause(500);
  upload.opened.end('MESSAGE=last\n\n');
  assert.equal(await upload.status, 202);
  assert.deepEqual(
    entries.map(({ text }) => text),
    ['MESSAGE=first\n', 'MESSAGE=last\n'],
  );
  // The next request of the same connection has its time again.
  const next = open('/desk');
  next.opened.flushHeaders();
  assert.equal(await next.status, 408);
  assert.equal(next.opened.reusedSocket, true);
});
