// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import * as contract from '@belfry/contract';
import { openTestDatabase } from '../apps/server/test/database.ts';
import { afterRatchet, type Finding, show } from './tidy/finding.ts';
import { houseChecks, readHouse, readRatchet } from './tidy/house.ts';
import { adviseComponents } from './tidy/sizes.ts';
import { ownWords } from './tidy/tree-facts.ts';
import { type Check, checkVocabulary } from './tidy/vocabulary.ts';

const tree = readHouse();
const ratchet = readRatchet();

/** Fails with every finding that is not an old debt; a debt that is paid is told, and `npm run generate` takes it off. */
function assertTidy(t: TestContext, rules: readonly string[], findings: readonly Finding[]): void {
  const owed = Object.fromEntries(Object.entries(ratchet).filter(([rule]) => rules.includes(rule)));
  const { open, paid } = afterRatchet(findings, owed);
  for (const entry of paid) t.diagnostic(`paid, run "npm run generate" to take it off the ratchet: ${entry}`);
  assert.deepEqual(open.map(show), []);
}

describe('the house', () => {
  for (const { title, rules, check } of houseChecks) {
    it(title, (t) => {
      assertTidy(t, rules, check(tree));
    });
  }

  // Danger: a debt under a misspelt rule is a hole in that rule for ever.
  it('readRatchet() names only rules that are there', () => {
    const known = houseChecks.flatMap(({ rules }) => rules);
    assert.deepEqual(
      Object.keys(ratchet).filter((rule) => !known.includes(rule)),
      [],
    );
  });

  it('adviseComponents() tells of screens that grow long', (t) => {
    for (const advice of adviseComponents(tree.sources)) t.diagnostic(advice);
  });

  it('readHouse() finds the documents every visitor looks for', () => {
    const wanted = ['README', 'ARCHITECTURE', 'GLOSSARY', 'CONTRIBUTING', 'SECURITY', 'CHANGELOG'];
    assert.deepEqual(
      wanted.filter((name) => !tree.files.has(`${name}.md`)),
      [],
    );
  });

  // Danger: the database refuses a word the API takes, or keeps one the API no longer knows.
  it('checkVocabulary() finds the same words in the database and in the contract', async (t) => {
    const { query } = await openTestDatabase(t);
    const checks = await query<Check & Record<string, unknown>>(`
      SELECT c.conrelid::regclass::text AS table, c.conname AS name, pg_get_constraintdef(c.oid) AS definition
      FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
      WHERE c.contype = 'c' AND n.nspname = 'public'`);
    const tuples = Object.fromEntries(
      Object.entries(contract).flatMap(([name, value]) =>
        Array.isArray(value) && value.every((each) => typeof each === 'string') ? [[name, value]] : [],
      ),
    );
    assertTidy(t, [], checkVocabulary(checks, tuples, ownWords));
  });
});
