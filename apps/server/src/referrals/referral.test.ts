// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonNotToHandOver } from './referral.ts';

const at = '2026-11-22T10:00:00.000Z';
const now = new Date(at);
const referred = { reference: 'REF-2026-0001', isReferred: true, handOver: null };

test('a hand-over is recorded once, of what was referred, and not before it happened', () => {
  const codeOf = (referral: Parameters<typeof reasonNotToHandOver>[0], moment = at) =>
    reasonNotToHandOver(referral, moment, now)?.refused ?? null;
  assert.equal(codeOf(referred), null);
  assert.equal(codeOf({ ...referred, isReferred: false }), 'referral.not_to_hand_over');
  assert.equal(codeOf({ ...referred, handOver: { at } }), 'referral.not_to_hand_over');
  assert.equal(codeOf(referred, '2026-11-22T10:00:00.001Z'), 'referral.in_the_future');
});
