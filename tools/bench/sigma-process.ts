// SPDX-License-Identifier: Apache-2.0
/** Measures Sigma alone, in a process of its own, and prints the figures as JSON. Started by sigma.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, fieldsOfEvent, readRules, type SigmaRule } from '@belfry/sigma';
import { holds } from '../../packages/sigma/src/evaluate.ts';
import { isAbout, routeOfEvent } from '../../packages/sigma/src/logsource.ts';
import { type Figure, quantile } from './figures.ts';

const RUNS = 5;
/** The plain evaluator asks every rule of every event: a part of the events tells its speed. */
const NAIVE_EVERY = 40;
const CREATIONS_TIMES = 20;
const NOTHING_LINES = 20_000;
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
const nothing = Array.from({ length: NOTHING_LINES }, (_none, index) =>
  JSON.stringify({ message: `GET /library/opening-hours?branch=${index % 40} 200 ${index} ms`, app: 'web' }),
);

function secondsOf(work: () => unknown): number {
  const from = performance.now();
  work();
  return (performance.now() - from) / 1_000;
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
add(`read and compile ${rules.length} rules`, loading, 's');

const engine = createEngine(rules);
let hits = 0;
const overJson = (some: readonly string[]) => {
  hits = 0;
  for (const line of some) hits += engine.match(fieldsOfEvent(JSON.parse(line))).length;
};
const rate = (some: readonly string[], work: (some: readonly string[]) => void) =>
  runs.map(() => some.length / secondsOf(() => work(some)));
// Once before measuring: plans and compiled code are there, as in a server that runs.
overJson(lines);
const parsing = add(
  'JSON.parse alone',
  rate(lines, (some) => {
    for (const line of some) JSON.parse(line);
  }),
  'events/s',
);
const mixed = add(
  `${lines.length} mixed Windows events, JSON in, hits out`,
  rate(lines, overJson),
  'events/s',
  { atLeast: 40_000 },
  `${hits} hits`,
);
const creations = lines.filter((line) => {
  const { categories } = routeOfEvent(fieldsOfEvent(JSON.parse(line)));
  return categories.includes('process_creation');
});
// A few of them many times: one pass over so few would tell of the clock.
const again = Array.from({ length: CREATIONS_TIMES }, () => creations).flat();
add(
  `${creations.length} events of process_creation, ${CREATIONS_TIMES} times`,
  rate(again, overJson),
  'events/s',
);
add(`${NOTHING_LINES} lines that match nothing`, rate(nothing, overJson), 'events/s');

const some = lines.filter((_line, index) => index % NAIVE_EVERY === 0);
const naive = add(
  `the plain evaluator over ${some.length} of them`,
  rate(some, plainly),
  'events/s',
  {},
  'asks every rule about the source',
);
add('times as fast as the plain evaluator', [mixed / naive], 'x');
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

const each = runs.map(() => {
  const took = lines.map((line) => secondsOf(() => engine.match(fieldsOfEvent(JSON.parse(line)))) * 1_000);
  return quantile(
    took.sort((a, b) => a - b),
    0.99,
  );
});
add('one event, p99', each, 'ms');
globalThis.gc?.();
figures.push({
  what: 'sigma: resident memory with rules and engine',
  value: Math.round(process.memoryUsage().rss / MEBIBYTE),
  unit: 'MB',
  atMost: null,
  detail: `${Math.round(idleMb)} MB before; the events themselves are ${Math.round(lines.join('').length / MEBIBYTE)} MB of it`,
});
process.stdout.write(JSON.stringify(figures));
