// SPDX-License-Identifier: Apache-2.0
import { areEqual, hexOfBytes } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { isFault } from './fault.ts';
import { type Note, type NoteVerifier, openNote } from './note.ts';
import {
  type LogFiles,
  SEGMENT_ENTRIES,
  type SegmentFile,
  segmentOfPath,
  type Unzstd,
} from './segment-lines.ts';
import type { Sha256 } from './sha256.ts';
import { TILE_WIDTH, type Tile, tileOfPath } from './tiles.ts';
import { HASH_BYTES } from './tree.ts';
import {
  type AnchorParts,
  type CheckTimeStamp,
  cosignaturesOf,
  type KeptCheckpoint,
  keptCheckpoints,
  readNote,
  timeStampOf,
} from './verify-anchors.ts';
import { checkDigests, type RunningSha256 } from './verify-digests.ts';
import { isPrefix, readLines } from './verify-lines.ts';
import { localise, rereadSegment, type SegmentRead } from './verify-localise.ts';
import { type Anchor, type Findings, gatherFindings, type LogReport } from './verify-report.ts';
import { AuthenticTiles, ComputedLevels, hashesAt } from './verify-tree.ts';

/** What can be switched off, to show that nothing else would have noticed. */
export const verifyChecks = [
  'name',
  'signature',
  'root',
  'tiles',
  'digests',
  'shape',
  'silence',
  'pending',
  'anchors',
  'timeStamps',
  'cosignatures',
] as const;
export type VerifyCheck = (typeof verifyChecks)[number];

/** A log to verify, and what the platform and the person bring along. */
export interface LogToVerify {
  readonly files: LogFiles;
  /** What the log has to be called, such as `technical-2026`; null where nothing says so. */
  readonly name: string | null;
  /** Keys of the log. */
  readonly logKeys: readonly NoteVerifier[];
  /** Keys of witnesses that are trusted. */
  readonly witnesses: readonly NoteVerifier[];
  /** Checkpoints that somebody kept elsewhere. */
  readonly pinned: readonly KeptCheckpoint[];
  readonly hash: Sha256;
  readonly startSha256: () => RunningSha256;
  readonly unzstd: Unzstd;
  readonly checkTimeStamp: CheckTimeStamp;
  readonly onProgress?: (entries: number, size: number) => void;
  /** Checks left out; for tests of the checks alone. */
  readonly without?: ReadonlySet<VerifyCheck>;
}

/** All of a log as it is looked at: the checkpoint is taken first, and nothing behind it counts. */
interface Verification {
  readonly given: LogToVerify;
  readonly isOn: (check: VerifyCheck) => boolean;
  readonly findings: Findings;
  readonly checkpoint: Checkpoint;
  readonly note: Note;
  readonly segments: readonly SegmentFile[];
  /** Tiles on disk by level and index, the widest last. */
  readonly onDisk: ReadonlyMap<string, readonly (Tile & { readonly path: string })[]>;
  readonly levels: ComputedLevels;
}

const noLog = (findings: Findings): LogReport => ({
  verdict: findings.verdict(0),
  origin: null,
  size: 0,
  root: '',
  signedBy: [],
  anchors: [],
  findings: findings.all,
  more: findings.more,
  pending: 0,
});

/**
 * Verifies one log from its files alone, as docs/log-directory.md says: every line is hashed again, every tile compared,
 * every signature checked. It goes on after the first finding, and says of each which entry and which bytes.
 */
export async function verifyLog(given: LogToVerify): Promise<LogReport> {
  const findings = gatherFindings();
  const isOn = (check: VerifyCheck) => given.without?.has(check) !== true;
  // The anchors are listed before the checkpoint is read: in a log that grows meanwhile none is newer than it.
  const before = await given.files.list();
  const read = await readNote(given.files, 'checkpoint');
  if (read === null || isFault(read)) {
    findings.add(
      read === null
        ? { code: 'log.none', weight: 'unchecked', words: 'There is no checkpoint here: this is no log' }
        : {
            code: 'checkpoint.malformed',
            weight: 'altered',
            file: 'checkpoint',
            words: `The checkpoint cannot be read: ${read.detail}`,
          },
    );
    return noLog(findings);
  }
  const paths = await given.files.list();
  const verification: Verification = {
    given,
    isOn,
    findings,
    ...read,
    segments: segmentsOf(paths),
    onDisk: tilesOf(paths),
    levels: new ComputedLevels(given.hash),
  };
  const signedBy = await checkSignatures(verification);
  const anchorParts: AnchorParts = { ...given, findings, isOn };
  const kept = isOn('anchors') ? await keptCheckpoints(anchorParts, before, read.checkpoint.origin) : [];
  const { anchors, pending } = await checkTree(verification, anchorParts, [
    ...kept,
    ...(isOn('anchors') ? given.pinned : []),
    { file: 'checkpoint', ...read },
  ]);
  if (isOn('digests')) await checkDigests({ ...given, ...verification });
  return {
    verdict: findings.verdict(anchors.length),
    origin: read.checkpoint.origin,
    size: read.checkpoint.size,
    root: hexOfBytes(read.checkpoint.root),
    signedBy,
    anchors,
    findings: findings.all,
    more: findings.more,
    pending,
  };
}

