// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conditionAt, ownAt, readHeading, readLogsource, readSearches, textAt } from './rule-fields.ts';
import { RuleRefused } from './rule-problem.ts';

const refused = (code: string) => (error: unknown) => error instanceof RuleRefused && error.code === code;

describe('readHeading()', () => {
  it('goes by the title where there is no id, and takes no level of its own making', () => {
    const heading = readHeading({ title: 'T', level: 'High', tags: ['attack.t1', 5] });
    assert.deepEqual([heading.id, heading.level, heading.tags], ['T', null, ['attack.t1']]);
    assert.throws(() => readHeading({ title: ' ' }), refused('rule.title_missing'));
  });

  // Danger: what every object has is taken for what a rule says.
  it('reads own fields only', () => {
    assert.equal(ownAt({}, 'constructor'), undefined);
    assert.equal(textAt(Object.create({ id: 'x' }), 'id'), null);
    assert.throws(() => readLogsource(Object.create({ product: 'x' })), refused('logsource.missing'));
  });

  it('knows searches from the keys beside them', () => {
    const searches = readSearches({ s: ['x'], rules: 'any' }, ['rules'], {}, ['filter']);
    assert.deepEqual([...searches.keys()], ['s']);
    assert.throws(() => readSearches({ rules: 1 }, ['rules'], {}, []), refused('detection.empty'));
    assert.throws(() => conditionAt(['s'], searches, []), refused('condition.not_valid'));
    assert.throws(() => conditionAt('t', searches, []), refused('condition.unknown_identifier'));
  });
});
