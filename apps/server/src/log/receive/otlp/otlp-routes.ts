// SPDX-License-Identifier: Apache-2.0
import type { FastifyRequest } from 'fastify';
import protobuf from 'protobufjs/minimal.js';
import type { ServeIngest } from '../../house.ts';
import { logLimits } from '../../log-limits.ts';
import { isRefused, refused } from '../http/refused.ts';
import { type Answer, type Dialect, receiving, type Work } from '../http/visit.ts';
import { readOtlpJson } from './otlp-json.ts';
import { readOtlpProtobuf } from './otlp-protobuf.ts';

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

/** Codes of google.rpc.Code by the status they go with. */
const codes: Readonly<Record<number, number>> = { 401: 16, 408: 4, 413: 8, 429: 8, 503: 14 };
const INVALID_ARGUMENT = 3;

/** An answer speaks the type of its request, whatever the answer is. */
const dialect: Dialect = {
  transport: 'otlp',
  refusal: ({ status, message }, request) => {
    const code = codes[status] ?? INVALID_ARGUMENT;
    const asks = status === 401 ? { 'www-authenticate': 'Bearer' } : undefined;
    if (typeOf(request) !== PROTOBUF)
      return answer(status, JSON_TYPE, JSON.stringify({ code, message }), asks);
    const body = protobuf.Writer.create().uint32(8).int32(code).uint32(18).string(message).finish();
    return answer(status, PROTOBUF, Buffer.from(body), asks);
  },
};

/** OTLP/HTTP logs, binary and JSON. Success is an empty answer: there is no partial one. */
export const serveOtlp: ServeIngest = (app, house) => {
  const work: Work = async ({ body, keepPile, request }) => {
    const type = typeOf(request);
    if (type !== PROTOBUF && type !== JSON_TYPE) {
      return refused('unsupported', `Send ${PROTOBUF} or ${JSON_TYPE}.`);
    }
    const bytes = await body({ decodedBytesMax: logLimits.otlpDecodedBytesMax });
    if (isRefused(bytes)) return bytes;
    const pile = type === PROTOBUF ? readOtlpProtobuf(bytes) : readOtlpJson(bytes);
    if (isRefused(pile)) return pile;
    const kept = await keepPile(pile);
    if (isRefused(kept)) return kept;
    return answer(200, type, type === PROTOBUF ? Buffer.alloc(0) : '{}');
  };
  app.post('/ingest/otlp/v1/logs', receiving(house, dialect, work));
};

function typeOf(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function answer(
  status: number,
  type: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers: { 'content-type': type, ...headers }, body };
}
