// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { authorityById, countriesOfAuthorities, keepChoice, listAuthorityRows } from './authority-store.ts';

const system = systemActor('test');
const MANY = 1_000;

describe('authorities in the database', () => {
  it('listAuthorityRows() finds by words, state and kind, and takes signs of LIKE for letters', async (t) => {
    const desk = await openTestDesk(t);
    const codes = (filter: Parameters<typeof listAuthorityRows>[1]) =>
      desk.database.read(system, async ({ sql }) =>
        (await listAuthorityRows(sql, filter, MANY)).map(({ code }) => code),
      );
    assert.deepEqual(await codes({ isArchived: false, q: 'nationale BANK' }), ['be-nbb']);
    assert.deepEqual(await codes({ isArchived: false, q: '%' }), []);
    assert.deepEqual(await codes({ isArchived: false, country: 'BE', kind: 'financial' }), [
      'be-fsma',
      'be-nbb',
    ]);
    assert.deepEqual(await codes({ isArchived: true }), []);
    const countries = await desk.database.read(system, ({ sql }) => countriesOfAuthorities(sql));
    assert.ok(countries.includes('EU') && countries.includes('BE'));
  });

  it('keepChoice() has one choice a stage, and gives the one before', async (t) => {
    const desk = await openTestDesk(t);
    await desk.database.change(system, async ({ sql }) => {
      const [one, two] = await listAuthorityRows(sql, { isArchived: false, kind: 'financial' }, MANY);
      assert.ok(one && two);
      const stage = { regimeId: 'dora', stageId: 'initial' };
      assert.equal(await keepChoice(sql, { ...stage, authorityId: one.id }), null);
      assert.equal(await keepChoice(sql, { ...stage, authorityId: two.id }), one.name);
      assert.equal(await keepChoice(sql, { ...stage, authorityId: null }), two.name);
      assert.equal((await authorityById(sql, one.id))?.code, one.code);
    });
  });
});
