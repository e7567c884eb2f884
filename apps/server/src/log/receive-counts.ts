// SPDX-License-Identifier: Apache-2.0
import type { Meters } from '../platform/telemetry/telemetry.ts';
import type { ReceiveCounts } from './house.ts';

/** Counts for /metrics; reasons have few, fixed values, so their number of series is bounded. */
export function countReceived(meters: Meters): ReceiveCounts {
  const entries = meters.counter('belfry_log_received_entries_total', 'Entries acknowledged', 'receiver');
  const bytes = meters.counter('belfry_log_received_bytes_total', 'Bytes acknowledged', 'receiver');
  const refused = meters.counter(
    'belfry_log_refused_total',
    'What was refused or cut, by receiver and reason',
    'why',
  );
  return {
    received: (receiver, count, size) => {
      entries(receiver, count);
      bytes(receiver, size);
    },
    refused: (receiver, reason, count = 1) => refused(`${receiver}: ${reason}`, count),
  };
}
