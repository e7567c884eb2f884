// SPDX-License-Identifier: Apache-2.0
import { formatTlogProof, isFault, type NoteSigner, parseCheckpoint, parseNote } from '@belfry/ledger';
import { logLimits } from '../log-limits.ts';
import { manifestFile, withNote } from './bundle-note.ts';
import { bundlePage } from './bundle-page.ts';
import { writeZip, type ZipFile } from './zip.ts';

/** What a bundle needs of a log: an open log directory is one. */
export interface BundleSource {
  checkpoint(): Promise<{ readonly content: string; readonly size: number } | null>;
  line(index: number): Promise<Uint8Array | null>;
  proof(index: number, size: number): Promise<readonly Uint8Array[]>;
  anchors(
    fromSize?: number,
  ): Promise<
    readonly { readonly size: number; readonly checkpoint: string; readonly timeStamp: Uint8Array | null }[]
  >;
}

/** Entries of one log that go into a bundle. */
export interface BundleLog {
  readonly name: string;
  readonly source: BundleSource;
  /** By their place in the log, growing. */
  readonly entries: readonly number[];
  /** Verifier keys of the log, the current one first. */
  readonly vkeys: readonly string[];
}

export interface BundleAbout {
  readonly madeAt: Date;
  /** Who asked, and why; as it was recorded. */
  readonly by?: string;
  readonly purpose?: string;
  readonly query?: string;
}

export interface BundleToWrite {
  readonly about: BundleAbout;
  readonly logs: readonly BundleLog[];
  /** Verifier keys of the witnesses the logs are submitted to. */
  readonly witnesses: readonly string[];
  /** Keys of the logs, which sign what stands in `bundle.json`; without them it is what somebody claims. */
  readonly signers: readonly NoteSigner[];
}

/** The bundle cannot be written: an entry that was asked for cannot be read or proved. */
export class BundleFailure extends Error {
  override readonly name = 'BundleFailure';
  readonly code = 'log.bundle_failed';
}

/** What stands in `bundle.json`. */
export type BundleManifest = {
  readonly v: 1;
  readonly madeAt: string;
  readonly by?: string;
  readonly purpose?: string;
  readonly query?: string;
  readonly logs: readonly {
    readonly name: string;
    readonly origin: string;
    readonly size: number;
    /** Places of the entries, in the order of their lines. */
    readonly entries: readonly number[];
  }[];
  /** Signature of the logs over all the rest. */
  readonly note?: string;
};

/**
 * A bundle that verifies itself, as the bytes of a zip: the entries as they were sealed, for each the proof that it
 * stands in its log, the checkpoint with what vouches for it, the keys, and a page that says in plain words how to
 * check all of it without us.
 *
 * @throws BundleFailure, in the middle of the stream too: an archive that is cut is seen to be
 */
export function writeBundle(bundle: BundleToWrite): AsyncGenerator<Buffer> {
  return writeZip(bundleFiles(bundle), bundle.about.madeAt);
}

async function* bundleFiles({ about, logs, signers, witnesses }: BundleToWrite): AsyncGenerator<ZipFile> {
  const count = logs.reduce((sum, { entries }) => sum + entries.length, 0);
  if (count > logLimits.bundleEntriesMax) {
    throw new BundleFailure(
      `Cannot write a bundle of ${count} entries: ${logLimits.bundleEntriesMax} is the most: ask for a shorter period`,
    );
  }
  const sealed = await Promise.all(logs.map(async (log) => ({ ...log, seal: await sealFor(log) })));
  const unsigned = {
    ...{ v: 1 as const, madeAt: about.madeAt.toISOString(), ...saidIn(about) },
    logs: sealed.map(({ entries, name, seal }) => ({ name, origin: seal.origin, size: seal.size, entries })),
  };
  const manifest: BundleManifest = await withNote(unsigned, signers);
  yield text('index.html', bundlePage(manifest));
  yield text('bundle.json', manifestFile(manifest));
  if (witnesses.length > 0) yield text('witness-vkeys.txt', `${witnesses.join('\n')}\n`);
  for (const log of sealed) yield* filesOfLog(log);
}

/** Half a character cannot be signed. */
const saidIn = ({ by, purpose, query }: BundleAbout) => ({
  ...(by === undefined ? {} : { by: by.toWellFormed() }),
  ...(purpose === undefined ? {} : { purpose: purpose.toWellFormed() }),
  ...(query === undefined ? {} : { query: query.toWellFormed() }),
});

const text = (path: string, content: string): ZipFile => ({ path, content: Buffer.from(content) });

interface Seal {
  readonly content: string;
  readonly origin: string;
  readonly size: number;
  readonly timeStamp: Uint8Array | null;
}

/** The checkpoint to prove to: the oldest one that covers all entries and that somebody outside vouches for. */
async function sealFor({ entries, name, source }: BundleLog): Promise<Seal> {
  const newest = await source.checkpoint();
  const needed = (entries.at(-1) ?? -1) + 1;
  if (newest === null || newest.size < needed) {
    throw new BundleFailure(
      `Cannot prove entry ${needed - 1} of log "${name}": ${newest?.size ?? 0} entries are sealed: try again in a moment`,
    );
  }
  const anchors = (await source.anchors(needed)).filter(({ size }) => size <= newest.size);
  const anchor = anchors.find(({ timeStamp }) => timeStamp !== null) ?? anchors[0];
  const { content, size } = anchor === undefined ? newest : { content: anchor.checkpoint, size: anchor.size };
  const note = parseNote(content);
  const checkpoint = isFault(note) ? note : parseCheckpoint(note.text);
  if (isFault(checkpoint)) {
    throw new BundleFailure(`Cannot read the checkpoint of log "${name}": ${checkpoint.detail}`);
  }
  return { content, size, origin: checkpoint.origin, timeStamp: anchor?.timeStamp ?? null };
}

async function* filesOfLog(log: BundleLog & { readonly seal: Seal }): AsyncGenerator<ZipFile> {
  const { entries, name, seal, source, vkeys } = log;
  const lines: Uint8Array[] = [];
  for (const index of entries) {
    const line = await source.line(index);
    if (line === null) {
      throw new BundleFailure(
        `Cannot read entry ${index} of log "${name}": its segment is missing or damaged`,
      );
    }
    lines.push(line, Buffer.of(0x0a));
  }
  yield { path: `${name}/entries.ndjson`, content: Buffer.concat(lines) };
  yield text(`${name}/checkpoint`, seal.content);
  yield text(`${name}/vkeys.txt`, vkeys.map((vkey) => `${vkey}\n`).join(''));
  if (seal.timeStamp !== null) {
    yield text(`${name}/timestamps/${seal.size}.checkpoint`, seal.content);
    yield { path: `${name}/timestamps/${seal.size}.tsr`, content: seal.timeStamp };
  }
  const checkpoint = parseNote(seal.content);
  if (isFault(checkpoint)) throw new BundleFailure(`Cannot read the checkpoint of log "${name}"`);
  for (const index of entries) {
    const hashes = await source.proof(index, seal.size);
    yield text(
      `${name}/proofs/${index}.tlog-proof`,
      formatTlogProof({ extra: null, index, hashes, checkpoint }),
    );
  }
}
