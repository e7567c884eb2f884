// SPDX-License-Identifier: Apache-2.0
export {
  type Anchor,
  type LineRun,
  openLogDirectory,
  type PublishedCheckpoint,
  type ReadableLog,
} from './log-directory.ts';
export { openSealedEntries } from './sealed-entries.ts';
export { serveSealed } from './sealing-routes.ts';
export { type Published, type Sealing, startSealing } from './start-sealing.ts';
export { readAuthorities } from './time-stamp-authorities.ts';
export { startTimeStamps, type TimeStamps } from './time-stamps.ts';
export { startWitnesses } from './witnesses.ts';
