// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { type AcknowledgeFacts, acknowledgement, acknowledging } from './acknowledgement.ts';

const facts: AcknowledgeFacts = {
  acknowledges: true,
  nature: 'person',
  isUnreadable: false,
  envelopeFrom: 'rik@example.com',
  to: 'rik@example.com',
  sentLately: 0,
};

describe('acknowledging()', () => {
  it('acknowledging() sends to a person', () => {
    assert.equal(acknowledging(facts), 'send');
  });

  // Danger: two machines that thank each other for ever.
  for (const [why, given] of [
    ['a mailbox that does not acknowledge', { acknowledges: false }],
    ['a machine', { nature: 'bulk' }],
    ['a mail that cannot be read', { isUnreadable: true }],
    ['no envelope', { envelopeFrom: null }],
    ['the null sender', { envelopeFrom: ' <> ' }],
    ['no address', { to: null }],
    ['two addresses in one', { to: 'rik@example.com, an@example.com' }],
  ] as [string, Partial<AcknowledgeFacts>][]) {
    it(`acknowledging() is silent towards ${why}`, () => {
      assert.equal(acknowledging({ ...facts, ...given }), 'silent');
    });
  }

  it('acknowledging() says why where somebody may look for the receipt', () => {
    for (const to of ['no-reply@example.com', 'noreply+7@example.com', 'nepasrepondre@example.com']) {
      assert.deepEqual(acknowledging({ ...facts, to }), { skip: 'nobody reads mail at this address' }, to);
    }
    const often = acknowledging({ ...facts, sentLately: limits.mailReceiptsPerAddressMax });
    assert.ok(typeof often === 'object' && often.skip.includes(String(limits.mailReceiptsPerAddressMax)));
  });
});

describe('acknowledgement()', () => {
  // Danger: a name or number that holds a placeholder, or a pattern of a replacement, rewrites the mail.
  it('acknowledgement() fills each placeholder in as it is', () => {
    const report = { id: 'x', reference: 'REP-2026-0001', language: 'en' } as const;
    const letter = acknowledgement('rik@example.com', report, { name: "City $& $'", phone: '+32 9 $1' });
    assert.ok(letter.text.includes("City $& $'") && letter.text.includes('+32 9 $1'));
    assert.doesNotMatch(`${letter.subject} ${letter.text}`, /\{\w+\}/);
  });
});
