// SPDX-License-Identifier: Apache-2.0
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  applyFilters,
  type CorrelationRule,
  type Correlator,
  createCorrelator,
  createEngine,
  type Engine,
  type EventFields,
  type LinkedCorrelations,
  linkCorrelations,
  type Placeholders,
  readRules,
  type SigmaFilter,
  type SigmaRule,
  timeOfEvent,
} from '@belfry/sigma';
import { type Command, exitCodes, type GivenOptions, Misuse } from '../command.ts';
import { type FileEvent, type InputFormat, inputFormats, readEvents } from '../event-file.ts';

/** Hits are written in pieces of about this size: one write a hit would take longer than finding it. */
const OUTPUT_CHARACTERS = 65_536;

export const detect: Command = {
  name: 'detect',
  summary: 'run Sigma rules over a file of events',
  options: {
    rules: { kind: 'list', value: 'PATH', description: 'Rule files, or folders with them.', isNeeded: true },
    input: { kind: 'text', value: 'FILE', description: 'Events; - reads standard input.', isNeeded: true },
    format: { kind: 'text', value: 'FORMAT', description: `${inputFormats.join(', ')}.`, fallback: 'ndjson' },
    placeholders: {
      kind: 'text',
      value: 'FILE',
      description: 'JSON with the values of %names% in rules: {"Servers": ["srv1", "srv2"]}.',
    },
    'all-sources': { kind: 'flag', description: 'Ask every rule, whatever its log source.' },
  },
  details: [
    'Prints a line of JSON for each hit: rule, title, level, and line of the input, from 1.',
    'A hit of a correlation has the line that completed it, its group, and the value that was compared.',
    'Rules that a correlation counts print nothing of their own, unless it says generate: true.',
    'Says on standard error which rules it refuses and why, and at the end what it did.',
  ],
  run: async (given) => {
    const format = inputFormats.find((one) => one === given.text('format'));
    if (format === undefined) {
      throw new Misuse(`Cannot read format "${given.text('format')}": known are ${inputFormats.join(', ')}`);
    }
    const { linked, refused, rules } = await rulesAt(
      given.list('rules'),
      await placeholdersAt(given.textOrNull('placeholders')),
    );
    const engine = createEngine(rules, { allSources: given.textOrNull('all-sources') !== null });
    const { correlator, events, hits, seconds, unread } = await runOver({ engine, linked }, given, format);
    const summary = {
      rules: rules.length,
      events,
      hits,
      seconds: Number(seconds.toFixed(3)),
      events_per_second: Math.round(events / Math.max(seconds, 0.001)),
      refused,
      unread,
      ...(linked.correlations.length === 0 ? {} : correlated(linked, correlator)),
    };
    process.stderr.write(`${JSON.stringify(summary)}\n`);
    return exitCodes.done;
  },
};

/** What correlations left out belongs to what was done: a count that misses events is no count. */
function correlated({ correlations }: LinkedCorrelations, { counters }: Correlator) {
  return {
    correlations: correlations.length,
    late: counters.late,
    incomplete: counters.incomplete,
    evicted: counters.groupsEvicted + counters.entriesEvicted + counters.momentsCut,
  };
}

interface RulesRead {
  readonly rules: readonly SigmaRule[];
  readonly linked: LinkedCorrelations;
  readonly refused: number;
}

/** Reads every rule at the paths; what is refused is said, and the others are used. */
async function rulesAt(paths: readonly string[], placeholders: Placeholders): Promise<RulesRead> {
  const rules: SigmaRule[] = [];
  const filters: SigmaFilter[] = [];
  const correlations: CorrelationRule[] = [];
  let refused = 0;
  for (const file of (await Promise.all(paths.map(ruleFiles))).flat()) {
    const read = readRules(await readFile(file, 'utf8'), placeholders);
    rules.push(...read.rules);
    filters.push(...read.filters);
    correlations.push(...read.correlations);
    refused += read.problems.length;
    for (const { column, detail, line, problem } of read.problems) {
      const place = line === null ? '' : `:${line}:${column}`;
      process.stderr.write(`Refused ${file}${place}: ${problem}: ${detail}\n`);
    }
  }
  const linked = linkCorrelations(rules, correlations);
  for (const { detail, problem } of linked.problems) {
    process.stderr.write(`Refused ${problem}: ${detail}\n`);
  }
  return { rules: applyFilters(rules, filters), linked, refused: refused + linked.problems.length };
}

