// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { type FileStore, FileStoreFailed, type OpenFile } from './file-store.ts';

export const sha256Hex = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

export async function* pieces(...chunks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
}

export async function contentOf(file: OpenFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.content) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What every file store does, wherever it keeps its files. */
export function fileStoreSuite(openStore: () => Promise<FileStore>): void {
  it('keep() gives the digest and the size, open() the same bytes', async () => {
    const store = await openStore();
    const kept = await store.keep(pieces('the same ', 'words'), 100);
    assert.deepEqual(kept, { sha256: sha256Hex('the same words'), sizeBytes: 14 });
    const file = await store.open(sha256Hex('the same words'));
    assert.equal(file.sizeBytes, 14);
    assert.equal((await contentOf(file)).toString(), 'the same words');
  });

  it('keep() takes an empty file and one of many pieces', async () => {
    const store = await openStore();
    const large = Buffer.alloc(1_500_000, 'abc');
    for (const content of [Buffer.alloc(0), large]) {
      const kept = await store.keep(
        pieces(content.subarray(0, 700_000), content.subarray(700_000)),
        2_000_000,
      );
      assert.ok(!isRefusal(kept));
      assert.ok((await contentOf(await store.open(kept.sha256))).equals(content));
    }
  });

  it('keep() refuses one byte too many and leaves nothing', async () => {
    const store = await openStore();
    const kept = await store.keep(pieces('12345', '6'), 5);
    assert.ok(isRefusal(kept) && kept.refused === 'request.too_large');
    await assert.rejects(store.open(sha256Hex('123456')), { code: 'files.missing' });
  });

  it('keep() of the same content twice at the same time is one file', async () => {
    const store = await openStore();
    const kept = await Promise.all(Array.from({ length: 8 }, () => store.keep(pieces('twice'), 10)));
    assert.deepEqual(new Set(kept.map((each) => JSON.stringify(each))).size, 1);
    assert.equal((await contentOf(await store.open(sha256Hex('twice')))).toString(), 'twice');
  });

  it('keep() whose sender goes away in the middle leaves nothing', async () => {
    const store = await openStore();
    async function* broken() {
      yield Buffer.from('first half');
      throw new Error('The sender went away');
    }
    await assert.rejects(store.keep(broken(), 100), /went away/);
    await assert.rejects(store.open(sha256Hex('first half')), { code: 'files.missing' });
  });

  it('open() takes a digest and nothing else: a path is not a name', async () => {
    const store = await openStore();
    for (const name of ['../../keys/receipt.key', '', 'A'.repeat(64), `${'a'.repeat(64)}\n`]) {
      await assert.rejects(store.open(name), (error) => error instanceof FileStoreFailed);
    }
  });

  it('discard() spares what was kept again since, and removes the rest', async () => {
    const store = await openStore();
    await store.keep(pieces('orphan'), 10);
    assert.equal(await store.discard(sha256Hex('orphan'), new Date(0)), false);
    assert.equal(await store.discard(sha256Hex('orphan'), new Date('2999-01-01')), true);
    await assert.rejects(store.open(sha256Hex('orphan')), { code: 'files.missing' });
  });
}
