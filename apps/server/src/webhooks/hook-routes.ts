// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { isRefusal, limits, type Refusal, refuse } from '@belfry/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Clock, Ids } from '../platform/clock/clock.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import { sendProblem } from '../platform/http/problem-reply.ts';
import { networkOf, RateLimit } from '../platform/http/rate-limit.ts';
import { onceOf, readIdempotencyKey } from '../platform/idempotency/idempotency.ts';
import type { ReceiveReport } from '../reports/index.ts';
import { type Taken, takeDelivery } from './take-delivery.ts';
import type { WebhookSecrets } from './webhook-secret.ts';
import { findWebhook, type WebhookRow } from './webhook-store.ts';

export interface HookParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: WebhookSecrets;
  readonly receive: ReceiveReport;
}

/** Nobody is present: whoever knows the secret of a webhook may add to it, and reads nothing. */
const hearing = systemActor('webhook-hears-a-system');
const MINUTE_MS = 60_000;
const where = z.object({ id: z.uuid(), secret: z.string().max(200).optional() });

/**
 * Serves `POST /hooks/{id}`. Bodies are taken as bytes whatever their type says: a signature is over bytes, and what
 * cannot be read must be kept as it came.
 */
export async function serveHooks(app: FastifyInstance, parts: HookParts): Promise<void> {
  const wrong = new RateLimit(parts.clock, limits.webhookWindowMs);
  const calls = new RateLimit(parts.clock, MINUTE_MS);
  await app.register((hooks, _options, done) => {
    hooks.removeAllContentTypeParsers();
    hooks.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
    for (const url of ['/hooks/:id', '/hooks/:id/:secret']) {
      hooks.post(url, (request, reply) => hear(parts, { wrong, calls }, request, reply));
    }
    done();
  });
}

async function hear(
  parts: HookParts,
  counts: { wrong: RateLimit; calls: RateLimit },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const at = where.safeParse(request.params);
  // Looking the webhook up and taking in what it brings are one transaction: half the round trips of two.
  const taken = at.success
    ? await parts.database.change(hearing, (changing) =>
        takeFrom(changing, parts, at.data, request, counts.calls),
      )
    : refuse('webhook.secret_not_accepted');
  if (!isRefusal(taken)) {
    return reply
      .code(202)
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(taken));
  }
  if (taken.refused === 'request.too_many') {
    return tooMany(reply, Number(taken.detail));
  }
  if (taken.refused !== 'webhook.secret_not_accepted') {
    return sendProblem(reply, taken);
  }
  // Only the wrong ones wait: a broken sender must not silence a sound one behind the same address.
  const seconds = counts.wrong.take(networkOf(request.ip), limits.webhookAttemptsMax);
  return seconds === null ? sendProblem(reply, taken) : tooMany(reply, seconds);
}

/** What was taken in, or why not; an unknown webhook is answered like a wrong secret. */
async function takeFrom(
  changing: Changing,
  parts: HookParts,
  at: z.output<typeof where>,
  request: FastifyRequest,
  calls: RateLimit,
): Promise<Taken | Refusal> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const webhook = await findWebhook(changing.sql, at.id);
  const proof = { headers: request.headers, pathSecret: at.secret ?? null, body };
  if (isRefusal(webhook) || !parts.secrets.accepts(webhook, proof)) {
    return refuse('webhook.secret_not_accepted');
  }
  const seconds = calls.take(webhook.id, limits.webhookCallsPerMinuteMax);
  if (seconds !== null) {
    return refuse('request.too_many', String(seconds));
  }
  const stop = reasonNotTaken(webhook, request);
  const key = readIdempotencyKey(request.headers['idempotency-key'] ?? request.headers['webhook-id'], false);
  if (stop !== null || isRefusal(key)) {
    return stop ?? (key as Refusal);
  }
  const sha256 = createHash('sha256').update(body).digest('hex');
  const mediaType = (request.headers['content-type'] ?? 'application/octet-stream').slice(0, 200);
  return takeDelivery(changing, parts.receive, {
    webhook,
    delivery: { id: parts.ids.uuid(), mediaType, content: body, sha256 },
    payload: formPayload(mediaType, body) ?? body,
    once: key === null ? null : onceOf({ routeId: 'hooks', scope: webhook.id, key, request: { sha256 } }),
  });
}

function tooMany(reply: FastifyReply, seconds: number): FastifyReply {
  return sendProblem(reply.header('retry-after', String(seconds)), refuse('request.too_many'));
}

function reasonNotTaken(
  webhook: WebhookRow,
  request: FastifyRequest,
): Refusal<'webhook.not_active' | 'request.media_type_unknown'> | null {
  if (!webhook.isActive) {
    return refuse('webhook.not_active');
  }
  const encoding = request.headers['content-encoding'] ?? 'identity';
  return encoding.toLowerCase() === 'identity'
    ? null
    : refuse('request.media_type_unknown', 'Send the body as it is, without Content-Encoding');
}

/** Some senders put JSON into the field `payload` of a form. */
function formPayload(mediaType: string, body: Buffer): string | null {
  return /^application\/x-www-form-urlencoded\b/i.test(mediaType)
    ? new URLSearchParams(body.toString('utf8')).get('payload')
    : null;
}
