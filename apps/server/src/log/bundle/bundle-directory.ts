// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { logName } from '@belfry/contract';
import { z } from 'zod';
import { openLogDirectory } from '../sealing/index.ts';
import { openLogFiles } from '../sealing/log-files.ts';
import { noteSignersOf } from '../sealing/signing-keys.ts';
import { type BundleAbout, BundleFailure, writeBundle } from './write-bundle.ts';

const keysShape = z.object({ logs: z.record(z.string(), z.array(z.string())) });

/** Entries to export, from a data directory, whether a server runs on it or not. */
export interface DirectoryExport {
  readonly dataDir: string;
  readonly log: string;
  readonly first: number;
  readonly last: number;
  readonly witnesses: readonly string[];
  readonly about: BundleAbout;
}

/** Keys of a log as the data directory tells them; none is no reason to keep the entries back. */
async function keysOf(dataDir: string, log: string): Promise<readonly string[]> {
  try {
    const content = await readFile(path.join(dataDir, 'keys', 'log-keys.json'), 'utf8');
    return keysShape.parse(JSON.parse(content)).logs[log] ?? [];
  } catch {
    return [];
  }
}

/** Writes a bundle from files alone. @throws BundleFailure */
export async function* bundleOfDirectory(wanted: DirectoryExport): AsyncGenerator<Buffer> {
  const { about, dataDir, first, last, log, witnesses } = wanted;
  const directory = openLogDirectory(path.join(dataDir, 'log'));
  const names = await directory.names();
  if (!logName.safeParse(log).success || !names.includes(log)) {
    throw new BundleFailure(
      `Cannot export log "${log}": there is none of that name: known are ${names.join(', ') || 'none'}`,
    );
  }
  const entries = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  const vkeys = await keysOf(dataDir, log);
  const logs = [{ name: log, source: directory.open(log), entries, vkeys }];
  // Who may read the entries need not be allowed to sign: then the bundle says that nobody did.
  const signers = noteSignersOf(openLogFiles(path.join(dataDir, 'keys')), [log]);
  yield* writeBundle({ about, logs, witnesses, signers });
}
