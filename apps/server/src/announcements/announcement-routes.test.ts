// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { aProof } from '../../test/reassertion.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { announcementsAreMailed } from './announcements-are-mailed.ts';

async function aDraft(t: TestContext) {
  // The desk's own works stand still: the test does what is due, and nobody else holds the row it asks for.
  const desk = await openTestDesk(t, { isIdle: true });
  const writer = await desk.as('communicator');
  const approver = await desk.as('organisation_responsible');
  const handler = await desk.as('handler');
  const incident = await handler.api.declareIncident({ body: { title: 'Outage' } });
  const begun = await writer.api.beginAnnouncement({
    params: { reference: incident.reference },
    body: { audience: 'clients', languages: ['nl', 'en'] },
  });
  const params = { reference: begun.reference };
  const texts = {
    nl: { subject: 'Storing', text: 'De dienst is hersteld.' },
    en: { subject: 'Outage', text: 'The service is back.' },
  };
  const write = (version: number) =>
    writer.api.changeAnnouncement({ params, body: { texts, way: 'mail', version } });
  const read = () => writer.api.readAnnouncement({ params });
  const add = (body: object) => writer.api.addRecipients({ params, body });
  const approve = async (who = approver) => {
    const { digest } = await read();
    const proof = { act: 'announcement.approve', subject: begun.reference, digest } as const;
    const reassertionId = await aProof(desk, who.id, proof);
    return who.api.approveAnnouncement({ params, body: { digest, reassertionId } });
  };
  const approved = async () => {
    await write(begun.version);
    await add({ csv: 'name;mail;language\nAn;an@example.org;nl\nBob;bob@example.org;en\n' });
    const ready = await read();
    await writer.api.proposeAnnouncement({ params, body: { version: ready.version } });
    return approve();
  };
  return { desk, writer, approver, handler, incident, begun, params, write, read, add, approve, approved };
}

