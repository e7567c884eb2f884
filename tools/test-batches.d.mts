// SPDX-License-Identifier: Apache-2.0
/** Which test files share a process: what `node --test` is given. */
export function batchesOf(root: string, files: readonly string[], directory: string): string[];
