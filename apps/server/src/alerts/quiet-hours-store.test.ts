// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { quietHoursOf, writeQuietHours } from './quiet-hours-store.ts';

const test = systemActor('test');

describe('writeQuietHours', () => {
  it('keep one set a person, and none once they are removed', async (t: TestContext) => {
    const { database, query } = await openTestDatabase(t);
    const person = randomUUID();
    await query(
      `INSERT INTO person (id, name, email, language, roles, state, created_at)
     VALUES ($1, $2, $2 || '@example.org', 'en', '{handler}', $3, now())`,
      [person, 'ann', 'active'],
    );
    const night = { fromTime: '22:00', untilTime: '07:00', timeZone: 'Europe/Brussels' };
    for (const quiet of [night, { ...night, fromTime: '23:00' }, null]) {
      await database.change(test, ({ sql }) => writeQuietHours(sql, person, quiet));
      assert.deepEqual(await database.read(test, ({ sql }) => quietHoursOf(sql, person)), quiet);
    }
  });
});
