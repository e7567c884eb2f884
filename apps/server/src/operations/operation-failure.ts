// SPDX-License-Identifier: Apache-2.0

export type OperationFailureCode =
  | 'backup.target_exists'
  | 'backup.nothing_to_save'
  | 'backup.unreadable'
  | 'backup.altered'
  | 'backup.newer'
  | 'backup.log_too_busy'
  | 'restore.target_not_empty'
  | 'restore.mismatch';

/** A backup or restore that cannot go on: the operator reads what to do, and nothing half done is left behind. */
export class OperationFailure extends Error {
  readonly code: OperationFailureCode;

  constructor(code: OperationFailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperationFailure';
    this.code = code;
  }
}
