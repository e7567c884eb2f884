// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reasonNotPassword } from './password.ts';

const known = { name: 'Ada Lovelace', email: 'a.lovelace@example.org', organisation: 'Stad Gent' };
const codeFor = (password: string) => reasonNotPassword(password, known)?.errors?.[0]?.code ?? null;

describe('reasonNotPassword()', () => {
  it('reasonNotPassword() bounds the length, counting characters as people do', () => {
    assert.equal(codeFor('kort'), 'too_short');
    assert.equal(codeFor('🦉'.repeat(11)), 'too_short');
    assert.equal(codeFor('x7'.repeat(200)), 'too_long');
  });

  it('reasonNotPassword() refuses what is tried first, and what everybody knows of the person', () => {
    assert.equal(codeFor('correcthorsebatterystaple'), 'too_common');
    assert.equal(codeFor('Ada Lovelace 1815'), 'too_personal');
    assert.equal(codeFor('STAD-gent-2026'), 'too_personal');
    assert.equal(codeFor('lovelace-password1234'), 'too_common');
  });

  it('reasonNotPassword() asks for no signs, digits or capitals', () => {
    assert.equal(codeFor('drie torens en een brug'), null);
    assert.equal(codeFor('in Gent luidt de klok om zes'), null);
  });
});
