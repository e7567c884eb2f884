// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '@belfry/contract';
import { countRule, failedLogin } from '../../../test/detection.ts';
import { aSealedLine, logsOf } from '../../../test/engine.ts';
import { loginRule } from '../../../test/hunts.ts';
import type { LogsToIndex } from '../index/indexer.ts';
import { SourceZones } from '../receive/source-zones.ts';
import type { HuntFound, HuntProgress, TakenHunt } from './hunt.ts';
import { LocalHours } from './local-hours.ts';
import { type HuntParts, runHunt } from './run-hunt.ts';

const receivedMs = (seq: number) => Date.UTC(2026, 10, 22, 1, 25) + seq;
const aHunt = (more: Partial<TakenHunt> = {}): TakenHunt => ({
  ...{ id: 'hunt', attempt: 1, lostCount: 0, title: 'Hunt', yaml: loginRule },
  ...{ companions: [], placeholders: {}, fromMs: receivedMs(0), untilMs: receivedMs(1_000_000), ...more },
});
const line = (seq: number, ip: string, more: object = {}) =>
  aSealedLine(seq, failedLogin({ at: new Date(receivedMs(seq)), ip, port: seq }), {
    format: 'rfc5424',
    ...more,
  });

async function run(logs: LogsToIndex, hunt = aHunt(), more: Partial<HuntParts> = {}): Promise<HuntFound> {
  const end = await runHunt(hunt, {
    ...{ logs, zones: new SourceZones(), local: new LocalHours(), isHeld: () => false },
    ...{ rest: async () => undefined, elapsedMs: () => performance.now(), tell: () => undefined, ...more },
  });
  return end.state === 'done' ? end.found : assert.fail(end.problem);
}

const keysOf = ({ found }: HuntFound) =>
  found.map(({ count, key, title }) => [title, ...key.map(([, value]) => value), count].join(' '));

test('runHunt() finds in its period only, and nothing of what was sent again', async () => {
  const lines = Array.from({ length: 20 }, (_, at) =>
    line(at + 1, '192.0.2.1', at % 5 === 4 ? { dup: { log: 'technical-2026', index: at } } : {}),
  );
  const hunt = aHunt({ fromMs: receivedMs(6), untilMs: receivedMs(16) });
  const found = await run(logsOf({ 'technical-2026': lines }), hunt);
  assert.deepEqual(keysOf(found), ['Failed login 192.0.2.1 8']);
  assert.equal(found.found[0]?.entries[0]?.index, 5);
  assert.equal(found.found[0]?.firstMs, receivedMs(6));
  assert.equal(found.found[0]?.lastMs, receivedMs(14));
});

test('runHunt() is done at once with a period without entries', async () => {
  const hunt = aHunt({ fromMs: receivedMs(86_400_000), untilMs: receivedMs(2 * 86_400_000) });
  const found = await run(logsOf({ 'technical-2026': [line(1, '192.0.2.1')], 'audit-2026': [] }), hunt);
  assert.deepEqual([found.total, found.read, found.hits, found.keys], [0, 0, 0, 0]);
});

// Danger: a gap in the logbook looks like peace.
test('runHunt() reads on behind a segment that is gone, and says how much it could not read', async () => {
  const lines = Array.from({ length: 140_000 }, (_, at) => line(at + 1, '192.0.2.1'));
  const logs = logsOf({ 'technical-2026': lines });
  const gone: LogsToIndex = {
    names: () => logs.names(),
    open: (name) => {
      const log = logs.open(name);
      const isGone = (index: number) => index >= 65_536 && index < 131_072;
      return {
        ...log,
        line: async (index) => (isGone(index) ? null : await log.line(index)),
        async *lines(from, to) {
          if (!isGone(from)) yield* log.lines(from, to);
        },
      };
    },
  };
  const hunt = aHunt({ fromMs: receivedMs(65_000), untilMs: receivedMs(132_000) });
  const { gone: missed, hits, read, total } = await run(gone, hunt);
  assert.equal(missed, 65_536);
  assert.equal(read, total);
  assert.equal(hits, 65_537 - 65_000 + (132_000 - 131_073));
});

test('runHunt() gathers 100,000 hits of more keys than are kept apart, the most first', async () => {
  const lines = Array.from({ length: 100_000 }, (_, at) =>
    line(at + 1, at % 2 === 0 ? '192.0.2.1' : `10.${at % 7}.${Math.floor(at / 250) % 250}.${at % 250}`),
  );
  const found = await run(logsOf({ 'technical-2026': lines }));
  assert.equal(found.hits, 100_000);
  assert.equal(found.found.length, limits.huntKeysMax);
  assert.deepEqual(
    found.found
      .map(({ count }) => count)
      .slice(0, 2)
      .sort((a, b) => a - b),
    [found.hitsWithoutKey, 50_000].sort((a, b) => a - b),
  );
  assert.ok(found.keys >= limits.huntKeysMax && found.hitsWithoutKey > 0);
  assert.ok(found.found.every(({ entries }) => entries.length <= 5));
});

test('runHunt() counts over all logs in the order of receipt, and companions find nothing of their own', async () => {
  const logs = logsOf({
    'audit-2026': [line(1, '192.0.2.1'), line(4, '192.0.2.1')],
    'technical-2026': [line(2, '192.0.2.1'), line(3, '192.0.2.9')],
  });
  const yaml = countRule('Guessing', 'failed_login', 3);
  const companions = [
    { id: 'companion', kind: 'rule', yaml: loginRule },
    {
      id: 'filter',
      kind: 'filter',
      yaml: 'title: F\nid: f\nlogsource: { product: linux }\nfilter: { rules: any, a: { src_ip: 192.0.2.9 }, condition: not a }\n',
    },
  ] as const;
  assert.deepEqual(keysOf(await run(logs, aHunt({ yaml, companions }))), ['Guessing 192.0.2.1 1']);
  assert.deepEqual(keysOf(await run(logs, aHunt({ companions: [companions[1]] }))), [
    'Failed login 192.0.2.1 3',
  ]);
});

test('runHunt() fails with a rule that is refused, whatever it was when somebody asked', async () => {
  const parts = { ...{ logs: logsOf({}), zones: new SourceZones(), local: new LocalHours() } };
  const end = await runHunt(aHunt({ yaml: 'title: Nothing\n' }), {
    ...parts,
    ...{ isHeld: () => false, rest: async () => undefined, elapsedMs: () => 0, tell: () => undefined },
  });
  assert.deepEqual(end, { state: 'failed', problem: 'rule_refused' });
});

// Danger: what comes in now is found late, because somebody looks into the past.
test('runHunt() rests for its share, and gives way as long as it has to', async () => {
  let held = 5;
  let now = 0;
  const rests: number[] = [];
  const told: HuntProgress[] = [];
  const lines = Array.from({ length: 2_000 }, (_, at) => line(at + 1, '192.0.2.1'));
  await run(logsOf({ 'technical-2026': lines }), aHunt(), {
    isHeld: () => {
      held -= 1;
      return held > 0;
    },
    elapsedMs: () => {
      now += 1;
      return now;
    },
    rest: async (ms) => void rests.push(ms),
    tell: (progress) => void told.push(progress),
  });
  assert.equal(rests.filter((ms) => ms === 200).length, 4);
  // Half of its time it works, as the limits say.
  assert.ok(rests.filter((ms) => ms >= 256).length >= 6, rests.join(' '));
  assert.ok(told.length > 5);
});
