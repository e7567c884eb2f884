// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFilters } from './filter.ts';
import { readRules } from './rule.ts';

const filter = (of: string, logsource = 'logsource: {product: windows}') =>
  readRules(`title: F\n${logsource}\nfilter: ${of}`);

describe('readFilter()', () => {
  it('readRules() keeps filters apart from rules', () => {
    const { filters, problems, rules } = filter('{rules: [a], s: {B: y}, condition: not s}');
    assert.deepEqual([rules, problems], [[], []]);
    assert.deepEqual(
      filters.map(({ rules: named, title }) => [title, named]),
      [['F', ['a']]],
    );
  });

  for (const [of, code, logsource] of [
    ['{s: {B: y}, condition: not s}', 'filter.not_valid'],
    ['{rules: [5], s: {B: y}, condition: not s}', 'filter.not_valid'],
    ['[s]', 'filter.not_valid'],
    ['{rules: any, s: {B: y}}', 'condition.missing'],
    ['{rules: any, s: {B: y}, condition: [s]}', 'condition.not_valid'],
    ['{rules: any, s: {B: y}, condition: t}', 'condition.unknown_identifier'],
    ['{rules: any, condition: t}', 'detection.empty'],
    ['{rules: any, s: {B|near: y}, condition: s}', 'modifier.unknown'],
    ['{rules: any, s: {B: y}, condition: s}', 'logsource.missing', 'level: low'],
    ['{rules: any, s: {B: y}, condition: s}\ndetection: {}', 'document.not_supported'],
  ] as const) {
    // Danger: half a filter silences what nobody meant to silence.
    it(`refuses ${of.slice(0, 60)}`, () => {
      const { filters, problems } = filter(of, logsource);
      assert.deepEqual([filters.length, problems.map(({ problem }) => problem)], [0, [code]]);
    });
  }

  it('says where', () => {
    assert.deepEqual(filter('\n  rules: 5\n  s: {B: y}\n  condition: s').problems[0]?.line, 4);
  });
});

describe('applyFilters()', () => {
  it('gives back the rules themselves where nothing applies', () => {
    const { rules } = readRules(
      'title: R\nlogsource: {product: linux}\ndetection: {s: {A: x}, condition: s}',
    );
    assert.equal(applyFilters(rules, []), rules);
    const { filters } = filter('{rules: any, s: {B: y}, condition: not s}');
    assert.equal(applyFilters(rules, filters)[0], rules[0]);
  });

  // Danger: a template of the file that is meant for rules changes which rules a filter silences.
  it('a template is not merged into a filter', () => {
    const { filters } = readRules(
      'action: global\nlogsource: {category: x}\n---\ntitle: F\nlogsource: {product: linux}\nfilter: {rules: any, s: {B: y}, condition: s}',
    );
    assert.deepEqual(filters[0]?.logsource, { category: null, product: 'linux', service: null });
  });
});
