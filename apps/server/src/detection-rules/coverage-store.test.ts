// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { must, openTestDesk } from '../../test/desk.ts';
import { aRule, importRules, ruleId } from '../../test/rules.ts';

it('readCoverage() tells what is watched, what could be, and what lacks logs', async (t) => {
  const desk = await openTestDesk(t);
  const who = await desk.as('it_responsible');
  const linux = (text: string) => text.replace('product: windows', 'product: linux');
  const tagged = (text: string, tag: string) => text.replace('attack.t1003', tag);
  await importRules(who, {
    'watched.yml': aRule(),
    'possible.yml': tagged(aRule({ id: ruleId(2), level: 'low' }), 'attack.t1059.001'),
    'blind.yml': linux(tagged(aRule({ id: ruleId(3) }), 'attack.t1070')),
    'lacking.yml': linux(tagged(aRule({ id: ruleId(4), level: 'low' }), 'attack.t1110')),
  });
  await desk.query(
    `INSERT INTO logsource_figure (product, category, service, day, event_count)
     VALUES ('windows', 'process_creation', 'sysmon', (now() AT TIME ZONE 'UTC')::date, 7)`,
  );
  const { techniques } = must(await who.api.readCoverage());
  assert.deepEqual(
    techniques.map(({ state, technique }) => [technique, state]),
    [
      ['T1003', 'watched'],
      ['T1059.001', 'possible'],
      ['T1070', 'blind'],
      ['T1110', 'lacking'],
    ],
  );
  const sources = must(await who.api.listLogsources()).items;
  assert.deepEqual(
    sources.map(({ active, events, product, rules }) => [product, rules, active, events]),
    [
      ['linux', 2, 1, 0],
      ['windows', 2, 1, 7],
    ],
  );
});

// Danger: thirty pairs of correlations that count one another are a thousand million questions, to every reader.
it('readCoverage() asks each correlation once', { timeout: 600_000 }, async (t) => {
  const desk = await openTestDesk(t);
  const who = await desk.as('it_responsible');
  const counting = (name: string, rules: readonly string[]) => `title: ${name}
id: ${name}
level: high
status: test
tags: [attack.t1110]
correlation:
  type: temporal
  rules: [${rules.join(', ')}]
  group-by: [host]
  timespan: 1h
`;
  const layers = Array.from({ length: 40 }, (_, at) => {
    const below = at === 0 ? [ruleId(1)] : [`a${at - 1}`, `b${at - 1}`];
    return [
      [`a${at}.yml`, counting(`a${at}`, below)],
      [`b${at}.yml`, counting(`b${at}`, below)],
    ];
  }).flat();
  await importRules(who, { 'base.yml': aRule({ id: ruleId(1) }), ...Object.fromEntries(layers) });
  await desk.query(
    `INSERT INTO logsource_figure (product, category, service, day, event_count)
     VALUES ('windows', 'process_creation', 'sysmon', (now() AT TIME ZONE 'UTC')::date, 7)`,
  );
  const { techniques } = must(await who.api.readCoverage());
  assert.equal(techniques.find(({ technique }) => technique === 'T1110')?.active, 80);
});
