// SPDX-License-Identifier: Apache-2.0
import type { Appended } from '../../batch.ts';
import { logLimits } from '../../log-limits.ts';

/** What a sender holds in its hand: which entries are its own. Gaps between ranges are other senders' entries. */
export interface Receipt {
  readonly sourceId: string;
  readonly receivedMs: number;
  readonly ranges: readonly { readonly firstSeq: number; readonly count: number }[];
}

/** Neighbouring batches as one range. */
export function rangesOf(appended: readonly Appended[]): Receipt['ranges'] {
  const ranges: { firstSeq: number; count: number }[] = [];
  for (const { firstSeq, count } of [...appended].sort((a, b) => a.firstSeq - b.firstSeq)) {
    const last = ranges.at(-1);
    if (last !== undefined && last.firstSeq + last.count === firstSeq) last.count += count;
    else ranges.push({ firstSeq, count });
  }
  return ranges;
}

/**
 * The receipt as one word. It says all it stands for, so it is stored nowhere and holds as long as the entries do.
 * Nobody gains by making one up: what it opens are entries sealed as those of the asking source.
 */
export function receiptId({ sourceId, receivedMs, ranges }: Receipt): string {
  const spans = ranges.map(({ firstSeq, count }) => `${firstSeq.toString(36)}-${count.toString(36)}`);
  return `1.${sourceId.replaceAll('-', '')}.${receivedMs.toString(36)}.${spans.join('_')}`;
}

/** More than the batches of the largest request: who names more asks for work, not for entries. */
const RANGES_MAX = 256;

const form =
  /^1\.([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.([0-9a-z]{1,10})\.([0-9a-z_-]{3,4000})$/;

/** @returns null for what is no receipt */
export function readReceiptId(text: string): Receipt | null {
  const [, a, b, c, d, e, received = '', spans = ''] = form.exec(text) ?? [];
  if (a === undefined) return null;
  const ranges = spans.split('_').map((span) => {
    const [, first = '', count = ''] = /^([0-9a-z]{1,10})-([0-9a-z]{1,5})$/.exec(span) ?? [];
    return { firstSeq: Number.parseInt(first, 36), count: Number.parseInt(count, 36) };
  });
  if (ranges.some(({ firstSeq, count }) => !(firstSeq >= 0 && count > 0))) return null;
  const count = ranges.reduce((sum, range) => sum + range.count, 0);
  if (ranges.length > RANGES_MAX || count > logLimits.requestEntriesMax) return null;
  return { sourceId: [a, b, c, d, e].join('-'), receivedMs: Number.parseInt(received, 36), ranges };
}

/** A receipt as it is shown. */
export function shownReceipt(receipt: Receipt) {
  const first = receipt.ranges[0]?.firstSeq ?? 0;
  const last = receipt.ranges.at(-1) ?? { firstSeq: 0, count: 1 };
  return {
    receipt: receiptId(receipt),
    source: receipt.sourceId,
    receivedAt: new Date(receipt.receivedMs).toISOString(),
    entries: receipt.ranges.reduce((sum, { count }) => sum + count, 0),
    firstSeq: first,
    lastSeq: last.firstSeq + last.count - 1,
    ranges: receipt.ranges.map(({ firstSeq, count }) => ({ firstSeq, lastSeq: firstSeq + count - 1 })),
  };
}
