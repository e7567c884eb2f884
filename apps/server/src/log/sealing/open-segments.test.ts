// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { openSegments } from './open-segments.ts';
import { growingPath } from './segment-file.ts';

const lineOf = (index: number) => `line ${index} ${'x'.repeat(index % 700)}`;
const textOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_none, at) => `${lineOf(from + at)}\n`).join('');
const texts = (lines: readonly Buffer[]) => lines.map((line) => line.toString());

async function growing(t: TestContext, entries: number) {
  const root = await mkdtemp(path.join(tmpdir(), 'belfry-segments-'));
  t.after(() => rm(root, { recursive: true, force: true, maxRetries: 10 }));
  const file = path.join(root, growingPath(0));
  await mkdir(path.dirname(file));
  await writeFile(file, textOf(0, entries));
  return { root, file, segments: openSegments(root) };
}

// Danger: two that read a growing segment at once each note where a run begins, and a third gets another's lines.
test('gives many readers at once the lines they ask for', async (t) => {
  const { segments } = await growing(t, 3_000);
  const asked = [2_900, 700, 2_304, 0, 255, 256, 1_500, 2_999, 1_501];
  const found = await Promise.all(
    asked.map(async (index) => {
      const segment = await segments.open(index);
      const lines = await segment?.frame(index, index + 1);
      await segment?.close();
      return lines?.[0]?.toString();
    }),
  );
  assert.deepEqual(found, asked.map(lineOf));
});

// Danger: bytes that were read before the next lines were whole are taken for lines.
test('takes no half of a line for one, and reads the file it opened', async (t) => {
  const { file, segments } = await growing(t, 300);
  await appendFile(file, 'line 300 and a ha');
  const segment = await segments.open(0);
  assert.deepEqual(texts((await segment?.frame(250, 256)) ?? []), [250, 251, 252, 253, 254, 255].map(lineOf));
  await rm(file);
  await writeFile(`${file}.next`, '');
  await rename(`${file}.next`, file);
  // It is the opened file that is read, whatever stands under its name since.
  assert.deepEqual(texts((await segment?.frame(256, 300)) ?? []).at(-1), lineOf(299));
  await assert.rejects(async () => await segment?.frame(256, 301), { code: 'log.unreadable' });
  await segment?.close();
});

test('has no segment where none is', async (t) => {
  const { segments } = await growing(t, 1);
  assert.equal(await segments.open(70_000), null);
});
