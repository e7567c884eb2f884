// SPDX-License-Identifier: Apache-2.0
import type { HuntFailure } from '@belfry/contract';
import type { Placeholders } from '@belfry/sigma';
import type { KnownZone } from '../receive/source-table.ts';
import type { ActiveDocument, FoundHits } from './detection.ts';

/** A hunt that was taken up. */
export interface TakenHunt {
  readonly id: string;
  /** Fences: whoever took it up before writes nothing any more. */
  readonly attempt: number;
  readonly lostCount: number;
  readonly title: string;
  readonly yaml: string;
  /** What it needs beside the text. */
  readonly companions: readonly ActiveDocument[];
  readonly placeholders: Placeholders;
  /** By receipt. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** How far a hunt is, as counts. */
export interface HuntProgress {
  /** Null until they are counted. */
  readonly total: number | null;
  readonly read: number;
  readonly events: number;
  readonly gone: number;
  readonly hits: number;
}

/** Hits of one rule with one key. */
export interface HuntHits extends Omit<FoundHits, 'ruleId' | 'value'> {
  readonly title: string;
}

/** What a hunt found in its whole period. */
export interface HuntFound extends HuntProgress {
  /** Those with most hits, the most first. */
  readonly found: readonly HuntHits[];
  readonly keys: number;
  readonly hitsWithoutKey: number;
}

/** How a hunt ends that is not cancelled. */
export type HuntEnd =
  | { readonly state: 'done'; readonly found: HuntFound }
  | { readonly state: 'failed'; readonly problem: HuntFailure };

/** What the thread of a hunt is started with. */
export interface HuntOrders {
  readonly hunt: TakenHunt;
  /** DATA/log */
  readonly logDir: string;
  readonly zones: readonly KnownZone[];
  readonly timeZone: string | null;
  /** One number, 1 while the hunt gives way: read without a message, in the middle of whatever it does. */
  readonly gate: SharedArrayBuffer;
}

export type FromHunt =
  | { readonly kind: 'progress'; readonly progress: HuntProgress }
  | { readonly kind: 'ended'; readonly end: HuntEnd };
