// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { type DiskCalls, diskCalls, openDiskFileStore } from './disk-file-store.ts';
import { contentOf, fileStoreSuite, pieces, sha256Hex } from './file-store.contract.ts';

const made: string[] = [];
after(async () => {
  for (const directory of made) await rm(directory, { recursive: true, force: true, maxRetries: 10 });
});

async function aDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'belfry-files-'));
  made.push(directory);
  return directory;
}

async function filesUnder(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

class Broken extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Calls of which one fails once: before it did anything, or after it did everything. */
function failingOnce(
  name: Exclude<keyof DiskCalls, 'freeBytes'>,
  when: 'before' | 'after',
  code = 'EIO',
): DiskCalls {
  let isDone = false;
  const broken = async (...args: never[]) => {
    const call = diskCalls[name] as (...args: never[]) => Promise<void>;
    if (isDone) return await call(...args);
    if (when === 'after') await call(...args);
    isDone = true;
    throw new Broken(code);
  };
  return { ...diskCalls, [name]: broken };
}

describe('DiskFileStore', () => {
  fileStoreSuite(async () => await openDiskFileStore(await aDirectory()));

  for (const name of ['write', 'syncFile', 'rename', 'syncDirectory'] as const) {
    for (const when of ['before', 'after'] as const) {
      it(`keep() after a ${name} that failed ${when} the deed: absent or whole, and again is safe`, async () => {
        const directory = await aDirectory();
        await openDiskFileStore(directory);
        const store = await openDiskFileStore(directory, {
          ...diskCalls,
          // The opening syncs a directory too; only the keeping is to fail.
          [name]: (() => {
            const failing = failingOnce(name, when)[name] as (...args: never[]) => Promise<void>;
            const real = diskCalls[name] as (...args: never[]) => Promise<void>;
            return (...args: never[]) => (isArmed ? failing(...args) : real(...args));
          })(),
        });
        isArmed = true;
        await assert.rejects(store.keep(pieces('evidence'), 100), { code: 'files.not_written' });
        isArmed = false;
        const [left] = await filesUnder(directory);
        assert.ok(left === undefined || sha256Hex('evidence').endsWith(left), 'absent or in its place');
        await store.keep(pieces('evidence'), 100);
        assert.equal((await contentOf(await store.open(sha256Hex('evidence')))).toString(), 'evidence');
        assert.equal((await filesUnder(directory)).length, 1);
      });
    }
  }
  let isArmed = false;

  it('keep() on a full disk says so and leaves no piece behind', async () => {
    const directory = await aDirectory();
    const store = await openDiskFileStore(directory, failingOnce('write', 'before', 'ENOSPC'));
    await assert.rejects(store.keep(pieces('too much'), 100), { code: 'files.disk_full' });
    assert.deepEqual(await filesUnder(directory), []);
  });

  // Danger: a stranger who fills the disk through the public form stops the database.
  it('keep() takes nothing once only the reserve is left', async () => {
    const directory = await aDirectory();
    const store = await openDiskFileStore(directory, {
      ...diskCalls,
      freeBytes: async () => limits.diskReserveBytesMin - 1,
    });
    await assert.rejects(store.keep(pieces('one more'), 100), { code: 'files.disk_full' });
    assert.deepEqual(await filesUnder(directory), []);
  });

  it('keep() heals a file that a fault cut short', async () => {
    const directory = await aDirectory();
    const store = await openDiskFileStore(directory);
    const digest = sha256Hex('whole content');
    await store.keep(pieces('whole content'), 100);
    const place = path.join(directory, 'sha256', digest.slice(0, 2), digest.slice(2));
    await chmod(place, 0o600);
    await truncate(place, 3);
    await store.keep(pieces('whole content'), 100);
    assert.equal((await contentOf(await store.open(digest))).toString(), 'whole content');
  });

  it('open() never hands out an altered file as a whole one', async () => {
    const directory = await aDirectory();
    const store = await openDiskFileStore(directory);
    const digest = sha256Hex('what was received');
    await store.keep(pieces('what was received'), 100);
    const place = path.join(directory, 'sha256', digest.slice(0, 2), digest.slice(2));
    await chmod(place, 0o600);
    await writeFile(place, 'what was altered.');
    const file = await store.open(digest);
    await assert.rejects(contentOf(file), { code: 'files.altered' });
  });

  it('keeps files for its own user only, and read-only', async () => {
    const directory = await aDirectory();
    const store = await openDiskFileStore(directory);
    await store.keep(pieces('private'), 100);
    const digest = sha256Hex('private');
    const { mode } = await stat(path.join(directory, 'sha256', digest.slice(0, 2), digest.slice(2)));
    assert.equal(mode & 0o777, 0o400);
  });

  it('sweep() removes what a crash in the middle left', async () => {
    const directory = await aDirectory();
    const store = await openDiskFileStore(directory);
    await writeFile(path.join(directory, 'incoming', 'left-over'), 'half');
    assert.equal(await store.sweep(new Date(0)), 0);
    assert.equal(await store.sweep(new Date('2999-01-01')), 1);
    assert.deepEqual(await filesUnder(directory), []);
  });
});
