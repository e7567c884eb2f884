// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { ClockState } from '@belfry/contract';
import { cosignedAt, isFault, parseNote } from '@belfry/ledger';
import { anEntry } from '../../../test/log-entries.ts';
import { guardInMemory, openTestSealing } from '../../../test/sealing.ts';
import type { JournalEntry } from '../batch.ts';
import { readSealedLine, rowOf } from '../index/row.ts';
import { verifyPath } from '../verify/index.ts';
import { openLogDirectory } from './log-directory.ts';
import type { Sealer } from './sealer.ts';

// R5: whatever a clock does, numbers of receipt grow, signed times never go back, no log of a year that is not begins,
// an operator is told of what is more than two seconds, and a verification finds nothing.

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(text) * 1_000;
const SUMMER = at('2026-06-01T12:00:00Z');

type Step =
  /** Ten entries in one batch, a millisecond apart; `jump` moves the wall clock in its middle, `back` near its end. */
  | { readonly do: 'take'; readonly jump?: number; readonly back?: boolean; readonly state?: ClockState }
  | { readonly do: 'jump' | 'pass'; readonly us: number }
  /** The wall clock leaves its way by so many parts in a million while time passes. */
  | { readonly do: 'slew'; readonly ppm: number; readonly us: number }
  /** The process begins anew; `reboot` the machine too, and with it the monotonic clock. */
  | { readonly do: 'restart'; readonly reboot?: boolean };

interface Scenario {
  readonly name: string;
  readonly start?: number;
  readonly steps: readonly Step[];
  /** The alarm, in the order it was raised and cleared. */
  readonly alarms: readonly string[];
  readonly logs: readonly string[];
  /** Lines that say that the clock was not believed. */
  readonly doubted: number;
}

const take: Step = { do: 'take' };
const jump = (us: number): Step => ({ do: 'jump', us });
const pass = (us: number): Step => ({ do: 'pass', us });
const summer = ['technical-2026'];
const raised = ['clock'];
const settled = ['clock', 'cleared'];

/** A step that is believed after it held for ten minutes. */
const held = (name: string, us: number, logs: readonly string[] = summer): Scenario => ({
  name,
  steps: [take, jump(us), take, pass(5 * MINUTE), take, pass(6 * MINUTE), take, take],
  alarms: settled,
  logs,
  doubted: 20,
});

const scenarios: readonly Scenario[] = [
  held('an hour ahead', HOUR),
  held('an hour back', -HOUR),
  held('a day ahead', DAY),
  held('a day back', -DAY),
  held('ten years ahead, and it stays: a log of that year begins once it held', at('2036-06-01') - SUMMER, [
    'technical-2026',
    'technical-2036',
  ]),
  {
    name: 'ten years ahead, and back before it was believed',
    steps: [take, jump(3_650 * DAY), take, take, jump(-3_650 * DAY), take],
    alarms: settled,
    logs: summer,
    doubted: 20,
  },
  {
    name: 'back to 1970, and compared again',
    steps: [take, jump(-SUMMER), take, take, jump(SUMMER), { do: 'take', state: 'synchronised' }],
    alarms: settled,
    logs: summer,
    doubted: 20,
  },
  {
    name: 'a leap second, repeated as 23:59:59',
    start: at('2026-06-30T23:59:59.500Z'),
    steps: [take, jump(-SECOND), take, pass(SECOND), take],
    alarms: [],
    logs: summer,
    doubted: 0,
  },
  {
    name: 'a leap second, smeared over a day',
    steps: Array.from({ length: 24 }, () => [take, { do: 'slew', ppm: -12, us: HOUR } as const]).flat(),
    alarms: [],
    logs: summer,
    doubted: 0,
  },
  {
    name: 'summer time ends: the clock of the machine goes on in UTC',
    start: at('2026-10-25T00:59:59.900Z'),
    steps: [take, pass(SECOND), take, pass(HOUR), take],
    alarms: [],
    logs: summer,
    doubted: 0,
  },
  {
    name: 'summer time begins on a machine that keeps local time, and its clock is compared',
    start: at('2026-03-29T00:59:59.900Z'),
    steps: [{ do: 'take', state: 'synchronised' }, jump(HOUR), { do: 'take', state: 'synchronised' }],
    alarms: raised,
    logs: summer,
    doubted: 0,
  },
  {
    name: 'an hour ahead inside a batch',
    steps: [take, { do: 'take', jump: HOUR }, take],
    alarms: raised,
    logs: summer,
    doubted: 15,
  },
  {
    name: 'to 1970 inside a batch, and back inside of it',
    steps: [take, { do: 'take', jump: -SUMMER, back: true }, take],
    alarms: settled,
    logs: summer,
    doubted: 3,
  },
  {
    name: 'the year ends',
    start: at('2026-12-31T23:59:59.900Z'),
    steps: [take, pass(SECOND), take],
    alarms: [],
    logs: ['technical-2026', 'technical-2027'],
    doubted: 0,
  },
  {
    name: 'back over the turn of the year',
    start: at('2027-01-01T00:00:30Z'),
    steps: [take, jump(-MINUTE), take, pass(MINUTE), take],
    alarms: raised,
    logs: ['technical-2027'],
    doubted: 20,
  },
  {
    name: 'ahead over the turn of the year, and back',
    start: at('2026-12-31T12:00:00Z'),
    steps: [take, jump(DAY), take, jump(-DAY), take],
    alarms: settled,
    logs: summer,
    doubted: 10,
  },
  {
    name: 'a step of 1.9 seconds, which a server of time may make',
    steps: [take, jump(1.9 * SECOND), take],
    alarms: [],
    logs: summer,
    doubted: 0,
  },
  {
    name: 'a step of 2.1 seconds',
    steps: [take, jump(2.1 * SECOND), take],
    alarms: raised,
    logs: summer,
    doubted: 10,
  },
  {
    name: 'each minute another day: never believed',
    steps: Array.from({ length: 12 }, (_, nth) => [take, jump((nth + 1) * 31 * DAY), pass(MINUTE)]).flat(),
    alarms: Array(11).fill('clock'),
    logs: summer,
    doubted: 110,
  },
  {
    name: 'to 1970 while the process is away',
    steps: [take, { do: 'restart' }, jump(-SUMMER), take],
    alarms: raised,
    logs: summer,
    doubted: 10,
  },
  {
    name: 'ten years ahead while the machine is away',
    steps: [take, { do: 'restart', reboot: true }, jump(3_650 * DAY), take],
    alarms: raised,
    logs: summer,
    doubted: 10,
  },
  {
    name: 'three days without power, and a clock that went on',
    steps: [take, { do: 'restart', reboot: true }, jump(3 * DAY), take],
    alarms: [],
    logs: summer,
    doubted: 0,
  },
];

