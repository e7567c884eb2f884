// SPDX-License-Identifier: Apache-2.0
import { createECDH, randomBytes } from 'node:crypto';
import { limits } from '@belfry/contract';
import {
  alertOfDelivery,
  claimDueDeliveries,
  type DeliveryOutcome,
  type DeliveryRow,
  type PushBody,
  settleDelivery,
  type WebhookBody,
} from '../channel-deliveries/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Ids } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import type { Sealing } from '../platform/keys/sealing.ts';
import {
  type AllowedInside,
  type OutgoingAnswer,
  OutgoingFailed,
  sendOutgoing,
} from '../platform/outgoing/send-outgoing.ts';
import { deviceById, encryptPush, type PushIdentity, vapidHeader } from '../push-subscriptions/index.ts';
import { endpointById, renderCall, signedHeaders } from '../webhook-endpoints/index.ts';

export interface CallParts {
  readonly database: Database;
  readonly ids: Ids;
  readonly identity: PushIdentity;
  readonly sealing: Sealing;
  readonly allowed: AllowedInside;
  readonly publicUrl: () => string;
}

const BATCH_MAX = 10;
const goOut = systemActor('calls-go-out');

/** Calls leave the queue: to devices and to receivers outside, at most a second after the step that asked. */
export function callsGoOut(parts: CallParts): DueWork {
  return { name: goOut.process, lookEveryMs: 500, doBatch: () => sendDueCalls(parts) };
}

/**
 * Sends one batch. The lease is committed before anybody outside hears of a call, its fate after: a crash between the
 * two sends it a second time under the same identifier, by which a receiver tells and a device shows it once. It is
 * never lost.
 */
export async function sendDueCalls(parts: CallParts): Promise<boolean> {
  const { rows, now } = await parts.database.change(goOut, async ({ now, sql }) => ({
    rows: await claimDueDeliveries(sql, now, BATCH_MAX),
    now,
  }));
  await Promise.all(rows.map(async (row) => settle(parts, row, await attempt(parts, row, now))));
  return rows.length === BATCH_MAX;
}

async function attempt(parts: CallParts, row: DeliveryRow, now: Date): Promise<DeliveryOutcome> {
  const alert = await parts.database.read(goOut, ({ sql }) => alertOfDelivery(sql, row.alert_id));
  if (row.attempts > 1 && alert !== null && alert.waits !== true) {
    return { state: 'failed', error: 'not sent any more: somebody answered, or it was over' };
  }
  const progress = { done: doneOf(row) };
  try {
    const answer =
      row.push_subscription_id === null
        ? await callEndpoint(parts, row, now, progress)
        : await callDevice(parts, row, now);
    return outcomeOf(parts, row, answer, now, progress.done);
  } catch (error) {
    if (!(error instanceof OutgoingFailed)) throw error;
    return again(parts, row, error.message, now, progress.done);
  }
}

type Answer = Pick<OutgoingAnswer, 'status'> & { readonly error?: string };

/** @throws OutgoingFailed without an answer */
async function callDevice(parts: CallParts, row: DeliveryRow, now: Date): Promise<Answer> {
  const { database, identity } = parts;
  const device = await database.read(goOut, ({ sql }) => deviceById(sql, row.push_subscription_id ?? ''));
  if (device === null) return { status: 410, error: 'the device was removed' };
  const body = row.body as unknown as PushBody;
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  let message: Buffer;
  try {
    message = encryptPush(Buffer.from(JSON.stringify(body)), device, {
      // Of a key that begins with zeros Node gives fewer bytes.
      privateKey: Buffer.from(pair.getPrivateKey('hex').padStart(64, '0'), 'hex'),
      salt: randomBytes(16),
    });
  } catch {
    return { status: 410, error: 'the keys of the device are none' };
  }
  const url = new URL(parts.publicUrl());
  const subject = url.protocol === 'https:' ? url.origin : `mailto:desk@${url.hostname}`;
  return sendOutgoing(
    {
      method: 'POST',
      url: device.endpoint,
      headers: {
        'content-type': 'application/octet-stream',
        'content-encoding': 'aes128gcm',
        ttl: String(limits.pushKeptSecondsMax),
        urgency: 'high',
        authorization: vapidHeader(identity, device.endpoint, subject, now),
      },
      body: message,
    },
    parts.allowed,
  );
}

