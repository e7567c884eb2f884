// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { must, openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { aRule, aZip, handIn, importRules, ruleId, whenRead } from '../../test/rules.ts';
import { ruleImportsAreRead } from './rule-imports-are-read.ts';

const realRules = fileURLToPath(new URL('../../../../../shared/data/sigma-rules', import.meta.url));

function realZip(): Uint8Array {
  const names = readdirSync(realRules, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.yml$/.test(name),
  );
  return zipSync(
    Object.fromEntries(names.map((name) => [`sigma/${name}`, readFileSync(path.join(realRules, name))])),
    { level: 1 },
  );
}

describe('applyRuleImport', () => {
  it('applyRuleImport() takes the public rules up whole, while the desk goes on answering', {
    skip: existsSync(realRules) ? false : 'the rules are not here',
  }, async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const { body } = await handIn(who, realZip());
    const read = await whenRead(who, body.import);
    assert.equal(read.state, 'waiting', JSON.stringify(read));
    const counts = read.counts;
    assert.equal((counts?.added ?? 0) + (counts?.refused ?? 0), 3_780);
    assert.equal(read.read, 3_780);
    let answered = 0;
    const applied = who.api.applyRuleImport({ params: { id: read.id } });
    let isOver = false;
    void applied.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      must(await who.api.listRuleSets());
      answered += 1;
    }
    assert.equal(must(await applied).state, 'applied');
    assert.ok(answered > 0);
    const listed = must(await who.api.listDetectionRules({ query: { technique: 'T1110' } }));
    assert.ok(listed.items.length > 0);
    const sets = must(await who.api.listRuleSets()).items;
    assert.deepEqual([sets[0]?.documents, sets[0]?.active], [3_780, counts?.runsAfter]);
    const wanted = must(await who.api.readPlaceholders()).wanted;
    assert.ok(wanted.length > 0);
    // The same again changes nothing.
    const again = await handIn(who, realZip(), { fields: { set: body.set } });
    const second = await whenRead(who, again.body.import);
    assert.deepEqual([second.counts?.unchanged, second.counts?.added, second.counts?.refused], [3_780, 0, 0]);
  });

  // Danger: what somebody saw and what takes effect differ, because another import came in between.
  it('applyRuleImport() takes an import once, and never one that another overtook', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const applied = await importRules(who, { 'one.yml': aRule() });
    const apply = (id: string) => who.api.applyRuleImport({ params: { id } });
    await assert.rejects(apply(applied.id), refusesWith('rule_import.not_waiting'));
    const first = await handIn(who, aZip({ 'one.yml': aRule({ title: 'B' }) }), {
      fields: { set: applied.set.id },
    });
    await whenRead(who, first.body.import);
    const second = await handIn(who, aZip({ 'one.yml': aRule({ title: 'C' }) }), {
      fields: { set: applied.set.id },
    });
    await whenRead(who, second.body.import);
    await assert.rejects(apply(first.body.import), refusesWith('rule_import.not_waiting'));
    must(await apply(second.body.import));
    assert.equal(must(await who.api.listDetectionRules({})).items[0]?.title, 'C');
    const reader = await desk.as('handler');
    await assert.rejects(
      reader.api.applyRuleImport({ params: { id: second.body.import } }),
      refusesWith('permission.missing'),
    );
  });

  it('applyRuleImport() writes into the record which text became which', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    await importRules(who, { 'one.yml': aRule(), 'two.yml': aRule({ id: ruleId(2) }) });
    const rows = await desk.query<{ canonical: string }>(
      `SELECT convert_from(canonical::bytea, 'UTF8') AS canonical FROM outbox WHERE event = 'rule_import.applied'`,
    );
    const entry = JSON.parse(rows[0]?.canonical ?? '{}') as {
      changes: { field: string; from: unknown; to: string }[];
    };
    assert.deepEqual(
      entry.changes.map(({ field, from }) => [field, from]),
      [
        ['one.yml 5f3a8a0e-5c7c-4c6e-9a55-1d6f0d5c0001', null],
        [`two.yml ${ruleId(2)}`, null],
      ],
    );
    assert.match(entry.changes[0]?.to ?? '', /^[0-9a-f]{64}$/);
  });
});

