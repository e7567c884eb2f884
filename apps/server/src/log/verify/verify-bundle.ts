// SPDX-License-Identifier: Apache-2.0
import {
  type Anchor,
  cosignaturesOf,
  type Findings,
  gatherFindings,
  hexOfBytes,
  isFault,
  type KeptCheckpoint,
  type LogFiles,
  type LogReport,
  lineBounds,
  type NoteVerifier,
  openNote,
  openTlogProof,
  parseTlogProof,
  readNote,
  timeStampOf,
  utf8Text,
} from '@belfry/ledger';
import { z } from 'zod';
import { noteIn } from '../bundle/bundle-note.ts';
import { bundlePage } from '../bundle/bundle-page.ts';
import { checkTimeStampWith } from './check-time-stamp.ts';
import { platform } from './read-files.ts';
import type { VerifyOptions } from './verify-path.ts';

const FILE_BYTES_MAX = 2_147_483_648;

const manifestShape = z.object({
  v: z.literal(1),
  madeAt: z.string(),
  by: z.string().exactOptional(),
  purpose: z.string().exactOptional(),
  query: z.string().exactOptional(),
  note: z.string().exactOptional(),
  logs: z.array(
    z.object({
      name: z.string().regex(/^[a-z0-9-]{1,40}$/),
      origin: z.string(),
      size: z.number().int().min(0),
      entries: z.array(z.number().int().min(0)),
    }),
  ),
});
type Manifest = z.infer<typeof manifestShape>;
type BundledLog = Manifest['logs'][number];

/** What a bundle says it holds; null where there is no bundle. */
export async function readManifest(files: LogFiles): Promise<Manifest | null> {
  const bytes = await files.read('bundle.json', 0, FILE_BYTES_MAX);
  const content = bytes === null ? null : utf8Text(bytes);
  if (content === null || isFault(content)) return null;
  try {
    const manifest = manifestShape.parse(JSON.parse(content));
    // Two logs of one name would be one folder, read twice and shown once.
    const names = new Set(manifest.logs.map(({ name }) => name));
    return names.size === manifest.logs.length ? manifest : null;
  } catch {
    return null;
  }
}

/** Whether a log stated what `bundle.json` says beside the entries (who made it, what for, with which words of search), or somebody claims it. */
export type AboutBundle = 'signed' | 'claimed' | 'altered';

/** Looks who signed `bundle.json`. A note that only names keys nobody gave says nothing. */
export async function aboutBundle(files: LogFiles, logKeys: readonly NoteVerifier[]): Promise<AboutBundle> {
  const bytes = await files.read('bundle.json', 0, FILE_BYTES_MAX);
  const content = bytes === null ? null : utf8Text(bytes);
  const note = content === null || isFault(content) ? 'altered' : noteIn(content);
  if (note === null || note === 'altered') return note ?? 'claimed';
  const opened = await openNote(note, logKeys);
  if (!isFault(opened)) return 'signed';
  return opened.fault === 'note.unsigned' ? 'claimed' : 'altered';
}

/** Something in a bundle that no proof speaks for. */
export interface Strange {
  readonly file: string;
  readonly words: string;
  readonly weight: 'altered' | 'told';
}

/**
 * Files nobody sealed or listed, which an auditor would read all the same; and a page that is not the one its
 * bundle.json gives. That may be of another version of ours, so it is told: entries.ndjson alone is proven.
 */
