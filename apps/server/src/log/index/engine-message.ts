// SPDX-License-Identifier: Apache-2.0

/** What the log process tells the engine process once. */
export interface ToEngine {
  readonly directory: string;
  /** What a client shows before it is answered. */
  readonly secret: string;
  /** Resident memory, in bytes; beyond it the process ends and is started again. */
  readonly memoryBytesMax: number;
}

export type FromEngine =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'memory'; readonly rssBytes: number }
  | { readonly kind: 'failed'; readonly code: EngineFailure; readonly message: string };

/** Locked: another process has the directory open. */
export type EngineFailure = 'log.index_locked' | 'log.index_unusable';

/** It ended because it held more memory than it may (EX_TEMPFAIL of sysexits.h). */
export const EXIT_ENGINE_MEMORY = 75;
