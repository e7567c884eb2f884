// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answers, factsOf, judge, type Rule } from './rule.ts';

const truth = (rule: Rule, answers: Answers) => judge(rule, answers).truth;

test('judge() reads every kind of rule', () => {
  const table: readonly (readonly [Rule, Answers, string])[] = [
    [{ always: true }, {}, 'yes'],
    [{ yes: 'a' }, { a: true }, 'yes'],
    [{ yes: 'a' }, { a: false }, 'no'],
    [{ fact: 'n', above: 5 }, { n: 5 }, 'no'],
    [{ fact: 'n', above: 5 }, { n: 6 }, 'yes'],
    [{ fact: 'n', from: 5 }, { n: 5 }, 'yes'],
    [{ fact: 'c', isOneOf: ['x', 'y'] }, { c: 'y' }, 'yes'],
    [{ fact: 'c', isOneOf: ['x', 'y'] }, { c: ['z', 'x'] }, 'yes'],
    [{ fact: 'c', isOneOf: ['x', 'y'] }, { c: [] }, 'no'],
    [{ fact: 'n', abovePermille: 50, ofFact: 'all' }, { n: 5, all: 100 }, 'no'],
    [{ fact: 'n', abovePermille: 50, ofFact: 'all' }, { n: 6, all: 100 }, 'yes'],
    [{ fact: 'n', abovePermille: 50, ofFact: 'all' }, { n: 0 }, 'no'],
    [{ atLeast: 2, of: [{ yes: 'a' }, { yes: 'b' }, { yes: 'c' }] }, { a: true, c: true }, 'yes'],
    [{ atLeast: 2, of: [{ yes: 'a' }, { yes: 'b' }, { yes: 'c' }] }, { a: true, b: false }, 'unknown'],
    [{ atLeast: 2, of: [{ yes: 'a' }, { yes: 'b' }] }, { a: false }, 'no'],
    [{ not: { yes: 'a' } }, { a: false }, 'yes'],
    [{ not: { yes: 'a' } }, {}, 'unknown'],
  ];
  for (const [rule, answers, wanted] of table) {
    assert.equal(truth(rule, answers), wanted, JSON.stringify([rule, answers]));
  }
});

// Danger: an unanswered question read as a no makes an incident insignificant without anybody deciding it.
test('judge() never takes a missing answer for a no', () => {
  for (const missing of [{}, { a: null }]) {
    assert.equal(truth({ yes: 'a' }, missing), 'unknown');
    assert.equal(truth({ fact: 'a', above: 1 }, missing), 'unknown');
    assert.equal(truth({ any: [{ yes: 'a' }, { yes: 'b' }] }, { ...missing, b: false }), 'unknown');
    assert.equal(truth({ any: [{ yes: 'a' }, { yes: 'b' }] }, { ...missing, b: true }), 'yes');
    assert.equal(truth({ all: [{ yes: 'a' }, { yes: 'b' }] }, { ...missing, b: false }), 'no');
  }
});

test('judge() names what it met, what it used and what is open', () => {
  const criteria = [
    { id: 'one', rule: { fact: 'loss_eur', above: 10 } },
    { id: 'two', rule: { yes: 'leaked' } },
    { id: 'three', rule: { yes: 'death' } },
  ];
  const rule: Rule = { atLeast: 2, of: criteria.map(({ id }) => ({ criterion: id })) };
  assert.deepEqual(judge(rule, { loss_eur: 11, leaked: null }, criteria), {
    truth: 'unknown',
    met: ['one'],
    used: ['loss_eur'],
    open: ['leaked', 'death'],
  });
  assert.deepEqual(judge(rule, { loss_eur: 11, leaked: true }, criteria).open, []);
  assert.deepEqual(factsOf(rule, criteria), ['loss_eur', 'leaked', 'death']);
  assert.throws(() => judge({ criterion: 'four' }, {}, criteria), /not declared/);
  assert.throws(() => factsOf({ criterion: 'four' }, criteria), /not declared/);
  assert.throws(() => judge({ fact: 'n', above: 1 }, { n: 'many' }), /a number is wanted/);
});

test('judge() settles what all answers to an open question agree on, and keeps what it settled', () => {
  const rule: Rule = { all: [{ any: [{ yes: 'a' }, { yes: 'b' }] }, { not: { yes: 'c' } }] };
  const values = [true, false, null];
  for (const a of values)
    for (const b of values)
      for (const c of values) {
        const before = truth(rule, { a, b, c });
        if (before === 'unknown') continue;
        // Knowing more never turns a settled answer round.
        for (const more of [true, false]) {
          assert.equal(truth(rule, { a: a ?? more, b: b ?? more, c: c ?? more }), before);
        }
      }
});
