// SPDX-License-Identifier: Apache-2.0
export type { DiskSpace, DiskState } from './disk-watch.ts';
export { type JournalParts, type OpenJournal, openJournal } from './journal.ts';
export { journalFiles } from './journal-files.ts';
export type { Progress } from './progress.ts';
export { readJournal, releaseJournal } from './read-journal.ts';
