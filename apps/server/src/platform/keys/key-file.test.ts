// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { openKeyFile } from './key-file.ts';

async function aDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'belfry-keys-'));
  t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
  return path.join(directory, 'keys');
}

describe('key files', () => {
  it('openKeyFile() makes a private key once and opens the same one again', async (t) => {
    const directory = await aDirectory(t);
    const key = await openKeyFile(directory, 'one.key');
    assert.equal(key.byteLength, 32);
    assert.deepEqual(await openKeyFile(directory, 'one.key'), key);
    assert.notDeepEqual(await openKeyFile(directory, 'other.key'), key);
    assert.equal((await stat(path.join(directory, 'one.key'))).mode & 0o777, 0o600);
    assert.deepEqual((await readdir(directory)).sort(), ['one.key', 'other.key']);
  });

  // Danger: a key that cannot be read is replaced by a new one, and everything under the old one is lost.
  it('openKeyFile() stops at a key it cannot use, and leaves it as it is', async (t) => {
    const directory = await aDirectory(t);
    await mkdir(directory);
    await writeFile(path.join(directory, 'short.key'), 'short');
    await assert.rejects(openKeyFile(directory, 'short.key'), /has 5 bytes instead of 32/);
    await mkdir(path.join(directory, 'folder.key'));
    await assert.rejects(openKeyFile(directory, 'folder.key'), /EISDIR/);
  });

  it('openKeyFile() passes over what a crash left half written', async (t) => {
    const directory = await aDirectory(t);
    await mkdir(directory);
    await writeFile(path.join(directory, 'one.key.new'), 'half');
    assert.equal((await openKeyFile(directory, 'one.key')).byteLength, 32);
  });
});
