// SPDX-License-Identifier: Apache-2.0
import { isRefusal, limits, type Refusal } from '@belfry/contract';
import type { Json } from '@belfry/ledger';
import { type Changing, enterReport } from '../platform/database/database.ts';
import { answerOnce, type Once } from '../platform/idempotency/idempotency.ts';
import type { ReceiveReport } from '../reports/index.ts';
import { type Earlier, reportOf } from './alert-report.ts';
import { isMapped, mapPayload, type ReadAlert } from './mapping.ts';
import { chainAfter, emptyChain, groupSha256, joins } from './occurrence-group.ts';
import {
  type Delivery,
  type GroupRow,
  insertDelivery,
  insertGroup,
  lockGroups,
  type NewOccurrence,
  updateGroup,
} from './occurrence-store.ts';
import { recordRepeats } from './record-repeats.ts';
import type { WebhookRow } from './webhook-store.ts';

/** What a sender is told: from here on, each of these survives a crash. */
export type Taken = {
  readonly id: string;
  readonly occurrences: readonly {
    readonly id: string;
    readonly report: string;
    readonly number: number;
    readonly isMapped: boolean;
  }[];
};

export interface Arriving {
  readonly webhook: WebhookRow;
  readonly delivery: Delivery;
  /** The body as the mapping reads it: the same bytes, or what a form carried. */
  readonly payload: Uint8Array | string;
  readonly once: Once | null;
}

/**
 * Takes in what a system sent: the body whole, an occurrence for each alert in it, and a report where none gathers
 * it yet. All of it commits together. Whatever the body is, it becomes an occurrence: what no mapping reads too.
 */
export async function takeDelivery(
  changing: Changing,
  receive: ReceiveReport,
  arriving: Arriving,
): Promise<Taken | Refusal<'request.idempotency_key_reused'>> {
  const taken = await answerOnce(changing, arriving.once, () => take(changing, receive, arriving));
  return isRefusal(taken) ? taken : (taken as Taken);
}

interface Group {
  readonly key: string | null;
  readonly sha256: string;
  readonly alerts: ReadAlert[];
}

async function take(changing: Changing, receive: ReceiveReport, arriving: Arriving): Promise<Json & Taken> {
  const { now, sql } = changing;
  const { delivery, webhook } = arriving;
  const alerts = mapPayload(arriving.payload, webhook.mapping);
  const groups = groupsOf(alerts);
  const gathering = await lockGroups(
    sql,
    webhook.id,
    groups.map(({ sha256 }) => sha256),
  );
  const byGroup = new Map(gathering.map((row) => [row.groupSha256, row]));
  const placed: (NewOccurrence & { reference: string })[] = [];
  const opening: { group: Group; before: GroupRow | null }[] = [];
  for (const group of groups) {
    const row = byGroup.get(group.sha256) ?? null;
    const doesJoin = group.alerts.some((alert) =>
      joins(row, {
        state: isMapped(alert) ? alert.state : 'unknown',
        silenceMinutes: webhook.silenceMinutes,
        now,
      }),
    );
    if (row !== null && doesJoin) {
      placed.push(...(await repeat(changing, arriving, group, row)));
    } else {
      opening.push({ group, before: row });
    }
  }
  // Reports that are there are locked before new ones take their number, whose row everybody waits for.
  for (const { before, group } of opening) {
    placed.push(...(await open(changing, receive, arriving, group, before)));
  }
  await insertDelivery(sql, placed, { webhookId: webhook.id, delivery, now });
  const order = new Map(alerts.map((alert, index) => [alert, index]));
  placed.sort((a, b) => (order.get(a.alert) ?? 0) - (order.get(b.alert) ?? 0));
  return {
    id: delivery.id,
    occurrences: placed.map(({ alert, id, number, reference }) => ({
      id,
      report: reference,
      number,
      isMapped: isMapped(alert),
    })),
  };
}

function groupsOf(alerts: readonly ReadAlert[]): Group[] {
  const groups = new Map<string, Group>();
  for (const alert of alerts) {
    const key = isMapped(alert) ? alert.groupKey : null;
    const sha256 = groupSha256(key);
    const known = groups.get(sha256);
    if (known === undefined) {
      groups.set(sha256, { key, sha256, alerts: [alert] });
    } else {
      known.alerts.push(alert);
    }
  }
  return [...groups.values()];
}

function numbered(
  { ids, now }: Changing,
  { delivery, webhook }: Arriving,
  group: Group,
  to: { reportId: string; reference: string; count: number; chain: string },
): (NewOccurrence & { reference: string })[] {
  let chain = to.chain;
  return group.alerts.map((alert, index) => {
    const [id, number] = [ids.uuid(), to.count + index + 1];
    const state = isMapped(alert) ? alert.state : 'unknown';
    chain = chainAfter(chain, {
      id,
      number,
      receivedAt: now,
      sha256: delivery.sha256,
      pointer: alert.pointer,
      state,
    });
    const summary = isMapped(alert) ? alert.summary : webhook.name;
    return { id, number, chain, alert, summary, reportId: to.reportId, reference: to.reference };
  });
}

async function repeat(changing: Changing, arriving: Arriving, group: Group, row: GroupRow) {
  const { now, sql } = changing;
  const placed = numbered(changing, arriving, group, { ...row, count: row.occurrenceCount });
  const grown = {
    ...row,
    occurrenceCount: row.occurrenceCount + placed.length,
    chain: placed.at(-1)?.chain ?? row.chain,
  };
  // A storm gets one entry in a while, which counts it; the entry for what comes after the last one is due work.
  const isTold = now.getTime() - row.recordedAt.getTime() >= limits.repeatsCountedAfterMs;
  if (isTold) {
    recordRepeats(changing, grown);
  }
  const recorded = isTold
    ? { recordedCount: grown.occurrenceCount, recordedChain: grown.chain, recordedAt: now }
    : {};
  await updateGroup(sql, { ...grown, ...recorded }, now);
  return placed;
}

async function open(
  changing: Changing,
  receive: ReceiveReport,
  arriving: Arriving,
  group: Group,
  before: GroupRow | null,
) {
  const { ids, now, sql } = changing;
  const { webhook } = arriving;
  const [first] = group.alerts;
  if (first === undefined) {
    throw new Error('Expected an alert in the group and found none');
  }
  const earlier: Earlier | null =
    before === null ? null : { reference: before.reference, count: before.occurrenceCount };
  const payload =
    typeof arriving.payload === 'string' ? arriving.payload : new TextDecoder().decode(arriving.payload);
  const reportId = ids.uuid();
  const { reference } = await receive(changing, {
    id: reportId,
    channel: 'webhook',
    content: reportOf(first, webhook, { payload, earlier, now }),
    receiptHash: null,
    reporterId: null,
    cameThrough: webhook.name,
  });
  await enterReport(sql, '');
  const placed = numbered(changing, arriving, group, { reportId, reference, count: 0, chain: emptyChain });
  const state = {
    reportId,
    occurrenceCount: placed.length,
    chain: placed.at(-1)?.chain ?? emptyChain,
    recordedCount: 1,
    recordedChain: placed[0]?.chain ?? emptyChain,
    // The first repeat is told at once.
    recordedAt: new Date(now.getTime() - limits.repeatsCountedAfterMs),
  };
  await insertGroup(sql, {
    ...state,
    webhookId: webhook.id,
    groupKey: group.key ?? '',
    groupSha256: group.sha256,
    earlierReportId: before?.reportId ?? null,
    now,
  });
  if (placed.length > 1) {
    await updateGroup(sql, state, now);
  }
  return placed;
}
