// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { applyFilters, createEngine, fieldsOfEvent, readRules } from '@belfry/sigma';
import { aRuleText } from '../../test/findings.ts';
import { chosenParts, filterableOf, filterDocument, sharedLogsource } from './filter-document.ts';

const sigmaId = '11111111-2222-4333-8444-555555555555';
const rule = {
  title: 'Log cleared',
  level: 'medium',
  techniques: [],
  windowMs: 1,
  sigmaId,
  yaml: aRuleText(sigmaId, 'Log cleared', 'medium'),
} as const;
const logsource = { category: null, product: 'windows', service: 'security' };

function engineWith(chosen: readonly (readonly [string, string])[]) {
  const filterable = { ...filterableOf(rule), logsource };
  const text = filterDocument(rule.title, filterable, chosen, { id: sigmaId, finding: 'FND-2026-0001' });
  const read = readRules(text);
  assert.deepEqual(read.problems, []);
  const rules = applyFilters(readRules(rule.yaml).rules, read.filters);
  const engine = createEngine(rules);
  return (event: object) =>
    engine.match(fieldsOfEvent({ Channel: 'Security', Provider_Name: 'x', EventID: 1102, ...event })).length;
}

// Danger: a value that a log chose ends the text it stands in, or means more than itself.
test('a filter leaves out its values and nothing else, whatever stands in them', () => {
  const values = [
    'dc1',
    '*',
    'a?c',
    'C:\\Temp\\*',
    '"} #: - x',
    'multi\nline',
    '%name%',
    "it's",
    'null',
    '1',
  ];
  for (const value of values) {
    const match = engineWith([['host', value]]);
    assert.equal(match({ host: value }), 0, `${JSON.stringify(value)} is left out`);
    assert.equal(match({ host: 'another' }), 1, `another than ${JSON.stringify(value)} stays`);
    assert.equal(match({ host: `${value}x` }), 1);
  }
});

// Danger: what was cut or replaced on its way into the key is told again and again, whatever somebody suppresses.
test('a filter leaves out values no database holds as they were', () => {
  const long = `${'x'.repeat(199)}\u{1f600}y`;
  for (const value of ['a\0b', 'a\ud800b', long]) {
    const kept = value.slice(0, 200).toWellFormed().replaceAll('\0', '\u{fffd}');
    assert.equal(engineWith([['host', kept]])({ host: value }), 0, JSON.stringify(value));
  }
});

// Danger: a rule that names a field twice breaks the desk when somebody writes a filter from its finding.
test('chosenParts() takes a field once, and none that reads as a modifier', () => {
  const key = [
    ['host', 'a'],
    ['host', 'a'],
    ['user|re', '((('],
  ] as const;
  assert.deepEqual(chosenParts(key, ['host']), [['host', 'a']]);
  assert.ok(isRefusal(chosenParts(key, ['user|re'])));
});

test('chosenParts() asks for fields that have a value', () => {
  const key = [
    ['source', 'a'],
    ['host', ''],
  ] as const;
  assert.deepEqual(chosenParts(key, ['source']), [['source', 'a']]);
  for (const fields of [['host'], ['nothing'], ['source', 'nothing']]) {
    const refused = chosenParts(key, fields);
    assert.ok(isRefusal(refused) && refused.refused === 'finding.nothing_to_filter');
  }
});

test('sharedLogsource() keeps what all rules of a correlation share', () => {
  const other = { ...logsource, service: 'system' };
  assert.deepEqual(sharedLogsource([logsource, other]), { ...logsource, service: null });
  assert.deepEqual(sharedLogsource([]), { category: null, product: null, service: null });
});
