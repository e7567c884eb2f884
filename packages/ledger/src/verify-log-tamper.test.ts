// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, it } from 'node:test';
import { keys, logSigner, logVerifier, origin } from '../test/keys.ts';
import {
  checkpointText,
  type Files,
  filesOf,
  leafOf,
  lineOf,
  platform,
  rootOf,
  signedCheckpoint,
  writeLog,
} from '../test/log-writer.ts';
import {
  cosignatureVerifier,
  cosigner,
  ed25519Signer,
  type Finding,
  formatNote,
  formatVkey,
  isFault,
  type LogReport,
  type LogToVerify,
  type NoteVerifier,
  parseNote,
  parseVkey,
  signatureTypes,
  signNote,
  type VerifyCheck,
  verifyLog,
} from './index.ts';

// The dangers of R7: everything somebody with a hand on the files can do to a log of 64 KiB.

/** Bytes between flips, and the first: `BELFRY_TAMPER=0/2` and `1/2` in two processes flip a bit in each byte. */
const [START = 0, STRIDE = 16] = process.env['BELFRY_TAMPER']?.split('/').map(Number) ?? [];
const SEGMENT = 'segments/000000000000.ndjson';
const foreign = keys('ed25519');
const foreignSigner = ed25519Signer(origin, foreign.publicKey, foreign.make);
const witness = keys('ed25519');
const witnessName = 'witness.example.net';
const type = signatureTypes.cosignatureEd25519;
const witnessKey = parseVkey(formatVkey({ name: witnessName, type, publicKey: witness.publicKey }));
assert.ok(!isFault(witnessKey));
const witnessVerifier = remembered(cosignatureVerifier(witnessKey, witness.check));
const ownVerifier = remembered(logVerifier);
const witnessSigner = cosigner(
  { name: witnessName, type, publicKey: witness.publicKey },
  witness.make,
  () => 1_800_000_000,
);

/** The same signature over the same text is checked once: the flips leave most of them as they are. */
function remembered(verifier: NoteVerifier): NoteVerifier {
  const known = new Map<string, boolean | Promise<boolean>>();
  return {
    ...verifier,
    verify: (text, signature) => {
      const key = `${Buffer.from(signature).toString('base64')} ${text}`;
      const held = known.get(key) ?? verifier.verify(text, signature);
      known.set(key, held);
      return held;
    },
  };
}

function keysOf(name: string) {
  const pair = keys('ed25519');
  return ed25519Signer(name, pair.publicKey, pair.make);
}

const count = 190;
const lines = Array.from({ length: count }, (_, index) =>
  lineOf(index, `user u${index} signed in from 192.0.2.${index}`),
);
const kept = [10, 100, 150];
/** 64 KiB in few, long entries: each flip hashes the whole log again. */
const longLines = Array.from({ length: 24 }, (_, index) => lineOf(index, `${'long '.repeat(480)}${index}`));

async function cosigned(content: Buffer): Promise<Buffer> {
  const note = parseNote(content.toString());
  assert.ok(!isFault(note));
  return Buffer.from(formatNote(await signNote(note.text, [witnessSigner], note.signatures)));
}

async function written(some: readonly string[], sizes: readonly number[], isClosed = false): Promise<Files> {
  const files = await writeLog({ origin, lines: some, signers: [logSigner], kept: sizes, isClosed });
  for (const path of ['checkpoint', `timestamps/${sizes[1]}.checkpoint`]) {
    files.set(path, await cosigned(files.get(path) as Buffer));
  }
  return files;
}

/** Closed and compressed: lines that hardly compress, so that the file is not much smaller than they are. */
const denseLines = Array.from({ length: 24 }, (_, index) => {
  const noise = Array.from({ length: 60 }, (_, at) => hash('sha256', `${index} ${at}`, 'base64'));
  return lineOf(index, noise.join(''));
});

const clean = await written(lines, kept);
const long = await written(longLines, [3, 10, 20]);
const closed = await written(denseLines, [3, 10, 20], true);
const sizeOf = (files: Files) => [...files.values()].reduce((sum, { length }) => sum + length, 0);

const verify = (files: Files, given: Partial<LogToVerify> = {}): Promise<LogReport> =>
  verifyLog({
    files: filesOf(files),
    name: '2026',
    logKeys: [ownVerifier],
    witnesses: [witnessVerifier],
    pinned: [],
    checkTimeStamp: () => ({ by: 'nobody' }),
    ...platform,
    ...given,
  });

