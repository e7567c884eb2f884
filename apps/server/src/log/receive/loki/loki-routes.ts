// SPDX-License-Identifier: Apache-2.0
import type { ServeIngest } from '../../house.ts';
import { logLimits } from '../../log-limits.ts';
import { busy } from '../http/body.ts';
import { isRefused, refused } from '../http/refused.ts';
import { type Dialect, receiving, type Visit, type Work } from '../http/visit.ts';
import { readLokiJson, readLokiProtobuf } from './loki-entries.ts';
import { unpackSnappy } from './snappy-block.ts';

const plain = { 'content-type': 'text/plain; charset=utf-8' };

const dialect: Dialect = {
  transport: 'loki',
  refusal: ({ message, status }) => ({ status, headers: plain, body: `${message}\n` }),
};

/** The push of Loki: JSON, or protobuf in a snappy block, which is what its clients send unless told otherwise. */
export const serveLoki: ServeIngest = (app, house) => {
  const work: Work = async ({ body, hold, keepPile, request }) => {
    const sent = await body();
    if (isRefused(sent)) return sent;
    const tenant = request.headers['x-scope-orgid'];
    const named = typeof tenant === 'string' ? tenant : undefined;
    const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
    const pile = isJson ? readLokiJson(sent, named) : readPacked(sent, named, hold);
    if (isRefused(pile)) return pile;
    const kept = await keepPile(pile);
    return isRefused(kept) ? kept : { status: 204, body: '' };
  };
  app.post('/ingest/loki/api/v1/push', receiving(house, dialect, work));
  // Agents join this path to an address of their own that ends in /loki.
  app.post('/ingest/loki/loki/api/v1/push', receiving(house, dialect, work));
  app.get('/ingest/loki/ready', async (_request, reply) =>
    house.journal.isOpen ? reply.type('text/plain').send('ready\n') : reply.code(503).send('not ready\n'),
  );
};

function readPacked(sent: Buffer, tenant: string | undefined, hold: Visit['hold']) {
  const unpacked = unpackSnappy(sent, logLimits.requestDecodedBytesMax);
  if (unpacked === 'too large') {
    return refused(
      'body_too_large',
      `At most ${logLimits.requestDecodedBytesMax} bytes after decompression.`,
    );
  }
  if (unpacked === null) return refused('undecodable', 'The body is no snappy block.');
  if (!hold(unpacked.length)) return busy();
  return readLokiProtobuf(unpacked, tenant);
}
