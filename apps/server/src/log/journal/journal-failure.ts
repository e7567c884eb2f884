// SPDX-License-Identifier: Apache-2.0

/** Why a journal cannot be opened, read or written. None of them is helped by trying again. */
export type JournalFailureCode =
  | 'journal.write_failed'
  | 'journal.damaged'
  | 'journal.missing'
  | 'journal.in_use';

export class JournalFailed extends Error {
  readonly code: JournalFailureCode;

  constructor(code: JournalFailureCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'JournalFailed';
    this.code = code;
  }
}
