// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newRecoveryCodes, plainRecoveryCode } from './recovery-code.ts';
import { isPassword, slowHash, slowTag } from './slow-hash.ts';

describe('slowHash()', () => {
  it('isPassword() knows its own password, in every Unicode form, and no other', async () => {
    const kept = await slowHash('café aan de Leie');
    assert.match(kept, /^argon2id\$19456\$2\$/);
    assert.equal(await isPassword('café aan de Leie', kept), true);
    assert.equal(await isPassword('cafe aan de Leie', kept), false);
    assert.equal(await isPassword('', kept), false);
    assert.notEqual(await slowHash('café aan de Leie'), kept);
  });

  // Answering at once for people who do not exist would tell who does.
  it('isPassword() works as hard for nobody, and says no', async () => {
    assert.equal(await isPassword('anything at all', null), false);
  });
});

describe('newRecoveryCodes()', () => {
  it('newRecoveryCodes() makes ten that are read back however they are typed', async () => {
    const made = await newRecoveryCodes();
    assert.equal(new Set(made.codes).size, 10);
    const [first = ''] = made.codes;
    for (const typed of [
      first,
      first.toLowerCase(),
      first.replaceAll('-', ' '),
      first.replaceAll('0', 'o'),
    ]) {
      const plain = plainRecoveryCode(typed);
      assert.ok(plain !== null);
      assert.ok(made.hashes.includes(await slowTag(plain, made.salt)));
    }
    assert.equal(plainRecoveryCode('123456'), null);
  });
});