/** Segments in their order; the closed one where, for a moment, both are there. */
function segmentsOf(paths: readonly string[]): SegmentFile[] {
  const byFirst = new Map<number, SegmentFile>();
  for (const path of [...paths].sort()) {
    const segment = segmentOfPath(path);
    if (segment !== null) byFirst.set(segment.first, segment);
  }
  return [...byFirst.values()];
}

function tilesOf(paths: readonly string[]): Verification['onDisk'] {
  const tiles = new Map<string, (Tile & { path: string })[]>();
  for (const path of paths) {
    const tile = path.startsWith('tile/') ? tileOfPath(path) : null;
    if (tile === null || isFault(tile)) continue;
    const place = `${tile.level} ${tile.index}`;
    const widths = [...(tiles.get(place) ?? []), { ...tile, path }];
    tiles.set(
      place,
      widths.sort((one, other) => one.width - other.width),
    );
  }
  return tiles;
}

/** Who signed the checkpoint. No key at all is one thing, a signature that does not hold another. */
async function checkSignatures(verification: Verification): Promise<string[]> {
  const { checkpoint, findings, given, isOn, note } = verification;
  const { origin } = checkpoint;
  if (isOn('name') && given.name !== null && origin.split('/').at(-1) !== given.name) {
    findings.add({
      code: 'log.name_differs',
      weight: 'altered',
      file: 'checkpoint',
      expected: given.name,
      found: origin,
      words: `The log here is "${origin}", and it should be "${given.name}"`,
    });
  }
  if (!isOn('signature')) return [];
  const named = new Set([origin, ...note.signatures.map(({ name }) => name)]);
  if (!given.logKeys.some(({ name }) => named.has(name))) {
    const words = `No key of log "${origin}" was given: whether its checkpoint is genuine cannot be said`;
    findings.add({ code: 'key.missing', weight: 'unchecked', file: 'checkpoint', words });
    return [];
  }
  const opened = await openNote(
    note,
    given.logKeys.filter(({ name }) => name === origin),
  );
  if (isFault(opened)) {
    const words = `The log did not sign this checkpoint: ${opened.detail}`;
    findings.add({ code: 'checkpoint.not_signed', weight: 'altered', file: 'checkpoint', words });
    return [];
  }
  const known = [...given.logKeys, ...given.witnesses];
  for (const { keyId, name } of note.signatures) {
    if (known.some((key) => key.name === name && key.keyId === keyId)) continue;
    // Signatures of unknown keys are ignored (C2SP signed-note): one key that is trusted is enough, and others may rotate.
    findings.add({
      code: 'checkpoint.foreign_signature',
      weight: 'told',
      file: 'checkpoint',
      found: `${name}+${keyId}`,
      words: `The signature of "${name}" (${keyId}) was not checked: its key was not given`,
    });
  }
  return opened.verified.map(({ keyId, name }) => `${name}+${keyId}`);
}

/** Re-reading of segments and tiles, for whoever has to know more than that something differs. */
function sources({ given, onDisk, segments, levels }: Verification) {
  let held: { readonly first: number; readonly read: Promise<SegmentRead> } | null = null;
  const leavesOf = async (first: number): Promise<SegmentRead | null> => {
    const segment = segments.find((each) => each.first === first);
    if (segment === undefined) return null;
    if (held?.first !== first) held = { first, read: rereadSegment(given, segment) };
    return await held.read;
  };
  return {
    onDisk: async (level: number, index: number, width: number) => {
      const tile = onDisk.get(`${level} ${index}`)?.at(-1);
      const bytes = tile === undefined ? null : await given.files.read(tile.path, 0, TILE_WIDTH * HASH_BYTES);
      return bytes === null || bytes.length < width * HASH_BYTES
        ? null
        : bytes.subarray(0, width * HASH_BYTES);
    },
    fromLines: async (level: number, index: number, width: number) => {
      if (level > 0) return levels.tile(level, index, width);
      const first = index * TILE_WIDTH - ((index * TILE_WIDTH) % SEGMENT_ENTRIES);
      const begin = index * TILE_WIDTH - first;
      const leaves = (await leavesOf(first))?.leaves.slice(begin, begin + width);
      if (leaves?.length !== width) return null;
      const bytes = new Uint8Array(width * HASH_BYTES);
      for (const [place, leaf] of leaves.entries()) bytes.set(leaf, place * HASH_BYTES);
      return bytes;
    },
  };
}

