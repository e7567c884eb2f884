// SPDX-License-Identifier: Apache-2.0

/** Whether a failure of the file system says that a file is not there: every other one must not pass for that. */
export const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