export async function strangeFiles(files: LogFiles, manifest: Manifest): Promise<Strange[]> {
  const expected = new Set(['index.html', 'bundle.json', 'witness-vkeys.txt']);
  for (const { entries, name, size } of manifest.logs) {
    const stamped = [`timestamps/${size}.checkpoint`, `timestamps/${size}.tsr`];
    for (const file of ['entries.ndjson', 'checkpoint', 'vkeys.txt', ...stamped])
      expected.add(`${name}/${file}`);
    for (const index of entries) expected.add(`${name}/proofs/${index}.tlog-proof`);
  }
  const strange = (await files.list())
    .filter((file) => !expected.has(file))
    .map(
      (file): Strange => ({ file, weight: 'altered', words: 'The bundle holds a file that is none of it' }),
    );
  const page = await files.read('index.html', 0, FILE_BYTES_MAX);
  if (page === null || Buffer.from(page).equals(Buffer.from(bundlePage(manifest)))) return strange;
  const words =
    'index.html is not the page that this version writes for bundle.json: it was changed, or another version wrote it. Believe entries.ndjson, which is what was sealed';
  return [...strange, { file: 'index.html', weight: 'told', words }];
}

const below = (files: LogFiles, folder: string): LogFiles => ({
  list: async () =>
    (await files.list()).flatMap((path) =>
      path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [],
    ),
  read: (path, begin, end) => files.read(`${folder}/${path}`, begin, end),
});

/** Lines of a text file that lies in a bundle. */
export async function linesIn(files: LogFiles, path: string): Promise<string[]> {
  const bytes = await files.read(path, 0, FILE_BYTES_MAX);
  const content = bytes === null ? '' : utf8Text(bytes);
  return isFault(content) ? [] : content.split('\n').filter((line) => line.trim() !== '');
}

interface Bundled {
  readonly files: LogFiles;
  readonly log: BundledLog;
  readonly logKeys: readonly NoteVerifier[];
  readonly options: VerifyOptions;
  readonly findings: Findings;
}

/** Verifies the entries of one log in a bundle: each proof, against one signed checkpoint. */
export async function verifyBundledLog(
  all: LogFiles,
  log: BundledLog,
  logKeys: readonly NoteVerifier[],
  options: VerifyOptions,
  strange: readonly Strange[],
): Promise<LogReport> {
  const bundled: Bundled = { files: below(all, log.name), log, logKeys, options, findings: gatherFindings() };
  const { files, findings } = bundled;
  for (const each of strange) findings.add({ code: 'bundle.differs', ...each });
  const read = await readNote(files, 'checkpoint');
  if (read === null || isFault(read)) {
    const words =
      read === null ? 'The bundle has no checkpoint' : `The checkpoint cannot be read: ${read.detail}`;
    findings.add({ code: 'checkpoint.malformed', weight: 'altered', file: 'checkpoint', words });
    return reportOf(bundled, '', [], []);
  }
  const { checkpoint, note } = read;
  if (checkpoint.origin !== log.origin || checkpoint.size !== log.size) {
    const words = `bundle.json tells of "${log.origin}" at ${log.size} entries, the checkpoint of "${checkpoint.origin}" at ${checkpoint.size}`;
    findings.add({ code: 'bundle.differs', weight: 'altered', file: 'bundle.json', words });
  }
  const opened = await openNote(note, logKeys);
  if (logKeys.length === 0 || isFault(opened)) {
    const weight = logKeys.length === 0 ? 'unchecked' : 'altered';
    const detail = isFault(opened) && logKeys.length > 0 ? opened.detail : 'no key of it was given';
    const words = `Whether the log signed the checkpoint: ${detail}`;
    findings.add({
      code: weight === 'altered' ? 'checkpoint.not_signed' : 'key.missing',
      weight,
      file: 'checkpoint',
      words,
    });
  }
  await checkProofs(bundled, note.text);
  const anchors = await anchorsOf(bundled, { file: 'checkpoint', checkpoint, note });
  const signedBy = isFault(opened) ? [] : opened.verified.map(({ keyId, name }) => `${name}+${keyId}`);
  return reportOf(bundled, hexOfBytes(checkpoint.root), signedBy, anchors);
}

