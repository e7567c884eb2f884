// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Role } from '@belfry/contract';
import pg from 'pg';
import { openTestDesk, type Somebody, type TestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

/** A restricted incident with everything on it, made by an insider; nobody else takes part. */
async function aSecret(desk: TestDesk): Promise<{ insider: Somebody; reference: string; report: string }> {
  const insider = await desk.another('In Sider', 'handler');
  const { api } = insider;
  const report = await api.sendReport({ body: { summary: 'Zwaluw sells our customer list' } });
  const { reference } = await api.declareIncident({
    body: { title: 'Zwaluw leaks', restricted: true, fromReports: [report.reference] },
  });
  const params = { reference };
  await api.confirmIncident({ params, body: { severity: 'critical' } });
  await api.addTask({ params, body: { title: 'Follow Zwaluw' } });
  await api.writeTimelineEntry({ params, body: { text: 'Zwaluw was seen', inAccount: true } });
  await api.resolveIncident({ params, body: {} });
  await api.closeIncident({ params, body: { measures: [{ title: 'Watch Zwaluw' }] } });
  return { insider, reference, report: report.reference };
}

describe('a restricted incident', () => {
  // Insider cases die of one line in one list: every road a person can read by is walked here.
  const outsiders: [Role, ...Role[]][] = [
    ['administrator'],
    ['handler'],
    ['auditor'],
    ['it_responsible'],
    ['administrator', 'handler'],
  ];
  for (const roles of outsiders) {
    it(`is nowhere for ${roles.join(' and ')} without a part in it`, async (t) => {
      const desk = await openTestDesk(t);
      const { insider, reference, report } = await aSecret(desk);
      const outsider = await desk.another('Out Sider', ...roles);
      const other = await insider.api.sendReport({ body: { summary: 'Zwaluw sells our customer list too' } });
      const id = (await desk.query<{ id: string }>(`SELECT id FROM incident`))[0]?.id;
      const roads = [
        '/api/v1/incidents?q=zwaluw',
        '/api/v1/incidents?restricted=true',
        '/api/v1/incidents',
        '/api/v1/incidents/count',
        `/api/v1/incidents/${reference}`,
        `/api/v1/incidents/${reference}/timeline`,
        `/api/v1/incidents/${reference}/timeline?view=account`,
        `/api/v1/incidents/${reference}/feedback`,
        '/api/v1/search?q=zwaluw',
        `/api/v1/search?q=${reference}`,
        '/api/v1/tasks',
        '/api/v1/measures',
        '/api/v1/alerts?state=any',
        '/api/v1/history',
        `/api/v1/history?subject=${reference}`,
        `/api/v1/history?subject=${report}`,
        `/api/v1/history?subject=incident:${id}`,
        '/api/v1/reports?q=zwaluw',
        `/api/v1/reports/${report}`,
        `/api/v1/reports/${other.reference}/similar`,
      ];
      for (const url of roads) {
        const { body } = await outsider.inject({ method: 'GET', url });
        // Its own reference in the address is what the asker brought along.
        const told = body
          .replaceAll(/"detail":"[^"]*"/g, '')
          .replaceAll('Zwaluw sells our customer list too', '');
        assert.ok(!told.includes('Zwaluw'), `${url} says ${told.slice(0, 300)}`);
        assert.ok(
          !told.includes(reference) && !told.includes(`"${report}"`),
          `${url} says ${told.slice(0, 300)}`,
        );
      }
      const count = await outsider.api.countIncidents();
      assert.deepEqual(count, { byStatus: {}, openBySeverity: {} });
      const visible = await insider.api.countIncidents();
      assert.deepEqual(visible.byStatus, { closed: 1 });
    });
  }

  it('cannot be changed, joined or merged by somebody without a part in it', async (t) => {
    const desk = await openTestDesk(t);
    const { reference } = await aSecret(desk);
    const outsider = await desk.another('Out Sider', 'it_responsible', 'administrator');
    const params = { reference };
    const { reference: own } = await outsider.api.declareIncident({ body: { title: 'Mine' } });
    const attempts = [
      () => outsider.api.changeIncident({ params, body: { restricted: false } }),
      () => outsider.api.reopenIncident({ params, body: {} }),
      () =>
        outsider.api.setParticipant({ params: { reference, person: outsider.id }, body: { role: 'lead' } }),
      () => outsider.api.mergeIncident({ params, body: { into: own } }),
      () => outsider.api.mergeIncident({ params: { reference: own }, body: { into: reference } }),
      () => outsider.api.addTask({ params, body: { title: 'Spy' } }),
      () => outsider.api.writeTimelineEntry({ params, body: { text: 'Spy' } }),
    ];
    for (const attempt of attempts) {
      await assert.rejects(attempt(), refusesWith('incident.not_found'));
    }
    const [task] = await desk.query<{ id: string }>('SELECT id FROM task');
    const [measure] = await desk.query<{ id: string }>('SELECT id FROM measure');
    assert.ok(task !== undefined && measure !== undefined);
    await assert.rejects(
      outsider.api.changeTask({ params: { task: task.id }, body: { state: 'done' } }),
      refusesWith('task.not_found'),
    );
    await assert.rejects(
      outsider.api.changeMeasure({ params: { measure: measure.id }, body: { state: 'done' } }),
      refusesWith('task.not_found'),
    );
  });

  it('needs the permission to restrict, and lets whoever restricts it in', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const handler = await desk.as('handler');
    const { reference } = await helpdesk.api.declareIncident({ body: { title: 'Sensitive' } });
    const params = { reference };
    await assert.rejects(
      helpdesk.api.changeIncident({ params, body: { restricted: true } }),
      refusesWith('permission.missing', /incidents.restrict/),
    );
    await assert.rejects(
      helpdesk.api.declareIncident({ body: { title: 'Secret', restricted: true } }),
      refusesWith('permission.missing', /incidents.restrict/),
    );
    const page = await handler.api.changeIncident({ params, body: { restricted: true } });
    assert.equal(page.restricted, true);
    assert.deepEqual(
      page.participants.map((part) => part.person.id),
      [handler.id],
    );
    await assert.rejects(helpdesk.api.readIncident({ params }), refusesWith('incident.not_found'));
    await handler.api.changeIncident({ params, body: { restricted: false } });
    assert.equal((await helpdesk.api.readIncident({ params })).reference, reference);
  });

  it('keeps one participant at least, and tells whoever leaves that it is out of sight', async (t) => {
    const desk = await openTestDesk(t);
    const { insider, reference } = await aSecret(desk);
    const leave = { params: { reference, person: insider.id } };
    await assert.rejects(
      insider.api.removeParticipant(leave),
      refusesWith('incident.restrict_needs_participant', /only one left/),
    );
    const deputy = await desk.another('De Puty', 'communicator');
    await insider.api.setParticipant({ params: { reference, person: deputy.id }, body: { role: 'lead' } });
    await assert.rejects(
      insider.api.removeParticipant(leave),
      refusesWith('incident.not_found', /The change was made/),
    );
    await assert.rejects(
      insider.api.readIncident({ params: { reference } }),
      refusesWith('incident.not_found'),
    );
    const page = await deputy.api.readIncident({ params: { reference } });
    assert.equal(page.lead?.id, deputy.id);
    assert.deepEqual(page.participants.length, 1);
    assert.equal(page.reports.length, 1, 'its reports follow who takes part');
    assert.equal((await deputy.api.listIncidents()).items.length, 1);
    assert.equal((await deputy.api.search({ query: { q: 'zwaluw' } })).items.length, 2);
  });
});

