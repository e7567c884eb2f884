// SPDX-License-Identifier: Apache-2.0
import type { LogTransport } from '@belfry/contract';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { networkOf, RateLimit } from '../../../platform/http/rate-limit.ts';
import type { Appended, Batch, Origin } from '../../batch.ts';
import type { LogHouse } from '../../house.ts';
import { logLimits } from '../../log-limits.ts';
import { type BodyBounds, bodyChunks, busy, wholeBody } from './body.ts';
import type { EntryPile } from './packing.ts';
import { isRefused, type Refused, refused } from './refused.ts';
import { shownToken } from './token.ts';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** How one protocol speaks. */
export interface Dialect {
  readonly transport: LogTransport;
  /** A refusal in the words its clients understand. */
  refusal(refusal: Refused, request: FastifyRequest): Answer;
}

/** A request whose sender is known. */
export interface Visit {
  readonly request: FastifyRequest;
  readonly origin: Origin;
  /** The whole body, decompressed. */
  body(bounds?: Partial<BodyBounds>): Promise<Buffer | Refused>;
  /** The body as it comes, for what is too long to hold. */
  chunks(bounds: BodyBounds): AsyncIterable<Buffer | Refused>;
  /** Takes memory for what the body unpacks to. @returns false when there is none left: {@link busy} */
  hold(bytes: number): boolean;
  /**
   * Journals all batches. @returns when all of them are on disk; a refusal means that none was handed over, so that a
   * sender never hears of half a success.
   */
  keep(batches: readonly Batch[]): Promise<readonly Appended[] | Refused>;
  /** The same for what was put together from a body, with the memory it takes. */
  keepPile(pile: EntryPile): Promise<readonly Appended[] | Refused>;
}

export type Work = (visit: Visit) => Promise<Answer | Refused>;

/** Counts of all HTTP receivers of one log process: what is being read now, by whom, and how much memory it holds. */
class Doorkeeper {
  readonly wrongTokens: RateLimit;
  readonly atOnceOf = new Map<string, number>();
  atOnce = 0;
  heldBytes = 0;

  constructor(house: LogHouse) {
    this.wrongTokens = new RateLimit(house.clock, 60_000);
  }
}

const doorkeepers = new WeakMap<LogHouse, Doorkeeper>();

function doorkeeperOf(house: LogHouse): Doorkeeper {
  const found = doorkeepers.get(house) ?? new Doorkeeper(house);
  doorkeepers.set(house, found);
  return found;
}

const wholeBodyBounds: BodyBounds = {
  sentBytesMax: logLimits.requestBytesMax,
  decodedBytesMax: logLimits.requestDecodedBytesMax,
  msMax: logLimits.bodyMsMax,
  idleMsMax: logLimits.bodyIdleMsMax,
};

/** A handler that lets in who has a token and while there is room, and answers in the words of the protocol; what only reads is let in while the disk is full, too. */
export function receiving(
  house: LogHouse,
  dialect: Dialect,
  work: Work,
  { isReading = false }: { readonly isReading?: boolean } = {},
): RouteHandlerMethod {
  const keeper = doorkeeperOf(house);
  return async (request, reply) => {
    const origin = senderOf(house, keeper, dialect.transport, request);
    const answer = isRefused(origin)
      ? origin
      : await visited(house, keeper, dialect, { request, origin, work, isReading });
    if (!isRefused(answer)) return give(reply, answer);
    house.counts.refused(dialect.transport, answer.refused);
    const words = dialect.refusal(answer, request);
    const again = answer.retryAfterSeconds;
    return give(
      reply,
      again === undefined ? words : { ...words, headers: { ...words.headers, 'retry-after': String(again) } },
    );
  };
}