const reportOf = (
  { findings, log }: Bundled,
  root: string,
  signedBy: readonly string[],
  anchors: readonly Anchor[],
): LogReport => ({
  verdict: findings.verdict(anchors.length),
  origin: log.origin,
  size: log.entries.length,
  root,
  signedBy,
  anchors,
  findings: findings.all,
  more: findings.more,
  pending: 0,
});

/** Every entry the bundle names has its line and a proof that leads to the checkpoint; no line has none. */
async function checkProofs({ files, findings, log, logKeys, options }: Bundled, text: string): Promise<void> {
  const content = (await files.read('entries.ndjson', 0, FILE_BYTES_MAX)) ?? new Uint8Array(0);
  const bounds = lineBounds(content, 0);
  if (bounds.length !== log.entries.length * 2 || (bounds.at(-1) ?? -1) + 1 !== content.length) {
    const words = `entries.ndjson has ${bounds.length / 2} lines, and bundle.json names ${log.entries.length} entries`;
    findings.add({ code: 'bundle.differs', weight: 'altered', file: 'entries.ndjson', words });
  }
  for (const [at, index] of log.entries.entries()) {
    const [begin = 0, end = 0] = bounds.slice(at * 2, at * 2 + 2);
    const file = `proofs/${index}.tlog-proof`;
    const reason = await reasonNotProven({
      files,
      file,
      index,
      text,
      line: content.subarray(begin, end),
      logKeys,
      origin: log.origin,
    });
    if (reason !== null) {
      const words = `Entry ${index} is not proven: ${reason}`;
      const bytes = [begin, end] as const;
      findings.add({
        code: 'proof.wrong',
        weight: 'altered',
        entries: [index, index],
        file: 'entries.ndjson',
        bytes,
        words,
      });
    }
    if (at % 1_000 === 0) options.onProgress?.(log.name, at, log.entries.length);
  }
}

async function reasonNotProven(given: {
  readonly files: LogFiles;
  readonly file: string;
  readonly index: number;
  readonly text: string;
  readonly line: Uint8Array;
  readonly origin: string;
  readonly logKeys: readonly NoteVerifier[];
}): Promise<string | null> {
  const bytes = await given.files.read(given.file, 0, FILE_BYTES_MAX);
  const content = bytes === null ? null : utf8Text(bytes);
  if (content === null || isFault(content)) return 'its proof is missing or cannot be read';
  const proof = parseTlogProof(content);
  if (isFault(proof)) return proof.detail;
  if (proof.index !== given.index) return `its proof is that of entry ${proof.index}`;
  if (proof.checkpoint.text !== given.text) return 'its proof leads to another checkpoint';
  // Every proof repeats the signatures of the checkpoint; they are checked in each of them.
  const keys = given.logKeys.length > 0 ? given.logKeys : unchecked(proof.checkpoint.signatures);
  const proven = await openTlogProof(proof, given.line, given.origin, keys, platform.hash);
  return isFault(proven) ? proven.detail : null;
}

/** Without a key the proofs are still compared with the checkpoint; that nobody checked who signed it is a finding. */
const unchecked = (
  signatures: readonly { readonly name: string; readonly keyId: string }[],
): NoteVerifier[] => signatures.map(({ keyId, name }) => ({ name, keyId, verify: () => true }));

async function anchorsOf(
  { files, findings, logKeys, options }: Bundled,
  seal: KeptCheckpoint,
): Promise<Anchor[]> {
  const parts = {
    files,
    findings,
    hash: platform.hash,
    logKeys,
    witnesses: options.witnesses,
    checkTimeStamp: checkTimeStampWith(options.authorities),
    isOn: () => true,
  };
  const file = `timestamps/${seal.checkpoint.size}.checkpoint`;
  const kept = await readNote(files, file);
  const isSame = kept !== null && !isFault(kept) && kept.note.text === seal.note.text;
  return [
    ...(await cosignaturesOf(parts, seal)),
    ...(isSame ? await timeStampOf(parts, { ...seal, file }) : []),
  ];
}
