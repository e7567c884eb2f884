// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { createEngine } from './engine.ts';
import { holds } from './evaluate.ts';
import type { EventFields } from './event.ts';
import { routeOfEvent } from './logsource.ts';
import { readRules } from './rule.ts';

interface Case {
  readonly says: string;
  readonly detection: unknown;
  readonly matches: readonly EventFields[];
  readonly not: readonly EventFields[];
}
const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../conformance/cases.json', import.meta.url), 'utf8'),
);

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
