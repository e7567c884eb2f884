// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from 'node:test';
import { isAbsent } from './is-absent.ts';
import { writeDurably, writeLightly } from './write-whole.ts';

for (const write of [writeDurably, writeLightly]) {
  it(`${write.name}() replaces a file whole, and leaves the one before where it fails`, async (t) => {
    const directory = await mkdtemp(path.join(tmpdir(), 'belfry-write-'));
    t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
    const file = path.join(directory, 'state.json');
    // What a crash left behind is longer than what is written now.
    await writeFile(`${file}.new`, 'x'.repeat(100));
    await write(file, 'one');
    await write(file, Buffer.from('two'));
    assert.equal(await readFile(file, 'utf8'), 'two');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(directory), ['state.json']);
    await mkdir(`${file}.new`);
    await assert.rejects(write(file, 'three'));
    assert.equal(await readFile(file, 'utf8'), 'two');
  });
}

// Danger: a disk that does not answer passes for an empty one, and what is kept on it is begun anew.
it('isAbsent() is said of a file that is not there, and of nothing else', async () => {
  const failure = async (file: string) => await readFile(file).catch((error: unknown) => error);
  assert.equal(isAbsent(await failure('/nowhere/at/all')), true);
  assert.equal(isAbsent(await failure('/')), false);
  assert.equal(isAbsent({ code: 'ENOENT' }), false);
});
