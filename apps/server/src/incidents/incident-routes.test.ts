// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ProblemCode, ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';

const refusesWith =
  (code: ProblemCode, words = /./) =>
  (error: unknown) =>
    error instanceof ProblemError &&
    error.problem.code === code &&
    words.test(error.problem.detail ?? 'no detail');

describe('an incident from declaration to closing', () => {
  it('takes every step with no body at all, and keeps what is unknown as questions', async (t) => {
    const desk = await openTestDesk(t);
    const handler = await desk.as('handler');
    const declared = await handler.inject({
      method: 'POST',
      url: '/api/v1/incidents',
      payload: { title: 'Mail server answers nobody' },
    });
    assert.equal(declared.statusCode, 201);
    const { reference, status, possible } = declared.json();
    assert.match(reference, /^INC-\d{4}-0001$/);
    assert.equal(status, 'pending');
    assert.equal(possible.length, 7);
    for (const [verb, after] of [
      ['confirm', 'confirmed'],
      ['resolve', 'resolved'],
      ['close', 'closed'],
      ['reopen', 'confirmed'],
      ['dismiss', 'dismissed'],
      ['reopen', 'pending'],
    ]) {
      const answer = await handler.inject({ method: 'POST', url: `/api/v1/incidents/${reference}/${verb}` });
      assert.equal(answer.statusCode, 200, answer.body);
      assert.equal(answer.json().status, after);
    }
    const page = await handler.api.readIncident({ params: { reference } });
    assert.ok(page.stillUnknown.includes('summary'));
    assert.equal(page.moments.aware?.reason, 'confirmed');
    assert.equal(page.version, 8);
  });

  it('closing keeps root cause, lessons and measures, and names only people who are here', async (t) => {
    const desk = await openTestDesk(t);
    const { api, id } = await desk.as('handler');
    const { reference } = await api.declareIncident({ body: { title: 'Phishing', severity: 'medium' } });
    const params = { reference };
    await api.confirmIncident({ params, body: { severity: 'important', reason: 'Two people clicked' } });
    const resolved = await api.resolveIncident({ params, body: { whatWasDone: 'Passwords changed' } });
    assert.equal(resolved.resolution?.whatWasDone, 'Passwords changed');
    const stranger = '99999999-9999-4999-8999-999999999999' as typeof id;
    await assert.rejects(
      api.closeIncident({ params, body: { measures: [{ title: 'Train', owner: stranger }] } }),
      refusesWith('incident.participant_unknown', /99999999/),
    );
    const closed = await api.closeIncident({
      params,
      body: {
        rootCauseClass: 'human-errors',
        rootCause: 'The mail looked right',
        lessons: 'Mark mail from outside',
        measures: [{ title: 'Mark mail', owner: id, dueOn: '2027-01-31' }, { title: 'Train' }],
      },
    });
    assert.deepEqual(closed.rootCause, { class: 'human-errors', text: 'The mail looked right' });
    assert.deepEqual(
      closed.measures.map(({ dueOn, owner, title }) => [title, owner?.id ?? null, dueOn]),
      [
        ['Mark mail', id, '2027-01-31'],
        ['Train', null, null],
      ],
    );
    const kinds = (await api.readTimeline({ params })).items.map((entry) => entry.kind);
    assert.deepEqual(
      kinds.filter((kind) => /^(incident|measure)/.test(kind)),
      [
        'incident.declared',
        'incident.confirmed',
        'incident.moment_set',
        'incident.resolved',
        'incident.closed',
        'measure.added',
        'measure.added',
      ],
    );
  });

  it('a step that is not allowed says which status it needs and which there is', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const { reference } = await api.declareIncident({ body: { title: 'Lost laptop' } });
    await assert.rejects(
      api.resolveIncident({ params: { reference }, body: {} }),
      refusesWith('incident.status_does_not_allow', /must be confirmed; it is pending/),
    );
    await assert.rejects(
      api.readIncident({ params: { reference: 'INC-2020-0001' } }),
      refusesWith('incident.not_found'),
    );
  });
});

