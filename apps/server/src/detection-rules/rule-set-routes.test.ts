// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { limits } from '@belfry/contract';
import { must, openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { aRule, aZip, handIn, importRules, ruleCalled, ruleId, whenRead } from '../../test/rules.ts';
import { rulePathsAreWatched } from './rule-paths-are-watched.ts';

async function aFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'belfry-rules-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

describe('uploadRules', () => {
  it('uploadRules() shows what would change before anything does, and then does exactly that', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const files = { 'a/one.yml': aRule(), 'a/two.yml': 'title: Broken\nlogsource: {' };
    const { body, status } = await handIn(who, aZip(files));
    assert.equal(status, 201);
    const read = await whenRead(who, body.import);
    assert.equal(read.state, 'waiting');
    assert.deepEqual(
      [read.counts?.added, read.counts?.refused, read.counts?.runsBefore, read.counts?.runsAfter],
      [1, 1, 0, 1],
    );
    assert.equal(must(await who.api.listDetectionRules({})).items.length, 0);
    const documents = must(await who.api.listImportDocuments({ params: { id: read.id } }));
    const refused = documents.items.find(({ change }) => change === 'refused');
    assert.equal(refused?.refusal?.code, 'yaml.not_valid');
    assert.equal(refused?.refusal?.line, 3);
    const one = must(await who.api.readImportDocument({ params: { id: read.id, number: 1 } }));
    assert.deepEqual([one.before, one.after, one.runsAfter], [null, aRule(), true]);
    assert.equal(must(await who.api.applyRuleImport({ params: { id: read.id } })).state, 'applied');
    const after = must(await who.api.listDetectionRules({}));
    assert.deepEqual(
      after.items.map(({ state, title }) => [title, state]),
      [
        ['A tool that steals passwords', 'active'],
        ['Broken', 'refused'],
      ],
    );
    assert.deepEqual(after.counts, { active: 1, inactive: 0, refused: 1, removed: 0 });
  });

  // Danger: a new version of a set loses what people decided about its rules, because a file was moved.
  it('uploadRules() for a set there is keeps figures and overrides of rules that moved, and shows old and new', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const first = await importRules(who, {
      'one.yml': aRule(),
      'two.yml': aRule({ id: ruleId(2), title: 'Two' }),
    });
    const { id } = await ruleCalled(who, 'A tool that steals passwords');
    must(await who.api.overrideDetectionRule({ params: { id }, body: { override: 'off', reason: 'noisy' } }));
    const changed = aRule({ title: 'A tool that steals secrets' });
    const { body } = await handIn(
      who,
      aZip({ 'moved/one.yml': changed, 'three.yml': aRule({ id: ruleId(3) }) }),
      {
        fields: { set: first.set.id },
      },
    );
    const read = await whenRead(who, body.import);
    assert.deepEqual([read.counts?.added, read.counts?.changed, read.counts?.removed], [1, 1, 1]);
    const { items } = must(
      await who.api.listImportDocuments({ params: { id: read.id }, query: { change: 'changed' } }),
    );
    const [shown] = items;
    const whole = must(
      await who.api.readImportDocument({ params: { id: read.id, number: shown?.number ?? 0 } }),
    );
    assert.deepEqual([whole.before, whole.after, whole.rule], [aRule(), changed, id]);
    must(await who.api.applyRuleImport({ params: { id: read.id } }));
    const after = await ruleCalled(who, 'A tool that steals secrets');
    assert.deepEqual([after.id, after.override, after.state], [id, 'off', 'inactive']);
    assert.equal(
      must(await who.api.listDetectionRules({ query: { state: 'removed' } })).items[0]?.title,
      'Two',
    );
  });

  // Danger: half of a hostile or broken file becomes rules.
  it('uploadRules() fails a zip that lies, climbs or is cut off, with words, and changes nothing', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const cases = [
      [aZip({ '../../etc/rule.yml': aRule() }), 'zip.path_not_allowed'],
      [aZip({ 'a.yml': aRule() }).slice(0, 200), 'zip.not_valid'],
      [aZip({ 'readme.txt': 'nothing' }), 'rules.none'],
    ] as const;
    for (const [index, [bytes, problem]] of cases.entries()) {
      const { body } = await handIn(who, bytes, { fields: { name: `set ${index}` } });
      const read = await whenRead(who, body.import);
      assert.deepEqual([read.state, read.problem], ['failed', problem]);
      assert.notEqual(read.problemDetail, null);
    }
    assert.equal(must(await who.api.listDetectionRules({})).items.length, 0);
  });

  it('uploadRules() refuses what is larger than it may be, a second set of one name, and who may only read', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const large = await handIn(who, new Uint8Array(limits.ruleUploadBytesMax + 1));
    assert.deepEqual([large.status, large.body.code], [413, 'request.too_large']);
    await handIn(who, aZip({ 'a.yml': aRule() }), { fields: { name: 'Mine' } });
    const again = await handIn(who, aZip({ 'a.yml': aRule() }), { fields: { name: 'mine' } });
    assert.equal(again.body.code, 'rule_set.exists');
    const reader = await desk.as('handler');
    assert.equal((await handIn(reader, aZip({ 'a.yml': aRule() }))).status, 403);
  });
});