describe('ruleImportsAreRead', () => {
  // Danger: a stop in the middle of a reading, or before somebody decided, loses what was handed in.
  it('ruleImportsAreRead() reads anew what a stop left half read, and a waiting import outlives it', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const { body } = await handIn(who, aZip({ 'one.yml': aRule() }));
    const read = await whenRead(who, body.import);
    // As a process leaves it that was killed while it read: nothing but the row of the import.
    await desk.query(`DELETE FROM rule_import_document`);
    const bytes = Buffer.from(aZip({ 'one.yml': aRule() })).toString('hex');
    await desk.query(
      `UPDATE rule_import SET state = 'reading', counts = NULL, upload = decode('${bytes}', 'hex') WHERE id = '${read.id}'`,
    );
    // The desk of the test looks too: whoever is first reads, the other finds nothing to do.
    const next = ruleImportsAreRead({ database: desk.database, ruleFolders: [] });
    await next.doBatch();
    const anew = await whenRead(who, read.id);
    assert.deepEqual([anew.state, anew.counts?.added], ['waiting', 1]);
    assert.equal(must(await who.api.listImportDocuments({ params: { id: read.id } })).items.length, 1);
    assert.equal(must(await who.api.applyRuleImport({ params: { id: read.id } })).state, 'applied');
  });
});

describe('discardRuleImport', () => {
  it('discardRuleImport() leaves everything as it was', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    const { body } = await handIn(who, aZip({ 'one.yml': aRule() }));
    await whenRead(who, body.import);
    const discarded = must(await who.api.discardRuleImport({ params: { id: body.import } }));
    assert.equal(discarded.state, 'discarded');
    assert.equal(must(await who.api.listDetectionRules({})).items.length, 0);
    const states = must(await who.api.listRuleImports({ query: { limit: 1 } }));
    assert.deepEqual([states.items[0]?.state, states.next], ['discarded', null]);
  });
});

describe('hostile imports', () => {
  // Danger: names that are longer than an index holds break the import when it takes effect.
  it('applyRuleImport() takes documents with the longest names there may be', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    // Every one another: what repeats would be packed.
    const long = (from: number, length: number) =>
      String.fromCodePoint(...Array.from({ length }, (_, at) => 0x4e00 + ((from + at * 7_919) % 20_000)));
    const applied = await importRules(who, {
      [`${long(1, 450)}/${long(2, 450)}.yml`]: aRule({ id: long(3, 500) }),
    });
    assert.equal(applied.counts?.added, 1);
  });

  // Danger: an import that cannot be kept is tried again for ever, and no other one is read.
  it('ruleImportsAreRead() gives up an import that breaks, and reads the next', async (t) => {
    const desk = await openTestDesk(t);
    const who = await desk.as('it_responsible');
    await desk.query(`CREATE FUNCTION refuse_it() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW.document::text LIKE '%poison%' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$`);
    await desk.query(`CREATE TRIGGER refuse_it BEFORE INSERT ON rule_import_document
      FOR EACH ROW EXECUTE FUNCTION refuse_it()`);
    const poison = await handIn(who, aZip({ 'a.yml': aRule({ title: 'poison' }) }), {
      fields: { name: 'a' },
    });
    const good = await handIn(who, aZip({ 'a.yml': aRule({}) }), { fields: { name: 'b' } });
    assert.equal((await whenRead(who, good.body.import)).state, 'waiting');
    const broken = await whenRead(who, poison.body.import);
    assert.deepEqual([broken.state, broken.problem], ['failed', 'read.broken']);
  });
});
