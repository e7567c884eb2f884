// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import type { IncidentStatus, Severity } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { type PersonActor, systemActor } from '../platform/authorization/actor.ts';
import { takeDueStep } from './alert-climbs.ts';
import { criticalIncidentAlertsPeople } from './critical-incident-alerts-people.ts';

const limits = { alertRepeatAfterMs: 300_000, alertClimbAfterRepeats: 2, alertRepeatsMax: 4 };

async function aDesk(t: TestContext) {
  const time = { now: new Date('2026-03-01T03:00:00Z') };
  const opened = await openTestDatabase(t, { clock: { now: () => new Date(time.now) } });
  const { database, query } = opened;
  let woken = 0;
  const hooks = criticalIncidentAlertsPeople(() => {
    woken += 1;
  });
  const parts = { database, limits, publicUrl: () => 'https://desk.example' };

  const person = async (name: string, roles: string[], more: { deputy?: string; state?: string } = {}) => {
    const id = randomUUID();
    await query(
      `INSERT INTO person (id, name, email, language, roles, deputy_id, state, created_at)
       VALUES ($1, $2, $3, 'nl', $4, $5, $6, now())`,
      [id, name, `${name}@example.org`, roles, more.deputy ?? null, more.state ?? 'active'],
    );
    return id;
  };
  const incident = async (
    more: { restricted?: boolean; participants?: string[]; status?: IncidentStatus } = {},
  ) => {
    const id = randomUUID();
    await query(
      `INSERT INTO incident (id, reference, title, status, severity, tlp, personal_data, restricted, declared_at, updated_at)
       VALUES ($1, 'INC-2026-0001', 'Secret title', $2, 'critical', 'TLP:AMBER', 'unknown', $3, now(), now())`,
      [id, more.status ?? 'pending', more.restricted ?? false],
    );
    for (const participant of more.participants ?? []) {
      await query(`INSERT INTO incident_participant VALUES ($1, $2, 'participant', now())`, [
        id,
        participant,
      ]);
    }
    return {
      id,
      reference: 'INC-2026-0001',
      title: 'Secret title',
      status: more.status ?? ('pending' as IncidentStatus),
      severity: 'critical' as Severity | null,
      restricted: more.restricted ?? false,
      mergedInto: null,
    };
  };
  type Incident = Awaited<ReturnType<typeof incident>>;
  return {
    ...opened,
    person,
    incident,
    woken: () => woken,
    becomesCritical: (which: Incident, by: PersonActor | null = null) =>
      database.change(by ?? systemActor('test'), (changing) =>
        hooks.whenSeverityChanged(changing, { incident: which, from: null, to: 'critical' }),
      ),
    severityBecomes: (which: Incident, severity: Severity) =>
      database.change(systemActor('test'), (changing) =>
        hooks.whenSeverityChanged(changing, {
          incident: { ...which, severity },
          from: 'critical',
          to: severity,
        }),
      ),
    statusBecomes: async (which: Incident, status: IncidentStatus) => {
      await query('UPDATE incident SET status = $2 WHERE id = $1', [which.id, status]);
      await database.change(systemActor('test'), (changing) =>
        hooks.whenStatusChanged(changing, { incident: { ...which, status }, from: which.status, to: status }),
      );
    },
    /** Takes every step that is due, then lets the time of one repeat pass. */
    pass: async () => {
      while (await takeDueStep(parts));
      time.now = new Date(time.now.getTime() + limits.alertRepeatAfterMs);
    },
    step: () => takeDueStep(parts),
    mails: async () => {
      const rows = await query<{ to_address: string; subject: string; text: string }>(
        'SELECT to_address, subject, text FROM mail ORDER BY to_address',
      );
      await query('DELETE FROM mail');
      return rows;
    },
    events: async () =>
      (await query<{ event: string }>('SELECT event FROM outbox ORDER BY position')).map((row) => row.event),
  };
}

const to = (mails: { to_address: string }[]) => mails.map((mail) => mail.to_address.split('@')[0]);

