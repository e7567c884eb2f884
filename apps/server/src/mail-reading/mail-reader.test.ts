// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { MailReader } from './mail-reader.ts';
import { readMail } from './read-mail.ts';

const letter = Buffer.from('From: Ann <ann@example.org>\r\nSubject: Help\r\n\r\nSomething happened\r\n');

function openReader(t: TestContext, given: ConstructorParameters<typeof MailReader>[0] = {}): MailReader {
  const reader = new MailReader(given);
  t.after(() => reader.stop());
  return reader;
}

/** A thread that does what a mail made it do, instead of answering. */
async function threadThat(t: TestContext, does: string): Promise<URL> {
  const folder = await mkdtemp(path.join(tmpdir(), 'belfry-thread-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  const file = path.join(folder, 'thread.mjs');
  const body = `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', () => { ${does} });\n`;
  await writeFile(file, body);
  return pathToFileURL(file);
}

describe('MailReader', () => {
  it('reads in its thread what readMail() reads, many at once', async (t) => {
    const reader = openReader(t);
    const all = await Promise.all(Array.from({ length: 20 }, () => reader.read(letter)));
    for (const taken of all) {
      assert.deepEqual(taken.reading, readMail(letter).reading);
    }
  });

  for (const [danger, does] of [
    ['stalls', 'for (;;) {}'],
    ['eats the memory of', 'const eaten = []; for (;;) eaten.push(new Array(100000).fill({}));'],
    ['throws in', 'throw new Error("broken");'],
    ['ends', 'process.exit(1);'],
  ] as const) {
    it(`gives the first lines of a mail that ${danger} its thread`, async (t) => {
      const thread = await threadThat(t, does);
      const reader = openReader(t, { thread, msMax: 3_000, heapMebibytesMax: 32 });
      for (const taken of await Promise.all([reader.read(letter), reader.read(letter)])) {
        assert.deepEqual(taken.reading.oddities, ['unreadable']);
        assert.equal(taken.reading.mails[0]?.subject, 'Help');
        assert.deepEqual(taken.reading.mails[0]?.from, [{ name: 'Ann', address: 'ann@example.org' }]);
      }
    });
  }

  it('replaces a thread that cannot begin, and reads on once one can', async (t) => {
    const thread = new URL('file:///nowhere/thread.mjs');
    const reader = openReader(t, { thread });
    assert.deepEqual((await reader.read(letter)).reading.oddities, ['unreadable']);
    assert.deepEqual((await reader.read(letter)).reading.oddities, ['unreadable']);
  });

  it('does not begin a mail of 50 MB, and names its sender', async (t) => {
    const large = Buffer.concat([letter, Buffer.alloc(50 * 1024 * 1024, 'a')]);
    const taken = await openReader(t).read(large);
    assert.deepEqual(taken.reading.oddities, ['too_large_to_read']);
    assert.equal(taken.reading.mails[0]?.subject, 'Help');
    assert.equal(taken.files.length, 0);
  });
});