describe('the wall in the database', () => {
  it('shows nothing to a connection that says nobody, or somebody who does not exist', async (t) => {
    const desk = await openTestDesk(t);
    const { reference } = await aSecret(desk);
    await (await desk.as('handler')).api.declareIncident({ body: { title: 'Open to handlers' } });
    const client = new pg.Client(desk.application);
    await client.connect();
    try {
      const tables = [
        'incident',
        'report',
        'task',
        'measure',
        'account_entry',
        'incident_participant',
        'outbox',
        'attachment',
        'feedback',
        'alert',
        'mail',
      ];
      for (const person of ['', '99999999-9999-4999-8999-999999999999']) {
        await client.query('BEGIN');
        if (person !== '') {
          await client.query(`SELECT set_config('belfry.person', $1, true)`, [person]);
        }
        for (const table of tables) {
          const { rows } = await client.query(`SELECT count(*)::integer AS count FROM ${table}`);
          assert.equal(rows[0].count, 0, `${table} as "${person}"`);
        }
        const words = await client.query(
          `SELECT count(*)::integer AS count FROM incidents_with_words(ARRAY['%zwaluw%'], 10)`,
        );
        assert.equal(words.rows[0].count, 0);
        await client.query('ROLLBACK');
      }
      await assert.rejects(client.query(`UPDATE outbox SET canonical = '{}'`), /permission denied/);
      const updated = await client.query(`UPDATE incident SET title = 'Seen' WHERE reference = $1`, [
        reference,
      ]);
      assert.equal(updated.rowCount, 0);
    } finally {
      await client.end();
    }
  });
});