describe('criticalIncidentAlertsPeople', () => {
  it('rings once for one incident, however often it is told', async (t) => {
    const desk = await aDesk(t);
    const incident = await desk.incident();
    await desk.becomesCritical(incident);
    await desk.becomesCritical(incident);
    await desk.statusBecomes(incident, 'confirmed');
    assert.deepEqual(await desk.events(), ['alert.raised']);
    assert.equal(desk.woken(), 1);
  });

  // Whoever restricts an incident may step behind its wall in the same breath; the bell must still ring.
  it('rings for an incident its author can no longer see', async (t) => {
    const desk = await aDesk(t);
    const id = await desk.person('author', ['it_responsible']);
    const incident = await desk.incident({
      restricted: true,
      participants: [await desk.person('other', ['dpo'])],
    });
    await desk.becomesCritical(incident, {
      kind: 'person',
      id,
      name: 'author',
      email: 'author@example.org',
      language: 'en',
      roles: ['it_responsible'],
      permissions: new Set(['incidents.read', 'incidents.work']),
      via: { kind: 'session', id: randomUUID() },
    });
    assert.deepEqual(await desk.events(), ['alert.raised']);
  });

  it('ends when the incident is lowered, dismissed, resolved or merged, and rings anew when it comes back', async (t) => {
    const desk = await aDesk(t);
    const incident = await desk.incident();
    await desk.becomesCritical(incident);
    await desk.severityBecomes(incident, 'medium');
    await desk.becomesCritical(incident);
    for (const status of ['dismissed', 'resolved', 'merged'] as const) {
      await desk.statusBecomes(incident, status);
      await desk.statusBecomes({ ...incident, status }, 'confirmed');
    }
    assert.deepEqual((await desk.events()).join(' ').match(/alert\.(raised|ended)/g)?.length, 9);
    assert.equal((await desk.events()).at(-1), 'alert.raised');
  });

  it('does not ring again when somebody who has it confirms it', async (t) => {
    const desk = await aDesk(t);
    const incident = await desk.incident();
    await desk.becomesCritical(incident);
    await desk.query(`UPDATE alert SET state = 'acknowledged'`);
    await desk.statusBecomes(incident, 'confirmed');
    assert.deepEqual(await desk.events(), ['alert.raised']);
  });
});

describe('takeDueStep', () => {
  it('alerts both responsibles at once, repeats, climbs to the deputy, then to a handler, and stops at the limit', async (t) => {
    const desk = await aDesk(t);
    await desk.person('helper', ['handler']);
    const deputy = await desk.person('deputy', ['communicator']);
    await desk.person('it', ['it_responsible'], { deputy });
    await desk.person('boss', ['organisation_responsible']);
    await desk.person('gone', ['it_responsible'], { state: 'blocked' });
    await desk.becomesCritical(await desk.incident());
    const sent: (string | undefined)[][] = [];
    for (let round = 0; round < 7; round += 1) {
      await desk.pass();
      sent.push(to(await desk.mails()));
    }
    assert.deepEqual(sent, [
      ['boss', 'it'],
      ['boss', 'it'],
      ['boss', 'deputy', 'it'],
      ['boss', 'deputy', 'it'],
      ['boss', 'deputy', 'helper', 'it'],
      [],
      [],
    ]);
    assert.deepEqual(await desk.events(), [
      'alert.raised',
      'alert.sent',
      'alert.repeated',
      'alert.climbed',
      'alert.repeated',
      'alert.climbed',
    ]);
    const [alert] = await desk.query<{ state: string; next_at: Date | null }>('SELECT * FROM alert');
    assert.deepEqual(
      [alert?.state, alert?.next_at],
      ['waiting', null],
      'unanswered, it stays on the screens',
    );
  });

  it('keeps the title of a restricted incident among its participants', async (t) => {
    const desk = await aDesk(t);
    await desk.person('it', ['it_responsible']);
    const boss = await desk.person('boss', ['organisation_responsible']);
    await desk.becomesCritical(await desk.incident({ restricted: true, participants: [boss] }));
    await desk.pass();
    const mails = await desk.mails();
    assert.deepEqual(to(mails), ['boss']);
    assert.match(mails[0]?.subject ?? '', /^\[TLP:AMBER\] Kritiek incident INC-2026-0001$/);
  });

  it('says only that something waits when no responsible takes part', async (t) => {
    const desk = await aDesk(t);
    await desk.person('it', ['it_responsible']);
    const dpo = await desk.person('dpo', ['dpo']);
    await desk.becomesCritical(await desk.incident({ restricted: true, participants: [dpo] }));
    await desk.pass();
    const mails = await desk.mails();
    assert.deepEqual(to(mails), ['it']);
    assert.ok(!/Secret|INC-2026/.test(JSON.stringify(mails)));
  });

  it('does not ring in an empty room for ever', async (t) => {
    const desk = await aDesk(t);
    await desk.becomesCritical(await desk.incident());
    for (let round = 0; round < 8; round += 1) await desk.pass();
    assert.deepEqual((await desk.events()).length, 5);
  });

  // Two desks on one database must not double the mails.
  it('takes a step once when several processes look', async (t) => {
    const desk = await aDesk(t);
    await desk.person('it', ['it_responsible']);
    await desk.becomesCritical(await desk.incident());
    await Promise.all([desk.step(), desk.step(), desk.step()]);
    assert.deepEqual(to(await desk.mails()), ['it']);
  });
});
