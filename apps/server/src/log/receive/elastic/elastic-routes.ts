// SPDX-License-Identifier: Apache-2.0
import type { FastifyRequest } from 'fastify';
import type { ServeIngest } from '../../house.ts';
import { pack } from '../http/packing.ts';
import { isRefused, type Refused, refused } from '../http/refused.ts';
import { type Dialect, json, receiving, type Work } from '../http/visit.ts';
import { bulkAnswer, readBulk } from './bulk.ts';
import { handshakeAnswer } from './handshake.ts';

/** Logstash and the official clients send nothing to a server without it. */
const product = { 'x-elastic-product': 'Elasticsearch' };

const errorTypes: Partial<Record<Refused['refused'], string>> = {
  token_missing: 'security_exception',
  token_not_understood: 'security_exception',
  token_wrong: 'security_exception',
  busy: 'es_rejected_execution_exception',
  journal_closed: 'unavailable_shards_exception',
  body_too_large: 'content_too_long_exception',
};

const dialect: Dialect = {
  transport: 'elastic',
  refusal: ({ refused: why, status, message }) => {
    const type = errorTypes[why] ?? 'illegal_argument_exception';
    const asks = status === 401 ? { 'www-authenticate': 'Basic realm="security", charset="UTF-8"' } : {};
    const error = { root_cause: [{ type, reason: message }], type, reason: message };
    return json(status, { error, status }, { ...product, ...asks });
  },
};

/** `_bulk` of Elasticsearch, and the questions its clients ask first: Beats, Logstash, Fluent Bit, Vector, rsyslog. */
export const serveElastic: ServeIngest = (app, house) => {
  const bulk: Work = async ({ body, keep, origin }) => {
    const since = house.clock.now().getTime();
    const bytes = await body();
    if (isRefused(bytes)) return bytes;
    const read = readBulk(bytes);
    if (isRefused(read)) {
      if (read.refused === 'change_refused') {
        house.logger.warn(
          { source: origin.sourceId, peer: origin.peer },
          'a sender asked to change what was logged',
        );
      }
      return read;
    }
    const kept = await keep(pack(origin, bytes, read.bounds));
    if (isRefused(kept)) return kept;
    const took = Math.max(0, house.clock.now().getTime() - since);
    const headers = { 'content-type': 'application/json', ...product };
    return { status: 200, headers, body: bulkAnswer(took, read.operations) };
  };
  const handshake: Work = async ({ request }) => {
    const path = pathOf(request);
    const known = handshakeAnswer(path, request.headers['user-agent']);
    if (known !== null) return json(200, known, product);
    // Whether an index is there: it is, whatever its name.
    if (request.method === 'HEAD') return json(200, {}, product);
    return refused('unsupported', `Nothing answers ${request.method} /${path} here: send to _bulk.`);
  };
  for (const path of ['_bulk', ':index/_bulk', ':index/:type/_bulk']) {
    app.route({
      method: ['POST', 'PUT'],
      url: `/ingest/elastic/${path}`,
      handler: receiving(house, dialect, bulk),
    });
  }
  const asked = ['/ingest/elastic', '/ingest/elastic/*'];
  for (const url of asked) {
    app.route({
      method: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
      url,
      handler: receiving(house, dialect, handshake),
    });
  }
};

function pathOf(request: FastifyRequest): string {
  const { '*': rest = '' } = request.params as { '*'?: string };
  return rest.replace(/\/+$/, '');
}
