// SPDX-License-Identifier: Apache-2.0
import type { ClockState, LogStream, LogTransport, RetentionClass } from '@belfry/contract';

/** Where entries come from, as it was known when they came; changing a source later changes nothing that was received. */
export interface Origin {
  /** UUID of the source. */
  readonly sourceId: string;
  readonly stream: LogStream;
  readonly retentionClass: RetentionClass;
  readonly transport: LogTransport;
  /** Address and port of the sender, such as `192.0.2.7:51422`. */
  readonly peer: string;
}

/**
 * Entries of one sender, packed: their bytes as they came, in one buffer. No object an entry, because a hundred
 * thousand of them come in a second. The buffer belongs to the journal until `append` is answered.
 */
export interface Batch {
  readonly origin: Origin;
  readonly bytes: Buffer;
  /** Start and end of each entry in `bytes`: start 0, end 0, start 1, end 1, and so on. */
  readonly bounds: readonly number[];
  /** Entries we kept only the first bytes of: index of the entry -> bytes the sender meant to send. */
  readonly cut?: ReadonlyMap<number, number>;
}

/** What the journal knows of a batch that is on disk. */
export interface Appended {
  /** Number of receipt of the first entry; the others follow without gaps. */
  readonly firstSeq: number;
  readonly count: number;
}

/** An entry read back from the journal. */
export interface JournalEntry {
  readonly seq: number;
  readonly origin: Origin;
  /** Wall clock, microseconds since 1970. */
  readonly receivedUs: number;
  /** Monotonic clock of the receiving process, nanoseconds. */
  readonly monotonicNs: bigint;
  readonly clock: ClockState;
  /** 16 random bytes. */
  readonly salt: Uint8Array;
  readonly raw: Uint8Array;
  /** Bytes the sender meant to send, where only the first were kept. */
  readonly cut: number | null;
}
