// SPDX-License-Identifier: Apache-2.0
/** Measures Sigma alone, in a process of its own, and prints the figures as JSON. Started by sigma.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, type EventFields, fieldsOfEvent, readRules, type SigmaRule } from '@belfry/sigma';
import { holds } from '../../packages/sigma/src/evaluate.ts';
import { isAbout, routeOfEvent } from '../../packages/sigma/src/logsource.ts';
import { type Figure, quantile } from './figures.ts';

const RUNS = 5;
/** The plain evaluator asks every rule of every event: a part of the events tells its speed. */
const NAIVE_EVERY = 40;
/** Few events are looked at many times: one pass over so few would tell of the clock. */
const EVENTS_MIN = 2_000;
const NOTHING_LINES = 20_000;
const SCRIPT_CHARACTERS = 8_000;
const MEBIBYTE = 1_048_576;

const [data = ''] = process.argv.slice(2);
const filesIn = (folder: string, ending: string) =>
  readdirSync(join(data, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => readFileSync(join(data, folder, name), 'utf8'));

const idleMb = process.memoryUsage().rss / MEBIBYTE;
const texts = filesIn('sigma-rules/rules', '.yml');
const lines = filesIn('security-datasets', '.json').flatMap((text) =>
  text.split('\n').filter((line) => line.trim() !== ''),
);
const authLog = readFileSync(join(data, 'elastic-examples/suspicious_login_auth.log'), 'utf8')
  .split('\n')
  .filter((line) => line !== '');
const nothing = Array.from({ length: NOTHING_LINES }, (_none, index) =>
  JSON.stringify({ message: `GET /library/opening-hours?branch=${index % 40} 200 ${index} ms`, app: 'web' }),
);
/** Public events have no script blocks: these are written like them. */
const scripts = Array.from({ length: 200 }, (_none, index) => {
  const line = `function Get-Report${index} { param([string]$Name, [int]$Days = ${index}) $items = Get-ChildItem -Path "C:\\Data\\$Name" | Where-Object { $_.LastWriteTime -gt (Get-Date).AddDays(-$Days) }; foreach ($item in $items) { Write-Output $item.FullName } }\n`;
  const ScriptBlockText = line.repeat(Math.ceil(SCRIPT_CHARACTERS / line.length)).slice(0, SCRIPT_CHARACTERS);
  const Channel = 'Microsoft-Windows-PowerShell/Operational';
  return JSON.stringify({ Channel, EventID: 4104, ScriptBlockText, Path: '', Computer: 'W1' });
});

/** Time of the processor, not of the clock on the wall: a machine that is busy with others tells the same. */
function secondsOf(work: () => unknown): number {
  const from = process.cpuUsage();
  work();
  const { system, user } = process.cpuUsage(from);
  return (system + user) / 1_000_000;
}

function msOf(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

const figures: Figure[] = [];

/** The median of the runs; what runs slowest and fastest stands beside it. */
function add(
  what: string,
  values: number[],
  unit: string,
  promise: Partial<Pick<Figure, 'atLeast' | 'atMost'>> = {},
  detail = '',
): number {
  const sorted = [...values].sort((a, b) => a - b);
  const digits = (value: number) => (value < 100 ? Number(value.toFixed(2)) : Math.round(value));
  const median = digits(quantile(sorted, 0.5));
  const range = `n ${sorted.length}, min ${digits(sorted[0] ?? Number.NaN)}, max ${digits(sorted.at(-1) ?? Number.NaN)}`;
  const about = detail === '' ? range : `${range}; ${detail}`;
  figures.push({ what: `sigma: ${what}`, value: median, unit, atMost: null, ...promise, detail: about });
  return median;
}

const runs = Array.from({ length: RUNS }, (_none, index) => index);
let rules: SigmaRule[] = [];
const loading = runs.map(() =>
  secondsOf(() => {
    rules = texts.flatMap((text) => readRules(text).rules);
    createEngine(rules);
  }),
);
add(`read and compile ${rules.length} rules`, loading, 's', { atMost: 3 });

const engine = createEngine(rules);
const rate = (some: readonly string[], work: (some: readonly string[]) => void) =>
  runs.map(() => some.length / secondsOf(() => work(some)));

/** One kind of events: hits and the slowest hundredth stand beside the rate. */
function lane(
  what: string,
  given: readonly string[],
  fieldsOf: (line: string) => EventFields,
  atLeast?: number,
) {
  const times = Math.ceil(EVENTS_MIN / Math.max(given.length, 1));
  const events = Array.from({ length: times }, () => given).flat();
  let hits = 0;
  const work = () => {
    hits = 0;
    for (const line of events) hits += engine.match(fieldsOf(line)).length;
  };
  // Before measuring: plans and compiled code are there, as in a server that runs.
  work();
  work();
  const took = events.map((line) => msOf(() => engine.match(fieldsOf(line))));
  const p99 = quantile(
    took.sort((a, b) => a - b),
    0.99,
  );
  const detail = `${hits / times} hits, one event p99 ${p99.toFixed(3)} ms`;
  const name = `${given.length} ${what}${times > 1 ? `, ${times} times` : ''}`;
  return add(name, rate(events, work), 'events/s', atLeast === undefined ? {} : { atLeast }, detail);
}

const fromJson = (line: string) => fieldsOfEvent(JSON.parse(line));
const mixed = lane('mixed Windows events, JSON in, hits out', lines, fromJson, 40_000);
const parsing = add(
  'JSON.parse alone',
  rate(lines, (some) => {
    for (const line of some) JSON.parse(line);
  }),
  'events/s',
);
const isOf = (line: string, category: string) => routeOfEvent(fromJson(line)).categories.includes(category);
lane(
  'events of process_creation',
  lines.filter((line) => isOf(line, 'process_creation')),
  fromJson,
  20_000,
);
lane('scripts of PowerShell (4104), 8,000 characters each', scripts, fromJson);
lane(
  'events that match',
  lines.filter((line) => engine.match(fromJson(line)).length > 0),
  fromJson,
);
lane('lines of auth.log', authLog, fieldsOfEvent);
lane('lines that match nothing', nothing, fromJson, 150_000);

const some = lines.filter((_line, index) => index % NAIVE_EVERY === 0);
const naive = add(
  `the plain evaluator over ${some.length} of them`,
  rate(some, plainly),
  'events/s',
  {},
  'asks every rule about the source',
);
add('times as fast as the plain evaluator', [mixed / naive], 'x', { atLeast: 5 });
add('share of the speed of JSON.parse alone', [mixed / parsing], 'x');

function plainly(events: readonly string[]): void {
  for (const line of events) {
    const fields = fieldsOfEvent(JSON.parse(line));
    const route = routeOfEvent(fields);
    for (const rule of rules) {
      if (isAbout(rule.logsource, route)) holds(rule.expression, fields, route);
    }
  }
}

globalThis.gc?.();
figures.push({
  what: 'sigma: resident memory with rules and engine',
  value: Math.round(process.memoryUsage().rss / MEBIBYTE),
  unit: 'MB',
  atMost: 400,
  detail: `${Math.round(idleMb)} MB before; the events themselves are ${Math.round(lines.join('').length / MEBIBYTE)} MB of it`,
});
process.stdout.write(JSON.stringify(figures));
