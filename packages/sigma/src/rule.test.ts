// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRules } from './rule.ts';

const rule = (detection: string, more = '') =>
  `title: T\nlogsource:\n  product: linux\ndetection:\n${detection}\n${more}`;
const codesOf = (text: string) => readRules(text).problems.map(({ problem }) => problem);

describe('readRules()', () => {
  it('reads what a rule says of itself', () => {
    const [read] = readRules(
      rule(
        '  a: [su]\n  condition: a',
        'id: 1234\nlevel: high\nname: n\nstatus: test\nauthor: A\ntags: [attack.t1003, 5]\ndate: 2026-11-22\nfields: [user]\nbelfry: { group-by: [user] }',
      ),
    ).rules;
    const { expression, searches, ...rest } = read ?? assert.fail();
    assert.deepEqual([...searches.keys()], ['a']);
    assert.deepEqual(rest, {
      id: '1234',
      title: 'T',
      name: 'n',
      level: 'high',
      status: 'test',
      author: 'A',
      tags: ['attack.t1003'],
      description: null,
      references: [],
      falsePositives: [],
      fields: ['user'],
      date: '2026-11-22',
      modified: null,
      license: null,
      taxonomy: 'sigma',
      scope: [],
      related: [],
      custom: { belfry: { 'group-by': ['user'] } },
      logsource: { category: null, product: 'linux', service: null },
    });
    assert.equal(expression.kind, 'is');
  });

  it('says where in the text a rule is wrong', () => {
    const [problem] = readRules(rule('  a:\n    x|near: y\n  condition: a')).problems;
    assert.deepEqual([problem?.problem, problem?.line], ['modifier.unknown', 6]);
    const [broken] = readRules('title: [').problems;
    assert.deepEqual([broken?.problem, broken?.line], ['yaml.not_valid', 1]);
  });

  for (const [text, code] of [
    ['- 1', 'rule.not_a_map'],
    ['logsource: {product: x}\ndetection: {a: [x], condition: a}', 'rule.title_missing'],
    ['title: T\ndetection: {a: [x], condition: a}', 'logsource.missing'],
    ['title: T\nlogsource: {definition: x}\ndetection: {a: [x], condition: a}', 'logsource.missing'],
    ['title: T\nlogsource: {product: x}', 'detection.missing'],
    [rule('  condition: a'), 'detection.empty'],
    [rule('  a: []\n  condition: a'), 'detection.empty'],
    [rule('  a: {}\n  condition: a'), 'detection.empty'],
    [rule('  a: {x: []}\n  condition: a'), 'detection.empty'],
    [rule('  a: [x]'), 'condition.missing'],
    [rule('  a: [x]\n  condition: 5'), 'condition.not_valid'],
    [rule('  a: {x: {y: z}}\n  condition: a'), 'value.not_valid'],
    [rule('  a: {x: [[z]]}\n  condition: a'), 'value.not_valid'],
    [rule('  a: {x|gt: many}\n  condition: a'), 'value.not_valid'],
    [rule('  a: {x|cidr: 10.0.0.1/8}\n  condition: a'), 'value.not_valid'],
    [rule('  a: {x|exists: maybe}\n  condition: a'), 'value.not_valid'],
    [rule('  a: {x|contains: null}\n  condition: a'), 'value.not_valid'],
    [rule('  a: {x|re: "(?=a)"}\n  condition: a'), 'regex.not_supported'],
    [rule('  a: {x|re: "("}\n  condition: a'), 'regex.not_valid'],
    [rule('  a: {x|expand: "%Servers%"}\n  condition: a'), 'placeholder.unresolved'],
    [rule('  a: {x|i: y}\n  condition: a'), 'modifier.not_combinable'],
    [rule('  a: {x|exists|all: true}\n  condition: a'), 'modifier.not_combinable'],
    [rule('  a: {x|contains|startswith: y}\n  condition: a'), 'modifier.not_combinable'],
    [rule('  a: {x|base64|contains: "a*"}\n  condition: a'), 'modifier.not_combinable'],
    [rule('  a: {x|gt|contains: 5}\n  condition: a'), 'modifier.not_combinable'],
    [rule('  a: {x|contains|contains: y}\n  condition: a'), 'modifier.not_combinable'],
    [rule('  a: {"|exists": true}\n  condition: a'), 'modifier.not_combinable'],
    [rule('  a: {x|cidr|contains: 10.0.0.0/8}\n  condition: a'), 'modifier.not_combinable'],
    [rule('  a: {x|re|windash: y}\n  condition: a'), 'modifier.not_combinable'],
    [rule('  a: {x|fieldref|expand: y}\n  condition: a'), 'modifier.not_combinable'],
    [rule(`  a: {x|windash: "${' -a'.repeat(8)}"}\n  condition: a`), 'value.not_valid'],
    [rule('  a: [x]\n  condition: a', 'action: explode'), 'action.unknown'],
    ['title: C\ncorrelation: {type: event_count}', 'correlation.not_valid'],
    ['title: C\ncorrelation: {}\nfilter: {}', 'document.not_supported'],
    [`title: ${'x'.repeat(1_000_001)}`, 'yaml.too_large'],
    [rule(`  a: ${'['.repeat(30)}x${']'.repeat(30)}\n  condition: a`), 'rule.too_deep'],
  ] as const) {
    it(`refuses with ${code}: ${text.replaceAll('\n', ' ').slice(-40)}`, () =>
      assert.deepEqual(codesOf(text), [code]));
  }

  // Danger: nine lines of aliases that unfold into gigabytes.
  it('refuses a bomb of aliases', () => {
    const lines = Array.from(
      { length: 9 },
      (_, index) =>
        `b${index}: &b${index} [${Array(9)
          .fill(index === 0 ? 'x' : `*b${index - 1}`)
          .join(', ')}]`,
    );
    assert.deepEqual(codesOf(lines.join('\n')), ['yaml.not_valid']);
  });

  it('reads the others of a text beside one it refuses', () => {
    const read = readRules(
      `${rule('  a: [x]\n  condition: a')}\n---\n- 1\n---\n${rule('  a: [y]\n  condition: a')}\n---\n`,
    );
    assert.deepEqual([read.rules.length, read.problems.length], [2, 1]);
  });

  it('merges global templates, resets them, repeats a rule', () => {
    const text = [
      'action: global\nlevel: low\nlogsource: {product: linux}',
      'title: One\ndetection: {a: {x: 1}, condition: a}',
      'action: repeat\ntitle: Two\ndetection: {a: {x: 2}}',
      'action: reset',
      'title: Three\ndetection: {a: {x: 1}, condition: a}',
    ].join('\n---\n');
    const read = readRules(text);
    assert.deepEqual(
      read.rules.map(({ level, title }) => [title, level]),
      [
        ['One', 'low'],
        ['Two', 'low'],
      ],
    );
    assert.deepEqual(
      read.problems.map(({ problem }) => problem),
      ['logsource.missing'],
    );
  });

  it('fills in what the operator gives, each value of it', () => {
    const text = rule('  a: {x|expand: "%Servers%-\\\\%db"}\n  condition: a'.replace('\\\\%', '\\%'));
    const [read] = readRules(text.replaceAll('"', "'"), { Servers: ['srv1', 'srv2'] }).rules;
    assert.equal(read?.expression.kind, 'or');
    assert.deepEqual(readRules(text.replaceAll('"', "'"), Object.create({ Servers: ['x'] })).rules, []);
  });
});
