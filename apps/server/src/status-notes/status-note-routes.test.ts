// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { aProof } from '../../test/reassertion.ts';
import { refusesWith } from '../../test/refuses-with.ts';

/** A desk whose incident has approved words for the status page. */
async function approved(t: TestContext) {
  const desk = await openTestDesk(t, { listen: true });
  const writer = await desk.as('communicator');
  const approver = await desk.as('organisation_responsible');
  const boss = await desk.as('administrator');
  const incident = await anIncident(desk);
  const announce = async (subject: string, of = incident) => {
    const begun = await writer.api.beginAnnouncement({
      params: { reference: of },
      body: { audience: 'public', languages: ['nl', 'en'] },
    });
    const params = { reference: begun.reference };
    const texts = {
      nl: { subject: `${subject} (nl)`, text: 'Boeken lukt niet.' },
      en: { subject, text: 'Bookings <b>fail</b>.\nWe work on it.' },
    };
    const { version } = await writer.api.changeAnnouncement({
      params,
      body: { texts, way: 'status_page', version: begun.version },
    });
    await writer.api.proposeAnnouncement({ params, body: { version } });
    const { digest } = await approver.api.readAnnouncement({ params });
    const proof = { act: 'announcement.approve', subject: begun.reference, digest } as const;
    const reassertionId = await aProof(desk, approver.id, proof);
    await approver.api.approveAnnouncement({ params, body: { digest, reassertionId } });
    return params;
  };
  const get = (path: string) => fetch(`${desk.address}${path}`);
  const switchOn = (isOn = true) => boss.api.switchStatusPage({ body: { isOn } });
  return { desk, writer, approver, incident, announce, get, switchOn };
}

async function anIncident(desk: Awaited<ReturnType<typeof openTestDesk>>): Promise<string> {
  const handler = await desk.as('handler');
  return (await handler.api.declareIncident({ body: { title: 'Secret cause of the outage' } })).reference;
}

describe('status notes', () => {
  // Danger: a desk that never asked for a public page has one.
  it('is not there until somebody switches it on, and gone when it is switched off', async (t) => {
    const { announce, get, switchOn, writer } = await approved(t);
    assert.equal((await get('/status')).status, 404);
    assert.equal((await get('/status/feed.atom')).status, 404);
    const params = await announce('Bookings are down');
    await assert.rejects(writer.api.showStatusNote({ params, body: {} }), refusesWith('status_page.off'));
    assert.equal((await switchOn()).isOn, true);
    assert.equal((await get('/status')).status, 200);
    await switchOn(false);
    assert.equal((await get('/status')).status, 404);
    assert.equal((await writer.api.readStatusPage()).isOn, false);
    await assert.rejects(
      writer.api.switchStatusPage({ body: { isOn: true } }),
      refusesWith('permission.missing'),
    );
  });

  it('shows what was approved in the language asked for, its updates and its end; showing is telling', async (t) => {
    const { announce, get, incident, switchOn, writer } = await approved(t);
    await switchOn();
    assert.match(await (await get('/status?lang=en')).text(), /nothing to tell/);
    const params = await announce('Bookings are down');
    const note = await writer.api.showStatusNote({ params, body: {} });
    const told = await writer.api.readAnnouncement({ params });
    assert.equal(told.state, 'told');
    assert.equal(told.toldAt, note.shownAt);
    const update = await announce('Half of it is back');
    await writer.api.showStatusNote({ params: update, body: { updates: note.id } });
    const answer = await get('/status?lang=en');
    const english = await answer.text();
    assert.match(english, /Bookings are down/);
    assert.match(english, /Half of it is back/);
    assert.match(english, /Bookings &lt;b&gt;fail/);
    assert.match(await (await get('/status?lang=nl')).text(), /Bookings are down \(nl\)/);
    assert.match(await (await get('/status?lang=de')).text(), /<h3 lang="en">/);
    await writer.api.endStatusNote({ params: { id: note.id } });
    assert.match(await (await get('/status?lang=en')).text(), /Over since/);
    await assert.rejects(
      writer.api.endStatusNote({ params: { id: note.id } }),
      refusesWith('status_note.ended'),
    );
    const { items } = await writer.api.listStatusNotes({ params: { reference: incident } });
    assert.deepEqual(
      items.map(({ updates, endedBy }) => [updates.length, endedBy !== null]),
      [[1, true]],
    );
    await assert.rejects(
      writer.api.showStatusNote({ params, body: {} }),
      refusesWith('announcement.state_does_not_allow'),
    );
  });

  // Danger: strangers learn from the page what nobody approved for them.
  it('nothing else leaks: no incident, no reference, no name, no cookie, no script', async (t) => {
    const { announce, approver, get, incident, switchOn, writer } = await approved(t);
    await switchOn();
    await announce('Never shown');
    const params = await announce('Bookings are down');
    await writer.api.showStatusNote({ params, body: {} });
    for (const path of ['/status', '/status/feed.atom']) {
      const answer = await get(path);
      const text = await answer.text();
      assert.equal(answer.headers.get('set-cookie'), null);
      for (const secret of [
        incident,
        params.reference,
        'Secret cause',
        'Never shown',
        writer.id,
        approver.id,
      ]) {
        assert.ok(!text.includes(secret), `${path} tells ${secret}`);
      }
      assert.doesNotMatch(text, /<script|\[\[/);
    }
  });

  it('a note that is over is read for seven days, and then no more', async (t) => {
    const { announce, desk, get, switchOn, writer } = await approved(t);
    await switchOn();
    const params = await announce('Bookings are down');
    const note = await writer.api.showStatusNote({ params, body: {} });
    await writer.api.endStatusNote({ params: { id: note.id } });
    await desk.query(`UPDATE status_note SET ended_at = ended_at - interval '6 days 23 hours'`);
    assert.match(await (await get('/status')).text(), /Bookings are down/);
    await desk.query(`UPDATE status_note SET ended_at = ended_at - interval '2 hours'`);
    assert.doesNotMatch(await (await get('/status')).text(), /Bookings are down/);
  });

  it('an update goes to a note of its own incident only', async (t) => {
    const { announce, desk, switchOn, writer } = await approved(t);
    await switchOn();
    const note = await writer.api.showStatusNote({ params: await announce('First'), body: {} });
    const later = await announce('Second', await anIncident(desk));
    await assert.rejects(
      writer.api.showStatusNote({ params: later, body: { updates: note.id } }),
      refusesWith('status_note.not_found'),
    );
    assert.equal((await writer.api.readAnnouncement({ params: later })).state, 'approved');
    assert.equal(note.updates.length, 0);
  });
});
