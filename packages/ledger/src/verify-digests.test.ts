// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it } from 'node:test';
import { type Files, filesOf, setClosed } from '../test/log-writer.ts';
import { digestLine, digestPath, gatherFindings } from './index.ts';
import { checkDigests } from './verify-digests.ts';

const path = 'segments/000000000000.ndjson.zst';
const segment = Buffer.alloc(5_000_000, 7);

async function told(files: Files): Promise<string[]> {
  const findings = gatherFindings();
  const segments = [
    { path, first: 0, isClosed: true },
    { path: 'segments/000000065536.ndjson', first: 65_536, isClosed: false },
  ];
  await checkDigests({ files: filesOf(files), segments, findings, startSha256: () => createHash('sha256') });
  return findings.all.map(({ code, weight }) => `${weight} ${code}`);
}

it('checkDigests() tells a digest that differs from one that is absent', async () => {
  const files = setClosed(new Map(), path, segment);
  assert.equal(
    digestLine(path, createHash('sha256').update(segment).digest()),
    String(files.get(digestPath(path))),
  );
  assert.deepEqual(await told(files), []);
  assert.deepEqual(await told(new Map(files).set(path, segment.subarray(1))), [
    'altered segment.digest_differs',
  ]);
  assert.deepEqual(await told(new Map([[path, segment]])), ['told segment.digest_absent']);
});
