// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import {
  aMovingClock,
  beginAssessment,
  openLawDatabase,
  type Told,
  tell,
  tellAndFollow,
} from '../../test/law.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { limitsPass, obligationsFollow, withdrawSubmission } from '../processes/obligations-follow-facts.ts';

const hospital = { 'org.member_states': ['BE'], 'org.nis2_class': 'essential' };
const controller = { 'org.member_states': ['BE'], 'org.is_controller': true };
const test = systemActor('test');
const aware = (at: string): Told => ({ moments: { awareness_of_significance: at } });
const decided: Told = { decided: { 'nis2-be.significant': '2026-11-20T11:00:00Z' } };
const breach: Told = {
  decided: { 'gdpr.breach': '2026-11-20T10:00:00Z', '!gdpr.high_risk': '2026-11-20T10:00:00Z' },
  moments: { awareness_of_breach: '2026-11-20T10:00:00Z' },
};
const eventsOf = `SELECT event FROM outbox WHERE event LIKE 'obligation.%' ORDER BY position`;

describe('followFacts()', () => {
  it('a clock that starts by itself: moments and answers alone run none, a decision does', async (t) => {
    const law = await openLawDatabase(t, aMovingClock('2026-11-20T12:00:00Z'));
    const incident = await law.incident('Nobody decided', hospital);
    await law.tellAndFollow(incident, {
      ...aware('2026-11-20T10:00:00Z'),
      answers: { 'inc.service_recipients_likely_affected': true },
    });
    const running = `SELECT stage_id FROM obligation WHERE state = 'running'`;
    assert.deepEqual(await law.query(running), []);
    assert.deepEqual(await law.query(eventsOf), []);
    const asks = await law.query<{ regime_id: string }>('SELECT regime_id FROM obligation WHERE asks');
    assert.ok(asks.some(({ regime_id }) => regime_id === 'nis2-be'));
    await law.tellAndFollow(incident, decided);
    assert.ok((await law.query(running)).length > 0);
    // A signed no ends them, and the record says so.
    await law.tellAndFollow(incident, { decided: { '!nis2-be.significant': '2026-11-20T11:30:00Z' } });
    assert.deepEqual(await law.query(running), []);
    const events = (await law.query<{ event: string }>(eventsOf)).map(({ event }) => event);
    assert.equal(
      events.filter((event) => event === 'obligation.opened').length,
      events.filter((event) => event === 'obligation.dropped').length,
    );
  });

  it('a correction of what started a clock moves the limit and keeps the one that stood', async (t) => {
    const clock = aMovingClock('2026-11-20T12:00:00Z');
    const law = await openLawDatabase(t, clock);
    const incident = await law.incident('Known earlier', hospital);
    await law.tellAndFollow(incident, { ...decided, ...aware('2026-11-20T10:00:00Z') });
    clock.moveTo('2026-11-20T12:05:00Z');
    await law.tellAndFollow(incident, aware('2026-11-20T08:00:00Z'));
    assert.equal((await law.due(incident))['nis2-be.early_warning'], '2026-11-21T08:00:00.000Z');
    const past = await law.query<{ due_at: Date; because: string }>(
      `SELECT p.due_at, p.because FROM obligation_past_due p JOIN obligation o ON o.id = p.obligation_id
       WHERE o.stage_id = 'early_warning'`,
    );
    assert.deepEqual(
      past.map((row) => [row.due_at.toISOString(), row.because]),
      [['2026-11-21T10:00:00.000Z', 'incident.changed']],
    );
    const [moved] = await law.query<{ canonical: string }>(
      `SELECT canonical FROM outbox WHERE event = 'obligation.due_changed' ORDER BY position LIMIT 1`,
    );
    assert.match(String(moved?.canonical), /2026-11-2\dT10:00:00\.000Z.*2026-11-2\dT08:00:00\.000Z/);
  });

  it('changes nothing when it computes again from the same facts', async (t) => {
    const law = await openLawDatabase(t, aMovingClock('2026-11-20T12:00:00Z'));
    const incident = await law.incident('Twice', hospital);
    await law.tellAndFollow(incident, { ...decided, ...aware('2026-11-20T10:00:00Z') });
    const all = 'SELECT xmin::text, id FROM obligation ORDER BY id';
    const before = await law.query(all);
    await law.tellAndFollow(incident, {});
    assert.deepEqual(await law.query(all), before);
  });

  it('lateness is judged once: a correction after the first submission makes nobody late', async (t) => {
    const clock = aMovingClock('2026-11-20T12:00:00Z');
    const law = await openLawDatabase(t, clock);
    const incident = await law.incident('Sent', hospital);
    await law.tellAndFollow(incident, { ...decided, ...aware('2026-11-20T10:00:00Z') });
    const sent = await law.sent(incident, 'nis2-be', 'early_warning', '2026-11-21T09:00:00Z');
    clock.moveTo('2026-11-21T09:30:00Z');
    await law.tellAndFollow(incident, aware('2026-11-20T06:00:00Z'));
    const stands = () =>
      law.query(
        `SELECT state, due_when_met_at FROM obligation WHERE stage_id = 'early_warning' AND regime_id = 'nis2-be'`,
      );
    assert.deepEqual(await stands(), [{ state: 'met', due_when_met_at: new Date('2026-11-21T10:00:00Z') }]);
    // A submission that did not happen gives the clock back, by the facts as they are now.
    await law.database.change(test, (changing) => withdrawSubmission(changing, sent, 'incident.changed'));
    assert.deepEqual(await stands(), [{ state: 'running', due_when_met_at: null }]);
    await law.sent(incident, 'nis2-be', 'early_warning', '2026-11-21T09:00:00Z');
    assert.deepEqual(await stands(), [
      { state: 'met_late', due_when_met_at: new Date('2026-11-21T06:00:00Z') },
    ]);
  });

  it('two facts at once: whichever commits last computes from both', async (t) => {
    const law = await openLawDatabase(t, aMovingClock('2026-11-20T12:00:00Z'));
    const incident = await law.incident('Both', { ...hospital, 'org.is_controller': true });
    const follow = (told: Told) =>
      law.database.change(test, async (changing) => {
        await changing.sql.selectFrom('organisation').select('name').execute();
        await tell(law, incident, told, changing.now);
        await obligationsFollow(changing, incident, 'incident.changed');
      });
    await Promise.all([follow({ ...decided, ...aware('2026-11-20T10:00:00Z') }), follow(breach)]);
    const due = await law.due(incident);
    assert.equal(due['nis2-be.early_warning'], '2026-11-21T10:00:00.000Z');
    assert.equal(due['gdpr.authority'], '2026-11-23T10:00:00.000Z');
  });

  it('killed between: a limit whose look was rolled back is told by the next look, once', async (t) => {
    const clock = aMovingClock('2026-11-20T12:00:00Z');
    const law = await openLawDatabase(t, clock);
    const incident = await law.incident('Missed', hospital);
    await law.tellAndFollow(incident, { ...decided, ...aware('2026-11-20T10:00:00Z') });
    clock.moveTo('2026-11-21T10:00:01Z');
    await assert.rejects(
      law.database.change(test, async (changing) => {
        await obligationsFollow(changing, incident, 'time_passed');
        throw new Error('killed');
      }),
      /killed/,
    );
    const missed = `SELECT count(*)::int AS count FROM outbox WHERE event = 'obligation.missed'`;
    assert.deepEqual(await law.query(missed), [{ count: 0 }]);
    const works = [limitsPass(law), limitsPass(law)];
    await Promise.all(works.map(({ doBatch }) => doBatch()));
    await Promise.all(works.map(({ doBatch }) => doBatch()));
    assert.deepEqual(await law.query(missed), [{ count: 1 }]);
  });
});

