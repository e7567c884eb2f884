// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callAnswers, limits } from '@belfry/contract';
import { contentOf, messageOf, reasonNotSendable } from './call.ts';

const answers = callAnswers.parse({ summary: ' It burns ', notes: 'Calm', name: 'Ann', phone: '1' });

describe('a call as a report', () => {
  it('contentOf() keeps the caller, and nothing of one who stays unknown', () => {
    assert.deepEqual(contentOf(answers).reporter, { name: 'Ann', email: null, phone: '1' });
    assert.equal(contentOf({ ...answers, anonymous: true }).reporter, null);
    assert.equal(contentOf(answers).summary, 'It burns');
    assert.equal(messageOf(answers), 'It burns\n\nCalm');
  });

  it('reasonNotSendable() asks no address of somebody who stays unknown', () => {
    assert.equal(reasonNotSendable(answers), null);
    assert.equal(reasonNotSendable({ ...answers, anonymous: true, email: 'x', callBack: '1' }), null);
    const long = reasonNotSendable({ ...answers, summary: 'x'.repeat(limits.summaryCharactersMax + 1) });
    assert.equal(long?.errors?.[0]?.pointer, '/summary');
  });
});
