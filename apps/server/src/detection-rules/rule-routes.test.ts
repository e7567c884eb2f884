// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { must, openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { aRule, importRules, ruleCalled, ruleId } from '../../test/rules.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { addOwnDocument, endOwnDocument, ruleOfHit } from './index.ts';

const samples = (matches: string, misses: string) =>
  `belfry:\n  window: 2h\n  group-by: [user]\n  samples:\n    matches: [${matches}]\n    misses: [${misses}]\n`;
const creation = (command: string) =>
  `{ EventID: 1, Channel: Microsoft-Windows-Sysmon/Operational, CommandLine: "${command}" }`;

describe('listDetectionRules', () => {
  it('listDetectionRules() filters, sorts, and pages through every rule once', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const levels = ['low', 'high', 'critical', 'medium'];
    await importRules(
      who,
      Object.fromEntries(
        levels.map((level, at) => [`${at}.yml`, aRule({ id: ruleId(at), level, title: `Rule ${at}` })]),
      ),
    );
    for (const sort of ['title', 'level', 'hits', 'cost', 'changed'] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = must(
          await who.api.listDetectionRules({
            query: { sort, limit: 1, ...(cursor === undefined ? {} : { cursor }) },
          }),
        );
        seen.push(...page.items.map(({ title }) => title));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      assert.equal(new Set(seen).size, 4, sort);
      assert.equal(seen.length, 4, sort);
      if (sort === 'level') assert.deepEqual(seen, ['Rule 2', 'Rule 1', 'Rule 3', 'Rule 0']);
    }
    const titles = async (query: object) =>
      must(await who.api.listDetectionRules({ query })).items.map(({ title }) => title);
    assert.deepEqual(await titles({ state: 'inactive' }), ['Rule 0']);
    assert.deepEqual(await titles({ q: 'rule 2', technique: 'T1003', product: 'windows' }), ['Rule 2']);
    assert.deepEqual(await titles({ technique: 'T1110' }), []);
    assert.deepEqual(await titles({ q: '%' }), []);
  });

  it('listDetectionRules() and readDetectionRule() tell what a rule says in other languages, and it is found by that', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const dutch = { title: 'Wachtwoorden gestolen', description: 'Een programma dat wachtwoorden steelt.' };
    const more = `belfry:\n  words:\n    nl: { title: ${dutch.title}, description: ${dutch.description} }\n`;
    await importRules(who, { 'one.yml': aRule({ more }), 'two.yml': aRule({ id: ruleId(2), title: 'Two' }) });
    const { items } = must(await who.api.listDetectionRules({ query: { q: 'gestolen' } }));
    assert.deepEqual(
      items.map(({ titles }) => titles),
      [{ nl: dutch.title }],
    );
    const read = must(await who.api.readDetectionRule({ params: { id: items[0]?.id ?? '' } }));
    assert.deepEqual([read.titles, read.descriptions], [{ nl: dutch.title }, { nl: dutch.description }]);
    const { id } = await ruleCalled(who, 'Two');
    const plain = must(await who.api.readDetectionRule({ params: { id } }));
    assert.deepEqual([plain.titles, plain.descriptions], [{}, {}]);
  });
});

describe('overrideDetectionRule', () => {
  it('overrideDetectionRule() switches one rule whatever the selection says, and back', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    await importRules(who, { 'one.yml': aRule() });
    const { id } = await ruleCalled(who, 'A tool that steals passwords');
    const set = async (override: 'on' | 'off' | null) =>
      must(await who.api.overrideDetectionRule({ params: { id }, body: { override, reason: 'because' } }));
    assert.deepEqual(await set('off'), { isActive: false, decidedBy: 'override' });
    const read = must(await who.api.readDetectionRule({ params: { id } }));
    assert.deepEqual([read.state, read.overrideReason, read.yaml], ['inactive', 'because', aRule()]);
    assert.deepEqual(await set(null), { isActive: true, decidedBy: 'selection' });
    const missing = who.api.overrideDetectionRule({
      params: { id: ruleId(99) },
      body: { override: 'on', reason: 'x' },
    });
    await assert.rejects(missing, refusesWith('detection_rule.not_found'));
  });
});

