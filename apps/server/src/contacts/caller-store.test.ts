// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Reading } from '../platform/database/database.ts';
import { type KnownCaller, knownCallers, peopleLike } from './caller-store.ts';

describe('who is known', () => {
  it('knownCallers() leaves people out for who may not see them; peopleLike() compares numbers by digits', async (t) => {
    const desk = await openTestDesk(t);
    const { id } = await desk.another('Nina Number', 'helpdesk');
    await desk.query(`UPDATE person SET phone = '0470/55.66.77' WHERE id = $1`, [id]);
    const read = (work: (reading: Reading) => Promise<KnownCaller[]>) =>
      desk.database.read(systemActor('test'), work);
    const names = (found: { name: string }[]) => found.map(({ name }) => name);
    assert.deepEqual(names(await read(({ sql }) => peopleLike(sql, '+32 470 55 66', 9))), ['Nina Number']);
    const known = (maySeePeople: boolean) =>
      read(({ sql }) => knownCallers(sql, 'nina', { countMax: 9, maySeePeople }));
    assert.deepEqual(names(await known(true)), ['Nina Number']);
    assert.deepEqual(await known(false), []);
  });
});
