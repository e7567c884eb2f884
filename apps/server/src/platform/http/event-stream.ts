// SPDX-License-Identifier: Apache-2.0
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

const OK = 200;
const COME_BACK_MS = 2_000;

/** Begins an answer of server-sent events that no proxy keeps back; a browser that loses it comes back soon. */
export function openEventStream(reply: FastifyReply): ServerResponse {
  reply.hijack();
  reply.raw.writeHead(OK, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  });
  reply.raw.write(`retry: ${COME_BACK_MS}\n\n`);
  return reply.raw;
}
