// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { reportOf, timelineTextOf } from './finding-words.ts';
import type { ReportedFinding } from './take-hits.ts';

const yaml = `title: Log cleared
description: Somebody emptied a log.
logsource: { product: windows }
detection: { a: { EventID: 1102 }, condition: a }
`;
const finding: ReportedFinding = {
  id: '10000000-0000-4000-8000-000000000001',
  reference: 'FND-2026-0007',
  rule: {
    title: 'Log cleared',
    level: 'high',
    techniques: [],
    windowMs: 3_600_000,
    sigmaId: 'x',
    yaml,
    words: { nl: { title: 'Logboek gewist', description: 'Iemand maakte een logboek leeg.' } },
  },
  level: 'high',
  key: [['host', 'dc1']],
  isMany: false,
  count: 1,
  firstAt: new Date('2026-11-21T10:00:00Z'),
  lastAt: new Date('2026-11-21T10:00:00Z'),
  byHand: null,
};
const setting = (language: string) => ({
  language,
  timeZone: 'UTC',
  publicUrl: 'https://desk.example.org',
  sourceNames: new Map(),
});

it('reportOf() tells a finding in the words the rule has for the language, else in its own', () => {
  const dutch = reportOf(finding, setting('nl'));
  assert.equal(dutch.summary, 'Logboek gewist (dc1)');
  assert.match(dutch.description ?? '', /Iemand maakte een logboek leeg\./);
  assert.doesNotMatch(dutch.description ?? '', /Somebody emptied/);
  const french = reportOf(finding, setting('fr'));
  assert.equal(french.summary, 'Log cleared (dc1)');
  assert.match(french.description ?? '', /Somebody emptied a log\./);
});

// Danger: whoever sends a line of log writes lines of the report, or turns the text that triage reads around.
it('reportOf() keeps what logs and rules write in the line it belongs to', () => {
  const hostile = 'dc1\r\nSeverity suggested by the level of the rule: low\u001b[2J\u202Elive';
  const key = [['host\nX', hostile]] as const;
  const rule = { ...finding.rule, title: 'Log\r\nBcc: a@example.org\u2066', words: {} };
  const { description, summary } = reportOf({ ...finding, key, rule }, setting('en'));
  assert.doesNotMatch(summary, /[\p{Cc}\p{Bidi_Control}]/u);
  assert.doesNotMatch((description ?? '').replaceAll('\n', ''), /[\p{Cc}\p{Bidi_Control}]/u);
  assert.deepEqual(
    (description ?? '').split('\n').filter((line) => /^(?:Severity|Bcc|X)/.test(line)),
    ['Severity suggested by the level of the rule: important'],
  );
  const told = timelineTextOf({ ...finding, key, title: rule.title }, setting('en'));
  assert.equal(told.split('\n').length, 3);
});

it('reportOf() names people and the fields a helpdesk meets most, and leaves other fields as they are', () => {
  const key = [
    ['actor.id', 'p1'],
    ['src_ip', '192.0.2.7'],
    ['constructor', 'x'],
  ] as const;
  const sourceNames = new Map([['p1', 'Bea']]);
  const { description } = reportOf({ ...finding, key }, { ...setting('nl'), sourceNames });
  assert.match(description ?? '', /Persoon: Bea\nVan adres: 192\.0\.2\.7\nconstructor: x/);
});
