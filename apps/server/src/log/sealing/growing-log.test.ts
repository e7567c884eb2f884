// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import { formatCheckpoint, leafHash, readFrom, reasonNotIncluded, rootAt } from '@belfry/ledger';
import { someEntries } from '../../../test/log-entries.ts';
import { sealedLineOf } from './entry-line.ts';
import { compressFrame, entriesHeld, openGrowingLog, rootOfFirst } from './growing-log.ts';
import { openLogDirectory } from './log-directory.ts';
import { openLogFiles } from './log-files.ts';
import { SEGMENT_ENTRIES } from './segment-file.ts';
import { fastSha256 } from './tree-on-disk.ts';

const NAME = 'technical-2026';
function aDirectory(t: TestContext): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'belfry-log-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

const linesFrom = (from: number, count: number) =>
  someEntries(from, count).flatMap((entry) =>
    sealedLineOf(entry, { format: 'text', parse: 'raw' }, null).map((line) => Buffer.from(line)),
  );
const leavesOf = (lines: readonly Buffer[]) => lines.map((line) => leafHash(line, fastSha256));
const naiveRoot = (lines: readonly Buffer[]) =>
  Buffer.from(rootAt(lines.length, readFrom(leavesOf(lines), fastSha256), fastSha256));

function mustOpen(directory: string, size: number) {
  const log = openGrowingLog(openLogFiles(path.join(directory, NAME)), size);
  assert.ok(log !== null);
  return log;
}
function publish(directory: string, log: { root(): Buffer; size: number; sync(): void; writeEdge(): void }) {
  log.sync();
  log.writeEdge();
  const text = formatCheckpoint({ origin: `log.example.org/${NAME}`, size: log.size, root: log.root() });
  openLogFiles(path.join(directory, NAME)).writeDurably(
    'checkpoint',
    Buffer.from(`${text}\n— log.example.org/${NAME} AAAAAAA=\n`),
  );
}

test('openGrowingLog() gives the root of RFC 6962 at every size, also after it was opened anew', (t) => {
  const directory = aDirectory(t);
  const lines = linesFrom(1, 700);
  for (let size = 0, step = 1; size < 700; step = (step * 7) % 61) {
    const log = mustOpen(directory, size);
    for (const line of lines.slice(size, size + step)) log.append(line);
    size = Math.min(size + step, 700);
    log.sync();
    log.writeEdge();
    assert.deepEqual(log.root(), naiveRoot(lines.slice(0, size)));
    assert.deepEqual(rootOfFirst(openLogFiles(path.join(directory, NAME)), size), log.root());
  }
});

test('a line torn by a loss of power is cut off, and one that no checkpoint covers is written again', (t) => {
  const directory = aDirectory(t);
  const lines = linesFrom(1, 20);
  const log = mustOpen(directory, 0);
  for (const line of lines) log.append(line);
  log.sync();
  const files = openLogFiles(path.join(directory, NAME));
  files.append('segments/000000000000.ndjson', Buffer.from('{"v":1,"seq":21,"rec'));
  files.close();
  assert.equal(entriesHeld(files), 20);
  const again = mustOpen(directory, 12);
  for (const line of lines.slice(12)) again.append(line);
  again.sync();
  assert.deepEqual(again.root(), naiveRoot(lines));
  assert.equal(openGrowingLog(files, 21), null);
});

test('a closed segment opens with zstdcat and with Node, and each line is found by its index', async (t) => {
  const directory = aDirectory(t);
  const count = SEGMENT_ENTRIES + 300;
  const lines = linesFrom(1, count);
  const log = mustOpen(directory, 0);
  for (const line of lines.slice(0, SEGMENT_ENTRIES)) log.append(line);
  publish(directory, log);
  assert.equal(log.room, 0);
  log.closeSegment();
  for (const line of lines.slice(SEGMENT_ENTRIES)) log.append(line);
  publish(directory, log);

  const segment = path.join(directory, NAME, 'segments/000000000000.ndjson.zst');
  const whole = `${lines.slice(0, SEGMENT_ENTRIES).join('\n')}\n`;
  assert.equal(zstdDecompressSync(readFileSync(segment)).toString(), whole);
  assert.equal(execFileSync('zstdcat', [segment], { maxBuffer: 1e9 }).toString(), whole);

  const reader = openLogDirectory(directory).open(NAME);
  for (const index of [0, 255, 256, 40_000, SEGMENT_ENTRIES - 1, SEGMENT_ENTRIES, count - 1]) {
    assert.equal((await reader.line(index))?.toString(), String(lines[index]));
  }
  assert.equal(await reader.line(count), null);
  const read: string[] = [];
  for await (const run of reader.lines(65_000, count)) {
    assert.equal(run.first, 65_000 + read.length);
    read.push(...run.lines.map(String));
  }
  assert.deepEqual(read, lines.slice(65_000).map(String));
  const leaves = leavesOf(lines);
  for (const [index, size] of [
    [0, count],
    [65_535, 65_536],
    [70, 300],
    [count - 1, count],
  ] as const) {
    const root = rootAt(size, readFrom(leaves, fastSha256), fastSha256);
    const claim = { leaf: leaves[index] ?? root, index, size, root, proof: await reader.proof(index, size) };
    assert.equal(reasonNotIncluded(claim), null);
  }
  assert.deepEqual(mustOpen(directory, count).root(), naiveRoot(lines));
  assert.deepEqual(
    rootOfFirst(openLogFiles(path.join(directory, NAME)), 1_000),
    naiveRoot(lines.slice(0, 1_000)),
  );
});

// Danger: zlib appends an empty frame where its buffer is just full, and one segment in sixty-four verifies as altered.
test('compressFrame() makes one frame, also of what fills a buffer to its end', () => {
  const magic = Buffer.from('28b52ffd', 'hex');
  for (const buffer of [16_384, 65_536, 131_072]) {
    for (let length = buffer - 40; length < buffer + 2; length += 1) {
      const frame = compressFrame(randomBytes(length));
      assert.equal(frame.lastIndexOf(magic), 0, String(length));
    }
  }
});
