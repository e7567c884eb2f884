// SPDX-License-Identifier: Apache-2.0

/** What can be wrong with bytes that claim to be part of a log. A code is forever. */
export type FaultCode =
  | 'text.not_utf8'
  | 'base64.not_canonical'
  | 'note.malformed'
  | 'note.too_large'
  | 'note.unsigned'
  | 'note.signature_wrong'
  | 'key.malformed'
  | 'checkpoint.malformed'
  | 'cosignature.malformed'
  | 'proof.malformed'
  | 'proof.wrong_length'
  | 'proof.root_differs'
  | 'range.beyond_tree'
  | 'tile.malformed'
  | 'bundle.malformed'
  | 'witness.malformed'
  | 'time_stamp.malformed';

/** Bytes that do not hold. Everything this package reads is hostile input: a fault is a value, never an exception. */
export interface Fault {
  readonly fault: FaultCode;
  /** What was compared or expected, for whoever has to act on it. */
  readonly detail: string;
}

export function fault(code: FaultCode, detail: string): Fault {
  return { fault: code, detail };
}

/**
 * Tells a fault from a value.
 *
 * @example
 * ```ts
 * const note = parseNote('no note at all');
 * isFault(note); // true
 * ```
 */
export function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && 'fault' in value;
}
