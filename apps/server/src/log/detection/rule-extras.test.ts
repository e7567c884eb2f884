// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRules } from '@belfry/sigma';
import { readRuleExtras } from './rule-extras.ts';

const extrasOf = (yaml: string) => {
  const { problems, rules } = readRules(
    `title: t\nlogsource: { product: linux }\ndetection: { a: [b], condition: a }\n${yaml}`,
  );
  assert.deepEqual(problems, []);
  return readRuleExtras(rules[0]?.custom ?? {});
};

test('a rule without a word of ours is grouped by source and host, an hour long', () => {
  assert.deepEqual(extrasOf(''), {
    groupBy: ['source', 'host'],
    windowMs: 3_600_000,
    samples: { matches: [], misses: [] },
    purpose: [],
    words: {},
  });
});

test('samples are lines, fields, or sequences with offsets', () => {
  const extras = extrasOf(
    `belfry:
  group-by: [user]
  window: 2d
  purpose: LM-13
  samples:
    matches:
      - "Nov 22 01:02:03 web sshd[1]: text"
      - { user: root }
      - - one
        - { at: 30s, event: { user: two } }
        - three
    misses:
      - { at: 0, event: alone }
`.replace('at: 0,', 'at: "0",'),
  );
  assert.ok(!('refused' in extras));
  assert.deepEqual([extras.groupBy, extras.windowMs, extras.purpose], [['user'], 172_800_000, ['LM-13']]);
  assert.deepEqual(extras.samples.matches.slice(0, 2), [
    { events: [{ event: 'Nov 22 01:02:03 web sshd[1]: text', atMs: 0 }] },
    { events: [{ event: { user: 'root' }, atMs: 0 }] },
  ]);
  assert.deepEqual(
    extras.samples.matches[2]?.events.map(({ atMs }) => atMs),
    [0, 30_000, 31_000],
  );
  assert.deepEqual(extras.samples.misses, [{ events: [{ event: 'alone', atMs: 0 }] }]);
});

test('what comes many times is written once, each with its number', () => {
  const extras = extrasOf(`belfry:
  samples:
    matches:
      - - { times: 3, every: 10s, event: { user: 'u{n}' } }
        - last
        - { times: 2, at: 60s, event: 'line {n}' }`);
  assert.ok(!('refused' in extras));
  assert.deepEqual(extras.samples.matches[0]?.events, [
    { event: { user: 'u1' }, atMs: 0 },
    { event: { user: 'u2' }, atMs: 10_000 },
    { event: { user: 'u3' }, atMs: 20_000 },
    { event: 'last', atMs: 21_000 },
    { event: 'line 1', atMs: 60_000 },
    { event: 'line 2', atMs: 61_000 },
  ]);
});

// Danger: forty words ask for a thousand of a thousand events, and the desk that reads them runs out of memory.
test('samples unfold to so much and no more', () => {
  const many = (text: string) => ({
    belfry: { samples: { matches: [Array.from({ length: 1_000 }, () => ({ times: 1_000, event: text }))] } },
  });
  const extras = readRuleExtras(many('line {n}'));
  assert.ok(!('refused' in extras));
  assert.equal(extras.samples.matches[0]?.events.length, 1_000);
  const refused = readRuleExtras(many('x'.repeat(10_000)));
  assert.ok('refused' in refused);
  assert.match(refused.refused, /^belfry\.samples: unfolds/);
});

test('a rule may say its title and description in other languages', () => {
  const extras = extrasOf('belfry: { words: { nl: { title: Titel, description: Wat het is } } }');
  assert.ok(!('refused' in extras));
  assert.deepEqual(extras.words, { nl: { title: 'Titel', description: 'Wat het is' } });
});

// Danger: a rule with a word that is not understood gathers everybody under the usual key.
for (const yaml of [
  'belfry: { group_by: [user] }',
  'belfry: { group-by: [] }',
  'belfry: { window: 1w }',
  'belfry: { window: 5s }',
  'belfry: { window: 31d }',
  'belfry: [1]',
  'belfry: { samples: { matches: [1] } }',
  'belfry: { words: { xx: { title: a, description: b } } }',
  'belfry: { words: { nl: { title: a } } }',
]) {
  test(`refuses ${yaml} and names the place`, () => {
    const extras = extrasOf(yaml);
    assert.ok('refused' in extras);
    assert.match(extras.refused, /^belfry/);
  });
}
