// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { createEngine } from './engine.ts';
import { holds } from './evaluate.ts';
import { fieldsOfEvent } from './event.ts';
import { isAbout, routeOfEvent } from './logsource.ts';
import type { Route } from './route.ts';
import { readRules, type SigmaRule } from './rule.ts';

const names = ['Image', 'CommandLine', 'x.y', 'EventID'];
const words = [
  'cmd.exe',
  '\\\\cmd.exe',
  'C:\\\\Windows\\\\cmd.exe',
  'evil',
  'ev',
  'a*b',
  'Evil?',
  '',
  '4688',
  'É',
  '^',
  'ΟΔΟΣ',
  '\u212aey',
  '-x',
];
const values = fc.oneof(
  fc.constantFrom('cmd.exe', 'C:\\Windows\\cmd.exe', 'an evil day', 'EVILx', 'axxb', 'é', ''),
  fc.constantFrom('a ^ b', 'οδος', 'ΟΔΟΣΑ', '\u0130key', 'KEY', 'run /x', '10.1.2.3', 'ZXZpbA=='),
  fc.constantFrom(4688, null, true),
  fc.array(fc.constantFrom('evil', 'cmd.exe'), { maxLength: 2 }),
);
const event = fc.dictionary(
  fc.constantFrom('Image', 'CommandLine', 'Command Line', 'EventID', 'Other Name', 'x'),
  fc.oneof(values, fc.record({ y: values })),
);
const modifiers = fc.constantFrom(
  '',
  '|contains',
  '|endswith',
  '|startswith',
  '|contains|all',
  '|re',
  '|exists',
  '|neq',
  '|cased',
  '|fieldref',
  '|contains|windash',
  '|contains|cased',
  '|endswith|cased',
  '|re|i',
  '|base64offset|contains',
  '|cidr',
  '|gt',
);
const item = fc
  .tuple(
    fc.constantFrom(...names, ''),
    modifiers,
    fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }),
  )
  .map(([name, modifier, of]) => {
    const value =
      modifier === '|exists'
        ? of.length > 1
        : modifier === '|gt'
          ? of.length * 2_000
          : modifier === '|fieldref'
            ? 'Image'
            : modifier === '|cidr'
              ? '10.0.0.0/8'
              : of;
    return [`${name}${modifier}`, value] as const;
  });
const search = fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => Object.fromEntries(items));
const condition = fc.constantFrom(
  'a',
  'a and b',
  'a or b',
  'not a',
  'a and not b',
  '1 of them',
  'all of them',
  'not (a or b)',
);
const rules = fc.array(fc.tuple(search, search, condition), { minLength: 1, maxLength: 8 });

function read(given: readonly (readonly [object, object, string])[]): SigmaRule[] {
  const texts = given.map(([a, b, of], index) =>
    JSON.stringify({ title: `R${index}`, logsource: { product: 'any' }, detection: { a, b, condition: of } }),
  );
  return texts.flatMap((text) => readRules(text).rules);
}

