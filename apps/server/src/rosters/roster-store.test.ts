// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import {
  activeNames,
  endOverride,
  findOverrides,
  findRosters,
  insertOverride,
  insertRoster,
  namesOf,
  onDutyAt,
  rosterById,
  updateRoster,
} from './roster-store.ts';

const test = systemActor('test');
const at = new Date('2026-03-04T12:00:00Z');

async function aRoster(t: TestContext) {
  const { database, query } = await openTestDatabase(t);
  const [ann, bob, id] = [randomUUID(), randomUUID(), randomUUID()];
  for (const [person, name] of [
    [ann, 'ann'],
    [bob, 'bob'],
  ]) {
    await query(
      `INSERT INTO person (id, name, email, language, roles, state, created_at)
     VALUES ($1, $2, $2 || '@example.org', 'en', '{handler}', $3, now())`,
      [person, name, 'active'],
    );
  }
  const change = <T>(
    work: (sql: Parameters<Parameters<typeof database.change>[1]>[0]['sql']) => Promise<T>,
  ) => database.change(test, ({ sql }) => work(sql) as never) as Promise<T>;
  await change((sql) =>
    insertRoster(sql, {
      id,
      name: 'Nights',
      timeZone: 'Europe/Brussels',
      rotation: { people: [ann], handoverAt: '09:00', everyDays: 7, startsOn: '2026-01-05' },
    }),
  );
  return { query, change, ann, bob, id };
}

describe('onDutyAt', () => {
  it('name whose turn it is, and who takes over while they do', async (t) => {
    const { ann, bob, change, id } = await aRoster(t);
    const duty = async () => (await change((sql) => onDutyAt(sql, at))).map(({ personId }) => personId);
    assert.deepEqual(await duty(), [ann]);
    const override = randomUUID();
    const [fromAt, untilAt] = [new Date('2026-03-04T00:00:00Z'), new Date('2026-03-05T00:00:00Z')];
    await change((sql) =>
      insertOverride(sql, { id: override, rosterId: id, personId: bob, fromAt, untilAt, reason: null }),
    );
    assert.deepEqual(await duty(), [bob]);
    assert.equal((await change((sql) => findOverrides(sql, { rosterId: id, fromAt, untilAt }))).length, 1);
    assert.equal(await change((sql) => endOverride(sql, id, override, at)), true);
    assert.equal(await change((sql) => endOverride(sql, id, override, at)), false);
    assert.deepEqual(await duty(), [ann]);
  });

  // Danger: a call to somebody who left, and silence after it.
  it('name nobody who left, or is not here', async (t) => {
    const { ann, change, query } = await aRoster(t);
    await query(`UPDATE person SET state = 'blocked' WHERE id = $1`, [ann]);
    assert.deepEqual(await change((sql) => onDutyAt(sql, at)), []);
    assert.equal((await change((sql) => activeNames(sql))).has(ann), false);
    assert.equal(
      (await change((sql) => namesOf(sql, [ann]))).get(ann),
      'ann',
      'the weeks before still name them',
    );
  });
});

describe('updateRoster', () => {
  it('write what was read, and nothing over a change of somebody else', async (t) => {
    const { change, id } = await aRoster(t);
    const roster = await change((sql) => rosterById(sql, id));
    assert.ok(roster !== null);
    assert.equal(await change((sql) => updateRoster(sql, { ...roster, name: 'Days' })), true);
    assert.equal(await change((sql) => updateRoster(sql, { ...roster, name: 'Lost' })), false);
    const after = { ...roster, name: 'Days', version: 2, archivedAt: at };
    assert.equal(await change((sql) => updateRoster(sql, after)), true);
    assert.deepEqual(await change((sql) => findRosters(sql)), [], 'an archived one calls nobody');
  });
});
