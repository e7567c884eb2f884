// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

describe('the timeline', () => {
  it('pages through the record both ways without a gap, and by kind', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const report = await api.sendReport({ body: { summary: 'A strange mail' } });
    const { reference } = await api.declareIncident({
      body: { title: 'Phishing', fromReports: [report.reference] },
    });
    const params = { reference };
    for (let index = 0; index < 12; index += 1) {
      await api.writeTimelineEntry({ params, body: { text: `Note ${index}` } });
    }
    const whole = (await api.readTimeline({ params })).items;
    for (const order of ['asc', 'desc'] as const) {
      const positions: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await api.readTimeline({ params, query: { order, limit: 4, cursor } });
        positions.push(...page.items.map((entry) => entry.position));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      const expected = whole.map((entry) => entry.position);
      assert.deepEqual(positions, order === 'asc' ? expected : expected.toReversed());
    }
    const notes = await api.readTimeline({ params, query: { kind: 'note.written' } });
    assert.equal(notes.items.length, 12);
    assert.equal(whole[0]?.kind, 'report.received');
  });

  it('keeps occurred and recorded apart, and names the actor as recorded', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.another('Ana Ruiz', 'handler');
    const { reference } = await api.declareIncident({ body: { title: 'Ransomware' } });
    const written = await api.writeTimelineEntry({
      params: { reference },
      body: {
        kind: 'entry',
        text: 'First file encrypted',
        occurredAt: '2026-11-20T03:12:00+01:00',
        certainty: 'likely',
        side: 'attacker',
      },
    });
    assert.equal(written.kind, 'timeline.entry_written');
    assert.equal(written.occurredAt, '2026-11-20T02:12:00.000Z');
    assert.ok(written.recordedAt > written.occurredAt);
    await desk.query(`UPDATE person SET name = 'Ana Maes' WHERE name = 'Ana Ruiz'`);
    const [again] = (await api.readTimeline({ params: { reference }, query: { order: 'desc' } })).items;
    assert.equal(again?.actor.name, 'Ana Ruiz');
  });

  it('a note that is withdrawn keeps its place and its words; other entries cannot be', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const { reference } = await api.declareIncident({ body: { title: 'Typo' } });
    const { position } = await api.writeTimelineEntry({
      params: { reference },
      body: { text: 'Wrong server' },
    });
    const params = { reference, position };
    const withdrawn = await api.withdrawTimelineEntry({ params, body: { reason: 'Another server' } });
    assert.equal(withdrawn.withdrawn?.reason, 'Another server');
    assert.equal(withdrawn.text, 'Wrong server');
    await api.withdrawTimelineEntry({ params, body: {} });
    const items = (await api.readTimeline({ params: { reference } })).items;
    assert.equal(items.filter((entry) => entry.kind === 'timeline.entry_withdrawn').length, 1);
    const declared = items.find((entry) => entry.kind === 'incident.declared');
    await assert.rejects(
      api.withdrawTimelineEntry({ params: { reference, position: declared?.position ?? 0 }, body: {} }),
      refusesWith('timeline.entry_not_found', /incident.declared/),
    );
  });
});

describe('two people at one entry', () => {
  // Danger: both read what stood there before, and the record then tells a change that nobody made.
  it('withdrawing, picking and dropping at the same time follow each other', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const { reference } = await api.declareIncident({ body: { title: 'Typo' } });
    const { position } = await api.writeTimelineEntry({ params: { reference }, body: { text: 'Wrong' } });
    const params = { reference, position };
    const texts = ['one', 'two', 'three', 'four'];
    await Promise.all([
      ...texts.map(() => api.withdrawTimelineEntry({ params, body: {} })),
      ...texts.map((text) => api.pickForAccount({ params, body: { text } })),
    ]);
    const { items } = await api.readTimeline({ params: { reference } });
    assert.equal(items.filter((entry) => entry.kind === 'timeline.entry_withdrawn').length, 1);
    const picked = items
      .filter((entry) => entry.kind === 'account.entry_picked')
      .map((entry) => entry.changes?.find(({ field }) => field === 'text'));
    assert.deepEqual(
      picked.map((change) => change?.from),
      [null, ...picked.slice(0, -1).map((change) => change?.to)],
      'each begins with the words the one before left',
    );
    const dropped = await Promise.allSettled(texts.map(() => api.dropFromAccount({ params })));
    assert.equal(dropped.filter(({ status }) => status === 'fulfilled').length, 1);
  });
});

