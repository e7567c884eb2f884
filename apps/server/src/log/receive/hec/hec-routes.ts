// SPDX-License-Identifier: Apache-2.0
import type { FastifyRequest } from 'fastify';
import type { ServeIngest } from '../../house.ts';
import { logLimits } from '../../log-limits.ts';
import { parsed } from '../http/json-bytes.ts';
import { lineBounds, pack } from '../http/packing.ts';
import { isRefused, type RefusalReason, type Refused, refused } from '../http/refused.ts';
import { type Answer, type Dialect, json, receiving, tooMuch, type Visit, type Work } from '../http/visit.ts';
import { HecAcks } from './hec-acks.ts';
import { readHecEvents } from './hec-events.ts';

/** Numbers of the protocol for why something is refused; the rest is "invalid data format". */
const codes: Partial<Record<RefusalReason, number>> = {
  token_missing: 2,
  token_not_understood: 3,
  token_wrong: 3,
  token_flood: 9,
  empty: 5,
  busy: 9,
  journal_closed: 9,
  acks_full: 9,
  channel_missing: 10,
  event_missing: 12,
  event_blank: 13,
};
const INVALID_FORMAT = 6;

const dialect: Dialect = {
  transport: 'hec',
  refusal: ({ at, message, refused: why, status }) =>
    json(status, {
      text: message,
      code: codes[why] ?? INVALID_FORMAT,
      ...(at === undefined ? {} : { 'invalid-event-number': at }),
    }),
};

const CHANNEL_CHARACTERS_MAX = 128;
const ASKED_MAX = 100_000;
const ASKED_BYTES_MAX = 2_097_152;

/** The HTTP Event Collector of Splunk: events, raw lines, health and acknowledgements. */
export const serveHec: ServeIngest = (app, house) => {
  const acks = new HecAcks(house.clock);
  const answered = (visit: Visit, kept: readonly unknown[] | Refused): Answer | Refused => {
    if (isRefused(kept)) return kept;
    const channel = channelOf(visit.request);
    if (channel === null) return json(200, { text: 'Success', code: 0 });
    const ackId = acks.next(visit.origin.sourceId, channel);
    // Without a number the sender could never learn that its events are on disk: it sends them again, and they are
    // kept twice and marked.
    if (ackId === null)
      return refused('acks_full', 'Server is busy', { retryAfterSeconds: logLimits.retryAfterSeconds });
    return json(200, { text: 'Success', code: 0, ackId });
  };
  const events: Work = async (visit) => {
    const body = await visit.body();
    if (isRefused(body)) return body;
    const pile = readHecEvents(body);
    return isRefused(pile) ? pile : answered(visit, await visit.keepPile(pile));
  };
  const raw: Work = async (visit) => {
    const body = await visit.body();
    if (isRefused(body)) return body;
    const bounds = lineBounds(body);
    if (bounds.length === 0) return refused('empty', 'No data');
    if (bounds.length / 2 > logLimits.requestEntriesMax) return tooMuch();
    return answered(visit, await visit.keep(pack(visit.origin, body, bounds)));
  };
  const ack: Work = async (visit) => {
    const channel = channelOf(visit.request);
    if (channel === null) return refused('channel_missing', 'Data channel is missing');
    const body = await visit.body({ sentBytesMax: ASKED_BYTES_MAX, decodedBytesMax: ASKED_BYTES_MAX });
    if (isRefused(body)) return body;
    const asked = parsed(body.toString('utf8'));
    const ids = typeof asked === 'object' && asked !== null && 'acks' in asked ? asked.acks : null;
    if (!Array.isArray(ids) || ids.length > ASKED_MAX) return refused('undecodable', 'Invalid data format');
    const numbers = ids.filter((id): id is number => Number.isSafeInteger(id));
    return json(200, { acks: acks.tell(visit.origin.sourceId, channel, numbers) });
  };
  const base = '/ingest/hec/services/collector';
  for (const path of ['', '/', '/event', '/event/1.0'])
    app.post(base + path, receiving(house, dialect, events));
  for (const path of ['/raw', '/raw/1.0']) app.post(base + path, receiving(house, dialect, raw));
  for (const path of ['/ack', '/ack/1.0']) app.post(base + path, receiving(house, dialect, ack));
  // Load balancers ask without a token, and learn only whether to send.
  for (const path of ['/health', '/health/1.0']) {
    app.get(base + path, async (_request, reply) =>
      house.journal.isOpen
        ? reply.send({ text: 'HEC is healthy', code: 17 })
        : reply.code(503).send({ text: 'HEC is unhealthy, queues are full', code: 18 }),
    );
  }
};

function channelOf(request: FastifyRequest): string | null {
  const inHeader = request.headers['x-splunk-request-channel'];
  const { channel: inQuery } = request.query as { channel?: unknown };
  const channel = inHeader ?? inQuery;
  if (typeof channel !== 'string' || channel === '') return null;
  return channel.slice(0, CHANNEL_CHARACTERS_MAX);
}
