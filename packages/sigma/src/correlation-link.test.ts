// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linkCorrelations } from './correlation-link.ts';
import { readRules } from './rule.ts';

const correlation = (id: string, rules: readonly string[], more: object = {}) => ({
  title: id,
  id,
  correlation: { type: 'temporal', rules, timespan: '1m', ...more },
});

function link(documents: readonly object[]) {
  const { correlations, problems } = readRules(documents.map((each) => JSON.stringify(each)).join('\n---\n'));
  assert.deepEqual(problems, []);
  const rules = [
    { id: 'a', name: 'first' },
    { id: 'b', name: 'twice' },
    { id: 'c', name: 'twice' },
    { id: 'first', name: null },
  ];
  return linkCorrelations(rules, correlations);
}

describe('linkCorrelations()', () => {
  it('takes the id before the name, and gives each rule its fields', () => {
    const more = { 'group-by': ['who', 'Host'], aliases: { who: { first: 'Target', a: 'User' } } };
    const { correlations, problems, silent } = link([correlation('x', ['a', 'first', 'b'], more)]);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      correlations[0]?.members.map(({ groupFields, id }) => [id, ...groupFields]),
      [
        ['a', 'User', 'Host'],
        ['first', 'Target', 'Host'],
        ['b', 'who', 'Host'],
      ],
    );
    assert.deepEqual([...silent], ['a', 'first', 'b']);
  });

  it('silences nothing for a correlation that lets its rules speak', () => {
    assert.equal(link([correlation('x', ['a'], { generate: true })]).silent.size, 0);
  });

  // Danger: a rule is renamed, and what it fed goes quiet together with the rule's own findings.
  it('refuses what refers to nothing, with all that stands on it, and silences nothing for it', () => {
    const { correlations, problems, silent } = link([
      correlation('x', ['a', 'gone']),
      correlation('y', ['x']),
      correlation('z', ['twice']),
      correlation('w', ['b']),
    ]);
    assert.deepEqual(
      correlations.map(({ rule }) => rule.id),
      ['w'],
    );
    assert.deepEqual(
      problems.map(({ problem }) => problem),
      Array(3).fill('correlation.unknown_rule'),
    );
    assert.deepEqual([...silent], ['b']);
  });

  // Danger: two rules that wait for each other never end.
  it('refuses circles, towers and two of one identifier', () => {
    const circle = link([correlation('x', ['y']), correlation('y', ['x']), correlation('z', ['z'])]);
    assert.deepEqual(
      circle.problems.map(({ problem }) => problem),
      Array(3).fill('correlation.circular'),
    );
    const tower = Array.from({ length: 12 }, (_, index) =>
      correlation(`t${index}`, [index === 11 ? 'a' : `t${index + 1}`]),
    );
    assert.equal(link(tower).problems[0]?.problem, 'correlation.not_valid');
    assert.deepEqual(
      link([correlation('x', ['a']), correlation('x', ['b'])]).problems.map(({ problem }) => problem),
      ['correlation.not_valid'],
    );
  });
});