describe('addOwnRule', () => {
  it('addOwnRule() runs a rule whose samples hold, keeps its versions and removes it', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const yaml = aRule({ more: samples(creation('mimikatz.exe'), creation('calc.exe')) });
    const added = must(await who.api.addOwnRule({ body: { yaml } }));
    assert.equal(added.isActive, true);
    const read = must(await who.api.readDetectionRule({ params: { id: added.id } }));
    assert.deepEqual(read.samples, { matches: 1, misses: 1, failures: [] });
    assert.deepEqual([read.groupBy, read.windowMs, read.set.kind], [['user'], 7_200_000, 'own']);
    const next = yaml.replace('level: high', 'level: critical');
    const body = { yaml: next, basedOn: read.digest };
    must(await who.api.changeOwnRule({ params: { id: added.id }, body }));
    await assert.rejects(
      who.api.changeOwnRule({ params: { id: added.id }, body }),
      refusesWith('detection_rule.changed_meanwhile', /no detail/),
    );
    const [{ count = 0 } = {}] = await desk.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM outbox WHERE event IN ('detection_rule.added', 'detection_rule.changed')`,
    );
    assert.equal(count, 2);
    must(await who.api.removeOwnRule({ params: { id: added.id }, body: { reason: 'no use' } }));
    assert.equal(must(await who.api.readDetectionRule({ params: { id: added.id } })).state, 'removed');
  });

  it('addOwnRule() refuses with line and column, and with the sample that does not hold', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const add = (yaml: string) => who.api.addOwnRule({ body: { yaml } });
    await assert.rejects(
      add(aRule({ detection: 'a: { x|near: y }\n  condition: a' })),
      refusesWith('detection_rule.refused', /Line 11, column \d+/),
    );
    await assert.rejects(
      add(aRule({ more: samples(creation('mimikatz'), creation('mimikatz.exe')) })),
      refusesWith('detection_rule.samples_failed', /misses 1/),
    );
    await assert.rejects(
      add(`${aRule()}---\n${aRule()}`),
      refusesWith('detection_rule.refused', /one document/),
    );
    const correlation =
      'title: C\nid: c\nlevel: high\ncorrelation:\n  type: event_count\n  rules: [nowhere]\n  group-by: [user]\n  timespan: 1m\n  condition: { gte: 2 }\n';
    await assert.rejects(add(correlation), refusesWith('detection_rule.refused', /nowhere/));
    must(await add(aRule()));
    await assert.rejects(add(aRule()), refusesWith('detection_rule.identifier_taken'));
    await assert.rejects(
      (await desk.as('handler')).api.addOwnRule({ body: { yaml: aRule() } }),
      refusesWith('permission.missing'),
    );
  });
});

describe('tryRule', () => {
  it('tryRule() says of each event what held and where it was routed', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const event = (command: string) =>
      JSON.stringify({ EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', CommandLine: command });
    const tried = must(
      await who.api.tryRule({
        body: {
          yaml: aRule(),
          events: `${event('mimikatz.exe')}\n${event('calc')}\nNov 22 10:00:00 h sshd[1]: hello`,
        },
      }),
    );
    assert.deepEqual(
      tried.events.map(({ holds, isAboutRule, shape }) => [shape, isAboutRule, holds]),
      [
        ['json', true, true],
        ['json', true, false],
        ['text', false, false],
      ],
    );
    assert.deepEqual(tried.events[0]?.rules[0]?.searches, [{ name: 'a', holds: true }]);
    assert.deepEqual([tried.events[0]?.product, tried.held], ['windows', 1]);
    const refused = must(
      await who.api.tryRule({ body: { yaml: `# two\n---\n${aRule()}---\ntitle: x\n`, events: '' } }),
    );
    assert.deepEqual([refused.documents.length, refused.refusals[0]?.code], [1, 'logsource.missing']);
    // Danger: a thousand documents on a thousand events are an answer that takes the desk down.
    const some = must(
      await who.api.tryRule({
        body: {
          yaml: Array.from({ length: 60 }, (_, at) => aRule({ id: ruleId(at) })).join('---\n'),
          events: 'x',
        },
      }),
    );
    assert.equal(some.documents.length, limits.ruleTryDocumentsMax);
    assert.equal(some.refusals.at(-1)?.code, 'document.too_many');
    const many = who.api.tryRule({ body: { yaml: aRule(), events: 'x\n'.repeat(1_001) } });
    await assert.rejects(many, refusesWith('detection_rule.too_many_events'));
  });
});

describe('ruleOfHit', () => {
  it('addOwnDocument() and endOwnDocument() change what runs with what they are for, and a hit still knows its rule', async (t) => {
    const desk = await openTestDesk(t);
    const actor = systemActor('test');
    const id = await desk.database.change(actor, (changing) => addOwnDocument(changing, { yaml: aRule() }));
    const told = await desk.database.read(actor, ({ sql }) => ruleOfHit(sql, id));
    assert.deepEqual(
      [told?.title, told?.level, told?.techniques, told?.windowMs],
      ['A tool that steals passwords', 'high', ['T1003'], 3_600_000],
    );
    for (let time = 0; time < 2; time += 1) {
      await desk.database.change(actor, (changing) => endOwnDocument(changing, id));
    }
    assert.equal((await desk.database.read(actor, ({ sql }) => ruleOfHit(sql, id)))?.level, 'high');
    assert.equal(await desk.database.read(actor, ({ sql }) => ruleOfHit(sql, ruleId(7))), null);
  });
});
