// SPDX-License-Identifier: Apache-2.0
import type { LogTransport } from '@belfry/contract';
import type { ReceiveCounts } from '../house.ts';

export interface KeptCounts extends ReceiveCounts {
  readonly bytes: number;
  /** Most often first. */
  readonly refusals: readonly {
    readonly receiver: LogTransport;
    readonly reason: string;
    readonly count: number;
  }[];
}

/** Keeps what the page shows of what is counted; reasons have few, fixed values. */
export function keepCounts(counts: ReceiveCounts): KeptCounts {
  const refusals = new Map<string, { receiver: LogTransport; reason: string; count: number }>();
  let bytes = 0;
  return {
    received: (receiver, entries, size) => {
      bytes += size;
      counts.received(receiver, entries, size);
    },
    refused: (receiver, reason, count = 1) => {
      const key = `${receiver} ${reason}`;
      const known = refusals.get(key);
      if (known === undefined) refusals.set(key, { receiver, reason, count });
      else known.count += count;
      counts.refused(receiver, reason, count);
    },
    get bytes() {
      return bytes;
    },
    get refusals() {
      return [...refusals.values()].sort((one, other) => other.count - one.count);
    },
  };
}
