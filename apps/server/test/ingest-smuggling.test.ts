// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import Fastify from 'fastify';
import { serveIngestProxy } from '../src/log/ingest-proxy.ts';
import { createLogLink, LOG_SECRET_HEADER } from '../src/platform/log-link/log-link.ts';

const SECRET = 'known to both';
const inner = 'POST /inside/entry HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n';
const asked = (target: string, ...headers: string[]) =>
  `${[`POST ${target} HTTP/1.1`, 'host: x', ...headers].join('\r\n')}\r\n\r\n`;

/** Says something to a port, and waits until the other side has said all it will. */
async function say(port: number, text: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('latin1');
  socket.on('data', (piece: string) => {
    heard += piece;
  });
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(text, 'latin1');
  socket.setTimeout(400, () => socket.destroy());
  await closed;
  return heard;
}

// Danger: what the public port hands on reaches the rooms of the log process that answer without asking who it is.
test('nothing a stranger writes to the public port reaches the inside of the log process', async (t) => {
  const reached: string[] = [];
  const log = Fastify({ forceCloseConnections: true });
  log.removeAllContentTypeParsers();
  log.addContentTypeParser('*', (_request, _payload, done) => done(null));
  log.addHook('onRequest', async (request, reply) =>
    request.headers[LOG_SECRET_HEADER] === SECRET ? undefined : reply.code(403).send(),
  );
  log.all('/inside/*', async (request) => {
    reached.push(request.url);
    return {};
  });
  log.all('/ingest/*', async (request) => {
    for await (const _ of request.raw) {
      // Read to its end, as a receiver does.
    }
    return {};
  });
  await log.listen({ host: '127.0.0.1', port: 0 });
  const front = Fastify({ forceCloseConnections: true });
  const port = (app: typeof front) => (app.server.address() as net.AddressInfo).port;
  serveIngestProxy(
    front,
    createLogLink(() => ({ port: port(log), secret: SECRET })),
  );
  await front.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => Promise.all([front.close(), log.close()]));
  const empty = 'content-length: 0';
  const climbing = ['/ingest/../inside/entry', '/ingest/%2e%2e/inside/entry', '/ingest/..%2finside/entry'];
  const around = [
    '//inside/entry',
    'http://x/inside/entry',
    'http://x/ingest/../inside/entry',
    '/ingest/..;/inside/entry',
  ];
  for (const target of ['/inside/entry', ...climbing, ...around])
    await say(port(front), asked(target, empty));
  const claims = [
    `${LOG_SECRET_HEADER}: ${SECRET}`,
    `connection: ${LOG_SECRET_HEADER}`,
    `${LOG_SECRET_HEADER}: wrong`,
  ];
  for (const claim of claims) await say(port(front), asked('/inside/entry', empty, claim));
  const lengths = [
    ['content-length: 4', 'transfer-encoding: chunked'],
    ['transfer-encoding: chunked', `content-length: ${inner.length}`],
    ['content-length: 0', `content-length: ${inner.length}`],
    ['transfer-encoding: chunked, identity'],
    ['transfer-encoding: xchunked'],
    ['transfer-encoding : chunked'],
    ['connection: content-length', `content-length: ${inner.length}`],
    ['connection: transfer-encoding', 'transfer-encoding: chunked'],
  ];
  for (const headers of lengths) {
    const body = headers.some((each) => each.includes('chunked')) ? `0\r\n\r\n${inner}` : inner;
    await say(port(front), `${asked('/ingest/x', ...headers)}${body}`);
  }
  assert.deepEqual(reached, []);
  // The way itself stands, also after all of that.
  assert.match(await say(port(front), asked('/ingest/x', empty)), /^HTTP\/1\.1 200/);
});
