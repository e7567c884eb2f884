// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { takeDueStep } from './alert-climbs.ts';
import { type FollowedObligation, marksFollow, ringDueMarks } from './limit-pages-people.ts';

const limits = { alertRepeatAfterMs: 300_000, alertClimbAfterRepeats: 2, alertRepeatsMax: 4 };
const test = systemActor('test');
const HOUR_MS = 3_600_000;
const start = new Date('2026-03-01T00:00:00Z');
const hours = (count: number) => new Date(start.getTime() + count * HOUR_MS);

async function aDesk(t: TestContext) {
  const time = { now: start };
  const opened = await openTestDatabase(t, { clock: { now: () => new Date(time.now) } });
  const { database, query } = opened;
  const person = async (name: string, roles: string[], deputy: string | null = null) => {
    const id = randomUUID();
    await query(
      `INSERT INTO person (id, name, email, language, roles, deputy_id, state, created_at)
       VALUES ($1, $2, $3, 'en', $4, $5, 'active', now())`,
      [id, name, `${name}@example.org`, roles, deputy],
    );
    return id;
  };
  const obligation = async (
    more: { owner?: string; lead?: string; restricted?: boolean; due?: Date | null } = {},
  ) => {
    const [incident, id] = [randomUUID(), randomUUID()];
    const due = more.due === undefined ? hours(24) : more.due;
    await query(
      `INSERT INTO incident (id, reference, title, status, severity, tlp, personal_data, restricted, lead_id, declared_at, updated_at)
       VALUES ($1, 'INC-2026-' || lpad((random() * 999999)::int::text, 6, '0'), 'Secret title', 'confirmed', 'important', 'TLP:AMBER', 'unknown', $2, $3, now(), now())`,
      [incident, more.restricted ?? false, more.lead ?? null],
    );
    await query(
      `INSERT INTO obligation (id, incident_id, regime_id, regime_version, stage_id, occurrence, kind, duty, state, due_at, is_without_undue_delay, started_at, late_rule, owner_id, changed_at)
       VALUES ($1, $2, 'gdpr', 1, 'authority', 1, 'notification', 'owed', 'running', $3, $4, $5, 'none_stated', $6, now())`,
      [id, incident, due, due === null, start, more.owner ?? null],
    );
    const followed: FollowedObligation = {
      obligationId: id,
      startedAt: start,
      dueAt: due,
      ownerId: more.owner ?? null,
      state: 'running',
    };
    return followed;
  };
  const follow = async (followed: FollowedObligation) => {
    await query('UPDATE obligation SET due_at = $2, state = $3 WHERE id = $1', [
      followed.obligationId,
      followed.dueAt,
      followed.state,
    ]);
    await database.change(test, (changing) => marksFollow(changing, followed));
  };
  const ring = async () => {
    while (await ringDueMarks({ database, wakeAlerts: () => undefined }));
    while (await takeDueStep({ database, limits, publicUrl: () => 'https://desk.example' }));
  };
  return {
    ...opened,
    person,
    obligation,
    follow,
    at: async (when: Date) => {
      time.now = when;
      await ring();
    },
    alerts: () =>
      query<{ id: string; percent: number | null; state: string; alerted_ids: string[] }>(
        `SELECT id, percent, state, alerted_ids FROM alert WHERE kind = 'limit' ORDER BY raised_at, state, id`,
      ),
    mails: async () => {
      const rows = await query<{ to_address: string; subject: string; text: string; alert_id: string }>(
        'SELECT to_address, subject, text, alert_id FROM mail ORDER BY to_address',
      );
      await query('DELETE FROM mail');
      return rows;
    },
    answer: (id: string, personId: string) =>
      query(
        `UPDATE alert SET state = 'acknowledged', next_at = NULL, acknowledged_by = $2 WHERE id = $1 AND state = 'waiting'`,
        [id, personId],
      ),
    setClock: (when: Date) => {
      time.now = when;
    },
  };
}

const to = (mails: { to_address: string }[]) => mails.map((mail) => mail.to_address.split('@')[0]);
const states = (alerts: { percent: number | null; state: string }[]) =>
  alerts.map(({ percent, state }) => `${percent} ${state}`);

