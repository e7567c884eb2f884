// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { totpInvitation, totpStep } from './totp.ts';

// RFC 6238 appendix B, SHA-1, its eight digits cut to six: the secret is "12345678901234567890".
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const vectors: readonly (readonly [seconds: number, code: string])[] = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
];

describe('totpStep()', () => {
  it('totpStep() agrees with the vectors of RFC 6238', () => {
    for (const [seconds, code] of vectors) {
      assert.equal(totpStep(secret, code, new Date(seconds * 1_000), 0), Math.floor(seconds / 30));
    }
  });

  it('totpStep() forgives one step either way and no more', () => {
    const at = (seconds: number) => totpStep(secret, '050471', new Date(seconds * 1_000), 0);
    const step = Math.floor(1111111111 / 30);
    assert.equal(at(1111111111 - 30), step);
    assert.equal(at(1111111111 + 30), step);
    assert.equal(at(1111111111 - 61), null);
    assert.equal(at(1111111111 + 61), null);
  });

  // A code seen over a shoulder is worth nothing once its owner has used it.
  it('totpStep() refuses a step that was used, and every one before it', () => {
    const now = new Date(1111111111 * 1_000);
    const step = Math.floor(1111111111 / 30);
    assert.equal(totpStep(secret, '050471', now, step), null);
    assert.equal(totpStep(secret, '050471', now, step + 1), null);
    assert.equal(totpStep(secret, '050471', now, step - 1), step);
  });

  it('totpStep() reads blanks as people type them and nothing else', () => {
    const now = new Date(1111111111 * 1_000);
    assert.notEqual(totpStep(secret, ' 050 471 ', now, 0), null);
    for (const code of ['', '05047', '0504711', 'O50471', '٠٥٠٤٧١', '050471\u0000']) {
      assert.equal(totpStep(secret, code, now, 0), null, code);
    }
  });
});

describe('totpInvitation()', () => {
  it('totpInvitation() writes an otpauth URI that no name of an organisation can bend', async () => {
    const { uri, qr } = await totpInvitation(secret, 'Stad: Gent & co?secret=AAAA', 'ada@example.org');
    const url = new URL(uri);
    assert.equal(url.protocol, 'otpauth:');
    assert.equal(url.searchParams.get('secret'), secret);
    assert.equal(url.searchParams.getAll('secret').length, 1);
    assert.match(qr, /^data:image\/svg\+xml;base64,/);
  });
});
