// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countriesOf, isHalfTyped, numberOf } from './values.ts';

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

describe('isHalfTyped()', () => {
  it('isHalfTyped() knows what is on the way to a mail address, an LEI, a number or a moment', () => {
    const half = (
      type: Parameters<typeof isHalfTyped>[0]['type'],
      value: Parameters<typeof isHalfTyped>[1],
    ) => isHalfTyped({ type, choices: [] }, value);
    assert.ok(half('mail', 'bea@'));
    assert.ok(half('lei', '529900T8BM'));
    assert.ok(half('count', '12 or so'));
    assert.ok(half('countries', ['B']));
    assert.ok(half('percent', 250));
    // The year 202, on the way to 2026.
    assert.ok(half('instant', '0202-11-20T10:00:00.000Z'));
    assert.ok(!half('mail', 'bea@example.org'));
    assert.ok(!half('mail', ''));
    assert.ok(!half('instant', null));
    assert.ok(!half('instant', '2026-11-20T10:00:00.000Z'));
  });
});

describe('countriesOf()', () => {
  it('countriesOf() takes codes however they are set apart', () => {
    assert.deepEqual(countriesOf('be, nl;FR'), ['BE', 'NL', 'FR']);
    assert.deepEqual(countriesOf('  '), []);
  });
});
