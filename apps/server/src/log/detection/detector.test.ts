// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countRule, wordRule } from '../../../test/detection.ts';
import { logLimits } from '../log-limits.ts';
import { compileDocuments } from './compile-documents.ts';
import type { EntryEvent } from './detection.ts';
import { Detector } from './detector.ts';
import { GatheredHits } from './gathered-hits.ts';

const compiled = () =>
  compileDocuments(
    [
      wordRule('Login', 'Failed password', 'belfry: { group-by: [src_ip] }'),
      countRule('Guessing', 'login', 2, 'generate: true\n'),
    ].map((yaml, at) => ({ id: `d${at}`, kind: 'rule' as const, yaml })),
    { allSources: true },
  );

/** A million where there is time: it leaves no more than this many. */
const KEYS = Number(process.env['BELFRY_TORTURE_KEYS'] ?? 200_000);
const STEP = 20_000;
const beginMs = Date.UTC(2026, 10, 22);
const event = (number: number, key: string): EntryEvent => ({
  fields: { message: 'Failed password', src_ip: key },
  ...{ atMs: beginMs + number, receivedMs: beginMs + number, source: 's' },
});
const place = { log: 'technical-2026', index: 0 };

// Danger (hostile): a sender makes up a key for each entry, and the memory of what is counted grows without end.
test(`${KEYS} keys leave as many groups as are allowed, and say how many went`, () => {
  const detector = new Detector(compiled());
  let rows = 0;
  let keysCut = 0;
  for (let step = 0; step < KEYS / STEP; step += 1) {
    const hits = new GatheredHits();
    for (let at = 0; at < STEP; at += 1) {
      const number = step * STEP + at;
      detector.look(event(number, `key ${number} ${'x'.repeat(300)}`), place, hits);
    }
    rows = Math.max(rows, hits.size);
    keysCut += hits.keysCut;
  }
  assert.equal(detector.size.groups, logLimits.correlator.groupsMax);
  assert.equal(detector.counters.groupsEvicted, KEYS - logLimits.correlator.groupsMax);
  assert.equal(rows, logLimits.detectionKeysOfRuleMax + 1);
  assert.equal(keysCut, (KEYS / STEP) * (STEP - logLimits.detectionKeysOfRuleMax));
  // What is written down is bounded with it: a group is its key, a time and an entry.
  const bytes = JSON.stringify(detector.state()).length;
  assert.ok(bytes < logLimits.correlator.groupsMax * 512, `${bytes} bytes`);
});

// Danger: what is read again after a crash ends in another state than what was read once.
test('a detector that takes over a state goes on as the one it is of', () => {
  const [whole, first, second] = [
    new Detector(compiled()),
    new Detector(compiled()),
    new Detector(compiled()),
  ];
  const [ofWhole, ofParts] = [new GatheredHits(), new GatheredHits()];
  const events = Array.from({ length: 5_000 }, (_, at) => event(at * 3_000, `key ${(at * 7) % 40}`));
  for (const each of events) whole.look(each, place, ofWhole);
  for (const each of events.slice(0, 2_000)) first.look(each, place, ofParts);
  second.restore(JSON.parse(JSON.stringify(first.state())));
  second.feedOnly(first.state());
  second.feedAll();
  for (const each of events.slice(2_000)) second.look(each, place, ofParts);
  assert.deepEqual(ofParts.take(), ofWhole.take());
  assert.deepEqual(second.state(), whole.state());
  assert.ok(ofWhole.count > 5_000);
});
