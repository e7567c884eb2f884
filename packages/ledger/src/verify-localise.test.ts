// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logSigner, logVerifier, origin } from '../test/keys.ts';
import { type Files, filesOf, lineOf, platform, writeLog } from '../test/log-writer.ts';
import { verifyLog } from './index.ts';

const lines = Array.from({ length: 600 }, (_, index) => lineOf(index, `event ${index}`));
const SEGMENT = 'segments/000000000000.ndjson';
const clean = await writeLog({ origin, lines, signers: [logSigner] });
const altered = (entry: number) =>
  Buffer.from(
    lines.map((line, index) => `${index === entry ? line.replace('event', 'Event') : line}\n`).join(''),
  );

async function told(files: Files) {
  const given = { name: null, logKeys: [logVerifier], witnesses: [], pinned: [], ...platform };
  const report = await verifyLog({
    files: filesOf(files),
    checkTimeStamp: () => ({ by: 'nobody' }),
    ...given,
  });
  return report.findings.map(({ code, entries, file }) =>
    `${code} ${entries?.join('-') ?? file ?? ''}`.trim(),
  );
}

describe('what cannot be told to the entry', () => {
  it('without its tile is told to 256 entries, and the others still to the entry', async () => {
    const files = new Map(clean).set(SEGMENT, altered(300));
    files.delete('tile/0/001');
    assert.deepEqual(await told(files), ['entries.narrowed 256-511', 'tile.absent tile/0']);
  });

  // Danger: whoever alters a line alters its tile to fit.
  it('with a tile that was altered to fit is told to 256 entries, and the tile is not believed', async () => {
    const files = new Map(clean).set(SEGMENT, altered(300));
    const forged = await writeLog({
      origin,
      lines: lines.with(300, (lines[300] as string).replace('event', 'Event')),
      signers: [logSigner],
    });
    files.set('tile/0/001', forged.get('tile/0/001') as Buffer);
    assert.deepEqual(await told(files), ['entries.narrowed 256-511']);
    // With the tile above it too, nothing but the root is left, and it does not hold.
    for (const path of forged.keys())
      if (path.startsWith('tile/')) files.set(path, forged.get(path) as Buffer);
    assert.ok((await told(files)).includes('entries.differ'));
  });

  it('leaves open whether the log continues a checkpoint that ends among them', async () => {
    const files = await writeLog({ origin, lines, signers: [logSigner], kept: [300] });
    files.set(SEGMENT, altered(299)).delete('tile/0/001');
    assert.deepEqual(await told(files), [
      'entries.narrowed 256-511',
      'tile.absent tile/0',
      'anchor.unreadable timestamps/300.checkpoint',
    ]);
  });

  it('in the last entries, which fill no tile, is told to the entry', async () => {
    assert.deepEqual(await told(new Map(clean).set(SEGMENT, altered(599))), ['entry.altered 599-599']);
  });

  it('an altered tile over lines that are whole is told as a tile', async () => {
    for (const path of ['tile/0/001', 'tile/1/000.p/2', 'tile/0/002.p/88']) {
      const tile = Buffer.from(clean.get(path) as Buffer);
      tile[33] = (tile[33] as number) ^ 1;
      assert.deepEqual(await told(new Map(clean).set(path, tile)), [`tile.altered ${path}`]);
      assert.deepEqual(await told(new Map(clean).set(path, tile.subarray(0, -1))), [`tile.altered ${path}`]);
    }
    // The tile of an earlier checkpoint that still lies beside a wider one.
    const older = Buffer.from((clean.get('tile/0/002.p/88') as Buffer).subarray(0, 40 * 32));
    const beside = new Map([['tile/0/002.p/40', older], ...clean]);
    assert.deepEqual(await told(beside), []);
    older[7] = (older[7] as number) ^ 1;
    assert.deepEqual(await told(beside), ['tile.altered tile/0/002.p/40']);
  });
});
