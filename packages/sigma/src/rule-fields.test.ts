// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reading } from './detection.ts';
import { conditionAt, ownAt, readHeading, readLogsource, readSearches, textAt } from './rule-fields.ts';
import { RuleRefused } from './rule-problem.ts';

const refused = (code: string) => (error: unknown) => error instanceof RuleRefused && error.code === code;

describe('readHeading()', () => {
  it('goes by the title where there is no id', () => {
    const heading = readHeading({ title: 'T', tags: ['attack.t1', 5], scope: ['server'], license: 'DRL' });
    assert.deepEqual([heading.id, heading.level, heading.tags], ['T', null, ['attack.t1']]);
    assert.deepEqual([heading.taxonomy, heading.scope, heading.license], ['sigma', ['server'], 'DRL']);
    assert.throws(() => readHeading({ title: ' ' }), refused('rule.title_missing'));
    assert.throws(() => readHeading({ title: 'x'.repeat(257) }), refused('heading.not_valid'));
  });

  // Danger: a misspelt level is none, and the night passes without a call.
  it('refuses levels and relations nobody knows', () => {
    assert.throws(() => readHeading({ title: 'T', level: 'High' }), refused('heading.not_valid'));
    const related = [{ id: 'a', type: 'renamed' }] as const;
    assert.deepEqual(readHeading({ title: 'T', related }).related, related);
    for (const wrong of ['a', [{ id: 'a', type: 'other' }], [{ type: 'similar' }], ['a']]) {
      assert.throws(() => readHeading({ title: 'T', related: wrong }), refused('heading.not_valid'));
    }
  });

  // Danger: what every object has is taken for what a rule says.
  it('reads own fields only', () => {
    assert.equal(ownAt({}, 'constructor'), undefined);
    assert.equal(textAt(Object.create({ id: 'x' }), 'id'), null);
    assert.throws(() => readLogsource(Object.create({ product: 'x' })), refused('logsource.missing'));
  });

  it('knows searches from the keys beside them', () => {
    const searches = readSearches({ s: ['x'], rules: 'any' }, ['rules'], reading({}), ['filter']);
    assert.deepEqual([...searches.keys()], ['s']);
    assert.throws(() => readSearches({ rules: 1 }, ['rules'], reading({}), []), refused('detection.empty'));
    assert.throws(() => conditionAt(['s'], searches, []), refused('condition.not_valid'));
    assert.throws(() => conditionAt('t', searches, []), refused('condition.unknown_identifier'));
  });
});
