// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { takeDueStep } from '../processes/alert-climbs.ts';

const toRefuseWith = (code: string) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === code;

async function aDesk(t: TestContext) {
  const desk = await openTestDesk(t);
  const it_ = await desk.as('it_responsible');
  const helpdesk = await desk.as('helpdesk');
  const incident = async (reference: string, restricted = false) => {
    const [row] = await desk.query<{ id: string }>(
      `INSERT INTO incident (id, reference, title, status, severity, tlp, personal_data, restricted, declared_at, updated_at)
       VALUES (gen_random_uuid(), $1, 'Ransomware', 'pending', 'critical', 'TLP:AMBER', 'unknown', $2, now(), now()) RETURNING id`,
      [reference, restricted],
    );
    const [alert] = await desk.query<{ id: string }>(
      `INSERT INTO alert (id, incident_id, state, raised_at, next_at) VALUES (gen_random_uuid(), $1, 'waiting', now(), now()) RETURNING id`,
      [row?.id],
    );
    return { id: row?.id ?? '', alert: alert?.id ?? '' };
  };
  const step = () =>
    takeDueStep({
      database: desk.database,
      limits: { alertRepeatAfterMs: 1_000, alertClimbAfterRepeats: 2, alertRepeatsMax: 2 },
      publicUrl: () => 'http://localhost',
    });
  return { ...desk, it: it_, helpdesk, incident, step };
}

describe('alertHandlers', () => {
  it('lists what waits, and stops the bell when somebody answers', async (t) => {
    const desk = await aDesk(t);
    const { alert } = await desk.incident('INC-2026-0001');
    while (await desk.step());
    const { items } = await desk.it.api.listAlerts();
    assert.deepEqual(
      items.map((item) => [
        item.id,
        item.incident,
        item.title,
        item.alerted.some(({ id }) => id === desk.it.id),
      ]),
      [[alert, 'INC-2026-0001', 'Ransomware', true]],
    );
    const answered = await desk.it.api.acknowledgeAlert({ params: { alert }, body: { note: 'On my way' } });
    assert.deepEqual(
      [answered.state, answered.acknowledgedBy?.id, answered.note, answered.nextAt],
      ['acknowledged', desk.it.id, 'On my way', null],
    );
    await assert.rejects(
      desk.helpdesk.api.acknowledgeAlert({ params: { alert }, body: {} }),
      toRefuseWith('alert.already_answered'),
    );
    assert.deepEqual((await desk.it.api.listAlerts()).items, []);
    assert.equal((await desk.it.api.listAlerts({ query: { state: 'any' } })).items.length, 1);
    assert.equal(await desk.step(), false);
  });

  // The title of an alert is the title of the incident: the wall must stand before it too.
  it('shows nothing of a restricted incident to whoever takes no part in it', async (t) => {
    const desk = await aDesk(t);
    const { alert, id } = await desk.incident('INC-2026-0002', true);
    assert.deepEqual((await desk.it.api.listAlerts()).items, []);
    await assert.rejects(
      desk.it.api.acknowledgeAlert({ params: { alert }, body: {} }),
      toRefuseWith('alert.not_found'),
    );
    await desk.database.change(systemActor('test'), ({ sql, now }) =>
      sql
        .insertInto('incident_participant')
        .values({ incident_id: id, person_id: desk.it.id, role: 'participant', since: now })
        .execute(),
    );
    assert.equal((await desk.it.api.listAlerts()).items.length, 1);
  });

  // A reader who answers would silence the bell for everybody.
  it('takes an answer only from somebody who works incidents', async (t) => {
    const desk = await aDesk(t);
    const { alert } = await desk.incident('INC-2026-0003');
    const auditor = await desk.as('auditor');
    assert.equal((await auditor.api.listAlerts()).items.length, 1);
    await assert.rejects(
      auditor.api.acknowledgeAlert({ params: { alert }, body: {} }),
      toRefuseWith('permission.missing'),
    );
  });
});
