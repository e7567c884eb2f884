// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { limits } from './limits.ts';
import { type Match, parseQuery, type Query, queryFields } from './log-query.ts';
import { printQuery } from './log-query-print.ts';

function understood(text: string): Query {
  const parsed = parseQuery(text);
  assert.equal(parsed.mistake, undefined, `"${text}" is understood`);
  if (parsed.mistake !== undefined) throw new Error('not understood');
  return parsed.query;
}

function mistakeIn(text: string): [string, number, number] {
  const { mistake } = parseQuery(text);
  return mistake === undefined ? ['none', 0, 0] : [mistake.code, mistake.at, mistake.length];
}

const word = (text: string): Query => ({ kind: 'text', text, match: 'word' });
const field = (name: string, match: Match): Query => ({ kind: 'field', field: name, match });

test('parseQuery() reads what people write', () => {
  const cases: readonly [string, Query][] = [
    ['', { kind: 'all' }],
    ['  failed ', word('failed')],
    ['12:30:45', word('12:30:45')],
    ['uid=0', word('uid=0')],
    ['"failed \\"password\\""', { kind: 'text', text: 'failed "password"', match: 'phrase' }],
    ['fail*', { kind: 'text', text: 'fail', match: 'prefix' }],
    ['user:jan', field('user', { is: 'equal', value: 'jan' })],
    ['USER:jan', field('user', { is: 'equal', value: 'jan' })],
    ['actor.user.name:jan', field('user', { is: 'equal', value: 'jan' })],
    ['host:web*', field('host', { is: 'prefix', value: 'web' })],
    ['host:*', field('host', { is: 'exists' })],
    ['attr.request\\:id:7', field('attr.request:id', { is: 'equal', value: '7' })],
    ['attr.took>=250', field('attr.took', { is: 'compare', order: '>=', value: 250 })],
    ['src:10.0.0.0/8', field('srcIp', { is: 'network', value: '10.0.0.0/8' })],
    ['src:10.1.*', field('srcIp', { is: 'network', value: '10.1.0.0/16' })],
    ['dst:2001:db8::1', field('dstIp', { is: 'equal', value: '2001:db8::1' })],
    ['httpStatus:[500 TO 599]', field('httpStatus', { is: 'range', from: 500, to: 599 })],
    ['bytes:[* TO 10]', field('bytes', { is: 'range', from: null, to: 10 })],
    ['outcome:Failure', field('status', { is: 'equal', value: 'failure' })],
    ['-debug', { kind: 'not', of: word('debug') }],
    ['a OR b c', { kind: 'or', of: [word('a'), { kind: 'and', of: [word('b'), word('c')] }] }],
    [
      'a AND NOT (b OR c)',
      { kind: 'and', of: [word('a'), { kind: 'not', of: { kind: 'or', of: [word('b'), word('c')] } }] },
    ],
    ['\\AND', word('AND')],
    ['ANDROID', word('ANDROID')],
  ];
  for (const [text, expected] of cases) assert.deepEqual(understood(text), expected, text);
});

// Danger: syslog counts severities downwards, so "at least a warning" read as a number finds the harmless half.
test('parseQuery() reads severity>=warning as a warning or worse', () => {
  assert.deepEqual(
    understood('severity>=warning'),
    field('severity', { is: 'compare', order: '<=', value: 4 }),
  );
  assert.deepEqual(understood('severity<err'), field('severity', { is: 'compare', order: '>', value: 3 }));
  assert.deepEqual(understood('level:crit'), field('severity', { is: 'equal', value: 2 }));
});

test('parseQuery() takes a day for a day, and a minute for a minute', () => {
  const day = Date.UTC(2026, 10, 22) * 1000;
  assert.deepEqual(
    understood('time:2026-11-22'),
    field('time', { is: 'range', from: day, to: day + 86_400_000_000 - 1 }),
  );
  assert.deepEqual(
    understood('time>2026-11-22'),
    field('time', { is: 'compare', order: '>', value: day + 86_400_000_000 - 1 }),
  );
  assert.deepEqual(
    understood('received>=2026-11-22T01:00+01:00'),
    field('received', { is: 'compare', order: '>=', value: day }),
  );
  assert.deepEqual(mistakeIn('time:2026-02-30'), ['time_expected', 5, 10]);
});