function senderOf(
  house: LogHouse,
  keeper: Doorkeeper,
  transport: LogTransport,
  request: FastifyRequest,
): Origin | Refused {
  const shown = shownToken(request.headers.authorization);
  if (shown === 'nothing')
    return refused('token_missing', 'This needs the token of a source in Authorization.');
  if (shown === 'not understood') {
    return refused(
      'token_not_understood',
      'Authorization carries a token as Bearer, Splunk, ApiKey or Basic.',
    );
  }
  const origin = house.sources.byToken(shown.token, transport, peerOf(request));
  if (origin !== null) return origin;
  const wait = keeper.wrongTokens.take(networkOf(request.ip), logLimits.wrongTokensPerMinuteMax);
  return wait === null
    ? refused('token_wrong', 'No source has this token.')
    : refused('token_flood', 'Too many wrong tokens came from here.', { retryAfterSeconds: wait });
}

function peerOf(request: FastifyRequest): string {
  const { remoteAddress, remotePort } = request.socket;
  const address = request.ip.replace(/^::ffff:(?=\d+\.)/, '');
  // Behind the public port the address is the sender's and the port is lost.
  if (request.ip !== remoteAddress || remotePort === undefined) return address;
  return address.includes(':') ? `[${address}]:${remotePort}` : `${address}:${remotePort}`;
}

async function visited(
  house: LogHouse,
  keeper: Doorkeeper,
  dialect: Dialect,
  {
    request,
    origin,
    work,
    isReading,
  }: { request: FastifyRequest; origin: Origin; work: Work; isReading: boolean },
): Promise<Answer | Refused> {
  if (!house.journal.isOpen && !isReading) return closed();
  const ofSource = keeper.atOnceOf.get(origin.sourceId) ?? 0;
  if (keeper.atOnce >= logLimits.requestsAtOnceMax || ofSource >= logLimits.requestsOfSourceAtOnceMax) {
    return busy();
  }
  let held = 0;
  keeper.atOnce += 1;
  keeper.atOnceOf.set(origin.sourceId, ofSource + 1);
  const memory = {
    take: (bytes: number) => {
      if (keeper.heldBytes + bytes > logLimits.bodiesHeldBytesMax) return false;
      keeper.heldBytes += bytes;
      held += bytes;
      return true;
    },
  };
  try {
    return await work({
      request,
      origin,
      body: (bounds) => wholeBody(request.raw, { ...wholeBodyBounds, ...bounds }, memory),
      chunks: (bounds) => bodyChunks(request.raw, bounds),
      hold: memory.take,
      keep: (batches) => keep(house, dialect.transport, batches),
      keepPile: async (pile) => {
        if (pile.isTooMuch) return tooMuch();
        if (!memory.take(pile.bytesLength)) return busy();
        return await keep(house, dialect.transport, pile.packed(origin));
      },
    });
  } finally {
    keeper.heldBytes -= held;
    keeper.atOnce -= 1;
    const left = (keeper.atOnceOf.get(origin.sourceId) ?? 1) - 1;
    if (left === 0) keeper.atOnceOf.delete(origin.sourceId);
    else keeper.atOnceOf.set(origin.sourceId, left);
  }
}

async function keep(
  house: LogHouse,
  transport: LogTransport,
  batches: readonly Batch[],
): Promise<readonly Appended[] | Refused> {
  if (!house.journal.isOpen) return closed();
  const appended = await Promise.all(batches.map((batch) => house.journal.append(batch)));
  for (const { bounds, bytes } of batches) house.counts.received(transport, bounds.length / 2, bytes.length);
  for (const { cut } of batches)
    if (cut !== undefined) house.counts.refused(transport, 'entry_cut', cut.size);
  return appended;
}

function closed(): Refused {
  return refused(
    'journal_closed',
    'The log takes nothing now because its disk is full. Send it again later.',
    {
      retryAfterSeconds: logLimits.retryAfterSeconds,
    },
  );
}

/** More entries than one request may hold, or entries that together are larger than it may be. */
export function tooMuch(): Refused {
  const { requestEntriesMax, requestEntryBytesMax } = logLimits;
  return refused(
    'body_too_large',
    `At most ${requestEntriesMax} entries in a request, and ${requestEntryBytesMax} bytes of them with what they share. Send less in a request.`,
  );
}

function give(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  if (headers !== undefined) void reply.headers(headers);
  return reply.code(status).send(body);
}

/** JSON with its content type. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
