// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countriesOf, numberOf } from './values.ts';

describe('numberOf()', () => {
  // "1,5" read as fifteen would tell an authority ten times the loss.
  it('numberOf() reads a comma as the decimal sign and refuses what is no number', () => {
    assert.equal(numberOf('1,5'), 1.5);
    assert.equal(numberOf('12 000'), 12_000);
    assert.equal(numberOf(''), null);
    assert.equal(numberOf('1.2.3'), undefined);
    assert.equal(numberOf('about 10'), undefined);
    assert.equal(numberOf('0x10'), undefined);
  });
});

describe('countriesOf()', () => {
  it('countriesOf() takes codes however they are set apart', () => {
    assert.deepEqual(countriesOf('be, nl;FR'), ['BE', 'NL', 'FR']);
    assert.deepEqual(countriesOf('  '), []);
  });
});
