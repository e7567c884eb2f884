// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { linkCorrelations } from './correlation-link.ts';
import { type Correlator, type CorrelatorLimits, correlatorLimits, createCorrelator } from './correlator.ts';
import { readRules } from './rule.ts';

const base = (id: string) => ({
  title: id,
  id,
  name: `${id}_name`,
  logsource: { product: 'any' },
  detection: { s: { A: 'x' }, condition: 's' },
});

function correlatorOf(
  correlations: readonly object[],
  limits: Partial<CorrelatorLimits> = {},
  rules: readonly object[] = [base('a'), base('b'), base('c')],
): Correlator {
  const text = [
    ...rules,
    ...correlations.map((correlation, index) => ({ title: `C${index}`, name: `n${index}`, correlation })),
  ];
  const read = readRules(text.map((each) => JSON.stringify(each)).join('\n---\n'));
  assert.deepEqual(read.problems, []);
  const linked = linkCorrelations(read.rules, read.correlations);
  assert.deepEqual(linked.problems, []);
  return createCorrelator(linked, { ...correlatorLimits, ...limits });
}

const counting = (more: object = {}) => ({
  type: 'event_count',
  rules: ['a'],
  'group-by': ['U'],
  timespan: '10s',
  condition: { gte: 3 },
  ...more,
});

/** What an event of the property is: rule, user, value, time. */
type Given = readonly [rule: string, user: string, value: number, at: number];

interface Naive {
  readonly type: string;
  readonly span: number;
  readonly lateness: number;
  readonly isSo: (window: readonly Given[]) => boolean;
}

/** Counts everything anew for every event: what the windows have to agree with. */
function naive({ isSo, lateness, span }: Naive, events: readonly Given[]): string[] {
  const groups = new Map<string, { all: Given[]; newest: number; told: number | null }>();
  const hits: string[] = [];
  events.forEach((event, index) => {
    const [, user, , at] = event;
    const group = groups.get(user) ?? { all: [], newest: Number.NEGATIVE_INFINITY, told: null };
    groups.set(user, group);
    if (at < group.newest - lateness) return;
    const isLate = at < group.newest;
    group.all.push(event);
    group.newest = Math.max(group.newest, at);
    const ends = isLate
      ? [
          ...(at >= group.newest - span ? [group.newest] : []),
          ...[...new Set(group.all.map(([, , , each]) => each))]
            .filter((each) => each >= at && each <= at + span)
            .sort((one, other) => one - other),
        ]
      : [at];
    const end = ends.find((each) => isSo(group.all.filter(([, , , t]) => t >= each - span && t <= each)));
    if (end === undefined) return;
    if (group.told !== null && Math.abs(end - group.told) <= span) return;
    group.told = Math.max(end, group.told ?? end);
    hits.push(`${index} ${user} ${end}`);
  });
  return hits;
}

const sorted = (window: readonly Given[]) =>
  window.map(([, , value]) => value).sort((one, other) => one - other);
const sum = (window: readonly Given[]) => sorted(window).reduce((all, each) => all + each, 0);
/** Whether rules come in an order, by trying every choice. */
const isInOrder = (window: readonly Given[], order: readonly string[], from = -1): boolean =>
  order.length === 0 ||
  window.some(([rule, , , at]) => rule === order[0] && at >= from && isInOrder(window, order.slice(1), at));
const has = (window: readonly Given[], rule: string) => window.some(([each]) => each === rule);

const kinds: readonly (readonly [object, Naive['isSo']])[] = [
  [{ type: 'event_count', condition: { gte: 3 } }, (window) => window.length >= 3],
  [
    { type: 'event_count', condition: { gt: 1, lte: 3 } },
    (window) => window.length > 1 && window.length <= 3,
  ],
  [{ type: 'event_count', condition: { eq: 2 } }, (window) => window.length === 2],
  [
    { type: 'value_count', condition: { field: 'V', gte: 3 } },
    (window) => new Set(window.map(([, , value]) => value)).size >= 3,
  ],
  [
    { type: 'value_count', condition: { field: ['V', 'R'], neq: 1 } },
    (window) => new Set(window.map(([rule, , value]) => `${rule} ${value}`)).size !== 1,
  ],
  [{ type: 'value_sum', condition: { field: 'V', gt: 0.3 } }, (window) => sum(window) > 0.3],
  [
    { type: 'value_avg', condition: { field: 'V', gte: 1, lt: 2 } },
    (window) => sum(window) / window.length >= 1 && sum(window) / window.length < 2,
  ],
  [
    { type: 'value_median', condition: { field: 'V', gt: 0.2 } },
    (window) => {
      const all = sorted(window);
      const half = all.length / 2;
      return ((all[Math.ceil(half) - 1] as number) + (all[Math.floor(half)] as number)) / 2 > 0.2;
    },
  ],
  [
    { type: 'value_percentile', condition: { field: 'V', percentile: 75, gte: 5 } },
    (window) => (sorted(window)[Math.ceil(window.length * 0.75) - 1] as number) >= 5,
  ],
  [{ type: 'temporal' }, (window) => ['a', 'b', 'c'].every((rule) => has(window, rule))],
  [{ type: 'temporal', condition: { gte: 2 } }, (window) => new Set(window.map(([rule]) => rule)).size >= 2],
  [
    { type: 'temporal', condition: 'a and (b or not c)' },
    (window) => has(window, 'a') && (has(window, 'b') || !has(window, 'c')),
  ],
  [{ type: 'temporal_ordered' }, (window) => isInOrder(window, ['a', 'b', 'c'])],
  [
    { type: 'temporal_ordered', condition: 'a and b and not c' },
    (window) => !has(window, 'c') && isInOrder(window, ['a', 'b']),
  ],
];

