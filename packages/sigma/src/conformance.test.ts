// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { linkCorrelations } from './correlation-link.ts';
import { createCorrelator } from './correlator.ts';
import { createEngine } from './engine.ts';
import { holds } from './evaluate.ts';
import type { EventFields } from './event.ts';
import { applyFilters } from './filter.ts';
import { routeOfEvent } from './logsource.ts';
import { readRules } from './rule.ts';

interface Case {
  readonly says: string;
  readonly detection: unknown;
  readonly matches: readonly EventFields[];
  readonly not: readonly EventFields[];
}
interface FilterCase {
  readonly says: string;
  readonly documents: readonly unknown[];
  readonly events: readonly { readonly event: EventFields; readonly holds: readonly string[] }[];
}
interface CorrelationCase {
  readonly says: string;
  readonly documents: readonly unknown[];
  readonly events: readonly { readonly at: number; readonly event: EventFields }[];
  readonly hits: readonly unknown[];
}
const cases = casesIn<Case>('cases');

function casesIn<Of>(name: string): readonly Of[] {
  return JSON.parse(readFileSync(new URL(`../conformance/${name}.json`, import.meta.url), 'utf8')).cases;
}

const textOf = (documents: readonly unknown[]) =>
  documents.map((each) => JSON.stringify(each)).join('\n---\n');

describe('conformance', () => {
  for (const { detection, matches, not, says } of cases) {
    it(says, () => {
      const read = readRules(JSON.stringify({ title: says, logsource: { product: 'any' }, detection }));
      const [rule] = read.rules;
      assert.ok(rule !== undefined, JSON.stringify(read.problems));
      const engine = createEngine([rule], { allSources: true });
      for (const [events, expected] of [
        [matches, true],
        [not, false],
      ] as const) {
        for (const event of events) {
          assert.equal(holds(rule.expression, event, routeOfEvent(event)), expected, JSON.stringify(event));
          assert.equal(engine.match(event).length === 1, expected, `indexed: ${JSON.stringify(event)}`);
        }
      }
    });
  }
});

describe('conformance of filters', () => {
  for (const { documents, events, says } of casesIn<FilterCase>('filters')) {
    it(says, () => {
      const { filters, problems, rules } = readRules(textOf(documents));
      assert.deepEqual(problems, []);
      const filtered = applyFilters(rules, filters);
      const engine = createEngine(filtered, { allSources: true });
      for (const { event, holds: expected } of events) {
        const plain = filtered.filter((rule) => holds(rule.expression, event, routeOfEvent(event)));
        for (const found of [plain, engine.match(event)]) {
          assert.deepEqual(
            found.map(({ title }) => title),
            expected,
            JSON.stringify(event),
          );
        }
      }
    });
  }
});

describe('conformance of correlations', () => {
  for (const { documents, events, hits, says } of casesIn<CorrelationCase>('correlations')) {
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
    });
  }
});
