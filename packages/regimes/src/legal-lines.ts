// SPDX-License-Identifier: Apache-2.0
import type { Evidence, Legal, MomentName, Period, Term } from './regime.ts';

const line =
  (evidence: Evidence) =>
  (cite: string, note?: string): Legal =>
    note === undefined ? { cite, evidence } : { cite, evidence, note };

/** Read in the act itself. */
export const primary = line('primary');
/** Read in an authority's page or a professional note. */
export const secondary = line('secondary');
/** Not found in a source: shown as unverified. */
export const recalled = line('recalled');
/** Sources are silent or contradict each other: shown as unverified. */
export const unsettled = line('unsettled');

export const since = (moment: MomentName, plus: Period): Term => ({ from: { kind: 'moment', moment }, plus });

export const sinceFirst = (stage: string, plus: Period): Term => ({
  from: { kind: 'submission', of: [stage], which: 'first' },
  plus,
});

export const whenAsked: Term = { from: { kind: 'request' }, plus: 'immediate' };
