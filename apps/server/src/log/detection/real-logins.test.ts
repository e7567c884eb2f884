// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { createCorrelator } from '@belfry/sigma';
import { logLimits } from '../log-limits.ts';
import { compileDocuments } from './compile-documents.ts';
import { eventOfSample } from './event-of-sample.ts';

const logins = new URL(
  '../../../../../../shared/data/elastic-examples/suspicious_login_auth.log',
  import.meta.url,
).pathname;
const shipped = new URL('../../detection-rules/shipped/sign-in', import.meta.url).pathname;

/** How often each rule is found in lines, by its title. */
function found(lines: readonly string[]): Map<string, number> {
  const names = readdirSync(shipped).filter((name) => name.endsWith('.yml'));
  const { engine, linked, refused } = compileDocuments(
    names.map((id) => ({ id, kind: 'rule', yaml: readFileSync(join(shipped, id), 'utf8') })),
  );
  assert.deepEqual(refused, []);
  const correlator = createCorrelator(linked, logLimits.correlator);
  const counts = new Map<string, number>();
  const count = (title: string) => counts.set(title, (counts.get(title) ?? 0) + 1);
  for (const line of lines) {
    const event = eventOfSample(line, { receivedMs: Date.UTC(2017, 3, 30) });
    if (event === null) continue;
    for (const rule of engine.match(event.fields)) {
      count(rule.title);
      for (const hit of correlator.take(rule.id, event.fields, event.atMs, event.receivedMs))
        count(hit.rule.title);
    }
  }
  return counts;
}

// Danger: guessing that went on for weeks on a real machine is found in examples only.
it('password guessing in a real log of logins is found', {
  skip: existsSync(logins) ? false : 'no shared data',
}, (context) => {
  const counts = found(readFileSync(logins, 'utf8').trimEnd().split('\n'));
  context.diagnostic(JSON.stringify([...counts]));
  assert.ok((counts.get('A sign-in failed') ?? 0) > 100);
  assert.ok(
    [...counts.keys()].some((title) => /guess|spray/i.test(title)),
    [...counts.keys()].join(', '),
  );
});