/** @throws OutgoingFailed without an answer */
async function callEndpoint(
  parts: CallParts,
  row: DeliveryRow,
  now: Date,
  progress: { done: number },
): Promise<Answer> {
  const { allowed, database, sealing } = parts;
  const endpoint = await database.read(goOut, ({ sql }) => endpointById(sql, row.webhook_endpoint_id ?? ''));
  if (endpoint === null) return { status: 410, error: 'the receiver was removed' };
  const opened = [endpoint.secrets.current, endpoint.secrets.previous, endpoint.secrets.token].map(
    (sealed) => (sealed === null ? null : sealing.open(sealed, endpoint.id)),
  );
  const [current, previous, token] = opened;
  if (current == null || (endpoint.secrets.token !== null && token == null)) {
    return { status: 410, error: 'its secret does not open under the key of this desk: make a new one' };
  }
  const { done: _, ...told } = row.body as unknown as WebhookBody & { done?: number };
  const calls = renderCall({ ...endpoint, token: token ?? null }, row.id, told);
  let answer: Answer = { status: 200 };
  for (const call of calls.slice(progress.done)) {
    const body = Buffer.from(call.body);
    const signed = signedHeaders(
      [current, previous].flatMap((secret) => secret ?? []),
      row.id,
      now,
      body,
    );
    const headers = { ...call.headers, ...signed };
    answer = await sendOutgoing({ method: call.method, url: call.url, headers, body }, allowed);
    if (answer.status < 200 || answer.status > 299) return answer;
    progress.done += 1;
  }
  return answer;
}

function outcomeOf(
  parts: CallParts,
  row: DeliveryRow,
  { error, status }: Answer,
  now: Date,
  done: number,
): DeliveryOutcome {
  if (status >= 200 && status <= 299) return { state: 'sent' };
  const said =
    error ?? (status >= 300 && status <= 399 ? `${status}: redirects are not followed` : `${status}`);
  // RFC 8030 section 7.3: such a subscription is gone for good. Standard Webhooks means the same by 410.
  const isGone = status === 410 || (status === 404 && row.push_subscription_id !== null);
  return isGone ? { state: 'failed', error: said, isGone: true } : again(parts, row, said, now, done);
}

/** Twice as long after each attempt, with some chance in it: what is down is not hit by everything at once. */
function again(
  { ids }: CallParts,
  row: DeliveryRow,
  error: string,
  now: Date,
  done: number,
): DeliveryOutcome {
  if (row.attempts >= limits.channelAttemptsMax) return { state: 'failed', error };
  const wait = Math.min(limits.channelBackoffMs * 2 ** (row.attempts - 1), limits.channelBackoffMsMax);
  const chance = 0.75 + Number(ids.digits(3)) / 2_000;
  return { state: 'queued', error, nextAttemptAt: new Date(now.getTime() + Math.round(wait * chance)), done };
}

const doneOf = (row: DeliveryRow) => (row.body as { done?: number }).done ?? 0;

async function settle(parts: CallParts, row: DeliveryRow, outcome: DeliveryOutcome): Promise<void> {
  await parts.database.change(goOut, async ({ now, record, sql }) => {
    const isOurs = await settleDelivery(sql, row, outcome, now);
    if (!isOurs || outcome.state === 'queued') return;
    const alert = await alertOfDelivery(sql, row.alert_id);
    const incidentId = alert?.incident_id ?? null;
    record({
      event: outcome.state === 'sent' ? 'channel_delivery.sent' : 'channel_delivery.failed',
      subject: {
        kind: 'channel_delivery',
        id: row.id,
        reference: row.push_subscription_id === null ? 'webhook' : 'push',
      },
      ...(incidentId === null ? {} : { incident: { id: incidentId, reference: alert?.reference ?? '' } }),
      ...(alert?.report_id == null ? {} : { reportId: alert.report_id }),
      ...(outcome.state === 'failed' ? { reason: outcome.error } : {}),
    });
  });
}
