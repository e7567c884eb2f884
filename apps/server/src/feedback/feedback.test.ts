// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages } from '@belfry/contract';
import {
  occasionOfChange,
  occasionsNoLongerTrue,
  preparedText,
  reasonAnswered,
  subjectFor,
  type ToldReport,
  wayOf,
} from './feedback.ts';
import { messages } from './messages.ts';

const aReport = (more: Partial<ToldReport> = {}): ToldReport => ({
  id: 'r',
  reference: 'REP-2026-0003',
  language: 'nl',
  email: 'rik@example.com',
  hasReceipt: true,
  ...more,
});
const speaker = { name: 'Stad $& Example', helpdeskMail: 'helpdesk@example.org', helpdeskPhone: '' };

describe('preparedText', () => {
  for (const language of languages) {
    for (const occasion of ['confirmed', 'resolved'] as const) {
      it(`is whole in ${language} at ${occasion}`, () => {
        const text = preparedText(aReport({ language }), occasion, speaker);
        assert.ok(text.includes('REP-2026-0003') && text.includes('helpdesk@example.org'));
        assert.ok(text.includes('Stad $& Example'), 'a name is no replacement pattern');
        assert.doesNotMatch(text, /[{}]/);
        assert.match(subjectFor(aReport({ language })), /REP-2026-0003/);
      });
    }
  }

  it('names no way to reach us when there is none', () => {
    const text = preparedText(aReport({ language: 'en' }), 'confirmed', { ...speaker, helpdeskMail: '' });
    assert.ok(!text.includes('You reach us'));
  });

  it('differs in every language: no translation was forgotten', () => {
    const all = languages.map((language) => messages[language].occasions.confirmed);
    assert.equal(new Set(all).size, languages.length);
  });
});

describe('wayOf', () => {
  it('prefers mail, then the receipt page, and knows when there is no way', () => {
    assert.equal(wayOf(aReport()), 'mail');
    assert.equal(wayOf(aReport({ email: null })), 'receipt_page');
    assert.equal(wayOf(aReport({ email: null, hasReceipt: false })), null);
  });
});

describe('occasionOfChange', () => {
  it('tells of a confirmation and of the end, and of nothing else', () => {
    assert.equal(occasionOfChange('pending', 'confirmed'), 'confirmed');
    assert.equal(occasionOfChange('confirmed', 'resolved'), 'resolved');
    assert.equal(occasionOfChange('resolved', 'confirmed'), null);
    assert.equal(occasionOfChange('resolved', 'closed'), null);
    assert.equal(occasionOfChange('merged', 'confirmed'), 'confirmed');
  });

  // Telling somebody that it is over, after it was opened again, is worse than silence.
  it('takes back what is no longer true', () => {
    assert.deepEqual(occasionsNoLongerTrue('confirmed'), ['resolved']);
    assert.deepEqual(occasionsNoLongerTrue('dismissed'), ['confirmed', 'resolved']);
    assert.deepEqual(occasionsNoLongerTrue('closed'), []);
  });
});

describe('reasonAnswered', () => {
  it('lets failed feedback be sent again', () => {
    assert.equal(reasonAnswered('prepared'), null);
    assert.equal(reasonAnswered('failed'), null);
    assert.equal(reasonAnswered('sent')?.refused, 'feedback.already_answered');
    assert.equal(reasonAnswered('skipped')?.refused, 'feedback.already_answered');
  });
});
