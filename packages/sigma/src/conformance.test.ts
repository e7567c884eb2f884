// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { linkCorrelations } from './correlation-link.ts';
import { createCorrelator } from './correlator.ts';
import type { Placeholders } from './detection.ts';
import { createEngine } from './engine.ts';
import { holds } from './evaluate.ts';
import { type EventFields, fieldsOfEvent } from './event.ts';
import { applyFilters } from './filter.ts';
import { isAbout, routeOfEvent } from './logsource.ts';
import { readRules, type SigmaRule } from './rule.ts';

interface Case {
  readonly says: string;
  /** Absent where it plays no part. */
  readonly logsource?: object;
  readonly detection: unknown;
  readonly placeholders?: Placeholders;
  readonly matches: readonly EventFields[];
  readonly not: readonly EventFields[];
}
interface DocumentsCase {
  readonly says: string;
  readonly documents: readonly unknown[];
  readonly events: readonly { readonly event: EventFields; readonly holds: readonly string[] }[];
}
interface CorrelationCase {
  readonly says: string;
  readonly documents: readonly unknown[];
  readonly events: readonly { readonly at: number; readonly event: EventFields }[];
  readonly hits: readonly unknown[];
  readonly silent?: readonly string[];
}
interface Refusal {
  readonly says: string;
  readonly documents?: readonly unknown[];
  readonly text?: string;
  readonly problem: string;
  readonly line?: number;
}

function casesIn<Of>(name: string): readonly Of[] {
  return JSON.parse(readFileSync(new URL(`../conformance/${name}.json`, import.meta.url), 'utf8')).cases;
}

const textOf = (documents: readonly unknown[]) =>
  documents.map((each) => JSON.stringify(each)).join('\n---\n');

for (const name of ['cases', 'logsources']) {
  describe(`conformance: ${name}`, () => {
    for (const { detection, logsource, matches, not, placeholders, says } of casesIn<Case>(name)) {
      it(says, () => {
        const text = JSON.stringify({ title: says, logsource: logsource ?? { product: 'any' }, detection });
        const { problems, rules } = readRules(text, placeholders);
        assert.deepEqual(problems, []);
        for (const [events, expected] of [
          [matches, [says]],
          [not, []],
        ] as const) {
          for (const event of events) assertHolds(rules, event, expected, logsource === undefined);
        }
      });
    }
  });
}

/** Asks both ways: the index, and reading every rule from top to bottom. */
function assertHolds(
  rules: readonly SigmaRule[],
  raw: unknown,
  expected: readonly string[],
  allSources: boolean,
): void {
  const fields = fieldsOfEvent(raw);
  const route = routeOfEvent(fields);
  const plain = rules.filter(
    (rule) => (allSources || isAbout(rule.logsource, route)) && holds(rule.expression, fields, route),
  );
  for (const found of [plain, createEngine(rules, { allSources }).match(fields)]) {
    assert.deepEqual(
      found.map(({ title }) => title),
      expected,
      JSON.stringify(raw),
    );
  }
}

for (const name of ['collections', 'filters']) {
  describe(`conformance: ${name}`, () => {
    for (const { documents, events, says } of casesIn<DocumentsCase>(name)) {
      it(says, () => {
        const { filters, problems, rules } = readRules(textOf(documents));
        assert.deepEqual(problems, []);
        const filtered = applyFilters(rules, filters);
        for (const { event, holds: expected } of events) assertHolds(filtered, event, expected, true);
      });
    }
  });
}

describe('conformance: refusals', () => {
  for (const { documents, line, problem, says, text } of casesIn<Refusal>('refusals')) {
    it(says, () => {
      const read = readRules(text ?? textOf(documents ?? []));
      const linked = linkCorrelations(read.rules, read.correlations);
      const found = [...read.problems, ...linked.problems];
      assert.deepEqual(
        found.map((each) => [each.problem, line === undefined ? null : each.line]),
        [[problem, line ?? null]],
      );
    });
  }
});

describe('conformance: correlations', () => {
  for (const { documents, events, hits, says, silent } of casesIn<CorrelationCase>('correlations')) {
    it(says, () => {
      const read = readRules(textOf(documents));
      const linked = linkCorrelations(read.rules, read.correlations);
      assert.deepEqual([...read.problems, ...linked.problems], []);
      const engine = createEngine(read.rules, { allSources: true });
      const correlator = createCorrelator(linked);
      const found = events.flatMap(({ at, event }, index) =>
        engine
          .match(event)
          .flatMap(({ id }) => correlator.take(id, event, at * 1_000))
          .map(({ group, rule }) => ({ event: index, title: rule.title, group: Object.fromEntries(group) })),
      );
      assert.deepEqual(found, hits);
      if (silent !== undefined) assert.deepEqual([...linked.silent], silent);
    });
  }
});