test('parseQuery() points at the place of a mistake', () => {
  const cases: readonly [string, [string, number, number]][] = [
    ['user:jan "failed', ['quote_open', 9, 7]],
    ['(a OR b', ['bracket_open', 0, 1]],
    ['a OR b)', ['bracket_unexpected', 6, 1]],
    ['a AND', ['operand_missing', 5, 1]],
    ['OR b', ['operand_missing', 0, 2]],
    ['a user:', ['value_missing', 2, 5]],
    ['colour:red', ['field_unknown', 0, 6]],
    ['status:maybe', ['value_unknown', 7, 5]],
    ['user>jan', ['order_impossible', 5, 1]],
    ['httpStatus>=many', ['number_expected', 12, 4]],
    ['src:10.0.0.300', ['address_expected', 4, 10]],
    ['src:10.0.0.0/40', ['address_expected', 4, 11]],
    ['bytes:[1 TO', ['range_open', 6, 5]],
    ['a*b', ['star_not_last', 1, 1]],
  ];
  for (const [text, expected] of cases) assert.deepEqual(mistakeIn(text), expected, text);
});

// Danger: whoever may search may send anything; depth and length must not reach the stack or the engine.
test('parseQuery() bounds length, depth and terms', () => {
  assert.equal(mistakeIn('a'.repeat(limits.logQueryCharactersMax + 1))[0], 'too_long');
  assert.equal(mistakeIn('('.repeat(2_000))[0], 'too_deep');
  assert.equal(mistakeIn('-'.repeat(2_000))[0], 'too_deep');
  assert.equal(mistakeIn('NOT '.repeat(400))[0], 'too_deep');
  assert.equal(mistakeIn('a '.repeat(limits.logQueryTermsMax + 1))[0], 'too_many_terms');
  assert.equal(mistakeIn('bytes:['.repeat(280))[0], 'range_open');
});

test('parseQuery() answers whatever it is given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const { mistake } = parseQuery(text);
      if (mistake !== undefined) assert.ok(mistake.at <= text.length && mistake.length >= 0);
    }),
    { numRuns: 3_000 },
  );
  const pieces = fc.constantFrom(
    '(',
    ')',
    '"',
    '\\',
    '*',
    'user:',
    '[',
    ' TO ',
    ']',
    'AND ',
    'OR ',
    'NOT ',
    '-',
    'x',
    ' ',
    'src:',
    '>=',
    '1',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      parseQuery(parts.join(''));
    }),
    { numRuns: 5_000 },
  );
});

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
const moment = fc
  .integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2250, 0, 1) })
  .map((ms) => ms * 1000 + 7);
const number = fc.integer({ min: -1_000_000, max: 1_000_000 });

function matchOf(name: string): fc.Arbitrary<Match> {
  const kind = queryFields.find((one) => one.name === name)?.kind ?? 'word';
  const values = queryFields.find((one) => one.name === name)?.values;
  const exists = fc.constant<Match>({ is: 'exists' });
  if (kind === 'address') {
    return fc.oneof(
      exists,
      fc.ipV4().map<Match>((value) => ({ is: 'equal', value })),
      fc.ipV4().map<Match>((value) => ({ is: 'network', value: `${value}/12` })),
    );
  }
  if (kind === 'number' || kind === 'time') {
    const value = kind === 'time' ? moment : number;
    const order = fc.constantFrom('<', '<=', '>', '>=');
    return fc.oneof(
      exists,
      fc.record({ is: fc.constant('compare'), order, value }) as fc.Arbitrary<Match>,
      fc.record({
        is: fc.constant('range'),
        from: fc.option(value),
        to: fc.option(value),
      }) as fc.Arbitrary<Match>,
      ...(kind === 'number' ? [number.map<Match>((value) => ({ is: 'equal', value }))] : []),
    );
  }
  const equal = (values === undefined ? text : fc.constantFrom(...values)).map<Match>((value) => ({
    is: 'equal',
    value,
  }));
  return fc.oneof(
    exists,
    equal,
    text.map<Match>((value) => ({ is: 'prefix', value })),
  );
}

const { query } = fc.letrec<{ query: Query }>((tie) => {
  const term = fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      text,
      match: fc.constantFrom('word' as const, 'phrase' as const, 'prefix' as const),
    }),
    fc
      .oneof(
        fc.constantFrom(...queryFields.map(({ name }) => name)),
        text.map((name) => `attr.${name}`),
      )
      .chain((name) => matchOf(name).map((match): Query => ({ kind: 'field', field: name, match }))),
  );
  return {
    query: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'query' },
      term,
      fc.record({ kind: fc.constant('not' as const), of: tie('query') }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(tie('query'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  };
});

// Danger: what is recorded of a look, and what a link holds, has to be the query that was asked.
test('printQuery() writes a query that is read as the same', () => {
  fc.assert(
    fc.property(query, (asked) => {
      const printed = printQuery(asked);
      if (printed.length > limits.logQueryCharactersMax) return;
      // Copied, because what is generated has no prototype.
      assert.deepEqual(understood(printed), JSON.parse(JSON.stringify(asked)), printed);
    }),
    { numRuns: 3_000 },
  );
});
