// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { uuidBytes, uuidOf } from './uuid-bytes.ts';

it('uuidOf() gives back the identifier whose bytes uuidBytes() took', () => {
  const id = '019aa7c0-0000-7abc-8def-00ff00ff00ff';
  assert.equal(uuidBytes(id).byteLength, 16);
  assert.equal(uuidOf(uuidBytes(id)), id);
});
