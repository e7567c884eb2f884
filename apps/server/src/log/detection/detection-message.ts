// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';
import type { KnownZone } from '../receive/source-table.ts';
import type { RefusedDocument } from './compile-documents.ts';

/** What the detection thread is started with. */
export interface DetectionOrders {
  /** DATA/log */
  readonly logDir: string;
  readonly connection: pg.ClientConfig;
  /** Zones of sources, as they are known at the start. */
  readonly zones: readonly KnownZone[];
  /** Every entry to this number of receipt is sealed. */
  readonly sealedSeq: number;
  /** Number of the last entry on disk when the process started: where detection begins that was never begun. */
  readonly beginSeq: number;
}

export type ToDetection =
  | { readonly kind: 'published'; readonly sealedSeq: number }
  | { readonly kind: 'zones'; readonly zones: readonly KnownZone[] }
  | { readonly kind: 'stop' };

/** How far detection is, and with what. */
export interface DetectionState {
  readonly doneSeq: number;
  /** When we received the newest entry that was looked at, milliseconds since 1970; null while there is none. */
  readonly receivedMs: number | null;
  /** Rules and correlations that run, and documents that are refused. */
  readonly rules: number;
  readonly refused: number;
  /** Whether it waits until the desk has taken up what was found. */
  readonly isHeld: boolean;
  /** By name, since detection was begun. */
  readonly counters: Readonly<Record<string, number>>;
  /** Groups and entries that correlations hold. */
  readonly groups: number;
  readonly entries: number;
}

export type FromDetection =
  /** Why the last step could not be done; null when it could. */
  | { readonly kind: 'state'; readonly state: DetectionState; readonly failure: string | null }
  | {
      readonly kind: 'rules';
      readonly rules: number;
      readonly refused: number;
      readonly first: readonly RefusedDocument[];
    };
