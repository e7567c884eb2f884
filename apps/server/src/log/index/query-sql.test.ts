// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseQuery, queryFields } from '@belfry/contract';
import fc from 'fast-check';
import { aSealedLine, logsOf, openTestEngine } from '../../../test/engine.ts';
import { Indexer } from './indexer.ts';
import { newBindings, statement } from './query-sql.ts';
import { whereOf } from './search.ts';
import type { Scope } from './search-shapes.ts';

const scope: Scope = {
  query: '',
  streams: ['technical'],
  sources: null,
  from: null,
  until: null,
  clock: 'event',
};

function compiled(query: string) {
  const bindings = newBindings();
  return { where: whereOf({ ...scope, query }, bindings), bindings };
}

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
const textFields = queryFields.filter(
  ({ kind, values }) => kind !== 'number' && kind !== 'time' && kind !== 'address' && values === undefined,
);

// Danger: words of a person become part of the statement, and say what they like to the engine.
test('whereOf() never writes what a person typed into the statement', () => {
  const typed = fc
    .tuple(fc.constantFrom("'", '"', '\\', '`', '{', '--', ';', ')', ''), fc.stringMatching(/^[a-z]{3,8}$/))
    .map(([mark, word]) => `zq${mark}${word}xj`);
  const field = fc.constantFrom(...textFields.map(({ name }) => name), 'attr.some.name');
  fc.assert(
    fc.property(typed, field, (text, name) => {
      const value = quoted(text);
      for (const query of [value, `${name}:${value}`, `NOT (${name}:${value} OR ${value})`]) {
        const { bindings, where } = compiled(query);
        assert.ok(!where.includes('zq') && !where.includes(text), where);
        assert.ok(Object.values(bindings.parameters).some((bound) => String(bound).includes(text)));
        // Only our own words, places and numbers are left.
        assert.match(where, /^[\w\s`'{}:().,<>=!+*|^[\]\\/-]*$/);
      }
    }),
    { numRuns: 2_000 },
  );
});

// Danger: whatever the query says, the record of the desk and other streams stay out.
test('whereOf() puts the scope before everything that is asked', () => {
  const { where } = compiled('stream:desk OR stream:control');
  assert.match(where, /^`stream` IN \(\{p0:String\}\) AND `stream` != 'desk' AND \(/);
});

const data = fileURLToPath(new URL('../../../../../../shared/data/elastic-examples/', import.meta.url));
const linesOf = (file: string) =>
  readFileSync(`${data}${file}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
const asked: readonly string[] = [
  ...['invalid', 'INVALID user', '"Failed password"', '"password Failed"', 'zzznothing', 'fail*', '-invalid'],
  ...[
    'user:root',
    'user:r*',
    'host:*',
    'app:sshd',
    'src:10.0.0.0/8',
    'src:0.0.0.0/0',
    'httpStatus>=400',
    'httpMethod:GET',
  ],
  ...[
    'url:"presentations logstash"',
    'severity<=4',
    'attr.method:password',
    'outcome:failure user:root OR httpStatus:404',
  ],
  ...['"-"', '"%"', '"\'"', '"\\\\"', 'NOT user:root AND outcome:failure'],
];

// Danger: an index that changes what is found. Data: auth.log and Apache lines of the Elastic examples.
test('an index finds what reading everything finds, and is made use of', {
  timeout: 600_000,
  skip: !existsSync(data),
}, async (t) => {
  const { engine } = await openTestEngine(t);
  const raws = [...linesOf('suspicious_login_auth.log'), ...linesOf('apache_access_combined.log')];
  const indexer = new Indexer(logsOf({ 'technical-2026': raws.map((raw, seq) => aSealedLine(seq, raw)) }));
  while (await indexer.step(engine));
  const countOf = async (query: string, index: 0 | 1) => {
    const { bindings, where } = compiled(query);
    // The engine's settings follow a statement; within a subquery it has its own.
    const sql = `SELECT c FROM (SELECT count() AS c FROM log_entry WHERE ${where} SETTINGS use_skip_indexes = ${index})`;
    const [row] = await engine.rows<{ c: number }>(statement(sql, bindings));
    return row?.c;
  };
  let found = 0;
  for (const query of asked) {
    const count = await countOf(query, 1);
    assert.equal(count, await countOf(query, 0), query);
    if ((count ?? 0) > 0) found += 1;
  }
  assert.ok(found > asked.length / 2, `${found} of ${asked.length} queries find something`);
  const used = async (query: string) => {
    const { bindings, where } = compiled(query);
    const plan = await engine.rows<{ explain: string }>(
      statement(`EXPLAIN indexes = 1 SELECT count() FROM log_entry WHERE ${where}`, bindings),
    );
    return plan
      .map(({ explain }) => /Name: (ix_\w+)/.exec(explain)?.[1])
      .filter((name) => name !== undefined);
  };
  assert.deepEqual(await used('invalid'), ['ix_text']);
  assert.deepEqual(await used('"Failed password"'), ['ix_text']);
  assert.deepEqual(await used('url:logstash'), ['ix_text']);
  assert.deepEqual(await used('user:root'), ['ix_user']);
  assert.deepEqual(await used('attr.method:password'), ['ix_attributes']);
  assert.deepEqual(await used('src:10.0.0.1'), ['ix_srcAddress']);
});

// Danger: a query a person may type makes the engine fail, which looks like an index that is broken.
test('every query that is understood is answered by the engine', { timeout: 600_000 }, async (t) => {
  const { engine } = await openTestEngine(t);
  const indexer = new Indexer(logsOf({ 'technical-2026': [aSealedLine(1, 'one line')] }));
  while (await indexer.step(engine));
  const queries = queryFields.flatMap(({ kind, name, values }) => {
    const value =
      values?.[0] ??
      (kind === 'address' ? '10.0.0.1' : kind === 'number' ? '5' : kind === 'time' ? '2026-11-22' : 'x');
    const more =
      kind === 'number' || kind === 'time'
        ? [`${name}>${value}`, `${name}:[* TO ${value}]`]
        : kind === 'address'
          ? [`${name}:::/0`]
          : [`${name}:x*`];
    return [`${name}:*`, `${name}:${value}`, `-${name}:${value}`, ...more];
  });
  const odd = [
    'attr.a>5',
    'attr.a:[1 TO 2]',
    'attr.a:x*',
    '"\u0000\u0001"',
    '"\\\\ \' \t"',
    '*',
    '"\ud800"',
    '(a OR b*) "c d"',
    '.*',
    '[a-z]+',
    '"{p0:String}"',
  ];
  for (const query of [...queries, ...odd]) {
    if (parseQuery(query).mistake !== undefined) continue;
    const { bindings, where } = compiled(query);
    const rows = await engine.rows(statement(`SELECT count() AS c FROM log_entry WHERE ${where}`, bindings));
    assert.equal(rows.length, 1, query);
  }
});
