// SPDX-License-Identifier: Apache-2.0
import type { LineSays, OutcomeSays, OwnSays, RecipientSays } from './law-texts.ts';
import type { Rule } from './rule.ts';

/**
 * How well a line of law is known. `primary`: read in the act itself. `secondary`: read in an authority's page or a
 * professional note. `recalled`: not found in a source. `unsettled`: sources are silent or contradict each other.
 */
export const evidences = ['primary', 'secondary', 'recalled', 'unsettled'] as const;
export type Evidence = (typeof evidences)[number];

/** Where a line comes from. Every line that makes somebody do something has one. */
export interface Legal {
  /** The article, as a lawyer cites it. */
  readonly cite: string;
  readonly evidence: Evidence;
  /** What a reader must know before leaning on it: which reading was taken, and why. */
  readonly note?: string;
}

/** Whether a screen must say "unverified" beside the line. */
export function isUnverified({ evidence }: Legal): boolean {
  return evidence === 'recalled' || evidence === 'unsettled';
}

/**
 * A moment of the incident that a person records, with who set it and why kept elsewhere. Each law has its own moment
 * of awareness: one incident is known to be significant, severe or a breach at different hours, and none stands in for
 * another.
 */
export const momentNames = [
  'awareness_of_significance',
  'awareness_of_breach',
  'awareness_of_vulnerability',
  'awareness_of_severe_incident',
  'awareness_of_trust_breach',
  'awareness',
  'occurrence',
  'detection',
  'fix_availability',
  'recovery',
  'end_of_handling',
  'end_of_significant_impact',
  'end_of_disturbance',
] as const;
export type MomentName = (typeof momentNames)[number];

/**
 * From where a clock runs. Awareness, detection, availability of a fix and end of handling are moments;
 * classification is the moment of the decision; submission (of a previous stage, or of the first warning) is of a
 * stage of the same regime.
 */
export type Anchor =
  | { readonly kind: 'moment'; readonly moment: MomentName }
  /** When a person decided this outcome of the regime's assessment. */
  | { readonly kind: 'classification'; readonly outcome: string }
  /** First: an update must not buy time. Latest: only where the law counts from the latest. */
  | { readonly kind: 'submission'; readonly of: readonly string[]; readonly which: 'first' | 'latest' }
  /** When the authority asked for this very stage. */
  | { readonly kind: 'request' }
  /** The earliest limit among those stages that is not kept: what was sent in time has none, what was late has. */
  | { readonly kind: 'limit'; readonly of: readonly string[] };

/** How long after its anchor. `immediate` is "without undue delay" where the law gives no number. */
export type Period =
  | { readonly hours: number }
  | { readonly days: number }
  | { readonly workingDays: number }
  | { readonly months: number }
  | 'immediate';

export interface Term {
  readonly from: Anchor;
  readonly plus: Period;
  /** Counts only where that anchor came at most so many hours after `from`. DORA RTS 2025/301 art. 5(2). */
  readonly onlyIf?: { readonly anchor: Anchor; readonly hoursAfterMax: number };
  /** Counts only for such organisations. Unknown counts: the stricter instant. */
  readonly onlyFor?: Rule;
}

export const stageKinds = [
  'early_warning',
  'notification',
  'intermediate',
  'progress',
  'final',
  'delay_notice',
  'reclassification',
  'management',
  'client',
  'data_subject',
  'user',
  'public',
  'record',
  'voluntary',
  'inbound',
] as const;
export type StageKind = (typeof stageKinds)[number];

/** What happens to a limit on a weekend or a holiday. Only where the law says so. */
export interface Shift {
  readonly to: 'noon_of_next_working_day';
  /** Whom the leniency does not reach. Unknown counts as not reached: the stricter instant. */
  readonly unless: Rule;
  readonly legal: Legal;
}

export interface Stage {
  /** Stable, unique in its regime: it stands in obligations and exports. */
  readonly id: string;
  readonly kind: StageKind;
  /** Owed by us, expected of the authority, or open to us without any duty. */
  readonly duty: 'owed' | 'expected' | 'voluntary';
  /** The earliest of these is the limit. */
  readonly due: readonly Term[];
  readonly recipient: RecipientSays;
  readonly legal: Legal;
  /** Outcomes a person must have decided with yes. While one is undecided no clock runs. */
  readonly owedWhen: readonly string[];
  /** Outcomes that end the duty once a person decided them with no. GDPR 33(1): "unless unlikely". */
  readonly unlessNot?: readonly string[];
  /** Facts that must hold besides. */
  readonly condition?: Rule;
  /** Ends the duty where it certainly holds: an exception nobody has shown is none. */
  readonly exception?: Rule;
  /** Owed only when the authority asks; every request is an obligation of its own. */
  readonly isOnRequest?: true;
  /** Owed again whenever its anchor or a request comes. */
  readonly isRepeating?: true;
  /** `instead` is owed where the incident is still being handled when the limit of this stage comes. */
  readonly whileOngoing?: { readonly instead: string };
  /** Owed only where the incident is still being handled when the limit of that stage comes. */
  readonly afterOngoing?: string;
  readonly shift?: Shift;
  readonly late: 'reasons_required' | 'inform_before_limit' | 'none_stated';
  readonly contents: readonly string[];
}

/** One line of a test of the law: what it says, as a rule over answers. */
export interface Criterion {
  readonly id: string;
  readonly says: LineSays | OwnSays;
  readonly rule: Rule;
  readonly legal: Legal;
}

/** What a person decides, helped by a rule. */
export interface Outcome {
  readonly id: string;
  readonly says: OutcomeSays | OwnSays;
  readonly rule: Rule;
  readonly legal: Legal;
}

export interface Regime {
  readonly id: string;
  readonly name: string;
  /** `EU`, or the ISO 3166 code of the state whose law it is. */
  readonly jurisdiction: string;
  /** Grows with every change of this data, so that an old obligation can say what it was computed from. */
  readonly version: number;
  /** Civil days, the last one included; null while no end is known. */
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly legal: Legal;
  readonly applies: { readonly rule: Rule; readonly legal: Legal };
  readonly criteria: readonly Criterion[];
  readonly outcomes: readonly Outcome[];
  readonly stages: readonly Stage[];
}
