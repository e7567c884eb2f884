// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCommonPassword } from './common-password.ts';

describe('isCommonPassword()', () => {
  for (const password of [
    'correcthorsebatterystaple',
    'Correct Horse Battery Staple!',
    'password1234',
    'Password2026!',
    'P@ssw0rd1234',
    'welcomehome123',
    '123456789012',
    'qwertyuiopas',
    'azertyuiopqs',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'iloveyou2026!!',
  ]) {
    it(`isCommonPassword() knows "${password}" from the lists that are tried first`, () => {
      assert.equal(isCommonPassword(password), true);
    });
  }

  it('isCommonPassword() lets pass phrases and random ones be', () => {
    for (const password of [
      'vlaamse frietjes zijn lekker',
      'tulip-mosaic-canyon-ribbon-19',
      'kX9$mQ2!vL7pZr',
      'Überraschung am Nordkap',
    ]) {
      assert.equal(isCommonPassword(password), false, password);
    }
  });
});