describe('ringDueMarks', () => {
  it('rings at 50, 75, 90 and 100 % of the time, to the millisecond', async (t) => {
    const desk = await aDesk(t);
    const owner = await desk.person('owner', ['handler']);
    await desk.follow(await desk.obligation({ owner }));
    for (const [hour, percent] of [
      [12, 50],
      [18, 75],
      [21.6, 90],
      [24, 100],
    ] as const) {
      await desk.at(new Date(hours(hour).getTime() - 1));
      assert.deepEqual(to(await desk.mails()).length, 0, `${percent} rings too early`);
      await desk.at(hours(hour));
      const mails = await desk.mails();
      assert.deepEqual(to(mails), ['owner']);
      const alert = (await desk.alerts()).at(-1);
      assert.equal(alert?.percent, percent);
      assert.equal(mails[0]?.alert_id, alert?.id);
      // Answering at one mark does not silence the next.
      await desk.answer(alert?.id ?? '', owner);
    }
    assert.equal((await desk.alerts()).length, 4);
  });

  it('lifts the page that waits, and rings again at once', async (t) => {
    const desk = await aDesk(t);
    const owner = await desk.person('owner', ['handler']);
    await desk.follow(await desk.obligation({ owner }));
    await desk.at(hours(12));
    await desk.mails();
    await desk.at(hours(18));
    assert.deepEqual(states(await desk.alerts()), ['75 waiting']);
    assert.deepEqual(to(await desk.mails()), ['owner']);
  });

  it('climbs from the owner to deputies, one after the other, to whoever is on duty, to the organisation', async (t) => {
    const desk = await aDesk(t);
    await desk.person('boss', ['organisation_responsible']);
    const duty = await desk.person('duty', ['handler']);
    const second = await desk.person('second', ['handler']);
    const deputy = await desk.person('deputy', ['handler'], second);
    const owner = await desk.person('owner', ['handler'], deputy);
    await desk.query(
      `INSERT INTO roster (id, name, time_zone, rotation) VALUES ($1, 'Nights', 'Europe/Brussels', $2)`,
      [
        randomUUID(),
        JSON.stringify({ people: [duty], handoverAt: '09:00', everyDays: 7, startsOn: '2026-01-01' }),
      ],
    );
    await desk.follow(await desk.obligation({ owner }));
    const sent: (string | undefined)[][] = [];
    for (let round = 0; round < 9; round += 1) {
      await desk.at(new Date(hours(12).getTime() + round * limits.alertRepeatAfterMs));
      sent.push(to(await desk.mails()));
    }
    assert.deepEqual(sent.slice(0, 5), [
      ['owner'],
      ['owner'],
      ['deputy', 'owner'],
      ['deputy', 'owner'],
      ['deputy', 'owner', 'second'],
    ]);
    // The next mark insists anew and climbs on.
    await desk.at(hours(18));
    await desk.at(new Date(hours(18).getTime() + limits.alertRepeatAfterMs));
    const [alert] = await desk.alerts();
    assert.ok(alert?.alerted_ids.includes(duty));
  });

  it('goes to the lead where nobody owns it, and to whoever is on duty where nobody leads', async (t) => {
    const desk = await aDesk(t);
    const lead = await desk.person('lead', ['handler']);
    const duty = await desk.person('duty', ['handler']);
    await desk.person('boss', ['organisation_responsible']);
    await desk.query(`INSERT INTO roster (id, name, time_zone, rotation) VALUES ($1, 'Nights', 'UTC', $2)`, [
      randomUUID(),
      JSON.stringify({ people: [duty], handoverAt: '09:00', everyDays: 1, startsOn: '2026-01-01' }),
    ]);
    await desk.follow(await desk.obligation({ lead }));
    await desk.at(hours(12));
    assert.deepEqual(to(await desk.mails()), ['lead']);
    await desk.follow(await desk.obligation());
    await desk.at(hours(12));
    assert.deepEqual(to(await desk.mails()), ['duty']);
  });

  // Danger: a person who may not know of an incident reads of it in a page.
  it('keeps a restricted incident from an owner who takes no part', async (t) => {
    const desk = await aDesk(t);
    const owner = await desk.person('owner', ['handler']);
    await desk.follow(await desk.obligation({ owner, restricted: true }));
    await desk.at(hours(12));
    const mails = await desk.mails();
    assert.deepEqual(to(mails), ['owner']);
    assert.ok(!/Secret|INC-2026|GDPR/.test(JSON.stringify(mails)), JSON.stringify(mails));
  });

  // Danger: two desks on one database, and somebody is called twice.
  it('rings a mark once, however many processes look at once', async (t) => {
    const desk = await aDesk(t);
    const owner = await desk.person('owner', ['handler']);
    for (let index = 0; index < 20; index += 1) await desk.follow(await desk.obligation({ owner }));
    desk.setClock(hours(18));
    const look = () => ringDueMarks({ database: desk.database, wakeAlerts: () => undefined });
    for (let round = 0; round < 5; round += 1) await Promise.all([look(), look(), look(), look()]);
    assert.deepEqual(new Set(states(await desk.alerts())), new Set(['75 waiting']));
    assert.equal((await desk.alerts()).length, 20);
    const [raised] = await desk.query<{ count: string }>(
      `SELECT count(*) FROM outbox WHERE event IN ('alert.raised', 'alert.lifted')`,
    );
    assert.equal(Number(raised?.count), 20);
  });

  // Danger: a storm in which nobody reads the hundredth mail, or learns of what is restricted from a list.
  it('tells a person of many at once in one call, and of what is restricted by itself', async (t) => {
    const desk = await aDesk(t);
    const owner = await desk.person('owner', ['handler']);
    for (let index = 0; index < 30; index += 1) await desk.follow(await desk.obligation({ owner }));
    const hidden = await desk.obligation({ owner, restricted: true });
    await desk.query(
      `INSERT INTO incident_participant SELECT incident_id, $2, 'participant', now() FROM obligation WHERE id = $1`,
      [hidden.obligationId, owner],
    );
    await desk.follow(hidden);
    await desk.at(hours(12));
    const mails = await desk.mails();
    const many = mails.find(({ subject }) => subject.startsWith('30 legal limits'));
    assert.deepEqual([mails.length, many?.text.match(/INC-2026-/g)?.length], [2, 20]);
    const [called] = await desk.query<{ count: string }>(
      `SELECT count(*) FROM alert WHERE state = 'waiting' AND (cardinality(called_with) = 1 OR id IN (SELECT unnest(called_with) FROM alert))`,
    );
    assert.equal(Number(called?.count), 30, 'each shows the call it was told in');
    await desk.at(new Date(hours(12).getTime() + limits.alertRepeatAfterMs));
    assert.match(
      (await desk.mails()).map(({ subject }) => subject).join(' '),
      /Nobody has answered yet: 30 legal/,
    );
  });

  it('waits for the end of quiet hours, except when the limit would pass or is missed', async (t) => {
    const desk = await aDesk(t);
    const owner = await desk.person('owner', ['handler']);
    await desk.query(`INSERT INTO quiet_hours VALUES ($1, '11:00', '20:00', 'UTC')`, [owner]);
    await desk.follow(await desk.obligation({ owner }));
    await desk.at(hours(12));
    assert.deepEqual(to(await desk.mails()), []);
    await desk.at(hours(18));
    assert.deepEqual(to(await desk.mails()), []);
    const [waiting] = await desk.query<{ quiet_until: Date }>('SELECT quiet_until FROM alert');
    assert.equal(waiting?.quiet_until.toISOString(), hours(20).toISOString());
    await desk.at(hours(20));
    assert.deepEqual(to(await desk.mails()), ['owner']);
    await desk.query(`UPDATE quiet_hours SET from_time = '20:00', until_time = '06:00'`);
    await desk.at(hours(21.6));
    assert.deepEqual(to(await desk.mails()), ['owner'], 'they would sleep through the limit');
    await desk.query(`UPDATE quiet_hours SET from_time = '00:00', until_time = '00:00'`);
    await desk.at(hours(24));
    assert.deepEqual(to(await desk.mails()), ['owner'], 'a missed limit rings through');
  });
});