describe('the account', () => {
  it('tells what was picked in order of occurrence, in words of its own, and drops it again', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const { reference } = await api.declareIncident({ body: { title: 'Ransomware' } });
    const params = { reference };
    const late = await api.writeTimelineEntry({
      params,
      body: { kind: 'entry', text: 'Backup restored', occurredAt: '2026-11-21T08:00:00Z', inAccount: true },
    });
    const early = await api.writeTimelineEntry({
      params,
      body: { kind: 'entry', text: 'VPN used', occurredAt: '2026-11-19T08:00:00Z' },
    });
    const at = { reference, position: early.position };
    await api.pickForAccount({ params: at, body: {} });
    const told = await api.pickForAccount({
      params: at,
      body: { text: 'The attacker comes in by the VPN', side: 'attacker', certainty: 'likely' },
    });
    assert.equal(told.account?.side, 'attacker');
    assert.equal(told.text, 'VPN used', 'the record keeps its words');
    const account = await api.readTimeline({ params, query: { view: 'account' } });
    assert.deepEqual(
      account.items.map((entry) => entry.account?.text),
      ['The attacker comes in by the VPN', 'Backup restored'],
    );
    const first = await api.readTimeline({ params, query: { view: 'account', limit: 1 } });
    const second = await api.readTimeline({
      params,
      query: { view: 'account', limit: 1, cursor: first.next ?? '' },
    });
    assert.deepEqual([second.items[0]?.position, second.next], [late.position, null]);
    const dropped = await api.dropFromAccount({ params: at });
    assert.equal(dropped.account, null);
    await assert.rejects(api.dropFromAccount({ params: at }), refusesWith('timeline.entry_not_found'));
    const kinds = (await api.readTimeline({ params })).items.map((entry) => entry.kind);
    assert.deepEqual(
      kinds.filter((kind) => kind.startsWith('account.')),
      ['account.entry_picked', 'account.entry_picked', 'account.entry_picked', 'account.entry_dropped'],
    );
  });

  it('takes no entry of another incident', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const { reference: one } = await api.declareIncident({ body: { title: 'One' } });
    const { reference: other } = await api.declareIncident({ body: { title: 'Other' } });
    const { position } = await api.writeTimelineEntry({
      params: { reference: other },
      body: { text: 'Theirs' },
    });
    for (const at of [position, 999_999]) {
      await assert.rejects(
        api.pickForAccount({ params: { reference: one, position: at }, body: {} }),
        refusesWith('timeline.entry_not_found'),
      );
    }
  });
});

describe('the history', () => {
  it('of one thing is for whoever sees it, of everything for whoever may read history', async (t) => {
    const desk = await openTestDesk(t);
    const { api, id } = await desk.as('handler');
    const auditor = await desk.as('auditor');
    const administrator = await desk.as('administrator');
    const { reference } = await api.declareIncident({ body: { title: 'One' } });
    await api.setParticipant({ params: { reference, person: id }, body: { role: 'lead' } });
    await assert.rejects(api.listHistory(), refusesWith('permission.missing', /history.read/));
    const own = await api.listHistory({ query: { subject: reference, order: 'asc' } });
    assert.deepEqual(
      own.items.map((entry) => entry.kind),
      ['incident.declared', 'incident.participant_set'],
    );
    const mine = await api.listHistory({ query: { actor: id, limit: 1 } });
    assert.equal(mine.items[0]?.kind, 'incident.participant_set');
    assert.ok(mine.next !== null);
    const ofPerson = await api.listHistory({ query: { subject: `person:${id}` } });
    assert.ok(ofPerson.items.some((entry) => entry.kind === 'incident.participant_set'));
    const everything = await auditor.api.listHistory({ query: { limit: 200 } });
    assert.ok(everything.items.some((entry) => entry.incident === reference));
    const desks = await administrator.api.listHistory({ query: { limit: 200 } });
    assert.ok(desks.items.length > 0);
    assert.ok(desks.items.every((entry) => entry.incident === null));
    const declared = await auditor.api.listHistory({ query: { kind: 'incident.declared' } });
    assert.equal(declared.items.length, 1);
    const nothing = await auditor.api.listHistory({ query: { subject: 'INC-1999-0001' } });
    assert.deepEqual(nothing, { items: [], next: null });
    await assert.rejects(
      auditor.api.listHistory({ query: { cursor: 'nonsense' } }),
      refusesWith('request.not_valid', /cursor/),
    );
  });
});