describe('addRulePath', () => {
  // Danger: somebody who may change rules reads any file of the machine through the preview.
  it('addRulePath() reads only inside of the directories the configuration names, links included', async (t) => {
    const allowed = await aFolder(t);
    const outside = await aFolder(t);
    await writeFile(path.join(outside, 'secret.yml'), aRule({ title: 'Secret' }));
    await mkdir(path.join(allowed, 'set'));
    await writeFile(path.join(allowed, 'set', 'one.yml'), aRule());
    await symlink(path.join(outside, 'secret.yml'), path.join(allowed, 'set', 'link.yml'));
    await symlink(outside, path.join(allowed, 'way-out'));
    const desk = await openTestDesk(t, { configuration: { ruleFolders: [allowed] } });
    const who = await desk.as('it_responsible');
    const add = (folder: string, name: string) => who.api.addRulePath({ body: { name, path: folder } });
    for (const folder of [
      outside,
      path.join(allowed, 'way-out'),
      `${allowed}/../..`,
      '/',
      'set',
      `${allowed}/none`,
    ]) {
      await assert.rejects(add(folder, 'No'), refusesWith('rule_set.path_not_allowed'), folder);
    }
    const added = must(await add(path.join(allowed, 'set'), 'Checkout'));
    const read = await whenRead(who, added.import);
    assert.deepEqual([read.counts?.added, read.counts?.skipped], [1, 1]);
    assert.deepEqual(must(await who.api.listRuleSets()).folders, [allowed]);
  });
});

describe('rulePathsAreWatched', () => {
  // Danger: rules change by themselves while an update is half done, or without anybody having seen what changes.
  it('rulePathsAreWatched() shows a change once it stands still, and waits for a person', async (t) => {
    const folder = await aFolder(t);
    await writeFile(path.join(folder, 'one.yml'), aRule());
    const desk = await openTestDesk(t, { configuration: { ruleFolders: [folder] } });
    const who = await desk.as('it_responsible');
    const added = must(await who.api.addRulePath({ body: { name: 'Checkout', path: folder } }));
    await whenRead(who, added.import);
    must(await who.api.applyRuleImport({ params: { id: added.import } }));
    const watch = rulePathsAreWatched({ database: desk.database, ruleFolders: [folder] });
    const waiting = async () => must(await who.api.listRuleImports({ query: { state: 'waiting' } })).items;
    await watch.doBatch();
    await watch.doBatch();
    assert.equal((await waiting()).length, 0);
    await writeFile(path.join(folder, 'two.yml'), aRule({ id: ruleId(2), title: 'Two' }));
    await watch.doBatch();
    assert.equal((await waiting()).length, 0);
    await writeFile(path.join(folder, 'one.yml'), aRule({ title: 'Another title' }));
    await watch.doBatch();
    assert.equal((await waiting()).length, 0);
    await watch.doBatch();
    const [found] = await waiting();
    assert.deepEqual([found?.counts?.added, found?.counts?.changed, found?.askedBy], [1, 1, null]);
    assert.equal(must(await who.api.listDetectionRules({})).items.length, 1);
    // The same contents under a new time are no change, and what was discarded is not asked about again.
    must(await who.api.discardRuleImport({ params: { id: found?.id ?? '' } }));
    await utimes(path.join(folder, 'one.yml'), new Date(0), new Date(0));
    for (let look = 0; look < 3; look += 1) await watch.doBatch();
    assert.equal((await waiting()).length, 0);
    await unlink(path.join(folder, 'two.yml'));
    for (let look = 0; look < 3; look += 1) await watch.doBatch();
    assert.deepEqual((await waiting())[0]?.counts?.changed, 1);
    // Back to what is in effect: nothing waits any more.
    await writeFile(path.join(folder, 'one.yml'), aRule());
    for (let look = 0; look < 3; look += 1) await watch.doBatch();
    assert.equal((await waiting()).length, 0);
  });

  it('rulePathsAreWatched() says that a folder went, and that it came back', async (t) => {
    const folder = await aFolder(t);
    await mkdir(path.join(folder, 'set'));
    await writeFile(path.join(folder, 'set', 'one.yml'), aRule());
    const desk = await openTestDesk(t, { configuration: { ruleFolders: [folder] } });
    const who = await desk.as('it_responsible');
    const added = must(
      await who.api.addRulePath({ body: { name: 'Checkout', path: path.join(folder, 'set') } }),
    );
    await whenRead(who, added.import);
    const watch = rulePathsAreWatched({ database: desk.database, ruleFolders: [folder] });
    const problem = async () => must(await who.api.listRuleSets()).items[0]?.problem;
    await rm(path.join(folder, 'set'), { recursive: true });
    await watch.doBatch();
    assert.equal(await problem(), 'path.not_readable');
    await mkdir(path.join(folder, 'set'));
    await writeFile(path.join(folder, 'set', 'one.yml'), aRule());
    await watch.doBatch();
    assert.equal(await problem(), null);
  });
});

describe('removeRuleSet', () => {
  it('removeRuleSet() takes its rules out of effect and keeps them for findings', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const { set } = await importRules(who, { 'one.yml': aRule() });
    const { id } = await ruleCalled(who, 'A tool that steals passwords');
    must(await who.api.changeRuleSet({ params: { id: set.id }, body: { name: 'Renamed' } }));
    must(await who.api.removeRuleSet({ params: { id: set.id }, body: { reason: 'replaced' } }));
    assert.equal(must(await who.api.readDetectionRule({ params: { id } })).state, 'removed');
    assert.equal(must(await who.api.listRuleSets()).items.length, 0);
    await assert.rejects(
      who.api.removeRuleSet({ params: { id: set.id }, body: { reason: 'again' } }),
      refusesWith('rule_set.not_found'),
    );
  });
});
