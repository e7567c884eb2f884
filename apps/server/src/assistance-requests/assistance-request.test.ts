// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assistanceState, reasonPeriodNotValid } from './assistance-request.ts';

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const consent = { from: at(10), until: at(20), grantedAt: at(9), revokedAt: null };

describe('assistanceState', () => {
  it('ends by itself, at the very moment', () => {
    assert.equal(assistanceState(consent, at(9)), 'granted');
    assert.equal(assistanceState(consent, at(10)), 'active');
    assert.equal(assistanceState(consent, new Date(at(20).getTime() - 1)), 'active');
    assert.equal(assistanceState(consent, at(20)), 'expired');
  });

  it('without consent nothing is open, whatever the period', () => {
    assert.equal(assistanceState({ ...consent, grantedAt: null }, at(12)), 'asked');
    assert.equal(assistanceState({ ...consent, grantedAt: null }, at(21)), 'expired');
  });

  it('what was taken back stays taken back', () => {
    assert.equal(assistanceState({ ...consent, revokedAt: at(11) }, at(12)), 'revoked');
    assert.equal(assistanceState({ ...consent, revokedAt: at(11) }, at(21)), 'revoked');
  });
});

describe('reasonPeriodNotValid', () => {
  const limits = { now: at(9), daysMax: 30 };
  it('takes a period that lies ahead, up to the limit', () => {
    assert.equal(reasonPeriodNotValid({ from: at(1), until: at(10) }, limits), null);
    assert.equal(reasonPeriodNotValid({ from: at(1), until: new Date(at(31)) }, limits), null);
  });
  it('refuses one that is turned round, over, or too long', () => {
    assert.match(reasonPeriodNotValid({ from: at(12), until: at(11) }, limits) ?? '', /before it begins/);
    assert.match(reasonPeriodNotValid({ from: at(1), until: at(8) }, limits) ?? '', /It ended/);
    assert.match(
      reasonPeriodNotValid({ from: at(1), until: at(32) }, limits) ?? '',
      /31 days; 30 are the most/,
    );
  });
});
