// SPDX-License-Identifier: Apache-2.0
import type { KnownZone } from '../receive/source-table.ts';
import type { EngineAddress } from './engine-supervisor.ts';
import type { IndexState } from './indexer.ts';

export interface IndexerStart {
  /** DATA/log */
  readonly logDir: string;
  /** Zones of sources, as they are known at the start. */
  readonly zones: readonly KnownZone[];
}

export type ToIndexer =
  | { readonly kind: 'engine'; readonly address: EngineAddress | null }
  /** A checkpoint was published. */
  | { readonly kind: 'published' }
  | { readonly kind: 'rebuild' }
  | { readonly kind: 'zones'; readonly zones: readonly KnownZone[] }
  | { readonly kind: 'stop' };

export interface FromIndexer {
  readonly kind: 'state';
  readonly state: IndexState;
  /** Why the last step failed; null when it did not. */
  readonly failure: string | null;
}