/** Rules with a name nobody gave a value for are refused, so a mistake here is said before anything runs. */
async function placeholdersAt(file: string | null): Promise<Placeholders> {
  if (file === null) return {};
  const wanted = 'it holds a JSON object of lists of texts, such as {"Servers": ["srv1"]}';
  let given: unknown;
  try {
    given = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new Misuse(`Cannot read placeholders at "${file}": ${wanted}`);
  }
  const isList = (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string');
  if (
    typeof given !== 'object' ||
    given === null ||
    Array.isArray(given) ||
    !Object.values(given).every(isList)
  ) {
    throw new Misuse(`Cannot use placeholders at "${file}": ${wanted}`);
  }
  return given as Placeholders;
}

async function ruleFiles(given: string): Promise<string[]> {
  const found = await stat(given).catch(() => null);
  if (found === null) throw new Misuse(`Cannot read rules at "${given}": nothing is there: check the path`);
  if (!found.isDirectory()) return [given];
  const names = await readdir(given, { recursive: true });
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => path.join(given, name));
}

interface Ran {
  readonly correlator: Correlator;
  readonly events: number;
  readonly hits: number;
  readonly unread: number;
  readonly seconds: number;
}

/** The hits of an event, as lines of JSON. */
function linesOf(
  { at, fields, line }: FileEvent & { readonly fields: EventFields },
  engine: Engine,
  { correlator, silent }: { readonly correlator: Correlator; readonly silent: ReadonlySet<string> },
): string[] {
  const lines: string[] = [];
  const matched = engine.match(fields);
  for (const { id, level, title } of matched) {
    if (!silent.has(id)) lines.push(JSON.stringify({ rule: id, title, level, line }));
  }
  if (matched.length === 0) return lines;
  const time = at ?? timeOfEvent(fields) ?? Number.NaN;
  // A rule that was read twice counts an event once.
  for (const id of new Set(matched.map((rule) => rule.id))) {
    for (const { group, rule, value } of correlator.take(id, fields, time)) {
      if (silent.has(rule.id)) continue;
      const { id: correlation, level, title } = rule;
      const hit = { rule: correlation, title, level, line, group: Object.fromEntries(group), value };
      lines.push(JSON.stringify(hit));
    }
  }
  return lines;
}

async function runOver(
  { engine, linked }: { readonly engine: Engine; readonly linked: LinkedCorrelations },
  given: GivenOptions,
  format: InputFormat,
): Promise<Ran> {
  const correlator = createCorrelator(linked);
  const { silent } = linked;
  const file = given.text('input');
  const input = file === '-' ? process.stdin : createReadStream(file);
  const begun = performance.now();
  let events = 0;
  let hits = 0;
  let unread = 0;
  let output = '';
  try {
    for await (const batch of readEvents(input, format)) {
      for (const { at, fields, line } of batch) {
        if (fields === null) {
          unread += 1;
          continue;
        }
        events += 1;
        for (const hit of linesOf({ at, fields, line }, engine, { correlator, silent })) {
          hits += 1;
          output += `${hit}\n`;
        }
      }
      if (output.length > OUTPUT_CHARACTERS) {
        await written(output);
        output = '';
      }
    }
  } catch (error) {
    const isMissing =
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'EISDIR', 'EACCES'].includes(String(error.code));
    throw isMissing ? new Misuse(`Cannot read events from "${file}": ${(error as Error).message}`) : error;
  }
  await written(output);
  return { correlator, events, hits, unread, seconds: (performance.now() - begun) / 1_000 };
}

/** Waits where the reader of the hits is slower than the rules. */
async function written(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) {
    await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}