const asBytes = (some: readonly string[]) => Buffer.from(some.map((line) => `${line}\n`).join(''));
const withLines = (some: readonly string[]) => new Map(clean).set(SEGMENT, asBytes(some));
const flipped = (files: Files, path: string, at: number): Files => {
  const bytes = Buffer.from(files.get(path) as Buffer);
  bytes[at] = (bytes[at] as number) ^ (1 << (at % 8));
  return new Map(files).set(path, bytes);
};
const isIn = (finding: Finding, entry: number) =>
  finding.entries !== undefined && finding.entries[0] === entry && finding.entries[1] === entry;
const codesOf = (report: LogReport) => report.findings.map(({ code }) => code);

describe('R7: what was done to a sealed log is detected', () => {
  it('finds nothing in it, before', async () => {
    const report = await verify(clean);
    assert.deepEqual([report.verdict, report.findings, report.anchors.length], ['intact', [], 2]);
    assert.deepEqual((await verify(closed)).findings, []);
    assert.ok(sizeOf(long) >= 65_536 && sizeOf(closed) >= 32_768);
  });

  // Danger: one bit, anywhere. Every byte of every file is flipped where the slow tests are; here one in 16.
  it('one bit flipped, all over its files, and the entry is named', async () => {
    const starts = [0];
    for (const line of longLines) starts.push((starts.at(-1) as number) + line.length + 1);
    let [flips, inEntries, named] = [0, 0, 0];
    for (const [path, bytes] of long) {
      for (let at = START; at < bytes.length; at += STRIDE) {
        const report = await verify(flipped(long, path, at));
        flips += 1;
        const where = `bit ${at % 8} of byte ${at} of ${path}`;
        assert.ok(report.verdict !== 'intact' || report.findings.length > 0, where);
        if (path !== SEGMENT) continue;
        const entry = starts.findLastIndex((start) => start <= at);
        assert.equal(report.verdict, 'altered', where);
        inEntries += 1;
        const finding = report.findings.find((each) => isIn(each, entry));
        if (finding !== undefined) named += 1;
      }
    }
    assert.ok(
      flips >= (sizeOf(long) - 16 * long.size) / STRIDE && named / inEntries >= 0.99,
      `${named} of ${inEntries} named`,
    );
  });

  // Danger: the lines are whole, and the file is not the one that was written: zstd reads some changed bytes the same.
  it('one bit flipped in a closed segment, its digest and all files beside it', async () => {
    assert.ok(closed.has(`${SEGMENT}.zst`) && closed.has(`${SEGMENT}.zst.sha256`));
    let onlyByDigest = 0;
    for (const [path, bytes] of closed) {
      for (let at = START; at < bytes.length; at += STRIDE) {
        const { findings, verdict } = await verify(flipped(closed, path, at));
        const where = `bit ${at % 8} of byte ${at} of ${path}`;
        assert.ok(path.startsWith('segments/') ? verdict === 'altered' : findings.length > 0, where);
        const isSegment = path === `${SEGMENT}.zst`;
        if (isSegment && findings.every(({ code }) => code === 'segment.digest_differs')) onlyByDigest += 1;
      }
    }
    assert.ok(STRIDE > 2 || onlyByDigest > 0, 'some were found by the digest alone');
  });

  it('every bit of the checkpoint', async () => {
    const bytes = clean.get('checkpoint') as Buffer;
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3] = (altered[bit >> 3] as number) ^ (1 << (bit & 7));
      const report = await verify(new Map(clean).set('checkpoint', altered));
      assert.ok(report.verdict !== 'intact' || report.findings.length > 0, `bit ${bit}`);
    }
  });

  it('every entry deleted, doubled, put in, swapped with the next', async () => {
    for (let entry = 0; entry < count; entry += 1) {
      const line = lines[entry] as string;
      const next = lines[entry + 1];
      const cases: [string, readonly string[]][] = [
        ['deleted', lines.toSpliced(entry, 1)],
        ['doubled', lines.toSpliced(entry, 0, line)],
        ['put in', lines.toSpliced(entry, 0, lineOf(5_000 + entry, 'never happened'))],
      ];
      if (next !== undefined) cases.push(['swapped', lines.with(entry, next).with(entry + 1, line)]);
      for (const [how, some] of cases) {
        const report = await verify(withLines(some));
        assert.equal(report.verdict, 'altered', `${entry} ${how}`);
        const wanted = how === 'doubled' || how === 'put in' ? [entry, entry + 1] : [entry];
        assert.ok(
          wanted.some((each) => report.findings.some((finding) => isIn(finding, each))),
          `${entry} ${how}: ${JSON.stringify(report.findings.map(({ code, entries }) => [code, entries]))}`,
        );
      }
    }
  });

  it('cut off behind every entry, and inside of one', async () => {
    for (let entry = 0; entry < count; entry += 1) {
      assert.equal((await verify(withLines(lines.slice(0, entry)))).verdict, 'altered', String(entry));
    }
    const bytes = asBytes(lines);
    assert.equal((await verify(new Map(clean).set(SEGMENT, bytes.subarray(0, -1)))).verdict, 'altered');
  });

  // Danger: yesterday's disk, complete and genuine. Only somebody who remembers can tell.
  it('rolled back to every earlier state, when a newer one was kept, witnessed or handed out', async () => {
    const note = parseNote((clean.get('checkpoint') as Buffer).toString());
    assert.ok(!isFault(note));
    const pinned = [
      { file: 'kept.checkpoint', note, checkpoint: { origin, size: count, root: rootOf(lines) } },
    ];
    for (let earlier = 0; earlier < count; earlier += 1) {
      const old = await writeLog({ origin, lines: lines.slice(0, earlier), signers: [logSigner] });
      assert.deepEqual(codesOf(await verify(old, { pinned })), ['anchor.rolled_back'], String(earlier));
      if (earlier < 100) {
        const file = 'timestamps/100.checkpoint';
        old.set(file, clean.get(file) as Buffer);
        assert.ok(codesOf(await verify(old)).includes('anchor.rolled_back'), String(earlier));
      }
      // Nobody remembers: then it is said that nobody does.
      if (earlier % 40 === 0) {
        const alone = await writeLog({ origin, lines: lines.slice(0, earlier), signers: [logSigner] });
        assert.equal((await verify(alone)).verdict, 'unanchored');
      }
    }
  });

  it('forked: as many entries, other ones, signed by the log', async () => {
    for (const entry of [0, 50, 99, 120, 189]) {
      const other = lines.with(entry, lineOf(entry, 'another history'));
      const fork = await writeLog({ origin, lines: other, signers: [logSigner] });
      const file = 'timestamps/100.checkpoint';
      const note = parseNote((clean.get('checkpoint') as Buffer).toString());
      assert.ok(!isFault(note));
      const pinned = [
        { file: 'kept.checkpoint', note, checkpoint: { origin, size: count, root: rootOf(lines) } },
      ];
      assert.deepEqual(codesOf(await verify(fork, { pinned })), ['anchor.forked']);
      if (entry < 100) {
        fork.set(file, clean.get(file) as Buffer);
        assert.deepEqual(codesOf(await verify(fork)), ['anchor.forked']);
      }
    }
  });

  it('signed again with a foreign key, alone or beside ours', async () => {
    const rewritten = await writeLog({
      origin,
      lines: lines.with(3, lineOf(3, 'forged')),
      signers: [foreignSigner],
    });
    assert.equal((await verify(rewritten)).verdict, 'altered');
    const named = await writeLog({
      origin,
      lines: lines.with(3, lineOf(3, 'forged')),
      signers: [keysOf('other.example.org')],
    });
    assert.equal((await verify(named)).verdict, 'altered');
    const both = new Map(clean).set(
      'checkpoint',
      await signedCheckpoint(origin, lines, [logSigner, foreignSigner]),
    );
    assert.deepEqual(codesOf(await verify(both)), ['checkpoint.foreign_signature']);
  });

  it('tiles of another log, and files that are missing', async () => {
    const other = await writeLog({
      origin,
      lines: lines.map((line) => line.replace('user', 'User')),
      signers: [logSigner],
    });
    for (const path of [...clean.keys()].filter((each) => each.startsWith('tile/'))) {
      assert.ok(
        codesOf(await verify(new Map(clean).set(path, other.get(path) as Buffer))).includes('tile.altered'),
        path,
      );
    }
    for (const path of clean.keys()) {
      if (path === 'timestamps/10.checkpoint' || path === 'timestamps/150.checkpoint') continue;
      const files = new Map(clean);
      files.delete(path);
      const report = await verify(files);
      const isAnchor = path === 'timestamps/100.checkpoint';
      assert.ok(isAnchor ? report.anchors.length === 1 : report.findings.length > 0, path);
    }
  });

  // journald verified logs that were never sealed: what has no seal must not pass.
  it('a seal that is missing, over lines and over silence', async () => {
    const later = Date.UTC(2026, 10, 22) + count * 1_000;
    const unsealed = (ms: number) => lineOf(count, 'late', { ms });
    const pending = [unsealed(later), lineOf(count + 1, 'later', { ms: later + 9_000 })];
    const waiting = await verify(await writeLog({ origin, lines, signers: [logSigner], pending }));
    assert.deepEqual([codesOf(waiting), waiting.pending], [['seal.pending'], 2]);
    const late = [...pending, lineOf(count + 2, 'too late', { ms: later + 11_000 })];
    const missing = await verify(await writeLog({ origin, lines, signers: [logSigner], pending: late }));
    assert.deepEqual([codesOf(missing), missing.verdict], [['seal.missing'], 'altered']);
    const gap = [...lines, unsealed(later + 600_000)];
    const silent = await verify(await writeLog({ origin, lines: gap, signers: [logSigner] }));
    assert.deepEqual(codesOf(silent), ['silence.unsealed']);
  });

  it('0 false alarms in clean logs of every size to 300, each verified as it grows', async () => {
    let verified = 0;
    for (let entries = 0; entries <= 300; entries += entries < 40 ? 1 : 13) {
      const some = Array.from({ length: entries }, (_, index) =>
        lineOf(index, `é\u2028 ${'x'.repeat(index % 90)}`),
      );
      const files = await writeLog({
        origin,
        lines: some,
        signers: [logSigner],
        kept: entries > 2 ? [1, entries - 1] : [],
      });
      const before = await writeLog({
        origin,
        lines: some.slice(0, Math.max(0, entries - 1)),
        signers: [logSigner],
      });
      // A copy that was taken while the log grew: newer tiles and lines, the checkpoint before.
      const growing = new Map([...files, ['checkpoint', before.get('checkpoint') as Buffer] as const]);
      for (const path of [...growing.keys()]) if (path.startsWith('timestamps/')) growing.delete(path);
      for (const each of [files, growing]) {
        const { findings, verdict } = await verify(each);
        assert.deepEqual(
          [verdict, findings.filter(({ weight }) => weight !== 'told')],
          ['unanchored', []],
          String(entries),
        );
        verified += 1;
      }
    }
    assert.ok(verified >= 100);
  });
});

