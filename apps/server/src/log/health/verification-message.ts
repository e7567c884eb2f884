// SPDX-License-Identifier: Apache-2.0
import type { LogVerification } from '@belfry/contract';

/** What the process that verifies is told. */
export interface VerifyOrder {
  readonly dataDir: string;
  /** Verifier keys of the witnesses that are configured. */
  readonly witnesses: readonly string[];
  /** Certificates of the time-stamping authorities that are configured. */
  readonly timestampCaFile: string | null;
}

export type FromVerifier =
  | { readonly kind: 'progress'; readonly log: string; readonly entries: number }
  | { readonly kind: 'done'; readonly logs: LogVerification['logs'] }
  | { readonly kind: 'failed'; readonly message: string };