describe('createEngine()', () => {
  const shared = new URL('../../../../shared/data/', import.meta.url);
  const isThere = existsSync(new URL('sigma-rules/rules', shared));

  // Danger: the index passes over a rule that holds, and nobody ever learns of it.
  it('finds what reading every rule from top to bottom finds', () => {
    fc.assert(
      fc.property(rules, fc.array(event, { minLength: 1, maxLength: 6 }), (given, events) => {
        const compiled = read(given);
        const engine = createEngine(compiled, { allSources: true });
        for (const fields of events) {
          const expected = compiled.filter((rule) => holds(rule.expression, fields, routeOfEvent(fields)));
          assert.deepEqual(
            engine.match(fields).map(({ title }) => title),
            expected.map(({ title }) => title),
          );
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('agrees with reading every rule on all public events', {
    skip: isThere ? false : 'needs ../shared/data',
  }, () => {
    const all = filesIn(new URL('sigma-rules/', shared), '.yml').flatMap(
      (file) => readRules(readFileSync(file, 'utf8')).rules,
    );
    const engine = createEngine(all);
    const samples = linesOf(fileURLToPath(new URL('sigma-regression/events.ndjson', shared)));
    const byRoute = new Map<Route, readonly SigmaRule[]>();
    const logs = filesIn(new URL('security-datasets/', shared), '.json').flatMap((file) => linesOf(file));
    for (const raw of [...samples.map(({ event: fields }) => fields), ...logs]) {
      const fields = fieldsOfEvent(raw);
      const route = routeOfEvent(fields);
      const about = byRoute.get(route) ?? all.filter((rule) => isAbout(rule.logsource, route));
      byRoute.set(route, about);
      const plain = about.filter((rule) => holds(rule.expression, fields, route));
      assert.deepEqual(
        engine.match(fields).map(({ id }) => id),
        plain.map(({ id }) => id),
      );
    }
  });

  it('tells the cost of asking a rule, of every so manieth event', () => {
    const compiled = read([[{ Image: 'cmd.exe' }, { Image: 'x' }, 'a']]);
    const told: [string, number][] = [];
    let now = 0;
    const cost = {
      every: 3,
      now: () => (now += 5),
      told: (rule: SigmaRule, ns: number) => told.push([rule.title, ns]),
    };
    const engine = createEngine(compiled, { allSources: true, cost });
    for (let event = 0; event < 7; event += 1) assert.equal(engine.match({ Image: 'cmd.exe' }).length, 1);
    assert.deepEqual(told, [
      ['R0', 5],
      ['R0', 5],
    ]);
  });

  it('agrees with the reference on all public rules and events', {
    skip: isThere ? false : 'needs ../shared/data',
  }, () => {
    const all = filesIn(new URL('sigma-rules/', shared), '.yml').flatMap(
      (file) => readRules(readFileSync(file, 'utf8')).rules,
    );
    assert.equal(all.length, 3_755);
    const engine = createEngine(all);
    const known = new Set(all.filter(({ logsource }) => logsource.product === 'windows').map(({ id }) => id));
    const root = fileURLToPath(new URL('security-datasets/', shared));
    const expected = new Map(
      linesOf(path.join(root, 'expected-hits.ndjson')).map(({ file, line, rules: ids }) => [
        `${file}:${line}`,
        ids,
      ]),
    );
    let insideText = 0;
    for (const file of filesIn(new URL('security-datasets/', shared), '.json')) {
      readFileSync(file, 'utf8')
        .split('\n')
        .forEach((text, index) => {
          if (text.trim() === '') return;
          const raw = JSON.parse(text);
          const found = engine.match(fieldsOfEvent(raw)).flatMap(({ id }) => (known.has(id) ? [id] : []));
          const key = `${path.relative(root, file)}:${index + 1}`;
          if (typeof raw.EventData === 'string') {
            // Azure's agent writes the fields as a text of JSON, which the reference leaves unread.
            assert.equal(expected.get(key), undefined, key);
            insideText += found.length;
            return;
          }
          assert.deepEqual(found.sort(), (expected.get(key) ?? []).sort(), key);
        });
    }
    assert.equal(insideText, 10);
    const samples = fileURLToPath(new URL('sigma-regression/events.ndjson', shared));
    for (const { event: fields, matched_by_reference: isMatch, rule_id: id } of linesOf(samples)) {
      const found = engine.match(fieldsOfEvent(fields));
      assert.equal(
        found.some((rule) => rule.id === id),
        isMatch,
        id,
      );
    }
  });
});

function filesIn(folder: URL, ending: string): string[] {
  const root = fileURLToPath(folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => path.join(root, name));
}

// biome-ignore lint/suspicious/noExplicitAny: lines of files that are read here and nowhere else
function linesOf(file: string): any[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}