const events = fc.array(
  fc.tuple(
    fc.constantFrom('a', 'b', 'c'),
    fc.constantFrom('u', 'v'),
    fc.constantFrom(0.1, 0.2, 1, 5, -2),
    fc.integer({ min: 0, max: 40 }).map((second) => second * 1_000),
  ),
  { maxLength: 60 },
);

function told(correlator: Correlator, given: readonly Given[], from = 0): string[] {
  return given.flatMap(([rule, user, value, at], index) =>
    correlator
      .take(rule, { U: user, V: value, R: rule }, at)
      .map(({ group, lastAt }) => `${from + index} ${group[0]?.[1]} ${lastAt}`),
  );
}

describe('createCorrelator()', () => {
  for (const [index, [of, isSo]] of kinds.entries()) {
    const rule = { rules: ['a', 'b', 'c'], 'group-by': ['U'], timespan: '10s', ...of };
    const { type } = rule as unknown as Naive;
    // Danger: what is kept as events come and go drifts from what is there.
    it(`agrees with counting anew: ${type} ${index}`, () => {
      fc.assert(
        fc.property(events, fc.boolean(), (given, isSorted) => {
          const stream = isSorted ? given.toSorted(([, , , a], [, , , b]) => a - b) : given;
          const expected = naive({ type, span: 10_000, lateness: 12_000, isSo }, stream);
          assert.deepEqual(told(correlatorOf([rule], { latenessMs: 12_000 }), stream), expected);
        }),
        { numRuns: 150 },
      );
    });

    // Danger: a restart forgets half of an attack, or tells of it twice.
    it(`goes on after a restart: ${type} ${index}`, () => {
      fc.assert(
        fc.property(events, fc.nat(60), (given, cut) => {
          const at = Math.min(cut, given.length);
          const limits = { latenessMs: 12_000 };
          const whole = told(correlatorOf([rule], limits), given);
          const first = correlatorOf([rule], limits);
          const before = told(first, given.slice(0, at));
          const second = correlatorOf([rule], limits);
          const saved = JSON.parse(JSON.stringify(first.snapshot()));
          assert.deepEqual(second.restore(saved), { restored: first.size.groups, dropped: 0 });
          assert.deepEqual(second.size, first.size);
          assert.deepEqual([...before, ...told(second, given.slice(at), at)], whole);
        }),
        { numRuns: 60 },
      );
    });
  }

  it('passes hits on: a count counts hits, a sequence asks what still holds', () => {
    const chained = [
      counting({ 'group-by': ['U', 'H'] }),
      { type: 'temporal_ordered', rules: ['n0', 'b'], 'group-by': ['U'], timespan: '5s' },
      { type: 'value_count', rules: ['n0'], timespan: '1m', condition: { field: 'H', gte: 2 } },
    ];
    const correlator = correlatorOf(chained);
    const fields = { U: 'u', H: 'h1' };
    const titles: string[] = [];
    const take = (rule: string, at: number, more: object = {}) => {
      titles.push(
        ...correlator.take(rule, { ...fields, ...more }, at).map((hit) => `${at} ${hit.rule.title}`),
      );
    };
    for (const at of [0, 1_000, 2_000]) take('a', at);
    // Told of at 2 s, and still so at 9 s: the sequence with 12 s is one.
    take('a', 9_000);
    take('a', 9_100);
    take('b', 12_000);
    for (const at of [13_000, 13_100, 13_200]) take('a', at, { H: 'h2' });
    assert.deepEqual(titles, ['2000 C0', '12000 C1', '13200 C0', '13200 C2']);
  });

  it('joins by aliases, without case, and numbers as their text', () => {
    const correlator = correlatorOf([
      {
        type: 'temporal',
        rules: ['a_name', 'b'],
        'group-by': ['who'],
        timespan: '1m',
        aliases: { who: { a_name: 'Source', b: 'Target' } },
      },
    ]);
    assert.deepEqual(correlator.take('a', { Source: 'ALICE' }, 1), []);
    const [hit] = correlator.take('b', { Target: 'alice' }, 2);
    assert.deepEqual(hit?.group, [['who', 'ALICE']]);
    assert.deepEqual([hit?.firstAt, hit?.lastAt, hit?.value], [1, 2, 2]);
    correlator.take('a', { Source: 5 }, 1);
    assert.equal(correlator.take('b', { Target: '5' }, 2).length, 1);
    correlator.take('a', { Source: ['x', 'y'] }, 1);
    assert.equal(correlator.take('b', { Target: ['X', 'Y'] }, 2).length, 1);
  });

  it('counts what has no group, no value and no time as incomplete', () => {
    const correlator = correlatorOf([counting({ type: 'value_sum', condition: { field: 'V', gte: 1 } })]);
    correlator.take('a', { V: 1 }, 1);
    correlator.take('a', { U: {}, V: 1 }, 1);
    correlator.take('a', { U: null, V: 1 }, 1);
    for (const V of ['', 'x', 'Infinity', null, [1]]) correlator.take('a', { U: 'u', V }, 1);
    correlator.take('a', { U: 'u', V: 1 }, Number.NaN);
    assert.deepEqual([correlator.counters.incomplete, correlator.size.entries], [9, 0]);
    assert.equal(correlator.take('a', { U: 'u', V: ' 1 ' }, 1).length, 1);
  });

  // Danger: a sender invents names until there is no memory left, and nobody sees that others went for them.
  it('holds no more than its limits, and counts what goes', () => {
    const correlator = correlatorOf([counting()], { groupsMax: 10, entriesMax: 50, entriesPerGroupMax: 20 });
    for (let user = 0; user < 100; user += 1) correlator.take('a', { U: `u${user}` }, user);
    assert.deepEqual(correlator.size, { groups: 10, entries: 10 });
    assert.equal(correlator.counters.groupsEvicted, 90);
    for (let at = 0; at < 100; at += 1) correlator.take('a', { U: 'one' }, 100 + at);
    assert.equal(correlator.counters.entriesEvicted, 80);
    for (const U of ['two', 'three']) {
      for (let at = 0; at < 20; at += 1) correlator.take('a', { U }, 200);
    }
    assert.ok(correlator.size.entries <= 50);
    // A group that has had its time gives way without anything being lost.
    const later = correlatorOf([counting()], { groupsMax: 1, latenessMs: 0 });
    later.take('a', { U: 'old' }, 0);
    later.take('a', { U: 'new' }, 60_000);
    assert.equal(later.counters.groupsEvicted, 0);
    later.expire(70_000);
    assert.equal(later.size.groups, 1);
    later.expire(70_001);
    assert.deepEqual(later.size, { groups: 0, entries: 0 });
  });

  // Danger: one event from the year 2099, and all that follow are late.
  it('believes no clock that runs ahead of the receiver', () => {
    const correlator = correlatorOf([counting()]);
    correlator.take('a', { U: 'u' }, 4_000_000_000_000, 1_000);
    for (const at of [2_000, 3_000]) correlator.take('a', { U: 'u' }, at, at);
    assert.equal(correlator.counters.late, 0);
    assert.deepEqual(correlator.snapshot().groups[0]?.toldAt, 3_000);
    correlator.take('a', { U: 'u' }, -1_000_000, 4_000);
    assert.equal(correlator.counters.late, 1);
  });

  // Danger: a value of a megabyte is kept for every event; or two long values are taken for one.
  it('bounds values and keeps them apart', () => {
    const correlator = correlatorOf([counting({ condition: { gte: 2 } })]);
    const long = 'x'.repeat(1_000_000);
    assert.deepEqual(correlator.take('a', { U: `${long}1` }, 1), []);
    assert.deepEqual(correlator.take('a', { U: `${long}2` }, 1), []);
    assert.ok(JSON.stringify(correlator.snapshot()).length < 2_000);
    assert.equal(correlator.take('a', { U: `${long}1` }, 2).length, 1);
  });

  // Danger: names every object has join everybody, or change what all objects are.
  it('takes __proto__ and constructor as names and values', () => {
    const correlator = correlatorOf([counting({ 'group-by': ['__proto__', 'constructor'] })]);
    const fields = JSON.parse('{"__proto__":"p","constructor":"\\ud800"}');
    correlator.take('a', {}, 1);
    assert.equal(correlator.counters.incomplete, 1);
    const hits = [1, 2, 3].flatMap((at) => correlator.take('a', fields, at));
    assert.deepEqual(hits[0]?.group, [
      ['__proto__', 'p'],
      ['constructor', '\ud800'],
    ]);
  });

  // Danger: ten layers that each double what they are given stop the stream for ever.
  it('cuts what an event sets off', () => {
    const layer = (rules: readonly string[]) => ({
      type: 'temporal',
      rules,
      timespan: '1m',
      condition: { gte: 1 },
    });
    const layers = Array.from({ length: 8 }, (_, depth) =>
      Array.from({ length: 6 }, () =>
        layer(
          depth === 0 ? ['a'] : Array.from({ length: 6 }, (_each, index) => `n${(depth - 1) * 6 + index}`),
        ),
      ),
    ).flat();
    const correlator = correlatorOf(layers);
    correlator.take('a', {}, 1);
    assert.ok(correlator.counters.momentsCut > 0);
    assert.ok(correlator.size.entries < 10_000);
  });
});
