// SPDX-License-Identifier: Apache-2.0
import { areEqual, hexOfBytes, utf8Bytes, utf8Text } from './bytes.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { cosignedAt } from './cosignature.ts';
import { type Fault, isFault } from './fault.ts';
import { type Note, type NoteVerifier, openNote, parseNote } from './note.ts';
import type { LogFiles } from './segment-lines.ts';
import type { Sha256 } from './sha256.ts';
import { readTimeStamp, type TimeStamp } from './time-stamp.ts';
import type { Anchor, Finding, Findings } from './verify-report.ts';

/** Notes and time-stamps are small; what is larger is neither. */
const ANCHOR_BYTES_MAX = 1_048_576;

/** What the platform says of a time-stamp whose imprint fits: who made it, or why it does not hold. */
export type TimeStampCheck =
  | { readonly by: string }
  /** The signature holds, and nobody who was named vouches for who made it. */
  | { readonly untrusted: string }
  | { readonly wrong: string };
export type CheckTimeStamp = (stamp: TimeStamp) => Promise<TimeStampCheck> | TimeStampCheck;

/** An older or equal state of the log that somebody kept: in `timestamps/`, or handed in from outside. */
export interface KeptCheckpoint {
  /** File of the log directory, or the name it was handed in under. */
  readonly file: string;
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

export interface AnchorParts {
  readonly files: LogFiles;
  readonly findings: Findings;
  readonly hash: Sha256;
  readonly logKeys: readonly NoteVerifier[];
  readonly witnesses: readonly NoteVerifier[];
  readonly checkTimeStamp: CheckTimeStamp;
  readonly isOn: (check: 'anchors' | 'timeStamps' | 'cosignatures' | 'signature') => boolean;
}

const broken = (code: Finding['code'], weight: Finding['weight'], file: string, words: string): Finding => ({
  code,
  weight,
  file,
  words,
});

/** A note in a file: its checkpoint read, nothing verified yet. */
export async function readNote(
  files: LogFiles,
  path: string,
): Promise<{ note: Note; checkpoint: Checkpoint } | Fault | null> {
  const bytes = await files.read(path, 0, ANCHOR_BYTES_MAX);
  if (bytes === null) return null;
  const text = utf8Text(bytes);
  const note = isFault(text) ? text : parseNote(text);
  if (isFault(note)) return note;
  const checkpoint = parseCheckpoint(note.text);
  return isFault(checkpoint) ? checkpoint : { note, checkpoint };
}

/** The checkpoints kept in `timestamps/` that can be read and are signed by the log. */
export async function keptCheckpoints(
  parts: AnchorParts,
  paths: readonly string[],
  origin: string,
): Promise<KeptCheckpoint[]> {
  const kept: KeptCheckpoint[] = [];
  const unknown = new Map<string, number>();
  for (const file of paths.filter((path) => /^timestamps\/.*\.checkpoint$/.test(path))) {
    const read = await readNote(parts.files, file);
    // It may be replaced while we read; what is there next time is looked at next time.
    if (read === null) continue;
    if (isFault(read)) {
      parts.findings.add(
        broken('anchor.malformed', 'altered', file, `${file} is no checkpoint: ${read.detail}`),
      );
      continue;
    }
    if (read.checkpoint.origin !== origin || file !== `timestamps/${read.checkpoint.size}.checkpoint`) {
      const words = `${file} is a checkpoint of "${read.checkpoint.origin}" at ${read.checkpoint.size} entries, not of what its name says`;
      parts.findings.add(broken('anchor.malformed', 'altered', file, words));
      continue;
    }
    if (parts.isOn('signature') && !(await isSigned(parts, read.note, file))) continue;
    for (const { keyId, name } of read.note.signatures) {
      const isKnown = [...parts.logKeys, ...parts.witnesses].some(
        (key) => key.name === name && key.keyId === keyId,
      );
      if (!isKnown) unknown.set(`${name}+${keyId}`, (unknown.get(`${name}+${keyId}`) ?? 0) + 1);
    }
    kept.push({ file, ...read });
  }
  for (const [signer, count] of unknown) {
    const words = `Signatures of ${signer} under ${count} kept checkpoints were not checked: that key was not given`;
    parts.findings.add({
      ...broken('checkpoint.foreign_signature', 'told', 'timestamps', words),
      found: signer,
    });
  }
  return kept;
}

/** Whether the log signed a kept checkpoint. One of a key that was not given counts for nothing, and is said. */
async function isSigned({ findings, logKeys }: AnchorParts, note: Note, file: string): Promise<boolean> {
  const opened = await openNote(note, logKeys);
  if (!isFault(opened)) return true;
  const isForeign = opened.fault === 'note.unsigned';
  if (isForeign && logKeys.length === 0) return true;
  const words = `The log did not sign ${file}: ${opened.detail}`;
  findings.add(
    isForeign
      ? broken('anchor.unreadable', 'told', file, words)
      : broken('checkpoint.not_signed', 'altered', file, words),
  );
  return false;
}

/** Witnesses of a note that was found to be part of the log: each cosignature that holds is an anchor. */
export async function cosignaturesOf(
  { findings, isOn, witnesses }: AnchorParts,
  { checkpoint, file, note }: KeptCheckpoint,
): Promise<Anchor[]> {
  const anchors: Anchor[] = [];
  for (const signature of isOn('cosignatures') ? note.signatures : []) {
    const named = witnesses.filter(({ name }) => name === signature.name);
    const witness = named.find(({ keyId }) => keyId === signature.keyId) ?? named[0];
    if (witness === undefined) continue;
    const at = cosignedAt(signature);
    const isHeld =
      witness.keyId === signature.keyId && (await witness.verify(note.text, signature.bytes)) && at !== null;
    if (isHeld) {
      anchors.push({ kind: 'cosignature', size: checkpoint.size, by: witness.name, at: at * 1_000 });
    } else {
      const words = `The cosignature of witness "${witness.name}" on ${file} does not hold`;
      findings.add(broken('cosignature.wrong', 'altered', file, words));
    }
  }
  return anchors;
}

/** The time-stamp that lies beside a kept checkpoint, when one does and holds. */
export async function timeStampOf(
  { checkTimeStamp, files, findings, hash, isOn }: AnchorParts,
  { checkpoint, file, note }: KeptCheckpoint,
): Promise<Anchor[]> {
  const path = file.replace(/\.checkpoint$/, '.tsr');
  const bytes = isOn('timeStamps') && path !== file ? await files.read(path, 0, ANCHOR_BYTES_MAX) : null;
  if (bytes === null) return [];
  const stamp = readTimeStamp(bytes);
  if (isFault(stamp)) {
    findings.add(broken('time_stamp.wrong', 'altered', path, `${path} cannot be read: ${stamp.detail}`));
    return [];
  }
  const digest = hash(utf8Bytes(note.text));
  if (!areEqual(stamp.imprint, digest)) {
    findings.add({
      ...broken(
        'time_stamp.wrong',
        'altered',
        path,
        `${path} is a time-stamp of something else than ${file}`,
      ),
      expected: hexOfBytes(digest),
      found: hexOfBytes(stamp.imprint),
    });
    return [];
  }
  const checked = await checkTimeStamp(stamp);
  if ('by' in checked) return [{ kind: 'time_stamp', size: checkpoint.size, by: checked.by, at: stamp.at }];
  if ('wrong' in checked) {
    findings.add(
      broken('time_stamp.wrong', 'altered', path, `The time-stamp ${path} does not hold: ${checked.wrong}`),
    );
  } else if (
    !findings.all.some(({ code, found }) => code === 'time_stamp.untrusted' && found === checked.untrusted)
  ) {
    // Once for each authority: a log has a time-stamp for every minute.
    findings.add({
      ...broken(
        'time_stamp.untrusted',
        'told',
        path,
        'Time-stamps of an authority that was not given count for nothing',
      ),
      found: checked.untrusted,
    });
  }
  return [];
}
