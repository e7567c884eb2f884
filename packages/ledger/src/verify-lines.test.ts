// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logSigner, logVerifier, origin } from '../test/keys.ts';
import { filesOf, lineOf, platform, writeLog } from '../test/log-writer.ts';
import { verifyLog } from './index.ts';

async function told(lines: readonly string[], pending: readonly string[] = []) {
  const files = await writeLog({ origin, lines, signers: [logSigner], pending });
  const given = { name: null, logKeys: [logVerifier], witnesses: [], pinned: [], ...platform };
  const report = await verifyLog({
    files: filesOf(files),
    checkTimeStamp: () => ({ by: 'nobody' }),
    ...given,
  });
  return report.findings.map(({ code, entries, weight }) =>
    `${weight} ${code} ${entries?.join('-') ?? ''}`.trim(),
  );
}

// Danger: whoever deletes the only segment leaves nothing that could differ.
it('segments that are gone are told by their entries, with and without others behind them', async () => {
  const lines = Array.from({ length: 3 }, (_, index) => lineOf(index, 'x'));
  const files = await writeLog({ origin, lines, signers: [logSigner] });
  files.delete('segments/000000000000.ndjson');
  const given = { name: null, logKeys: [logVerifier], witnesses: [], pinned: [], ...platform };
  const check = async () => {
    const checkTimeStamp = () => ({ by: 'nobody' });
    const { findings } = await verifyLog({ files: filesOf(files), checkTimeStamp, ...given });
    return findings.map(({ code, entries }) => `${code} ${entries?.join('-')}`)[0];
  };
  assert.equal(await check(), 'entries.missing 0-2');
  files.set('segments/000000065536.ndjson', Buffer.alloc(0));
  assert.equal(await check(), 'entries.missing 0-2');
});

// What the log signed and should not have: hashes hold, and the story they tell does not.
describe('what lines say of themselves', () => {
  it('parts of an entry share its number, and nothing else does', async () => {
    const whole = lineOf(0, 'a');
    const parts = [lineOf(1, 'b', { seq: 2, part: '[1,2]' }), lineOf(2, 'c', { seq: 2, part: '[2,2]' })];
    assert.deepEqual(await told([whole, ...parts]), []);
    assert.deepEqual(await told([whole, lineOf(1, 'b', { seq: 1 })]), ['altered line.out_of_order 1-1']);
  });

  it('a line that is none, or longer than a leaf may be', async () => {
    assert.deepEqual(await told([lineOf(0, 'a'), '{"not":"a line"}']), ['altered line.malformed 1-1']);
    assert.deepEqual(await told([lineOf(0, 'x'.repeat(70_000))]), ['altered line.malformed 0-0']);
  });

  it('lines behind the seal: waiting, out of order, unreadable', async () => {
    const sealed = [lineOf(0, 'a'), lineOf(1, 'b')];
    assert.deepEqual(await told(sealed, [lineOf(2, 'c')]), ['told seal.pending']);
    assert.deepEqual(await told(sealed, [lineOf(2, 'c', { seq: 1 })]), [
      'altered line.out_of_order 1-1',
      'told seal.pending',
    ]);
    assert.deepEqual(await told(sealed, ['{}']), ['told seal.pending']);
  });
});
