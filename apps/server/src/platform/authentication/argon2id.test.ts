// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { test } from 'node:test';
import { argon2idTag } from './argon2id.ts';

test('argon2idTag() depends on text, salt and every part of the cost, and on nothing else', async () => {
  const salt = Buffer.alloc(16, 7);
  const cost = { memoryKib: 64, passes: 1, tagBytes: 32 };
  const tag = await argon2idTag('a', salt, cost);
  const expected = argon2Sync('argon2id', {
    message: 'a',
    nonce: salt,
    parallelism: 1,
    tagLength: 32,
    memory: 64,
    passes: 1,
  });
  assert.equal(tag, expected.toString('base64url'));
  const others = await Promise.all([
    argon2idTag('b', salt, cost),
    argon2idTag('a', Buffer.alloc(16, 8), cost),
    argon2idTag('a', salt, { ...cost, memoryKib: 128 }),
    argon2idTag('a', salt, { ...cost, passes: 2 }),
    argon2idTag('a', salt, { ...cost, tagBytes: 16 }),
  ]);
  assert.equal(new Set([tag, ...others]).size, 6);
});