describe('what is owed, to who asks', () => {
  it('a restricted incident’s limits reach its participants alone: lists, counts, pages, calendars', async (t) => {
    const clock = aMovingClock('2026-11-20T12:00:00Z');
    const desk = await openTestDesk(t, { clock });
    const dpo = await desk.as('dpo');
    const other = await desk.as('handler');
    const { id, reference } = await dpo.api.declareIncident({
      body: { title: 'Nobody else', restricted: true },
    });
    await beginAssessment(desk, id, controller, clock.now());
    await tellAndFollow(desk, id, breach, clock.now());
    const [mine] = (await dpo.api.listObligations({})).items;
    assert.ok(mine?.id);
    assert.deepEqual((await other.api.listObligations({})).items, []);
    assert.deepEqual((await other.api.countObligations({})).groups.within_week, 0);
    assert.equal((await dpo.api.countObligations({})).groups.within_week, 1);
    await assert.rejects(
      other.api.listIncidentObligations({ params: { reference } }),
      refusesWith('incident.not_found'),
    );
    const params = { obligation: mine.id };
    await assert.rejects(other.api.readObligation({ params }), refusesWith('obligation.not_found'));
    await assert.rejects(
      other.api.explainLateness({ params, body: { text: 'No' } }),
      refusesWith('obligation.not_found'),
    );
    const { url } = await other.api.makeCalendarFeed();
    const calendar = await desk.app.inject({ url: new URL(url).pathname });
    assert.ok(!calendar.body.includes('BEGIN:VEVENT'));
    // Opened to all, it is everybody's; the copies follow.
    await dpo.api.changeIncident({ params: { reference }, body: { restricted: false } });
    assert.equal((await other.api.listObligations({})).items.length, 1);
  });

  it('who is late is asked why, and a missing reason is said', async (t) => {
    const clock = aMovingClock('2026-11-20T12:00:00Z');
    const desk = await openTestDesk(t, { clock });
    const { api, id: me } = await desk.as('dpo');
    const { id, reference } = await api.declareIncident({ body: { title: 'Late' } });
    await beginAssessment(desk, id, controller, clock.now());
    await tellAndFollow(desk, id, breach, clock.now());
    const read = async () => (await api.listObligations({ query: { incident: reference } })).items;
    const [before] = await read();
    assert.ok(before?.id && before.state === 'running' && !before.isReasonMissing);
    const params = { obligation: before.id };
    const assigned = await api.assignObligation({ params, body: { owner: me } });
    assert.equal(assigned.owner?.id, me);
    clock.moveTo('2026-11-24T12:00:00Z');
    const token = await desk.another('La Te', 'dpo');
    const late = (await token.api.listObligations({ query: { group: 'overdue' } })).items[0];
    assert.ok(late?.state === 'overdue' && late.isReasonMissing);
    assert.equal((await token.api.countObligations({})).reasonsMissing, 1);
    const told = await token.api.explainLateness({ params, body: { text: 'The keys were not found' } });
    assert.ok(!told.isReasonMissing && told.lateReason?.text === 'The keys were not found');
    // What waits for nothing takes no reason.
    const idle = (await token.api.listObligations({ query: { group: 'waiting' } })).items[0];
    if (idle?.id) {
      await assert.rejects(
        token.api.explainLateness({ params: { obligation: idle.id }, body: { text: 'Why?' } }),
        refusesWith('obligation.reason_not_asked'),
      );
    }
  });
});
