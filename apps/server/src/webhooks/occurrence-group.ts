// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { OccurrenceState, ReportState } from '@belfry/contract';
import { canonicalJson } from '@belfry/ledger';
import { gathersStill } from '../reports/index.ts';

/** Which report gathers a group now, and where it stands. */
export interface Gathering {
  readonly lastReceivedAt: Date;
  readonly reportState: ReportState;
  /** Status of the incident the report belongs to, or null. */
  readonly incidentStatus: string | null;
}

/**
 * Whether an alert joins the report that gathers its group, or opens one of its own. A declined report or a
 * duplicate still gathers: that somebody has looked at it holds until it was silent. What the sender calls resolved
 * joins however late it comes: it says that something is over, and opens nothing.
 */
export function joins(
  gathering: Gathering | null,
  alert: { state: OccurrenceState; silenceMinutes: number; now: Date },
): boolean {
  if (gathering === null || gathering.reportState === 'withdrawn') {
    return false;
  }
  if (alert.state === 'resolved') {
    return true;
  }
  return (
    gathersStill(gathering) &&
    alert.now.getTime() - gathering.lastReceivedAt.getTime() < alert.silenceMinutes * 60_000
  );
}

/** Before the first occurrence. */
export const emptyChain = '';

/** The chain after one more occurrence. Whoever knows its end can prove each occurrence before, and their order. */
export function chainAfter(
  chain: string,
  occurrence: {
    id: string;
    number: number;
    receivedAt: Date;
    sha256: string;
    pointer: string;
    state: OccurrenceState;
  },
): string {
  const canonical = canonicalJson({ ...occurrence, receivedAt: occurrence.receivedAt.toISOString(), chain });
  return createHash('sha256').update(canonical).digest('hex');
}

/** What cannot be read gathers apart from whatever a sender could name its groups. */
export function groupSha256(key: string | null): string {
  return createHash('sha256')
    .update(key === null ? 'unmapped' : `key ${key}`)
    .digest('hex');
}