describe('R8: without the check, nothing else would have noticed', () => {
  const forger = async (): Promise<Files> => {
    const some = lines.with(3, lineOf(3, 'forged'));
    return await writeLog({ origin, lines: some, signers: [foreignSigner] });
  };
  const controls: readonly [VerifyCheck, () => Promise<Files> | Files, Partial<LogToVerify>?][] = [
    ['signature', forger],
    [
      'root',
      async () => {
        const some = await writeLog({
          origin,
          lines: lines.with(189, lineOf(189, 'forged')),
          signers: [logSigner],
        });
        return some.set('checkpoint', clean.get('checkpoint') as Buffer);
      },
    ],
    [
      'tiles',
      () => {
        const tile = Buffer.from(clean.get('tile/0/000.p/190') as Buffer);
        tile[0] = (tile[0] as number) ^ 1;
        return new Map(clean).set('tile/0/000.p/190', tile);
      },
    ],
    [
      'digests',
      () => {
        const file = `${SEGMENT}.zst.sha256`;
        return new Map(closed).set(file, Buffer.from((closed.get(file) as Buffer).toString().toUpperCase()));
      },
    ],
    [
      'shape',
      () => writeLog({ origin, lines: lines.with(5, lineOf(5, 'again', { seq: 5 })), signers: [logSigner] }),
    ],
    [
      'silence',
      () =>
        writeLog({ origin, lines: [...lines, lineOf(9_000, 'late', { seq: 500 })], signers: [logSigner] }),
    ],
    [
      'pending',
      () => writeLog({ origin, lines, signers: [logSigner], pending: [lineOf(190, 'a'), lineOf(230, 'b')] }),
    ],
    [
      'anchors',
      async () => {
        const file = 'timestamps/100.checkpoint';
        return (await writeLog({ origin, lines: lines.slice(0, 50), signers: [logSigner] })).set(
          file,
          clean.get(file) as Buffer,
        );
      },
    ],
    [
      'cosignatures',
      async () => {
        const text = checkpointText(origin, count, rootOf(lines));
        const wrong = { ...witnessSigner, sign: () => new Uint8Array(72) };
        return new Map(clean).set(
          'checkpoint',
          Buffer.from(formatNote(await signNote(text, [logSigner, wrong]))),
        );
      },
    ],
    ['timeStamps', () => new Map(clean).set('timestamps/100.tsr', leafOf(Buffer.from('no time-stamp')))],
    ['name', () => clean, { name: 'technical-2025' }],
  ];

  for (const [check, tamper, given] of controls) {
    it(`${check}: caught with it, passed without it`, async () => {
      const files = await tamper();
      const caught = await verify(files, given);
      assert.ok(caught.findings.length > 0, 'caught');
      const passed = await verify(files, { ...given, without: new Set([check]) });
      assert.deepEqual(passed.findings, []);
    });
  }
});
