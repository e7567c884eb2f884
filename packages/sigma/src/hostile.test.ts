// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { linkCorrelations } from './correlation-link.ts';
import { createCorrelator } from './correlator.ts';
import { createEngine } from './engine.ts';
import { holds } from './evaluate.ts';
import { type EventFields, fieldsOfEvent } from './event.ts';
import { timeOfEvent } from './event-time.ts';
import { applyFilters } from './filter.ts';
import { routeOfEvent } from './logsource.ts';
import { readRules, type SigmaRule } from './rule.ts';

function ruleOf(detection: object, more: object = {}): SigmaRule {
  const read = readRules(
    JSON.stringify({ title: 'R', logsource: { product: 'windows' }, detection, ...more }),
  );
  const [rule] = read.rules;
  assert.ok(rule !== undefined, JSON.stringify(read.problems));
  return rule;
}

/** Asks both ways, and wants the same answer. */
function matches(rule: SigmaRule, event: EventFields): boolean {
  const indexed = createEngine([rule], { allSources: true }).match(event).length === 1;
  assert.equal(holds(rule.expression, event, routeOfEvent(event)), indexed);
  return indexed;
}

describe('what comes from outside', () => {
  // Danger: a folder of a hundred thousand rules, all alike, keeps the engine from ever being ready.
  it('takes a hundred thousand rules with the same witness', () => {
    const one = ruleOf({ s: { 'Image|endswith': '\\cmd.exe', 'CommandLine|contains': 'x' }, condition: 's' });
    const rules = Array.from({ length: 100_000 }, (_, index) => ({ ...one, id: `r${index}` }));
    const { filters } = readRules(
      'title: F\nlogsource: {product: windows}\nfilter: {rules: [r7], s: {User: u}, condition: not s}',
    );
    const engine = createEngine(applyFilters(rules, filters), { allSources: true });
    const event = { Image: 'C:\\cmd.exe', CommandLine: 'x', User: 'u' };
    assert.equal(engine.match(event).length, 99_999);
    assert.equal(engine.match({ Image: 'C:\\other.exe' }).length, 0);
  });

  // Danger: a text of many thousands of documents is read for ever, or ends the process.
  it('bounds a text, and reads what is within the bound', () => {
    const document = 'title: R\nlogsource: {product: x}\ndetection: {s: {A: b}, condition: s}\n---\n';
    assert.equal(readRules(document.repeat(500)).rules.length, 500);
    assert.deepEqual(
      readRules(document.repeat(20_000)).problems.map(({ problem }) => problem),
      ['yaml.too_large'],
    );
  });

  // Danger: a few lines of aliases unfold to gigabytes.
  it('refuses aliases that multiply, whatever they stand in', () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (let index = 1; index < 12; index += 1) {
      const [one, before] = [String.fromCharCode(97 + index), String.fromCharCode(96 + index)];
      lines.push(`${one}: &${one} [${Array(10).fill(`*${before}`).join(', ')}]`);
    }
    for (const text of [
      lines.join('\n'),
      `title: T\nlogsource: {product: x}\nbomb:\n${lines.map((line) => `  ${line}`).join('\n')}`,
      `title: T\nlogsource: {product: x}\ndetection:\n${lines.map((line) => `  ${line}`).join('\n')}\n  condition: a`,
    ]) {
      const { problems, rules } = readRules(text);
      assert.deepEqual([rules.length, problems.map(({ problem }) => problem)], [0, ['yaml.not_valid']]);
    }
  });

  // Danger: one rule of a megabyte takes the reader down, or the engine with it.
  it('takes a rule of nearly a megabyte, and refuses what nests without end', () => {
    const values = Array.from({ length: 40_000 }, (_, index) => `evil-${index}-thing`);
    const rule = ruleOf({ s: { 'A|contains': values }, condition: 's' });
    assert.equal(matches(rule, { A: `x evil-39999-thing x` }), true);
    assert.equal(matches(rule, { A: 'x evil--thing x' }), false);
    for (const nested of ['['.repeat(50_000), '{a: '.repeat(50_000), `a: ${'- '.repeat(50_000)}x`]) {
      const { problems, rules } = readRules(nested);
      assert.deepEqual([rules.length, problems.length > 0], [0, true]);
    }
  });

  // Danger: windash, placeholders and lists of them multiply into more values than there is memory for.
  it('bounds what one value may unfold to', () => {
    const wide = Array.from({ length: 200 }, (_, index) => `v${index}`);
    for (const [detection, placeholders] of [
      [{ s: { 'A|windash': ` -a${' -b'.repeat(40)}` }, condition: 's' }, {}],
      [{ s: { 'A|expand': '%p%%p%%p%%p%%p%' }, condition: 's' }, { p: wide }],
      [{ s: { 'A|expand|windash': '%p% -a -b -c -d -e' }, condition: 's' }, { p: wide }],
    ] as const) {
      const { problems } = readRules(
        JSON.stringify({ title: 'R', logsource: { product: 'x' }, detection }),
        placeholders,
      );
      assert.deepEqual(
        problems.map(({ problem }) => problem),
        ['value.not_valid'],
      );
    }
    // Each value within its bound, all together beyond every memory.
    const many = { s: { 'A|windash': Array(20_000).fill(' -a -b -c -d -e') }, condition: 's' };
    const { problems } = readRules(
      JSON.stringify({ title: 'R', logsource: { product: 'x' }, detection: many }),
    );
    assert.deepEqual(
      problems.map(({ problem }) => problem),
      ['rule.too_large'],
    );
  });

  // Danger: one expression and one long line stall the stream for everybody.
  it('runs expressions built to explode over long texts, in rules', () => {
    const sources = [
      '(a+)+$',
      '(a|aa)+$',
      '(.*a){12}x',
      'a*a*a*a*a*b',
      '(\\w+\\s?)*!',
      '(?i)(x+x+)+y',
      '(.*)*=(.*)*',
    ];
    const rules = sources.map((source) => ruleOf({ s: { 'A|re': source }, condition: 's' }));
    const engine = createEngine(rules, { allSources: true });
    for (const letter of ['a', 'x', 'é', '😀']) engine.match({ A: `${letter.repeat(100_000)}?` });
    // As many states as there are texts: what is remembered of an expression is bounded as well.
    const wild = ruleOf({ s: { 'A|re': '(?:a|b)*a(?:a|b){14}c.*d.*e' }, condition: 's' });
    let text = '';
    for (let index = 0; index < 50_000; index += 1) text += (index * 2_654_435_761) % 7 > 3 ? 'a' : 'b';
    assert.equal(matches(wild, { A: text }), false);
    assert.equal(matches(wild, { A: `${text}a${'b'.repeat(14)}cde` }), true);
  });

  // Danger: a line of a megabyte made of what rules look for is told of again and again.
  it('takes a long text full of what rules look for', () => {
    const nested = Array.from({ length: 40 }, (_, index) => 'a'.repeat(index + 1));
    const rules = nested.map((text) => ruleOf({ s: { 'A|contains': text }, condition: 's' }));
    const engine = createEngine(rules, { allSources: true });
    assert.equal(engine.match({ A: 'a'.repeat(1_000_000) }).length, 40);
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k ${index}`, index]));
    assert.equal(engine.match({ ...wide, A: 'aaa' }).length, 3);
  });

  // Danger: an event nested two hundred times ends the process, or hides what is at its top.
  it('takes events two hundred levels deep', () => {
    let deep: unknown = 'evil';
    for (let level = 0; level < 200; level += 1) deep = level % 2 === 0 ? { a: deep } : [deep];
    const event = fieldsOfEvent({ a: deep, Image: 'C:\\cmd.exe', Event: { System: { Channel: deep } } });
    assert.equal(routeOfEvent(event).product, null);
    const name = Array(100).fill('a').join('.');
    for (const detection of [
      { s: { [name]: 'evil' }, condition: 's' },
      { s: ['evil'], condition: 's' },
    ]) {
      assert.equal(matches(ruleOf(detection), { a: deep }), false);
    }
    assert.equal(
      matches(ruleOf({ s: { Image: 'C:\\cmd.exe' }, condition: 's' }), { a: deep, Image: 'C:\\cmd.exe' }),
      true,
    );
    assert.equal(timeOfEvent({ UtcTime: deep }), null);
  });

  // Danger: half of a character pair breaks a comparison, or is taken for another half.
  it('takes lone surrogates as themselves', () => {
    const rule = ruleOf({ s: { 'A|contains': 'x\ud800' }, condition: 's' });
    assert.equal(matches(rule, { A: 'ax\ud800b' }), true);
    assert.equal(matches(rule, { A: 'ax\ud801b' }), false);
    assert.equal(matches(ruleOf({ s: { A: 'a?b' }, condition: 's' }), { A: 'a\ud800b' }), true);
    assert.equal(matches(ruleOf({ s: { 'A|re': 'a.b' }, condition: 's' }), { A: 'a\udc00b' }), true);
  });

  // Danger: a field with the name of what every object has is found in all events, or changes them.
  it('takes __proto__, constructor and toString as names of fields', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const detection = JSON.parse(`{"s":{${JSON.stringify(name)}:"x"},"condition":"s"}`);
      const exists = JSON.parse(`{"s":{${JSON.stringify(`${name}|exists`)}:true},"condition":"s"}`);
      const event = JSON.parse(`{${JSON.stringify(name)}:"X"}`);
      assert.equal(matches(ruleOf(detection), event), true, name);
      assert.equal(matches(ruleOf(exists), event), true, name);
      assert.equal(matches(ruleOf(exists), {}), false, name);
    }
    const named = ruleOf(JSON.parse('{"__proto__":{"A":"x"},"condition":"__proto__"}'));
    assert.equal(matches(named, { A: 'x' }), true);
    assert.equal(Object.hasOwn(Object.prototype, 'A'), false);
  });

  // Danger: something nobody thought of stops the stream.
  it('takes any event there can be', () => {
    const rules = [
      ruleOf({ s: { 'a|contains': 'x', 'b.c': null }, t: ['y'], condition: 's or not t' }),
      ruleOf({ s: { 'a|fieldref': 'b', 'Image|re': '(a|b)+c' }, condition: 's' }),
    ];
    const engine = createEngine(rules, { allSources: true });
    const { correlations } = readRules(
      'title: C\ncorrelation: {type: value_count, rules: [R], group-by: [a], timespan: 1m, condition: {field: b, gte: 1}}',
    );
    const correlator = createCorrelator(linkCorrelations(rules.slice(0, 1), correlations));
    const keys = fc.constantFrom(
      'a',
      'b',
      'c',
      'Channel',
      'EventID',
      'Event',
      'winlog',
      'event',
      'type',
      'host',
      '_path',
    );
    const event = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(keys, fc.oneof(fc.jsonValue(), fc.constantFrom('x', 'Security', 4688))),
    );
    fc.assert(
      fc.property(event, (raw) => {
        const fields = fieldsOfEvent(raw);
        const expected = rules.filter(({ expression }) => holds(expression, fields, routeOfEvent(fields)));
        assert.deepEqual(engine.match(fields), expected);
        correlator.take('R', fields, timeOfEvent(fields) ?? 0);
      }),
      { numRuns: 2_000 },
    );
  });
});
