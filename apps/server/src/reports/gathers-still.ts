// SPDX-License-Identifier: Apache-2.0

/** Work that is over: what happens now is something new, and somebody has to look at it. */
const overStatuses: readonly string[] = ['resolved', 'closed', 'dismissed'];

/**
 * Whether a report still gathers what a system repeats. A declined report or a duplicate does: that somebody has looked
 * at it holds until it was silent.
 */
export function gathersStill(at: {
  readonly reportState: string | null;
  /** Status of the incident the report belongs to, or null. */
  readonly incidentStatus: string | null;
}): boolean {
  return (
    at.reportState !== 'withdrawn' &&
    (at.incidentStatus === null || !overStatuses.includes(at.incidentStatus))
  );
}
