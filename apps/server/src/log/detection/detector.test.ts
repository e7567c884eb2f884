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
  const placeOf = ({ atMs }: EntryEvent) => ({ log: atMs % 2 ? 'a-2026' : 'b-2026', index: atMs - beginMs });
  for (const each of events) whole.look(each, placeOf(each), ofWhole);
  for (const each of events.slice(0, 2_000)) first.look(each, placeOf(each), ofParts);
  second.restore(JSON.parse(JSON.stringify(first.state())));
  second.feedOnly(first.state());
  second.feedAll();
  for (const each of events.slice(2_000)) second.look(each, placeOf(each), ofParts);
  assert.deepEqual(ofParts.take(), ofWhole.take());
  assert.deepEqual(second.state(), whole.state());
  assert.ok(ofWhole.count > 5_000);
});

// Danger: of fifty guesses a finding shows the last one, and nobody sees what it rests on.
test('a hit of a correlation names the entries it rests on, the first and the last ones, also after a restart', () => {
  const guesses = [{ id: 'c', kind: 'rule' as const, yaml: wordRule('Login', 'Failed password') }];
  for (const count of [3, 50]) {
    const counted = { id: 'd', kind: 'rule' as const, yaml: countRule('Guessing', 'login', count) };
    const both = compileDocuments([...guesses, counted], { allSources: true });
    const [before, after, hits] = [new Detector(both), new Detector(both), new GatheredHits()];
    for (let at = 1; at <= count; at += 1) {
      const detector = at < count ? before : after;
      if (at === count) after.restore(JSON.parse(JSON.stringify(before.state())));
      detector.look(event(at, 'a'), { log: at === 2 ? 'audit-2026' : 'technical-2026', index: at }, hits);
    }
    const places = hits.take().find(({ ruleId }) => ruleId === 'd')?.entries ?? [];
    const all = Array.from({ length: count }, (_, at) => at + 1);
    const named = count === 3 ? all : [...all.slice(0, 20), ...all.slice(-20)];
    assert.deepEqual(
      places.map(({ index }) => index),
      named,
    );
    assert.deepEqual(places[1], {
      log: 'audit-2026',
      index: 2,
      at: new Date(beginMs + 2).toISOString(),
    });
  }
});
