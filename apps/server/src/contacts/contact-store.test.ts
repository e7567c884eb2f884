// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { anybody, systemActor } from '../platform/authorization/actor.ts';
import { findContactRow, insertContact, listContactRows } from './contact-store.ts';

const system = systemActor('test');

describe('contacts in the database', () => {
  it('listContactRows() pages by name, and shows nobody to who may not read contacts', async (t) => {
    const desk = await openTestDesk(t);
    const names = ['bea', 'Ann', 'Ann'];
    await desk.database.change(system, async ({ now, sql }) => {
      for (const name of names) {
        const fields = {
          name,
          organisation: '',
          group: 'other',
          title: '',
          language: null,
          channels: [],
          notes: '',
        } as const;
        await insertContact(sql, randomUUID(), fields, now);
      }
    });
    const seen: string[] = [];
    let after: [string, string] | null = null;
    for (let page = 0; page < 3; page += 1) {
      const [row] = await desk.database.read(system, ({ sql }) =>
        listContactRows(sql, { isArchived: false }, after, 1),
      );
      assert.ok(row);
      seen.push(row.name);
      after = [row.name.toLowerCase(), row.id];
    }
    assert.deepEqual(seen, ['Ann', 'Ann', 'bea']);
    const id = after?.[1] ?? '';
    assert.equal(await desk.database.read(anybody, ({ sql }) => findContactRow(sql, id)), undefined);
    assert.deepEqual(
      await desk.database.read(anybody, ({ sql }) => listContactRows(sql, { isArchived: false }, null, 9)),
      [],
    );
  });
});
