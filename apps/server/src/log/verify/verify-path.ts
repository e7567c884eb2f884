// SPDX-License-Identifier: Apache-2.0
import type { X509Certificate } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  gatherFindings,
  isFault,
  type KeptCheckpoint,
  type LogFiles,
  type LogReport,
  type NoteVerifier,
  openTlogProof,
  parseCheckpoint,
  parseNote,
  parseTlogProof,
  verifyLog,
} from '@belfry/ledger';
import { filesInZip } from '../bundle/zip.ts';
import { checkTimeStampWith } from './check-time-stamp.ts';
import { filesIn, platform, verifierOfVkey } from './read-files.ts';
import {
  type AboutBundle,
  aboutBundle,
  linesIn,
  readManifest,
  strangeFiles,
  verifyBundledLog,
} from './verify-bundle.ts';

/** What a person brings along to a verification. */
export interface VerifyOptions {
  /** Keys of logs; empty takes those that lie beside them. */
  readonly logKeys: readonly NoteVerifier[];
  readonly witnesses: readonly NoteVerifier[];
  /** Certificates of time-stamping authorities that are trusted. */
  readonly authorities: readonly X509Certificate[];
  /** Checkpoints somebody kept. */
  readonly pinned: readonly KeptCheckpoint[];
  /** The line of a lone proof, where it does not lie beside it. */
  readonly entry?: string;
  readonly onProgress?: (log: string, entries: number, size: number) => void;
}

/** Where the keys came from: who verifies with keys of the copy itself verifies less. */
export type KeysFrom = 'given' | 'data directory' | 'copy' | 'nowhere';

export interface PathReport {
  readonly kind: 'log' | 'bundle' | 'proof';
  readonly logs: readonly {
    readonly name: string;
    readonly keysFrom: KeysFrom;
    readonly report: LogReport;
    /** Of a bundle: whether this log signed who made it, what for and with which words of search. */
    readonly about?: AboutBundle;
  }[];
}

/** There is nothing at the path that can be verified. */
export class NothingToVerify extends Error {
  override readonly name = 'NothingToVerify';
  readonly code = 'log.nothing_to_verify';
}

const KEYS_BYTES_MAX = 16_777_216;
const isThere = async (file: string) => (await stat(file).catch(() => null)) !== null;

