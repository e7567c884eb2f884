// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IndexState } from './indexer.ts';

/** Everything in it can be built anew from the segments. */
export function indexDirectoryOf(dataDir: string): string {
  return path.join(dataDir, 'index');
}

export function engineDirectoryOf(dataDir: string): string {
  return path.join(dataDir, 'index', 'engine');
}

/** How far a rebuild is, as a running log says it. */
export interface RebuildProgress {
  readonly inserted: number;
  readonly behind: number;
  readonly isDone: boolean;
}

/** Somebody asks a running log to build its index anew by this file; the log takes it away, and tells in the other. */
const requestIn = (directory: string) => path.join(directory, 'rebuild');
const progressIn = (directory: string) => path.join(directory, 'rebuild-progress.json');

/** The side of the log: looks for a request now and then. */
export function followRequests(directory: string, rebuild: () => void): { look(state: IndexState): void } {
  let awaited: { readonly rebuilds: number; readonly inserted: number } | null = null;
  return {
    look: (state) => {
      if (existsSync(requestIn(directory))) {
        awaited = { rebuilds: state.rebuilds + 1, inserted: state.inserted };
        rmSync(requestIn(directory), { force: true });
        rebuild();
      }
      if (awaited === null) return;
      const isDone = state.rebuilds >= awaited.rebuilds;
      const progress: RebuildProgress = {
        inserted: state.inserted - awaited.inserted,
        behind: state.behind,
        isDone,
      };
      writeFileSync(progressIn(directory), JSON.stringify(progress));
      if (isDone) awaited = null;
    },
  };
}

/** The side of who asks. */
export function askForRebuild(directory: string): void {
  rmSync(progressIn(directory), { force: true });
  writeFileSync(requestIn(directory), '');
}

export function isTaken(directory: string): boolean {
  return !existsSync(requestIn(directory));
}

export function withdrawRequest(directory: string): void {
  rmSync(requestIn(directory), { force: true });
}

/** Null until the log has said something, or while it is just writing. */
export function readProgress(directory: string): RebuildProgress | null {
  try {
    return JSON.parse(readFileSync(progressIn(directory), 'utf8')) as RebuildProgress;
  } catch {
    return null;
  }
}
