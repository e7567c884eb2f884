// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DetectionLevel } from '@belfry/contract';
import {
  groupsOf,
  type HitRow,
  isGraveEnough,
  joins,
  keyDigest,
  manyDigest,
  manyGroup,
  mayReport,
  mayTellApart,
  stateOfLevel,
  subjectDigest,
  windowUntil,
} from './taking.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 2, 9, minutes));
const aHit = (more: Partial<HitRow> = {}): HitRow => ({
  id: 1,
  ruleId: 'rule',
  key: [['host', 'dc1']],
  count: 1,
  firstAt: at(0),
  lastAt: at(1),
  entries: [{ log: 'technical-2026', index: 1, at: at(0) }],
  value: null,
  foundAt: at(2),
  ...more,
});
const [first] = groupsOf([aHit()]);
assert.ok(first);

describe('groupsOf', () => {
  it('counts hits of one rule and key together, in the order in which keys came', () => {
    const groups = groupsOf([
      aHit({ value: 3 }),
      aHit({ id: 2, key: [['host', 'b']] }),
      aHit({ id: 3, count: 4, firstAt: at(-9), lastAt: at(8), foundAt: at(9), value: 7 }),
    ]);
    assert.deepEqual(
      groups.map(({ count, key, value }) => [key[0]?.[1], count, value]),
      [
        ['dc1', 5, 7],
        ['b', 1, null],
      ],
    );
    assert.deepEqual([groups[0]?.firstAt, groups[0]?.lastAt, groups[0]?.foundLastAt], [at(-9), at(8), at(9)]);
    assert.equal(groups[0]?.entries.length, 2);
  });

  // Danger: a key that a log chooses is read as another key, and hides behind its suppression.
  it('keeps keys apart whatever stands in their values', () => {
    const keys = [
      [['a', 'b","c']],
      [
        ['a', 'b'],
        ['c', ''],
      ],
      [['a', 'b']],
      [['a', 'B']],
      [],
    ] as const;
    const digests = keys.map((key) => keyDigest('rule', key));
    assert.equal(new Set([...digests, manyDigest('rule'), manyDigest('other')]).size, keys.length + 2);
  });

  it('knows what a key is about, whatever the order and the rule', () => {
    const one = subjectDigest([
      ['source', 'a'],
      ['host', 'b'],
    ]);
    assert.equal(
      one,
      subjectDigest([
        ['host', 'b'],
        ['source', 'a'],
        ['user', ''],
      ]),
    );
    assert.notEqual(one, subjectDigest([['source', 'a']]));
  });
});

describe('stateOfLevel', () => {
  it('decides by level who hears of it', () => {
    assert.deepEqual((['informational', 'low', 'medium', 'high', 'critical'] as const).map(stateOfLevel), [
      'context',
      'open',
      'open',
      'reported',
      'reported',
    ]);
  });
});

describe('joins', () => {
  const gathering = { openedAt: at(0), windowUntil: at(60), isTaking: true };
  const group = (minutes: number) => ({ ...first, foundFirstAt: at(minutes), foundLastAt: at(minutes) });
  const dayMs = 86_400_000;
  it('takes what comes within the window, as long as what it became goes on', () => {
    assert.ok(joins(gathering, group(60), dayMs));
    assert.ok(!joins(gathering, group(61), dayMs));
    assert.ok(!joins({ ...gathering, isTaking: false }, group(1), dayMs));
    assert.equal(windowUntil(group(5), 60_000).getTime(), at(6).getTime());
  });

  // Danger: a rule that hits every minute is one finding for ever, dismissed once.
  it('opens anew after a day, however often its key repeats', () => {
    assert.ok(!joins({ ...gathering, windowUntil: at(3_000) }, group(1_441), dayMs));
  });
});

describe('joins after our clock ran ahead', () => {
  // Danger: the clock was a year ahead for a minute, and what hit in that minute is not told again for a year.
  it('opens anew what was opened in a future that did not come', () => {
    const year = 366 * 86_400_000;
    const ahead = { openedAt: new Date(year + at(0).getTime()), isTaking: true };
    const gathering = { ...ahead, windowUntil: new Date(year + at(60).getTime()) };
    assert.ok(!joins(gathering, { ...first, foundFirstAt: at(1), foundLastAt: at(1) }, 86_400_000));
  });
});

describe('isGraveEnough', () => {
  // Danger: a rule is raised to critical, and its hits go on to vanish in what somebody dismissed as medium.
  it('lets hits join what is as grave as their rule, or in triage already', () => {
    const known = (level: DetectionLevel, report: object | null = null) => ({
      level,
      report,
      incident: null,
    });
    assert.ok(!isGraveEnough(known('medium'), 'critical'));
    assert.ok(!isGraveEnough(known('informational'), 'low'));
    assert.ok(isGraveEnough(known('low'), 'medium'));
    assert.ok(isGraveEnough(known('critical'), 'low'));
    assert.ok(isGraveEnough(known('medium', {}), 'critical'));
  });
});

describe('mayTellApart', () => {
  const bounds = { findingsPerRuleMax: 5, findingReportsPerRuleMax: 2 };
  it('bounds what one rule tells, and what it sends to triage', () => {
    assert.ok(mayTellApart({ opened: 4, reported: 4 }, 'low', bounds));
    assert.ok(!mayTellApart({ opened: 5, reported: 0 }, 'low', bounds));
    assert.ok(mayTellApart({ opened: 1, reported: 1 }, 'critical', bounds));
    assert.ok(!mayTellApart({ opened: 2, reported: 2 }, 'high', bounds));
    assert.deepEqual(manyGroup(first).key, []);
  });
});

describe('mayReport', () => {
  // Danger: somebody who may send lines sends such as hit every rule, and triage drowns.
  it('bounds what all rules together send to triage', () => {
    const bounds = { findingReportsMax: 3 };
    assert.ok(mayReport(2, 'high', bounds));
    assert.ok(!mayReport(3, 'critical', bounds));
    assert.ok(mayReport(3, 'medium', bounds));
  });
});
