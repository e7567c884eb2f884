// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { copyFile } from './back-up.ts';
import { listFiles, type ManifestFile } from './backup-manifest.ts';
import { Digesting } from './digesting.ts';
import { OperationFailure } from './operation-failure.ts';

/** Files of a log that are written once and never changed, and the one segment that grows: see docs/log-directory.md. */
const WRITTEN_ONCE = /^(segments\/\d{12}\.ndjson\.zst|tile\/.+|timestamps\/\d+\.(checkpoint|tsr))$/;
const GROWING = /^segments\/\d{12}\.ndjson$/;
const JOURNAL_FILE = /^\d{16}\.wal$/;
const SEGMENT_ENTRIES = 65_536;
/** Times a log is looked at again because a segment was closed while it was copied. */
const LOOKS_MAX = 10;

/**
 * Saves the logs and the journal while entries come in. What never changes can be copied at leisure; the rest is one
 * moment: each log up to a checkpoint, and of the journal everything that is not under one of them. A log that is
 * started on the copy finds what a crash would have left, and seals the rest of it from the journal.
 */
export function savingLog(dataDir: string, into: string) {
  const saved = new Map<string, ManifestFile>();
  const save = async (name: string): Promise<void> => {
    const target = path.join(into, name);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    const copied = await copyFile(path.join(dataDir, name), target);
    if (copied !== null) saved.set(name, { path: name, ...copied });
  };
  const drop = async (name: string): Promise<void> => {
    if (saved.delete(name)) await rm(path.join(into, name));
  };
  const logs = async () => (await readdir(path.join(dataDir, 'log')).catch(() => [])).sort();
  return {
    /** Copies what never changes, so that the moment is short. */
    ahead: async (): Promise<void> => {
      for (const log of await logs()) {
        for (const file of await listFiles(path.join(dataDir, 'log', log))) {
          if (WRITTEN_ONCE.test(file) && !file.includes('.p/')) await save(`log/${log}/${file}`);
        }
      }
    },
    /** Copies the rest: the journal is held before a checkpoint is read, and copied after the last of them. */
    moment: async (): Promise<ManifestFile[]> => {
      const journal = new HeldJournal(path.join(dataDir, 'journal'));
      await mkdir(path.join(into, 'log'), { recursive: true, mode: 0o700 });
      try {
        await journal.hold();
        for (const log of await logs()) await saveLog({ dataDir, log, save, drop, saved, into });
        await journal.hold();
        for (const file of await journal.copyTo(path.join(into, 'journal'))) saved.set(file.path, file);
      } finally {
        await journal.close();
      }
      return [...saved.values()];
    },
  };
}

interface Saving {
  readonly dataDir: string;
  readonly into: string;
  readonly log: string;
  readonly saved: Map<string, ManifestFile>;
  save(name: string): Promise<void>;
  drop(name: string): Promise<void>;
}

async function saveLog(saving: Saving): Promise<void> {
  const { dataDir, drop, into, log, save, saved } = saving;
  const directory = path.join(dataDir, 'log', log);
  const segmentsOf = (files: readonly string[]) =>
    files.filter((file) => file.startsWith('segments/')).join(' ');
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    const checkpoint = await readFile(path.join(directory, 'checkpoint')).catch(() => null);
    // Without a checkpoint nothing in it is sealed, and all of it is in the journal.
    if (checkpoint === null) return;
    const size = Number(checkpoint.toString().split('\n')[1]);
    const files = await listFiles(directory);
    for (const file of files) {
      const name = `log/${log}/${file}`;
      if (GROWING.test(file)) await drop(name);
      const isLater = file.startsWith('timestamps/') && Number.parseInt(file.slice(11), 10) > size;
      const isWanted = GROWING.test(file) || (WRITTEN_ONCE.test(file) && !isLater);
      if (isWanted && !saved.has(name)) await save(name);
    }
    const closed = files.filter((file) => file.endsWith('.zst')).length;
    // A segment that was closed meanwhile, or holds more than the checkpoint covers: once more, from a newer one.
    if (segmentsOf(await listFiles(directory)) === segmentsOf(files) && closed * SEGMENT_ENTRIES <= size) {
      const name = `log/${log}/checkpoint`;
      await mkdir(path.join(into, 'log', log), { recursive: true, mode: 0o700 });
      await writeFile(path.join(into, name), checkpoint, { mode: 0o600, flush: true });
      const sha256 = createHash('sha256').update(checkpoint).digest('hex');
      saved.set(name, { path: name, size: checkpoint.length, sha256 });
      return;
    }
    for (const name of [...saved.keys()]) {
      if (name.startsWith(`log/${log}/segments/`) && name.endsWith('.ndjson')) await drop(name);
    }
  }
  throw new OperationFailure(
    'backup.log_too_busy',
    `Cannot back up log "${log}": its segments are closed faster than they are copied: try again, to a faster disk`,
  );
}

/** Files of the journal that stay readable though sealing releases them: an open file outlives its name. */
class HeldJournal {
  readonly #directory: string;
  readonly #held = new Map<string, FileHandle>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async hold(): Promise<void> {
    for (const name of await readdir(this.#directory).catch(() => [])) {
      if (!JOURNAL_FILE.test(name) || this.#held.has(name)) continue;
      const handle = await open(path.join(this.#directory, name), 'r').catch(() => null);
      if (handle !== null) this.#held.set(name, handle);
    }
  }

  /** What is appended while the last one is read ends in a torn frame at most, which the next start cuts. */
  async copyTo(directory: string): Promise<ManifestFile[]> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const files: ManifestFile[] = [];
    for (const [name, handle] of [...this.#held].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const digesting = new Digesting();
      const target = createWriteStream(path.join(directory, name), { flags: 'wx', mode: 0o600, flush: true });
      await pipeline(handle.createReadStream({ start: 0, autoClose: false }), digesting, target);
      files.push({ path: `journal/${name}`, size: digesting.size, sha256: digesting.sha256() });
    }
    return files;
  }

  async close(): Promise<void> {
    for (const handle of this.#held.values()) await handle.close();
  }
}
