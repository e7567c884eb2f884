// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { jsonDigest } from './json-digest.ts';

describe('jsonDigest', () => {
  it('is the SHA-256 of the canonical form, whatever the order of members', () => {
    const digest = createHash('sha256').update('{"a":[true,null],"b":"é"}').digest('hex');
    assert.equal(jsonDigest({ b: 'é', a: [true, null] }), digest);
    assert.equal(jsonDigest({ a: [true, null], b: 'é' }), digest);
  });

  it('tells apart what a reader tells apart', () => {
    assert.notEqual(jsonDigest({ a: 1 }), jsonDigest({ a: '1' }));
    assert.notEqual(jsonDigest(['ab', 'c']), jsonDigest(['a', 'bc']));
  });
});
