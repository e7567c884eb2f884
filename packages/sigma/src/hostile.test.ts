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