async function checkTree(
  verification: Verification,
  anchorParts: AnchorParts,
  kept: readonly KeptCheckpoint[],
): Promise<{ anchors: Anchor[]; pending: number }> {
  const { checkpoint, findings, given, isOn, levels, segments } = verification;
  const { root, size } = checkpoint;
  const source = sources(verification);
  const sizes = [...new Set([size, ...kept.map((each) => each.checkpoint.size)])];
  const { pending, rights, suspects } = await readLines({
    ...given,
    ...verification,
    size,
    sizes,
    tileOf: async (bundle) => {
      const tile = verification.onDisk.get(`0 ${bundle}`)?.at(-1);
      const bytes =
        tile === undefined ? null : await given.files.read(tile.path, 0, TILE_WIDTH * HASH_BYTES + 1);
      // A tile of another length than its name says is looked at again, whatever it begins with.
      const isRight = bytes !== null && tile !== undefined && bytes.length === tile.width * HASH_BYTES;
      return bytes === null || isRight ? bytes : new Uint8Array(TILE_WIDTH * HASH_BYTES);
    },
    hasGrown: async () => {
      const again = await readNote(given.files, 'checkpoint');
      return again !== null && !isFault(again) && again.checkpoint.size > size;
    },
    onProgress: (entries) => given.onProgress?.(entries, size),
  });
  const computed = levels.root(size, rights.get(size) ?? null);
  const isRight = !isOn('root') || (computed !== null && areEqual(computed, root));
  const tiles = isRight ? null : await AuthenticTiles.under(checkpoint, source, given.hash);
  if (tiles !== null) {
    for (const segment of segments) {
      if (await differs(verification, tiles, suspects, segment.first)) {
        await localise({ ...given, segment, size, levels, tiles, findings });
      }
    }
    if (!findings.isAltered || !tiles.isRooted()) {
      const words = `The root over the entries here is not the one the checkpoint states for ${size} entries`;
      const found = computed === null ? {} : { found: hexOfBytes(computed) };
      findings.add({
        code: 'entries.differ',
        weight: 'altered',
        expected: hexOfBytes(root),
        ...found,
        words,
      });
    }
  }
  if (isOn('tiles')) await checkTiles(verification, tiles, suspects, source);
  const anchors: Anchor[] = [];
  for (const each of kept) {
    const own = levels.root(each.checkpoint.size, rights.get(each.checkpoint.size) ?? null);
    if (await isOurs(each, { verification, own, tiles })) {
      anchors.push(...(await cosignaturesOf(anchorParts, each)), ...(await timeStampOf(anchorParts, each)));
    }
  }
  return { anchors, pending };
}

/** Whether a segment holds a bundle that is not the one under the root, or that its tile contradicts. */
async function differs(
  { checkpoint, levels }: Verification,
  tiles: AuthenticTiles,
  suspects: ReadonlySet<number>,
  first: number,
): Promise<boolean> {
  const last = Math.min(checkpoint.size, first + SEGMENT_ENTRIES);
  for (let bundle = first / TILE_WIDTH; bundle * TILE_WIDTH < last; bundle += 1) {
    if (suspects.has(bundle)) return true;
    const sealed = await tiles.hashAt(1, bundle);
    const own = levels.at(1, bundle);
    if (sealed !== null && (own === null || !areEqual(own, sealed))) return true;
    // The last bundle is not full and has no hash above it: its own tile tells.
    if ((bundle + 1) * TILE_WIDTH > last) return true;
  }
  return false;
}

