// SPDX-License-Identifier: Apache-2.0

/** Entries that came whole, packed as the journal takes them. */
export interface Framed {
  readonly bytes: Buffer;
  readonly bounds: number[];
  readonly cut?: ReadonlyMap<number, number>;
}

/** What a piece of a stream brought. */
export interface Taken {
  readonly framed: Framed | null;
  /** Said to the sender once the entries are on disk, and after everything said before. */
  readonly reply: string | null;
  /** Nothing more comes: after the reply the connection ends. */
  readonly isLast: boolean;
}

/** Why a connection is dropped; each is a label of a counter. */
export type StreamFailure =
  | 'bad_frame'
  | 'memory'
  | 'not_opened'
  | 'unknown_command'
  | 'no_common_command'
  | 'too_long';

/** How bytes of a connection become entries. Knows nothing of sockets, so every split of a stream can be tested. */
export interface StreamProtocol {
  /** @returns null when nothing came whole. After a failure it may not be called again. */
  push(chunk: Buffer): Taken | null;
  /** The sender is gone: what can still be kept of a frame that came in part. */
  end(): Framed | null;
  /** Said when we end the connection. */
  readonly farewell: string | null;
  readonly failure: StreamFailure | null;
  /** Whether a frame has begun and not ended. */
  readonly isInFrame: boolean;
  /** Memory held for a frame that came in part, in bytes. */
  readonly heldBytes: number;
  release(): void;
}