describe('announcements', () => {
  it('begins with what the law asks to be told, marked where only a person knows', async (t) => {
    const { begun } = await aDraft(t);
    assert.match(begun.reference, /^ANN-\d{4}-0001$/);
    assert.match(begun.texts.nl?.text ?? '', /\[\[gevolgen voor cliënten\]\]/);
    assert.deepEqual(begun.gaps, ['way_missing', 'blank_left']);
  });

  // Danger: words leave the house that nobody but their writer has seen.
  it('nothing leaves without somebody else who proved anew who they are', async (t) => {
    const { desk, writer, params, begun, write, read, add, approve } = await aDraft(t);
    await assert.rejects(
      writer.api.proposeAnnouncement({ params, body: { version: begun.version } }),
      refusesWith('announcement.not_ready', /blank_left/),
    );
    await write(begun.version);
    await add({ recipients: [{ name: 'An', address: 'an@example.org' }] });
    await assert.rejects(
      writer.api.sendAnnouncement({ params, body: {} }),
      refusesWith('announcement.state_does_not_allow'),
    );
    await writer.api.proposeAnnouncement({ params, body: { version: (await read()).version } });
    await assert.rejects(approve(writer), refusesWith('permission.missing'));
    const dpo = await desk.as('dpo');
    const digest = (await read()).digest;
    await assert.rejects(
      dpo.api.approveAnnouncement({ params, body: { digest, reassertionId: crypto.randomUUID() } }),
      refusesWith('reassertion.needed'),
    );
    assert.equal((await approve(dpo)).state, 'approved');
  });

  it('who wrote the words does not approve them', async (t) => {
    const { approver, params, write, begun, add, read, approve } = await aDraft(t);
    const written = await write(begun.version);
    await approver.api.changeAnnouncement({ params, body: { way: 'mail', version: written.version } });
    await add({ recipients: [{ name: 'An', address: 'an@example.org' }] });
    await approver.api.proposeAnnouncement({ params, body: { version: (await read()).version } });
    await assert.rejects(approve(), refusesWith('announcement.own_words'));
  });

  it('a word or a recipient more after approval makes it a draft again', async (t) => {
    const { add, approved, read, write } = await aDraft(t);
    assert.equal((await approved()).state, 'approved');
    await add({ recipients: [{ name: 'Cas', address: 'cas@example.org' }] });
    const again = await read();
    assert.deepEqual([again.state, again.approvedBy], ['draft', null]);
    assert.equal((await write(again.version)).state, 'draft');
  });

  it('nobody is told twice: an address counts once, and a mail is written with its place on the list', async (t) => {
    const { desk, writer, params, add, approved, read } = await aDraft(t);
    const doubled = await add({ csv: 'an@example.org\nAN@example.org\n', isPreview: true });
    assert.deepEqual([doubled.added, doubled.doubled, doubled.total], [1, 1, 0]);
    await approved();
    await writer.api.sendAnnouncement({ params, body: {} });
    const mailing = announcementsAreMailed(desk.database, async () => {});
    const other = announcementsAreMailed(desk.database, async () => {});
    await Promise.all([mailing.doBatch(), other.doBatch(), mailing.doBatch()]);
    const { rows } = {
      rows: await desk.query(
        `SELECT to_address, subject FROM mail WHERE purpose = 'announcement' ORDER BY 1`,
      ),
    };
    assert.deepEqual(rows, [
      { to_address: 'an@example.org', subject: 'Storing' },
      { to_address: 'bob@example.org', subject: 'Outage' },
    ]);
    assert.deepEqual((await read()).counts, { listed: 0, queued: 2, sent: 0, failed: 0 });
  });

  it('is told when the last mail was taken; whom none reached is sent to again, and nobody else', async (t) => {
    const { desk, writer, params, approved, read } = await aDraft(t);
    await approved();
    await writer.api.sendAnnouncement({ params, body: {} });
    const mailing = announcementsAreMailed(desk.database, async () => {});
    await mailing.doBatch();
    await desk.query(
      `UPDATE mail SET state = 'sent', sent_at = '2026-11-22T09:00:00Z' WHERE to_address = 'an@example.org'`,
    );
    await desk.query(
      `UPDATE mail SET state = 'failed', last_error = '550 no such user', next_attempt_at = NULL WHERE to_address = 'bob@example.org'`,
    );
    while (await mailing.doBatch());
    const told = await read();
    assert.deepEqual([told.state, told.toldAt], ['told', '2026-11-22T09:00:00.000Z']);
    const { items } = await writer.api.listRecipients({ params, query: { state: 'failed' } });
    assert.deepEqual(
      items.map(({ name, error }) => [name, error]),
      [['Bob', '550 no such user']],
    );
    await writer.api.sendAnnouncement({ params, body: {} });
    await mailing.doBatch();
    const rows = await desk.query(
      `SELECT to_address FROM mail WHERE purpose = 'announcement' AND state = 'queued'`,
    );
    assert.deepEqual(rows, [{ to_address: 'bob@example.org' }]);
  });

  it('when no mail was taken it is approved still, and goes out again', async (t) => {
    const { desk, writer, params, approved, read } = await aDraft(t);
    await approved();
    await writer.api.sendAnnouncement({ params, body: {} });
    const mailing = announcementsAreMailed(desk.database, async () => {
      assert.fail('nobody was told');
    });
    await mailing.doBatch();
    await desk.query(
      `UPDATE mail SET state = 'failed', next_attempt_at = NULL WHERE purpose = 'announcement'`,
    );
    while (await mailing.doBatch());
    const after = await read();
    assert.deepEqual([after.state, after.toldAt, after.counts.listed], ['approved', null, 2]);
  });

  it('what was done elsewhere is recorded with its moment, not before it happened', async (t) => {
    const { writer, params, approved } = await aDraft(t);
    await approved();
    const body = { how: 'By telephone', whom: 'All 12 clients', at: new Date().toISOString() };
    await assert.rejects(
      writer.api.tellElsewhere({
        params,
        body: { ...body, at: new Date(Date.now() + 60_000).toISOString() },
      }),
      refusesWith('announcement.in_the_future'),
    );
    // Danger: who was told too late was told in time, because somebody remembers it so.
    const tell = (more: object) => writer.api.tellElsewhere({ params, body: { ...body, ...more } });
    const before = new Date(Date.now() - 86_400_000).toISOString();
    await assert.rejects(tell({ at: before }), refusesWith('announcement.proof_needed'));
    await assert.rejects(
      tell({ at: before, proofs: [crypto.randomUUID()] }),
      refusesWith('notification.proof_unknown'),
    );
    const told = await writer.api.tellElsewhere({ params, body });
    assert.deepEqual([told.state, told.toldAt, told.elsewhere?.how], ['told', body.at, 'By telephone']);
  });

  // Danger: who chose to whom it goes approves the list alone, since the words are somebody else's.
  it('who put people on the list does not approve it', async (t) => {
    const { approver, params, begun, write, read, add, writer, approve, desk } = await aDraft(t);
    await write(begun.version);
    await add({ recipients: [{ name: 'An', address: 'an@example.org' }] });
    const [first] = (await approver.api.listRecipients({ params, query: {} })).items;
    await approver.api.addRecipients({
      params,
      body: { recipients: [{ name: 'Eve', address: 'eve@example.net' }] },
    });
    await writer.api.proposeAnnouncement({ params, body: { version: (await read()).version } });
    await assert.rejects(approve(), refusesWith('announcement.own_words'));
    const other = await desk.as('dpo');
    await other.api.removeRecipients({ params, body: { recipients: [first?.id ?? ''] } });
    await writer.api.proposeAnnouncement({ params, body: { version: (await read()).version } });
    await assert.rejects(approve(other), refusesWith('announcement.own_words'));
    assert.equal((await approve()).state, 'approved');
  });

  // Danger: whoever adds one address to the words of another makes that other free to approve their own words.
  it('who wrote the words does not approve them after somebody else chose the people', async (t) => {
    const { approver, writer, params, begun, write, read, add, approve } = await aDraft(t);
    const { texts, version } = await write(begun.version);
    await approver.api.changeAnnouncement({ params, body: { texts, version } });
    await add({ recipients: [{ name: 'An', address: 'an@example.org' }] });
    const ready = await read();
    assert.deepEqual([ready.changedBy?.id, ready.listedBy?.id], [approver.id, writer.id]);
    await writer.api.proposeAnnouncement({ params, body: { version: ready.version } });
    await assert.rejects(approve(), refusesWith('announcement.own_words'));
  });

  it('whoever does not see the incident sees neither words nor recipients', async (t) => {
    const { handler, incident, params, desk } = await aDraft(t);
    await handler.api.changeIncident({
      params: { reference: incident.reference },
      body: { restricted: true },
    });
    const dpo = await desk.as('dpo');
    await assert.rejects(dpo.api.readAnnouncement({ params }), refusesWith('announcement.not_found'));
    await assert.rejects(
      dpo.api.listRecipients({ params, query: {} }),
      refusesWith('announcement.not_found'),
    );
    await assert.rejects(
      dpo.api.listAnnouncements({ params: { reference: incident.reference } }),
      refusesWith('incident.not_found'),
    );
  });

  it('lines that cannot be read are told, and taken only when somebody says so', async (t) => {
    const { add } = await aDraft(t);
    const csv = 'name;mail\nAn;an@example.org\nBob;nowhere\n';
    const preview = await add({ csv, isPreview: true });
    assert.deepEqual(preview.errors, [{ line: 3, code: 'address_not_valid', text: 'nowhere' }]);
    await assert.rejects(add({ csv }), refusesWith('announcement.recipients_not_valid'));
    assert.equal((await add({ csv, skipsBadLines: true })).total, 1);
    for (const isPreview of [true, false]) {
      const unclosed = add({ csv: 'name;mail\nA;"a@example.org', isPreview });
      await assert.rejects(unclosed, refusesWith('announcement.recipients_not_valid', /quote/i));
    }
  });
});
