// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';
import type { Progress } from '../journal/index.ts';
import type { SourceRead } from './read-tally.ts';
import type { SealingNews } from './sealer.ts';

/** What the sealing thread is started with. */
export interface SealingOrders {
  readonly journalDir: string;
  readonly logDir: string;
  readonly keysDir: string;
  /** Name of the logs, where no signature has fixed it yet. */
  readonly origin: string;
  readonly connection: pg.ClientConfig;
  readonly progress: Progress;
}

export type ToSealing =
  | { readonly kind: 'stop' }
  /** A checkpoint with the cosignatures it has so far. */
  | { readonly kind: 'cosigned'; readonly log: string; readonly size: number; readonly content: string };

export type FromSealing =
  | SealingNews
  /** Every log was compared with the guard; from here on entries are sealed. */
  | {
      readonly kind: 'opened';
      /** Logs that may be signed: what was wrong with them no longer is. */
      readonly logs: readonly string[];
    }
  /** What could not be read, and how far clocks are off, by source, since it was told last. */
  | { readonly kind: 'read'; readonly sources: readonly SourceRead[] }
  /** The thread ends. Fatal when nobody knows what is on disk: then nothing more may be acknowledged either. */
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string; readonly isFatal: boolean };