describe('changing an incident', () => {
  it('records every fact old to new, and nothing when nothing differs', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const { reference } = await api.declareIncident({ body: { title: 'Outage' } });
    const params = { reference };
    const changed = await api.changeIncident({
      params,
      body: {
        type: 'ddos',
        functions: ['infrastructure'],
        personalData: 'no',
        reason: 'Seen at the edge',
        version: 1,
      },
    });
    assert.equal(changed.class, 'availability');
    assert.equal(changed.version, 2);
    const same = await api.changeIncident({ params, body: { type: 'ddos' } });
    assert.equal(same.version, 2);
    const entry = (await api.readTimeline({ params })).items.at(-1);
    assert.equal(entry?.kind, 'incident.changed');
    assert.equal(entry?.reason, 'Seen at the edge');
    assert.deepEqual(entry?.changes, [
      { field: 'class', from: null, to: 'availability' },
      { field: 'type', from: null, to: 'ddos' },
      { field: 'functions', from: [], to: ['infrastructure'] },
      { field: 'personalData', from: 'unknown', to: 'no' },
    ]);
    await assert.rejects(
      api.changeIncident({ params, body: { title: 'Late', version: 1 } }),
      refusesWith('incident.changed_meanwhile', /version 1.*version 2/),
    );
  });

  it('a moment is corrected beside the one before, with who and why', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const { reference } = await api.declareIncident({ body: { title: 'Leak' } });
    const set = (at: string, reason: string) =>
      api.setMoment({ params: { reference, moment: 'occurred' }, body: { at, certainty: 'likely', reason } });
    await set('2026-11-01T10:00:00+01:00', 'First log line');
    const page = await set('2026-10-31T23:00:00Z', 'An older log line');
    assert.equal(page.moments.occurred?.at, '2026-10-31T23:00:00.000Z');
    assert.equal(page.moments.occurred?.setBy, 'Some handler');
    const corrected = (await api.readTimeline({ params: { reference } })).items.at(-1);
    assert.deepEqual(corrected?.changes, [
      { field: 'moments.occurred', from: '2026-11-01T09:00:00.000Z', to: '2026-10-31T23:00:00.000Z' },
    ]);
    assert.equal(corrected?.reason, 'An older log line');
  });

  it('confirming keeps the moment of awareness somebody set', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const { reference } = await api.declareIncident({ body: { title: 'Breach' } });
    await api.setMoment({ params: { reference, moment: 'aware' }, body: { at: '2026-11-20T08:00:00Z' } });
    const confirmed = await api.confirmIncident({ params: { reference }, body: {} });
    assert.equal(confirmed.moments.aware?.at, '2026-11-20T08:00:00.000Z');
  });
});

describe('declaring from reports', () => {
  it('takes the reports in, and is told when the first of them came', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const first = await api.sendReport({ body: { summary: 'A strange mail' } });
    const second = await api.sendReport({ body: { summary: 'The same strange mail' } });
    const incident = await api.declareIncident({
      body: { title: 'Strange mails', fromReports: [second.reference, first.reference] },
    });
    assert.deepEqual(
      incident.reports.map(({ incident: of, reference, state }) => [reference, state, of]),
      [
        [first.reference, 'accepted', incident.reference],
        [second.reference, 'accepted', incident.reference],
      ],
    );
    assert.equal(incident.moments.reported?.at, first.receivedAt);
    await assert.rejects(
      api.declareIncident({ body: { title: 'Again', fromReports: [first.reference] } }),
      refusesWith('report.already_decided'),
    );
    const all = await api.listIncidents();
    assert.equal(all.items.length, 1, 'a refused declaration leaves nothing behind');
    const kinds = (await api.readTimeline({ params: incident })).items.map((entry) => entry.kind);
    assert.equal(kinds[0], 'report.received', 'the record begins where the reporter began');
  });

  it('attaching an earlier report moves the moment it was reported, unless a person set it', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const early = await api.sendReport({ body: { summary: 'Slow network' } });
    const { reference } = await api.declareIncident({ body: { title: 'Network' } });
    const page = await api.attachReports({ params: { reference }, body: { reports: [early.reference] } });
    assert.equal(page.moments.reported?.at, early.receivedAt);
    assert.equal(page.moments.reported?.reason, 'first report');
  });
});