describe('marksFollow', () => {
  it('ends the page of a limit that is met, and rings no more', async (t) => {
    const desk = await aDesk(t);
    const followed = await desk.obligation({ owner: await desk.person('owner', ['handler']) });
    await desk.follow(followed);
    await desk.at(hours(12));
    await desk.mails();
    await desk.follow({ ...followed, state: 'met' });
    for (const hour of [12.2, 18, 24, 48]) await desk.at(hours(hour));
    assert.deepEqual(states(await desk.alerts()), ['50 ended']);
    assert.deepEqual(await desk.mails(), []);
  });

  it('rings again when what was sent turns out not to be', async (t) => {
    const desk = await aDesk(t);
    const followed = await desk.obligation({ owner: await desk.person('owner', ['handler']) });
    await desk.follow(followed);
    await desk.at(hours(24));
    await desk.follow({ ...followed, state: 'met_late' });
    await desk.mails();
    await desk.follow(followed);
    await desk.follow(followed);
    await desk.at(hours(25));
    assert.deepEqual(states(await desk.alerts()), ['100 ended', '100 waiting']);
    assert.deepEqual(to(await desk.mails()), ['owner']);
  });

  it('moves with a new limit: of the marks that passed only the highest rings, once', async (t) => {
    const desk = await aDesk(t);
    const followed = await desk.obligation({ owner: await desk.person('owner', ['handler']) });
    await desk.follow(followed);
    await desk.at(hours(12));
    await desk.follow({ ...followed, dueAt: hours(14) });
    await desk.follow({ ...followed, dueAt: hours(14) });
    await desk.at(hours(12));
    assert.deepEqual(states(await desk.alerts()), ['50 ended', '75 waiting']);
    await desk.at(hours(13));
    assert.deepEqual(states(await desk.alerts()), ['50 ended', '90 waiting']);
    await desk.at(hours(18));
    assert.deepEqual(
      states(await desk.alerts()),
      ['50 ended', '100 waiting'],
      'the mark of the old limit is gone',
    );
  });

  it('rings only the highest after a night in which nothing ran', async (t) => {
    const desk = await aDesk(t);
    await desk.follow(await desk.obligation({ owner: await desk.person('owner', ['handler']) }));
    await desk.at(hours(23));
    assert.deepEqual(states(await desk.alerts()), ['90 waiting']);
    assert.deepEqual(to(await desk.mails()), ['owner']);
  });

  it('reminds daily of a duty without a number, until somebody says otherwise', async (t) => {
    const desk = await aDesk(t);
    const owner = await desk.person('owner', ['handler']);
    const followed = await desk.obligation({ owner, due: null });
    await desk.follow(followed);
    const rang: number[] = [];
    for (const hour of [1, 24, 25, 48]) {
      await desk.at(hours(hour));
      await desk.follow(followed);
      rang.push((await desk.mails()).length);
      for (const { id } of await desk.alerts()) await desk.answer(id, owner);
    }
    assert.deepEqual(rang, [0, 1, 0, 1]);
    await desk.query(
      'UPDATE obligation_mark SET told_off_by = $1, dropped_at = now() WHERE percent IS NULL',
      [owner],
    );
    await desk.follow(followed);
    await desk.at(hours(200));
    assert.deepEqual(await desk.mails(), []);
  });

  // Danger: a duty that nobody answers wakes the whole house day and night, and people stop hearing what matters.
  it('a reminder nobody answers is one call a day to one person, and climbs to nobody', async (t) => {
    const desk = await aDesk(t);
    const owner = await desk.person('owner', ['handler']);
    await desk.person('boss', ['organisation_responsible']);
    await desk.follow(await desk.obligation({ owner, due: null }));
    const called: (string | undefined)[] = [];
    for (let hour = 0; hour <= 49; hour += 1) {
      await desk.at(hours(hour));
      called.push(...to(await desk.mails()));
    }
    assert.deepEqual(called, ['owner', 'owner']);
  });
});
