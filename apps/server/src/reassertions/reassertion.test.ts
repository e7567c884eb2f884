// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { challengeOf, type Purpose, type Reassertion, reasonNotUsable } from './reassertion.ts';

const at = new Date('2026-11-22T10:00:00.000Z');
const later = (ms: number) => new Date(at.getTime() + ms);
const purpose: Purpose = { act: 'notification.approve', subject: 'NOT-2026-0001', digest: 'a'.repeat(64) };
const proved: Reassertion = {
  id: '0198a6d2-0000-7000-8000-000000000001',
  personId: '0198a6d2-0000-7000-8000-000000000002',
  method: 'passkey',
  purpose,
  nonce: 'n',
  askedAt: at,
  assertedAt: at,
  usedAt: null,
};

describe('reasonNotUsable()', () => {
  it('reasonNotUsable() takes a proof of this very act until its five minutes are over', () => {
    assert.equal(reasonNotUsable(proved, purpose, later(limits.reassertionAgeMsMax)), null);
    assert.equal(
      reasonNotUsable(proved, purpose, later(limits.reassertionAgeMsMax + 1))?.refused,
      'reassertion.needed',
    );
  });

  // What was proved for one text must be worth nothing for the next, nor a second time, nor before it is proved.
  it('reasonNotUsable() refuses another act, thing or text, a used proof and an open question', () => {
    const wrong: [Reassertion | null, Purpose][] = [
      [proved, { ...purpose, act: 'announcement.approve' }],
      [proved, { ...purpose, subject: 'NOT-2026-0002' }],
      [proved, { ...purpose, digest: 'b'.repeat(64) }],
      [{ ...proved, usedAt: at }, purpose],
      [{ ...proved, assertedAt: null }, purpose],
      [null, purpose],
    ];
    for (const [proof, wanted] of wrong) {
      assert.equal(reasonNotUsable(proof, wanted, later(1))?.refused, 'reassertion.needed');
    }
  });
});

describe('challengeOf()', () => {
  // Were the challenge random alone, a signed answer could be said to be for any act of that minute.
  it('challengeOf() differs with every part of the purpose, and with the person', () => {
    const many = [
      proved,
      { ...proved, personId: proved.id },
      { ...proved, nonce: 'm' },
      { ...proved, purpose: { ...purpose, digest: 'b'.repeat(64) } },
      { ...proved, purpose: { ...purpose, act: 'referral.decide' as const } },
      { ...proved, askedAt: later(1) },
    ].map((asked) => Buffer.from(challengeOf(asked)).toString('hex'));
    assert.equal(new Set(many).size, many.length);
    assert.equal(many[0]?.length, 64);
  });
});
