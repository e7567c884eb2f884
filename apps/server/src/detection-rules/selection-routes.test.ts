// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { must, openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { aRule, importRules, ruleCalled, ruleId } from '../../test/rules.ts';

describe('saveRuleSelection', () => {
  it('saveRuleSelection() does what its preview said, as a new version', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    await importRules(who, {
      'one.yml': aRule(),
      'two.yml': aRule({ id: ruleId(2), level: 'low', title: 'Two' }),
    });
    const first = must(await who.api.readRuleSelection({}));
    assert.deepEqual([first.version, first.savedBy, first.lines.length], [1, null, 3]);
    const lines = [{ levels: ['low' as const], runs: true }];
    const preview = must(await who.api.previewRuleSelection({ body: { lines } }));
    assert.deepEqual(
      [preview.total, preview.before, preview.after, preview.turnedOn, preview.turnedOff],
      [2, 1, 1, 1, 1],
    );
    assert.deepEqual([preview.perLine, preview.unmatched], [[1], 1]);
    const saved = must(
      await who.api.saveRuleSelection({ body: { basedOn: 1, lines, note: 'only low ones' } }),
    );
    assert.deepEqual([saved.version, saved.note], [2, 'only low ones']);
    assert.deepEqual(
      [(await ruleCalled(who, 'Two')).state, (await ruleCalled(who, 'A tool that steals passwords')).state],
      ['active', 'inactive'],
    );
    await assert.rejects(
      who.api.saveRuleSelection({ body: { basedOn: 1, lines } }),
      refusesWith('rule_selection.changed_meanwhile'),
    );
    assert.equal(must(await who.api.readRuleSelection({ query: { version: 1 } })).lines.length, 3);
  });
});

describe('savePlaceholders', () => {
  it('savePlaceholders() lets rules run that wanted a value, and refuses them again without it', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const detection = "a: { User|expand: '%Administrators%' }\n  condition: a";
    await importRules(who, {
      'one.yml': aRule({ detection }),
      'two.yml': aRule({ id: ruleId(2), title: 'Two' }),
    });
    const rule = () => ruleCalled(who, 'A tool that steals passwords');
    assert.equal((await rule()).state, 'refused');
    assert.deepEqual(must(await who.api.readPlaceholders()).wanted, [{ name: 'Administrators', rules: 1 }]);
    must(await who.api.savePlaceholders({ body: { basedOn: 0, lists: { Administrators: ['root'] } } }));
    assert.equal((await rule()).state, 'active');
    const again = must(await who.api.savePlaceholders({ body: { basedOn: 1, lists: {} } }));
    assert.equal(again.version, 2);
    assert.equal((await rule()).state, 'refused');
    await assert.rejects(
      who.api.savePlaceholders({ body: { basedOn: 1, lists: {} } }),
      refusesWith('rule_placeholders.changed_meanwhile'),
    );
  });
});