/** Verifier keys in a text, whatever is around them: a list, JSON, a letter. */
export function vkeysIn(content: string): NoteVerifier[] {
  return (content.match(/[^\s"',+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*/g) ?? []).flatMap(
    (vkey) => verifierOfVkey(vkey) ?? [],
  );
}

/** Verifies what lies at a path: a log, all logs of a data directory, a bundle, a proof. Needs no network and no database. */
export async function verifyPath(given: string, options: VerifyOptions): Promise<PathReport> {
  const found = await stat(given).catch(() => null);
  if (found === null) {
    throw new NothingToVerify(`Cannot verify "${given}": nothing is there: check the path`);
  }
  if (!found.isDirectory()) {
    return given.endsWith('.tlog-proof')
      ? await verifyProof(given, options)
      : await verifyArchive(given, options);
  }
  if (await isThere(path.join(given, 'bundle.json'))) {
    await using files = filesIn(given);
    return await verifyBundle(files, given, options);
  }
  if ((await isThere(path.join(given, 'checkpoint'))) || (await isThere(path.join(given, 'segments')))) {
    return { kind: 'log', logs: [await verifyOne(given, options)] };
  }
  const logs = (await isThere(path.join(given, 'log'))) ? path.join(given, 'log') : given;
  const there = (await readdir(logs, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && isLogName(entry.name))
    .map(({ name }) => name);
  // A log that was signed and is gone whole says so: its key is still listed.
  const signed = logs === given ? [] : (await keysBeside(path.join(logs, '-'), options, true)).logKeys;
  const names = [...new Set([...there, ...signed.flatMap(({ name }) => logOf(name) ?? [])])].sort();
  if (names.length === 0) {
    throw new NothingToVerify(`Cannot verify "${given}": there is no log, bundle or proof: check the path`);
  }
  const reports: PathReport['logs'][number][] = [];
  for (const name of names) reports.push(await verifyOne(path.join(logs, name), options));
  return { kind: 'log', logs: reports };
}

const isLogName = (name: string) => /^(technical|functional|audit)-\d{4}$/.test(name);
/** The log an origin ends with. */
const logOf = (origin: string) => origin.split('/').filter(isLogName).at(-1) ?? null;

/** Keys that were given, else those of the data directory the log lies in. */
async function keysBeside(directory: string, options: VerifyOptions, onlyBeside = false) {
  if (options.logKeys.length > 0 && !onlyBeside)
    return { logKeys: options.logKeys, keysFrom: 'given' as const };
  const file = path.join(directory, '..', '..', 'keys', 'log-keys.json');
  const logKeys = vkeysIn(await readFile(file, 'utf8').catch(() => ''));
  return { logKeys, keysFrom: logKeys.length > 0 ? ('data directory' as const) : ('nowhere' as const) };
}

async function verifyOne(directory: string, options: VerifyOptions) {
  const resolved = path.resolve(directory);
  const name = path.basename(resolved);
  const { keysFrom, logKeys } = await keysBeside(resolved, options);
  await using files = filesIn(resolved);
  const report = await verifyLog({
    files,
    ...platform,
    name: isLogName(name) ? name : null,
    logKeys,
    witnesses: options.witnesses,
    pinned: options.pinned.filter(({ checkpoint }) => checkpoint.origin.split('/').at(-1) === name),
    checkTimeStamp: checkTimeStampWith(options.authorities),
    onProgress: (entries, size) => options.onProgress?.(name, entries, size),
  });
  return { name, keysFrom, report };
}

async function verifyArchive(file: string, options: VerifyOptions): Promise<PathReport> {
  const opened = await filesInZip(file);
  if (opened === null) {
    throw new NothingToVerify(
      `Cannot verify "${file}": it is no archive of ours and no .tlog-proof: check the path`,
    );
  }
  await using files = opened;
  return await verifyBundle(files, file, options);
}

async function verifyBundle(files: LogFiles, given: string, options: VerifyOptions): Promise<PathReport> {
  const manifest = await readManifest(files);
  // One that names no log proves nothing, and must not read as if nothing were wrong.
  if (manifest === null || manifest.logs.length === 0) {
    throw new NothingToVerify(
      `Cannot verify "${given}": its bundle.json is missing or damaged: get the bundle again`,
    );
  }
  const logs: PathReport['logs'][number][] = [];
  const strange = await strangeFiles(files, manifest);
  for (const [at, log] of manifest.logs.entries()) {
    const own = vkeysIn((await linesIn(files, `${log.name}/vkeys.txt`)).join('\n'));
    const logKeys = (options.logKeys.length > 0 ? options.logKeys : own).filter(
      ({ name }) => name === log.origin,
    );
    const keysFrom = logKeys.length === 0 ? 'nowhere' : options.logKeys.length > 0 ? 'given' : 'copy';
    const about = await aboutBundle(files, logKeys);
    const wrong = [...(at === 0 ? strange : []), ...(about === 'altered' ? [notAsSigned] : [])];
    const report = await verifyBundledLog(files, log, logKeys, options, wrong);
    logs.push({ name: log.name, keysFrom, report, about });
  }
  return { kind: 'bundle', logs };
}

const notAsSigned = {
  ...{ file: 'bundle.json', weight: 'altered' as const },
  words:
    'bundle.json is not what the log signed: who made the bundle, what for, or with which words of search was changed',
};

/** The line a lone proof is about lies beside it, under its name, or was named. */
async function entryBeside(proof: string, options: VerifyOptions): Promise<Buffer> {
  const stem = proof.replace(/\.tlog-proof$/, '');
  const candidates =
    options.entry === undefined
      ? ['.ndjson', '.json', '.line', '.txt'].map((end) => stem + end)
      : [options.entry];
  for (const file of candidates) {
    const bytes = await readFile(file).catch(() => null);
    if (bytes !== null) return bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
  }
  throw new NothingToVerify(
    `Cannot verify "${proof}": its entry lies in none of ${candidates.map((each) => `"${path.basename(each)}"`).join(', ')}: put it there, or name it with --entry`,
  );
}

async function verifyProof(file: string, options: VerifyOptions): Promise<PathReport> {
  const entry = await entryBeside(file, options);
  const findings = gatherFindings();
  const { size } = await stat(file);
  const proof = size > KEYS_BYTES_MAX ? null : parseTlogProof(await readFile(file, 'utf8'));
  const checkpoint = proof === null || isFault(proof) ? proof : parseCheckpoint(proof.checkpoint.text);
  if (proof === null || isFault(proof) || checkpoint === null || isFault(checkpoint)) {
    const detail = isFault(checkpoint) ? checkpoint.detail : 'it is too large';
    throw new NothingToVerify(`Cannot verify "${file}": it is no proof: ${detail}`);
  }
  const { origin } = checkpoint;
  const logKeys = options.logKeys.filter(({ name }) => name === origin);
  const proven = await openTlogProof(proof, entry, origin, [...logKeys, ...options.witnesses], platform.hash);
  if (logKeys.length === 0) {
    const words = `No key of log "${origin}" was given: who signed the checkpoint cannot be said`;
    findings.add({ code: 'key.missing', weight: 'unchecked', words });
  } else if (isFault(proven)) {
    const words = `Entry ${proof.index} is not proven: ${proven.detail}`;
    findings.add({ code: 'proof.wrong', weight: 'altered', entries: [proof.index, proof.index], words });
  }
  const witnessed = isFault(proven)
    ? []
    : proven.checkpoint.note.verified.filter((each) =>
        options.witnesses.some(({ keyId }) => keyId === each.keyId),
      );
  const anchors = witnessed.map(({ bytes, name }) => ({
    kind: 'cosignature' as const,
    size: checkpoint.size,
    by: name,
    at: Number(Buffer.from(bytes).readBigUInt64BE(0)) * 1_000,
  }));
  const report: LogReport = {
    verdict: findings.verdict(anchors.length),
    origin,
    size: 1,
    root: Buffer.from(checkpoint.root).toString('hex'),
    signedBy: logKeys.map(({ keyId, name }) => `${name}+${keyId}`),
    anchors,
    findings: findings.all,
    more: findings.more,
    pending: 0,
  };
  return {
    kind: 'proof',
    logs: [{ name: origin, keysFrom: logKeys.length > 0 ? 'given' : 'nowhere', report }],
  };
}

/** A checkpoint that somebody kept, from its file. */
export function keptCheckpoint(file: string, content: string): KeptCheckpoint | null {
  const note = parseNote(content);
  const checkpoint = isFault(note) ? note : parseCheckpoint(note.text);
  return isFault(note) || isFault(checkpoint) ? null : { file, note, checkpoint };
}
