// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertSound, countOf, parse } from '../../test/calendar.ts';
import { openTestDesk } from '../../test/desk.ts';
import { aMovingClock, beginAssessment, type Told, tellAndFollow } from '../../test/law.ts';

describe('the private address of a calendar', () => {
  const breach: Told = {
    decided: { 'gdpr.breach': '2026-11-20T10:00:00Z', '!gdpr.high_risk': '2026-11-20T10:00:00Z' },
    moments: { awareness_of_breach: '2026-11-20T10:00:00Z' },
  };

  it('shows limits, moves with them, keeps titles of TLP:RED inside, and ends with the person', async (t) => {
    const clock = aMovingClock('2026-11-20T12:00:00Z');
    const desk = await openTestDesk(t, { clock });
    const dpo = await desk.as('dpo');
    const { id, reference } = await dpo.api.declareIncident({ body: { title: 'Payroll on a lost stick' } });
    await beginAssessment(desk, id, { 'org.member_states': ['BE'], 'org.is_controller': true }, clock.now());
    await tellAndFollow(desk, id, breach, clock.now());
    assert.equal((await dpo.api.readCalendarFeed()).madeAt, null);
    const { url } = await dpo.api.makeCalendarFeed();
    const read = async (address = url) => await desk.app.inject({ url: new URL(address).pathname });
    const first = await read();
    assert.equal(first.statusCode, 200);
    assert.match(String(first.headers['content-type']), /^text\/calendar/);
    const lines = parse(first.body);
    assertSound(lines);
    assert.equal(countOf(lines, 'DTSTART', '20261123T100000Z'), 1);
    assert.match(first.body.replaceAll('\r\n ', ''), /Payroll on a lost stick/);
    const [uid] = lines.filter(([name]) => name === 'UID').map(([, value]) => value);

    clock.moveTo('2026-11-20T12:01:00Z');
    await tellAndFollow(desk, id, { moments: { awareness_of_breach: '2026-11-20T08:00:00Z' } }, clock.now());
    await dpo.api.changeIncident({ params: { reference }, body: { tlp: 'TLP:RED' } });
    const moved = parse((await read()).body);
    assert.ok(moved.some(([name, value]) => name === 'UID' && value === uid));
    assert.equal(countOf(moved, 'SEQUENCE', '1'), 1);
    assert.equal(countOf(moved, 'DTSTART', '20261123T080000Z'), 1);
    assert.ok(!moved.some(([, value]) => value.includes('Payroll')));

    // What a signed no ended is cancelled, not left out: programs keep what they are not told about.
    clock.moveTo('2026-11-20T12:02:00Z');
    await tellAndFollow(desk, id, { decided: { '!gdpr.breach': '2026-11-20T12:02:00Z' } }, clock.now());
    assert.equal(countOf(parse((await read()).body), 'STATUS', 'CANCELLED'), 1);

    // Only a digest is kept; a new address ends the old one; a revoked one and a guess are answered alike.
    const secret = new URL(url).pathname.replace(/^.*\/|\.ics$/g, '');
    const kept = await desk.query<{ secret_sha256: string }>('SELECT secret_sha256 FROM calendar_feed');
    assert.ok(!JSON.stringify(kept).includes(secret));
    const renewed = await dpo.api.makeCalendarFeed();
    assert.equal((await read()).statusCode, 404);
    assert.equal((await read(renewed.url)).statusCode, 200);
    const boss = await desk.as('administrator');
    await desk.query(`UPDATE person SET state = 'blocked' WHERE id = $1`, [dpo.id]);
    assert.equal((await read(renewed.url)).statusCode, 404);
    assert.equal((await read(`http://x/calendar/${'A'.repeat(43)}.ics`)).statusCode, 404);
    assert.ok(boss.id);
  });
});
