// SPDX-License-Identifier: Apache-2.0
import type { DetectionRuleKind } from '@belfry/contract';
import type { EventFields } from '@belfry/sigma';

/** A document that is in effect, as the engine takes it from the library. */
export interface ActiveDocument {
  /** Of the library, not of Sigma. */
  readonly id: string;
  readonly kind: DetectionRuleKind;
  readonly yaml: string;
}

/** A sealed entry in the names rules use. */
export interface EntryEvent {
  readonly fields: EventFields;
  /** When it happened, milliseconds since 1970: as the event tells, within reason, else when we received it. */
  readonly atMs: number;
  readonly receivedMs: number;
  /** Source that sent it. */
  readonly source: string;
}

/** Where an entry stands, and when it happened. */
export interface EntryPlace {
  readonly log: string;
  readonly index: number;
  /** RFC 3339 in UTC. */
  readonly at: string;
}

/** Hits of one rule with one key that were found together. */
export interface FoundHits {
  /** Of the library. */
  readonly ruleId: string;
  /** In the order of the rule's group-by. */
  readonly key: readonly (readonly [field: string, value: string])[];
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** The first ones. */
  readonly entries: readonly EntryPlace[];
  /** What a correlation compared with its condition; null for a rule. */
  readonly value: number | null;
}
