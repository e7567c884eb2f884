// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isMap } from './is-map.ts';

it('isMap() takes objects, and no list, null or text', () => {
  assert.deepEqual([{}, Object.create(null), [], null, 'x', 1, undefined].map(isMap), [
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