/** Entries as the journal gives them, by clocks that the scenario moves. */
function clocksFrom(start: number) {
  let wallUs = start;
  let monotonicNs = 1_000_000_000n;
  let seq = 0;
  const pass = (us: number) => {
    wallUs += us;
    monotonicNs += BigInt(us) * 1_000n;
  };
  return {
    pass,
    jump: (us: number) => {
      wallUs += us;
    },
    reboot: () => {
      monotonicNs = 1_000n;
    },
    wallUs: () => wallUs,
    monotonicNs: () => monotonicNs,
    batch: ({ back = false, jump: us = 0, state = 'unknown' }: Step & { readonly do: 'take' }) =>
      Array.from({ length: 10 }, (_, nth): JournalEntry => {
        pass(1_000);
        if (nth === 5) wallUs += us;
        if (nth === 8 && back) wallUs -= us;
        seq += 1;
        return anEntry({ seq, receivedUs: wallUs, monotonicNs, clock: state });
      }),
  };
}

for (const { alarms, doubted, logs, name, start = SUMMER, steps } of scenarios) {
  test(`R5: ${name}`, async (t) => {
    const sealing = openTestSealing(t, guardInMemory());
    const clocks = clocksFrom(start);
    const taken: JournalEntry[] = [];
    let sealer: Sealer = await sealing.open({ clocks });
    for (const step of steps) {
      if (step.do === 'take') {
        const batch = clocks.batch(step);
        taken.push(...batch);
        await sealer.take(batch);
        await sealer.publishAll();
      } else if (step.do === 'restart') {
        sealer.close();
        if (step.reboot === true) clocks.reboot();
        sealer = await sealing.open({ clocks });
      } else {
        clocks.pass(step.do === 'jump' ? 0 : step.us);
        clocks.jump(step.do === 'pass' ? 0 : step.do === 'slew' ? (step.us * step.ppm) / 1e6 : step.us);
      }
    }
    sealer.close();

    const directory = openLogDirectory(path.join(sealing.root, 'log'));
    assert.deepEqual(await directory.names(), logs);
    const lines = (await Promise.all(logs.map((log) => sealing.linesOf(log)))).flat();
    assert.deepEqual(
      lines.map(({ seq }) => seq),
      taken.map(({ seq }) => seq),
    );
    assert.equal(lines.filter(({ clock }) => clock === 'jumped').length, doubted);
    const told = sealing.news.flatMap((each) =>
      each.kind === 'alarm' ? [each.facts === null ? 'cleared' : each.alarm] : [],
    );
    assert.deepEqual(told, alarms);
    assertSignedTimesGrow(sealing.news.flatMap((each) => (each.kind === 'published' ? [each.content] : [])));
    for (const log of logs) await assertFewPartitions(directory, log);
    const nobody = { logKeys: [], witnesses: [], authorities: [], pinned: [] };
    for (const { report } of (await verifyPath(sealing.root, nobody)).logs) {
      assert.deepEqual(
        [report.verdict, report.findings.filter(({ weight }) => weight !== 'told')],
        ['unanchored', []],
      );
    }
  });
}

function assertSignedTimesGrow(checkpoints: readonly string[]): void {
  const times = checkpoints.map((content) => {
    const note = parseNote(content);
    assert.ok(!isFault(note));
    // The ML-DSA-44 signature of the log is a cosignature: it carries its time.
    const cosignature = note.signatures.find(({ bytes }) => bytes.length > 1_000);
    assert.ok(cosignature !== undefined);
    const time = cosignedAt(cosignature);
    assert.ok(typeof time === 'number');
    return time;
  });
  assert.deepEqual(
    times,
    times.toSorted((one, other) => one - other),
  );
}

/** Danger: a clock that ran wild leaves the index with a partition a month of all time. */
async function assertFewPartitions(directory: ReturnType<typeof openLogDirectory>, name: string) {
  const periods = new Set<unknown>();
  for await (const { first, lines } of directory.open(name).lines(0, Number.MAX_SAFE_INTEGER)) {
    for (const [nth, line] of lines.entries()) {
      periods.add(rowOf(readSealedLine(line), name, first + nth)['period']);
    }
  }
  assert.ok(periods.size <= 13 && [...periods].every((period) => String(period).startsWith(name.slice(-4))));
}
