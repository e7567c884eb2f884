// SPDX-License-Identifier: Apache-2.0
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../platform/clock/clock.ts';
import { syncDirectory } from '../../../platform/files/sync-directory.ts';
import { logLimits } from '../../log-limits.ts';

interface Kept {
  readonly digest: string;
  readonly receipt: string;
  readonly atMs: number;
}

const DAY_MS = 86_400_000;

/**
 * Which `Idempotency-Key` got which receipt, for a day: in memory, and in a file a day, synced before the sender is
 * answered. A crash between the journal and this book, or a line it could not write, makes a repeat be taken again:
 * then the log holds it twice, the second marked as a duplicate, and nothing is lost.
 */
export class KeyBook {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();
  #loaded: Promise<void> | null = null;
  #file: { readonly day: string; readonly handle: FileHandle } | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(directory: string, clock: Clock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  /** What this source got for this key, while the key is kept. */
  async find(sourceId: string, key: string): Promise<Kept | null> {
    // A book that cannot be read knows no repeats; the next request tries again.
    this.#loaded ??= this.#load();
    await this.#loaded.catch(() => {
      this.#loaded = null;
    });
    const kept = this.#kept.get(`${sourceId} ${key}`);
    return kept !== undefined && kept.atMs > this.#oldestMs() ? kept : null;
  }

  /** Keeps a receipt under its key. @returns once it is on disk */
  async keep(sourceId: string, key: string, kept: Omit<Kept, 'atMs'>): Promise<void> {
    const line = { sourceId, key, ...kept, atMs: this.#clock.now().getTime() };
    this.#remember(line);
    const written = this.#writing.then(() => this.#write(JSON.stringify(line), dayOf(line.atMs)));
    this.#writing = written.catch(() => {});
    await written;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file?.handle.close();
    this.#file = null;
  }

  #oldestMs(): number {
    return this.#clock.now().getTime() - logLimits.idempotencyKeyMsMax;
  }

  #remember({ sourceId, key, ...kept }: Kept & { readonly sourceId: string; readonly key: string }): void {
    this.#kept.set(`${sourceId} ${key}`, kept);
    for (const [oldest, { atMs }] of this.#kept) {
      if (this.#kept.size <= logLimits.idempotencyKeysMax && atMs > this.#oldestMs()) break;
      this.#kept.delete(oldest);
    }
  }

  async #load(): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    for (const name of (await readdir(this.#directory)).sort()) {
      for await (const line of linesOf(join(this.#directory, name))) {
        const read = readLine(line);
        if (read !== null && read.atMs > this.#oldestMs()) this.#remember(read);
      }
    }
  }

  async #write(line: string, day: string): Promise<void> {
    if (this.#file?.day !== day) {
      await this.#file?.handle.close();
      this.#file = { day, handle: await open(join(this.#directory, `${day}.ndjson`), 'a', 0o600) };
      await syncDirectory(this.#directory);
      const oldest = dayOf(this.#oldestMs());
      const gone = (await readdir(this.#directory)).filter((name) => name < oldest);
      await Promise.all(gone.map((name) => unlink(join(this.#directory, name))));
    }
    // A line a crash tore apart stays alone on its line.
    await this.#file.handle.appendFile(`\n${line}`);
    await this.#file.handle.datasync();
  }
}

/** A key, a digest and a receipt, with room. */
const LINE_CHARACTERS_MAX = 16_384;

/** Lines of a file that may be longer than a text can be: a day has as many keys as somebody sends. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let held = '';
  for await (const piece of createReadStream(file, { encoding: 'utf8' }) as AsyncIterable<string>) {
    const lines = piece.split('\n');
    lines[0] = held + (lines[0] ?? '');
    held = lines.pop() ?? '';
    // What is that long is none of ours; its end will not read as a line either.
    if (held.length > LINE_CHARACTERS_MAX) held = '#';
    yield* lines;
  }
  yield held;
}

function dayOf(ms: number): string {
  return new Date(ms - (ms % DAY_MS)).toISOString().slice(0, 10);
}

/** @returns null for the torn end a crash leaves */
function readLine(line: string): (Kept & { sourceId: string; key: string }) | null {
  try {
    const read = JSON.parse(line) as Kept & { sourceId: string; key: string };
    return typeof read.key === 'string' && typeof read.receipt === 'string' ? read : null;
  } catch {
    return null;
  }
}
