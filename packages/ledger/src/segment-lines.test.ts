// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { logSigner, logVerifier, origin } from '../test/keys.ts';
import {
  closedSegment,
  type Files,
  filesOf,
  lineOf,
  platform,
  setClosed,
  writeLog,
} from '../test/log-writer.ts';
import { type LogFiles, segmentOfPath, verifyLog } from './index.ts';

const CLOSED = 'segments/000000000000.ndjson.zst';
const ENTRIES = 65_536;
const lines = Array.from({ length: ENTRIES + 300 }, (_, index) =>
  lineOf(index, `event ${index}`, { ms: 1_800_000_000_000 + index }),
);
const clean = await writeLog({ origin, lines, signers: [logSigner], kept: [1_000, ENTRIES] });
const segment = clean.get(CLOSED) as Buffer;

const verify = (files: Files, readAs: LogFiles = filesOf(files)) =>
  verifyLog({
    files: readAs,
    name: null,
    logKeys: [logVerifier],
    witnesses: [],
    pinned: [],
    checkTimeStamp: () => ({ untrusted: 'nobody' }),
    ...platform,
  });
const told = async (files: Files) => {
  const { findings, verdict } = await verify(files);
  return [verdict, ...findings.map(({ code, entries }) => `${code} ${entries?.join('-') ?? ''}`.trim())];
};
/** With its digest: whoever may write one file may write the other. */
const withSegment = (bytes: Uint8Array) => setClosed(new Map(clean), CLOSED, Buffer.from(bytes));

describe('a closed segment', () => {
  it('is verified by its frames, and its seek table by them', async () => {
    assert.deepEqual(await told(clean), ['unanchored']);
    const table = Buffer.from(segment);
    table.writeUInt32LE(1, table.length - 30);
    assert.deepEqual(await told(withSegment(table)), ['altered', 'segment.malformed']);
    assert.deepEqual(await told(withSegment(segment.subarray(0, -(ENTRIES / 256) * 8 - 17))), [
      'altered',
      'segment.malformed',
    ]);
    assert.deepEqual(await told(withSegment(Buffer.concat([segment, segment.subarray(-2_065)]))), [
      'altered',
      'segment.malformed',
    ]);
  });

  // Danger: whoever may write the directory packs it again, so that it looks as if we had.
  it('packed again with one entry changed, removed or put in is told to the entry', async () => {
    const whole = lines.slice(0, ENTRIES);
    const changed = closedSegment(whole.with(40_000, lineOf(40_000, 'forged', { ms: 1_800_000_040_000 })));
    assert.deepEqual(await told(withSegment(changed)), ['altered', 'entry.altered 40000-40000']);
    assert.deepEqual(await told(withSegment(closedSegment(whole.toSpliced(300, 1)))), [
      'altered',
      'entry.missing 300-300',
    ]);
    const more = closedSegment(
      whole.toSpliced(ENTRIES, 0, lineOf(ENTRIES, 'more', { ms: 1_800_000_065_536 })),
    );
    assert.deepEqual(await told(withSegment(more)), ['altered', 'segment.malformed']);
  });

  it('one bit in its frames is found, also where every entry still reads the same', async () => {
    for (let at = 3; at < segment.length; at += Math.floor(segment.length / 6)) {
      const altered = Buffer.from(segment);
      altered[at] = (altered[at] as number) ^ 16;
      assert.equal((await verify(new Map(clean).set(CLOSED, altered))).verdict, 'altered', String(at));
    }
  });

  it('whole, with an altered entry in the one that grows behind it', async () => {
    const growing = 'segments/000000065536.ndjson';
    const altered = Buffer.from(
      (clean.get(growing) as Buffer).toString().replace('event 65600', 'Event 65600'),
    );
    assert.deepEqual(await told(new Map(clean).set(growing, altered)), [
      'altered',
      'entry.altered 65600-65600',
    ]);
  });

  it('listed, and gone when it is read', async () => {
    const files = {
      ...filesOf(clean),
      read: async (...[path, ...range]: Parameters<LogFiles['read']>) =>
        path === CLOSED ? null : await filesOf(clean).read(path, ...range),
    };
    const { findings, verdict } = await verify(clean, files);
    assert.equal(verdict, 'altered');
    assert.ok(findings.some(({ code }) => code === 'entry.missing'));
  });

  // Danger: a frame is read a piece at a time, and the pieces end anywhere.
  it('whose frames are longer than what is read at once', async () => {
    const noise = randomBytes(10_000_000).toString('base64');
    const long = Array.from({ length: 270 }, (_, index) =>
      lineOf(index, noise.slice(index * 45_000, (index + 1) * 45_000)),
    );
    const short = Array.from({ length: 600 }, (_, index) =>
      lineOf(index, noise.slice(index * 12_000, (index + 1) * 12_000)),
    );
    for (const some of [long, short]) {
      assert.deepEqual(
        await told(await writeLog({ origin, lines: some, signers: [logSigner], isClosed: true })),
        ['unanchored'],
      );
    }
  });

  // Danger: an encoder whose buffer is just full appends an empty frame, and an untouched log is called altered.
  it('with an empty frame that its encoder appended', async () => {
    const appended = await writeLog({
      ...{ origin, lines: lines.slice(0, 300), signers: [logSigner], isClosed: true },
      packFrame: (content) => Buffer.concat([zstdCompressSync(content), zstdCompressSync('')]),
    });
    assert.deepEqual(await told(appended), ['unanchored']);
  });

  // Danger: a frame that goes on for ever is gathered until memory ends.
  it('with a frame that has no end', async () => {
    const endless = Buffer.alloc(70_000_000);
    endless.writeUInt32LE(0xfd2fb528, 0);
    const files = await writeLog({ origin, lines: lines.slice(0, 10), signers: [logSigner], isClosed: true });
    const [verdict, first] = await told(setClosed(files, CLOSED, endless));
    assert.deepEqual([verdict, first], ['altered', 'segment.malformed']);
  });

  it('missing, with those behind it still there', async () => {
    const files = new Map(clean);
    files.delete(CLOSED);
    const [verdict, first] = await told(files);
    assert.deepEqual([verdict, first], ['altered', 'entries.missing 0-65535']);
  });

  it('cut inside a frame', async () => {
    const [verdict, first] = await told(withSegment(segment.subarray(0, 100_000)));
    assert.deepEqual([verdict, first], ['altered', 'segment.malformed']);
  });
});

it('a line without an end in a growing segment is read past, and what is behind it still looked at', async () => {
  const some = lines.slice(0, 10);
  const files = await writeLog({ origin, lines: some, signers: [logSigner] });
  const endless = Buffer.concat([
    Buffer.alloc(9_000_000, 'x'),
    Buffer.from('\n'),
    Buffer.from(`${some.slice(1).join('\n')}\n`),
  ]);
  files.set('segments/000000000000.ndjson', endless);
  assert.deepEqual(await told(files), ['altered', 'line.malformed 0-0', 'entry.altered 0-0']);
});

it('segmentOfPath() reads only the names that segments have', () => {
  assert.equal(segmentOfPath('segments/000000065536.ndjson')?.isClosed, false);
  for (const path of ['segments/1.ndjson', 'segments/000000000001.ndjson', 'checkpoint', `../${CLOSED}`]) {
    assert.equal(segmentOfPath(path), null);
  }
});
