// SPDX-License-Identifier: Apache-2.0
export { sealedLineOf } from './entry-line.ts';
export {
  type Anchor,
  type LineRun,
  LogUnreadable,
  openLogDirectory,
  type PublishedCheckpoint,
  type ReadableLog,
} from './log-directory.ts';