describe('people, tasks and files of an incident', () => {
  it('a new lead makes the old one a deputy', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const [ana, bob] = await Promise.all([
      desk.another('Ana Ruiz', 'handler'),
      desk.another('Bob Maes', 'handler'),
    ]);
    const { reference } = await api.declareIncident({ body: { title: 'Ransomware' } });
    const put = (person: string) =>
      api.setParticipant({ params: { reference, person }, body: { role: 'lead', reason: 'On duty' } });
    await put(ana.id);
    const page = await put(bob.id);
    assert.equal(page.lead?.name, 'Bob Maes');
    assert.deepEqual(page.participants.map(({ person, role }) => [person.name, role]).sort(), [
      ['Ana Ruiz', 'deputy'],
      ['Bob Maes', 'lead'],
    ]);
    const without = await api.removeParticipant({ params: { reference, person: bob.id } });
    assert.equal(without.lead, null);
    await assert.rejects(
      api.removeParticipant({ params: { reference, person: bob.id } }),
      refusesWith('incident.participant_unknown'),
    );
  });

  it('a task goes from open to done by its owner, who needs no other permission', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const owner = await desk.as('communicator');
    const other = await desk.as('auditor');
    const { reference } = await api.declareIncident({ body: { title: 'Press calls' } });
    const added = await api.addTask({
      params: { reference },
      body: {
        title: 'Answer the press',
        owner: owner.id,
        informed: [other.id],
        dueAt: '2026-12-01T09:00:00Z',
      },
    });
    assert.equal(added.owner?.id, owner.id);
    const mine = await owner.api.listTasks({ query: { owner: 'me' } });
    assert.deepEqual(
      mine.items.map((task) => task.id),
      [added.id],
    );
    await assert.rejects(
      other.api.changeTask({ params: { task: added.id }, body: { state: 'done' } }),
      refusesWith('permission.missing'),
    );
    const done = await owner.api.changeTask({ params: { task: added.id }, body: { state: 'done' } });
    assert.ok(done.doneAt !== null);
    const page = await api.readIncident({ params: { reference } });
    assert.equal(page.openTasks, 0);
    assert.equal(page.tasks[0]?.state, 'done');
  });

  it('a file is received, listed and served as a download', async (t) => {
    const desk = await openTestDesk(t);
    const handler = await desk.as('handler');
    const { reference } = await handler.api.declareIncident({ body: { title: 'Macro' } });
    const url = `/api/v1/incidents/${reference}/attachments`;
    const boundary = 'x-belfry';
    const answer = await handler.inject({
      method: 'POST',
      url,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: `--${boundary}\r\ncontent-disposition: form-data; name="f"; filename="<b>.html"\r\ncontent-type: text/html\r\n\r\n<script>1</script>\r\n--${boundary}--\r\n`,
    });
    assert.equal(answer.statusCode, 201, answer.body);
    const [item] = answer.json().items;
    const download = await handler.inject({ method: 'GET', url: `${url}/${item.id}` });
    assert.equal(download.statusCode, 200);
    assert.match(String(download.headers['content-disposition']), /^attachment/);
    assert.equal(download.body, '<script>1</script>');
    const page = await handler.api.readIncident({ params: { reference } });
    assert.equal(page.attachments[0]?.sha256, item.sha256);
    const elsewhere = await handler.api.declareIncident({ body: { title: 'Other' } });
    const wrong = await handler.inject({
      method: 'GET',
      url: `/api/v1/incidents/${elsewhere.reference}/attachments/${item.id}`,
    });
    assert.equal(wrong.statusCode, 404);
  });
});
