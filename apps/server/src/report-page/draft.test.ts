// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import {
  type Answers,
  contentOf,
  draftId,
  firstUnanswered,
  isSuspicious,
  noAnswers,
  problemsOf,
  stepAfter,
  stepBefore,
  steps,
} from './draft.ts';

const now = new Date('2026-05-04T09:00:00Z');
const setting = { language: 'en', timeZone: 'Europe/Brussels', now } as const;
const answered: Answers = {
  ...noAnswers,
  kind: 'incident',
  happened: 'Words',
  ongoing: 'no',
  noticed: { known: 'no', day: '', month: '', year: '', time: '' },
  reach: { way: 'anonymous', name: '', email: '', phone: '' },
};

describe('draft', () => {
  it('stepAfter() and stepBefore() walk the same way in both directions', () => {
    for (const step of steps.slice(0, -1)) {
      assert.equal(stepBefore(stepAfter(step, noAnswers), noAnswers), step);
    }
    assert.equal(stepBefore('kind', noAnswers), null);
    assert.equal(stepAfter('happened', { kind: 'whistleblowing' }), 'ongoing', 'no list for wrongdoing');
  });

  it('firstUnanswered() names the first page that lacks an answer, and none when all are there', () => {
    assert.equal(firstUnanswered(noAnswers, setting), 'kind');
    assert.equal(firstUnanswered({ ...answered, ongoing: '' }, setting), 'ongoing');
    assert.equal(firstUnanswered(answered, setting), null);
  });

  it('problemsOf() bounds what is typed', () => {
    const long = 'x'.repeat(limits.textCharactersMax + 1);
    assert.equal(problemsOf('happened', { ...answered, happened: long }, setting).length, 1);
    const reach = { way: 'named', name: long, email: 'x', phone: long };
    assert.deepEqual(
      problemsOf('reach', { ...answered, reach }, setting).map(({ field }) => field),
      ['reach-name', 'reach-email', 'reach-phone'],
    );
  });

  it('contentOf() keeps nothing of somebody who stays anonymous, whatever else was typed', () => {
    const reach = { way: 'anonymous', name: 'N', email: 'n@example.org', phone: '1' };
    const content = contentOf({ ...answered, reach }, [], setting);
    assert.deepEqual([content.anonymous, content.reporter, content.noticedAt], [true, null, null]);
  });

  it('contentOf() keeps a long story whole, under a summary of its first words', () => {
    const happened = 'word '.repeat(2_000).trim();
    const { description, summary } = contentOf({ ...answered, happened }, [], setting);
    assert.equal(description, happened);
    assert.ok(summary.length <= limits.titleCharactersMax && summary.endsWith('…'));
  });

  it('isSuspicious() for a full trap or an impossible speed', () => {
    assert.equal(isSuspicious(answered, new Date(now.getTime() - 60_000), now), false);
    assert.equal(isSuspicious(answered, new Date(now.getTime() - 1_000), now), true);
    assert.equal(isSuspicious({ ...answered, isTrapped: true }, new Date(0), now), true);
  });

  it('draftId() is a UUID others accept, and tells nothing of the token', () => {
    const token = 'a'.repeat(43);
    assert.match(draftId(token), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(draftId(token), draftId(token));
    assert.notEqual(draftId(token), draftId(`b${token.slice(1)}`));
  });
});
