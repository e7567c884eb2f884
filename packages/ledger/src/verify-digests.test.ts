// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Files, filesOf, platform, setClosed } from '../test/log-writer.ts';
import { segmentOfPath } from './segment-lines.ts';
import { checkDigests, digestPath } from './verify-digests.ts';
import { gatherFindings } from './verify-report.ts';

const path = 'segments/000000000000.ndjson.zst';

async function told(files: Files): Promise<string[]> {
  const findings = gatherFindings();
  const segments = [...files.keys()].flatMap((name) => segmentOfPath(name) ?? []);
  await checkDigests({ files: filesOf(files), segments, findings, startSha256: platform.startSha256 });
  return findings.all.map(({ code, file, weight }) => `${weight} ${code} ${file}`);
}

describe('checkDigests()', () => {
  // Danger: the tree covers lines. A byte of a frame that changes and still reads the same is seen by nothing else.
  it('a closed segment is the file that was written, however many pieces it is read in', async () => {
    for (const size of [0, 1, 4_194_304, 9_000_000]) {
      const files = setClosed(new Map(), path, Buffer.alloc(size, 7));
      assert.deepEqual(await told(files), [], `${size} bytes`);
      files.get(path)?.subarray(-1).fill(8);
      const expected = size === 0 ? [] : [`altered segment.digest_differs ${path}`];
      assert.deepEqual(await told(files), expected, `${size} bytes`);
    }
  });

  it('a digest that was cut, lengthened or belongs to another name is none', async () => {
    const whole = setClosed(new Map(), path, Buffer.from('frames')).get(digestPath(path)) ?? Buffer.alloc(0);
    const other = Buffer.from(whole.toString().replace('000000000000', '000000065536'));
    for (const digest of [whole.subarray(1), Buffer.concat([whole, whole]), other, Buffer.alloc(0)]) {
      const files = new Map([
        [path, Buffer.from('frames')],
        [digestPath(path), digest],
      ]);
      assert.deepEqual(await told(files), [`altered segment.digest_differs ${path}`]);
    }
  });

  it('a digest that is not there is told and is no alarm; a growing segment needs none', async () => {
    assert.deepEqual(await told(new Map([[path, Buffer.from('frames')]])), [
      'told segment.digest_absent segments',
    ]);
    assert.deepEqual(await told(new Map([['segments/000000000000.ndjson', Buffer.from('line\n')]])), []);
  });
});
