// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import net from 'node:net';
import { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { serveIngestProxy } from '../src/log/ingest-proxy.ts';
import { createLogLink, LOG_SECRET_HEADER, type LogAddress } from '../src/platform/log-link/log-link.ts';

const portOf = (app: FastifyInstance) => {
  const bound = app.server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
};

/** The public port in front of a log process that does with a request what the test says. */
async function aProxy(t: TestContext, take: (request: FastifyRequest) => Promise<unknown>) {
  const log = Fastify({ trustProxy: '127.0.0.1', forceCloseConnections: true });
  log.removeAllContentTypeParsers();
  log.addContentTypeParser('*', (_request, _payload, done) => done(null));
  log.post('/ingest/*', async (inner, reply) => reply.send(await take(inner)));
  await log.listen({ host: '127.0.0.1', port: 0 });
  const address: LogAddress = { port: portOf(log), secret: 'known to both' };
  let isThere = true;
  const front = Fastify({ forceCloseConnections: true, bodyLimit: 1_000 });
  serveIngestProxy(
    front,
    createLogLink(() => (isThere ? address : null)),
  );
  await front.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => Promise.all([front.close(), log.close()]));
  return {
    port: portOf(front),
    url: `http://127.0.0.1:${portOf(front)}/ingest/x?a=1`,
    log,
    leave: () => {
      isThere = false;
    },
  };
}

test('serveIngestProxy() passes bodies of any size as they come, and says who sends', async (t) => {
  let heard: FastifyRequest | null = null;
  const { url } = await aProxy(t, async (inner) => {
    heard = inner;
    let size = 0;
    for await (const chunk of inner.raw as AsyncIterable<Buffer>) size += chunk.length;
    return { size };
  });
  const piece = Buffer.alloc(65_536, 'x');
  const body = Readable.from(
    (function* () {
      for (let count = 0; count < 200; count += 1) yield piece;
    })(),
  );
  const answer = await fetch(url, {
    method: 'POST',
    body: Readable.toWeb(body) as ReadableStream,
    duplex: 'half',
    headers: { 'x-forwarded-for': '203.0.113.9', [LOG_SECRET_HEADER]: 'guessed' },
  } as RequestInit);
  assert.deepEqual(await answer.json(), { size: 200 * piece.length });
  const request = heard as unknown as FastifyRequest;
  assert.equal(request.url, '/ingest/x?a=1');
  assert.equal(request.ip, '127.0.0.1', 'a sender does not choose its own address');
  assert.equal(request.headers[LOG_SECRET_HEADER], 'known to both');
});

// Danger: systemd-journal-upload sends nothing before it hears `100 Continue`, and waits for ever.
test('serveIngestProxy() tells a sender that asks first to go on', async (t) => {
  const { url } = await aProxy(t, async (inner) => {
    let text = '';
    for await (const chunk of inner.raw as AsyncIterable<Buffer>) text += chunk.toString();
    return { text };
  });
  const asking = request(url, { method: 'POST', headers: { expect: '100-continue', 'content-length': 5 } });
  asking.flushHeaders();
  await once(asking, 'continue');
  asking.end('words');
  const [answer] = (await once(asking, 'response')) as [Readable];
  assert.equal(Buffer.concat(await answer.toArray()).toString(), '{"text":"words"}');
});

// Danger: half a request of a sender that died looks whole to the log process, and is acknowledged to nobody.
test('serveIngestProxy() breaks the request of a sender that left', async (t) => {
  const ended = Promise.withResolvers<string>();
  const { port } = await aProxy(t, async (inner) => {
    inner.raw.resume();
    inner.raw.once('end', () => ended.resolve('whole')).once('error', () => ended.resolve('broken'));
    return await ended.promise;
  });
  const sender = net.connect(port, '127.0.0.1');
  sender.write('POST /ingest/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf');
  await delay(100);
  sender.destroy();
  assert.equal(await ended.promise, 'broken');
});

// Danger: a sender fills the memory of the proxy while the log process takes nothing.
test('serveIngestProxy() stops reading while the log process does', async (t) => {
  const go = Promise.withResolvers<void>();
  const { port } = await aProxy(t, async (inner) => {
    await go.promise;
    for await (const _chunk of inner.raw as AsyncIterable<Buffer>);
    return 'done';
  });
  const sender = net.connect(port, '127.0.0.1');
  const bytes = 64 * 1_048_576;
  sender.write(`POST /ingest/x HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes}\r\n\r\n`);
  sender.write(Buffer.alloc(bytes));
  await delay(500);
  assert.ok(sender.bytesWritten - sender.writableLength < bytes / 2, 'most of it waits at the sender');
  go.resolve();
  const [answer] = (await once(sender, 'data')) as [Buffer];
  assert.match(answer.toString(), /^HTTP\/1.1 200 /);
  sender.destroy();
});

test('serveIngestProxy() answers 503 with Retry-After while there is no log process, before and in a request', async (t) => {
  const { url, log, leave } = await aProxy(t, async (inner) => {
    inner.raw.destroy();
    return await new Promise(() => undefined);
  });
  const broken = await fetch(url, { method: 'POST', body: 'x' });
  await log.close();
  const closed = await fetch(url, { method: 'POST', body: 'x' });
  leave();
  const away = await fetch(url, { method: 'POST', body: 'x' });
  for (const answer of [broken, closed, away]) {
    assert.equal(answer.status, 503);
    assert.ok(answer.headers.get('retry-after'));
    assert.equal(((await answer.json()) as { code: string }).code, 'log.not_running');
  }
});
