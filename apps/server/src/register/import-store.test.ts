// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { nextReferences } from '../platform/database/next-reference.ts';
import { peopleByName } from './import-store.ts';

describe('nextReferences', () => {
  it('numbers each year by itself, in the zone of the organisation, after what is there', async (t) => {
    const desk = await openTestDesk(t);
    await desk.query(`UPDATE organisation SET time_zone = 'Europe/Brussels'`);
    const take = (...moments: string[]) =>
      desk.database.change(systemActor('test'), ({ sql }) =>
        nextReferences(
          sql,
          'INC',
          moments.map((moment) => new Date(moment)),
        ),
      );
    assert.deepEqual(await take('2020-06-01T00:00:00Z', '2019-12-31T23:30:00Z', '2019-01-01T12:00:00Z'), [
      'INC-2020-0001',
      // Half past midnight on New Year's day, in Brussels.
      'INC-2020-0002',
      'INC-2019-0001',
    ]);
    assert.deepEqual(await take('2019-06-01T00:00:00Z', '2020-06-01T00:00:00Z'), [
      'INC-2019-0002',
      'INC-2020-0003',
    ]);
    assert.deepEqual(await take(), []);
  });
});

describe('peopleByName', () => {
  it('names nobody by a name that two people share', async (t) => {
    const desk = await openTestDesk(t);
    const ann = await desk.another('Ann Peeters', 'handler');
    await desk.query(
      `INSERT INTO person (id, name, email, language, roles, state, created_at) VALUES
       (gen_random_uuid(), 'Jan Jansen', 'jan.1@example.org', 'nl', '{}', 'active', now()),
       (gen_random_uuid(), 'Jan Jansen', 'jan.2@example.org', 'nl', '{}', 'active', now())`,
    );
    const people = await desk.database.read(systemActor('test'), ({ sql }) => peopleByName(sql));
    assert.equal(people.get('ann peeters'), ann.id);
    assert.equal(people.get('jan jansen'), undefined);
    assert.ok(people.has('jan.1@example.org'));
  });
});

describe('holdImports', () => {
  // Two people import the same logbook at the same moment: each row comes in once.
  it('lets the second import see what the first one wrote', async (t) => {
    const desk = await openTestDesk(t);
    const somebody = await desk.as('it_responsible');
    const csv = `number,title\n${Array.from({ length: 200 }, (_, index) => `${index},Case ${index}`).join('\n')}\n`;
    const run = () => somebody.inject({ method: 'POST', url: '/api/v1/register/import', payload: { csv } });
    const answers = await Promise.all([run(), run(), run()]);
    assert.deepEqual(answers.map((answer) => answer.json().created).sort(), [0, 0, 200]);
  });
});