/** Compares every tile on disk with what holds, and says which are missing. */
async function checkTiles(
  { checkpoint, findings, given, onDisk, segments }: Verification,
  tiles: AuthenticTiles | null,
  suspects: ReadonlySet<number>,
  source: ReturnType<typeof sources>,
): Promise<void> {
  const { size } = checkpoint;
  for (const each of onDisk.values()) {
    for (const [place, { index, level, path, width }] of each.entries()) {
      const valid = Math.min(width, hashesAt(Number(level), size) - index * TILE_WIDTH);
      // Level 0 was compared line by line; it is looked at again where it differed, or where an older tile lies beside.
      if (valid <= 0 || (level === 0 && place === each.length - 1 && !suspects.has(index))) continue;
      const right = await (tiles === null
        ? source.fromLines(Number(level), index, valid)
        : tiles.tile(Number(level), index));
      const bytes = await given.files.read(path, 0, TILE_WIDTH * HASH_BYTES + 1);
      if (bytes === null || right === null) continue;
      if (bytes.length === width * HASH_BYTES && isPrefix(bytes.subarray(0, valid * HASH_BYTES), right))
        continue;
      findings.add({
        ...tileFinding(path, bytes, right),
        words: `${path} does not hold the hashes of this log`,
      });
    }
  }
  const here = Math.min(size, segments.length * SEGMENT_ENTRIES);
  for (let level = 1; hashesAt(level, here) > 0; level += 1) {
    for (let index = 0; index * TILE_WIDTH < hashesAt(level, here); index += 1) {
      const wanted = Math.min(TILE_WIDTH, hashesAt(level, here) - index * TILE_WIDTH);
      const widest = onDisk.get(`${level} ${index}`)?.at(-1)?.width ?? 0;
      // A partial tile goes when a wider one is there: in a log that grows it may have gone since it was listed.
      if (widest < wanted && !(await isThereNow(given.files, level, index, wanted))) {
        const words = `Tile ${index} of level ${level} is missing`;
        findings.add({ code: 'tile.missing', weight: 'altered', file: `tile/${level}`, words });
      }
    }
  }
  let absent = 0;
  for (let bundle = 0; bundle * TILE_WIDTH < here; bundle += 1) if (!onDisk.has(`0 ${bundle}`)) absent += 1;
  if (absent > 0) {
    const words = `${absent} tiles of level 0 are not here: of their entries a change is told to 256 entries only`;
    findings.add({ code: 'tile.absent', weight: 'told', file: 'tile/0', words });
  }
}

async function isThereNow(files: LogFiles, level: number, index: number, wanted: number): Promise<boolean> {
  const tiles = tilesOf(await files.list()).get(`${level} ${index}`);
  return (tiles?.at(-1)?.width ?? 0) >= wanted;
}

function tileFinding(path: string, bytes: Uint8Array, right: Uint8Array) {
  let begin = 0;
  while (begin < Math.min(bytes.length, right.length) && bytes[begin] === right[begin]) begin += 1;
  const from = begin - (begin % HASH_BYTES);
  return {
    code: 'tile.altered',
    weight: 'altered',
    file: path,
    bytes: [from, Math.max(bytes.length, from)],
    expected: hexOfBytes(right.subarray(from, from + HASH_BYTES)),
    found: hexOfBytes(bytes.subarray(from, from + HASH_BYTES)),
  } as const;
}

/** Whether the log continues a state that somebody kept. */
async function isOurs(
  { checkpoint, file }: KeptCheckpoint,
  {
    own,
    tiles,
    verification,
  }: {
    readonly own: Uint8Array | null;
    readonly tiles: AuthenticTiles | null;
    readonly verification: Verification;
  },
): Promise<boolean> {
  const { findings } = verification;
  const size = verification.checkpoint.size;
  if (checkpoint.size > size) {
    findings.add({
      code: 'anchor.rolled_back',
      weight: 'altered',
      file,
      expected: `${checkpoint.size} entries`,
      found: `${size} entries`,
      words: `The log was rolled back: ${file} has ${checkpoint.size} entries, and its checkpoint only ${size}`,
    });
    return false;
  }
  if (own !== null && areEqual(own, checkpoint.root)) return true;
  const held = tiles === null ? own : await tiles.rootAt(checkpoint.size);
  if (held !== null && areEqual(held, checkpoint.root)) return true;
  // The newest checkpoint was compared with the entries already.
  if (file === 'checkpoint') return false;
  findings.add(
    held === null
      ? {
          code: 'anchor.unreadable',
          weight: 'told',
          file,
          words: `Whether the log continues ${file} cannot be said: too much of it does not hold`,
        }
      : {
          code: 'anchor.forked',
          weight: 'altered',
          file,
          expected: hexOfBytes(checkpoint.root),
          found: hexOfBytes(held),
          words: `The log does not continue ${file}: its first ${checkpoint.size} entries have another root`,
        },
  );
  return false;
}
