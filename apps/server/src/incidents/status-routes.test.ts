// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { transitions } from '@belfry/contract';
import fc from 'fast-check';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

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

describe('what an incident says is possible', () => {
  // A button that lies costs a click in an ordinary week and an hour in a crisis.
  it('is what the next request answers, along a random walk', async (t) => {
    const desk = await openTestDesk(t);
    const handler = await desk.as('handler');
    const { reference: into } = await handler.api.declareIncident({ body: { title: 'Target' } });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...transitions), { maxLength: 12 }), async (commands) => {
        const { reference } = await handler.api.declareIncident({ body: { title: 'Walk' } });
        let page = await handler.api.readIncident({ params: { reference } });
        for (const command of commands) {
          const answer = await handler.inject({
            method: 'POST',
            url: `/api/v1/incidents/${reference}/${command}`,
            payload: command === 'merge' ? { into } : {},
          });
          const said = page.possible.find((step) => step.transition === command);
          assert.equal(answer.statusCode, said?.allowed ? 200 : 409, `${command} from ${page.status}`);
          if (answer.statusCode === 409) {
            assert.equal(answer.json().code, said?.reason);
          }
          page = await handler.api.readIncident({ params: { reference } });
        }
        const steps = (await handler.api.readTimeline({ params: { reference }, query: { limit: 200 } }))
          .items;
        const told = steps.flatMap((entry) => entry.changes ?? []).filter(({ field }) => field === 'status');
        assert.equal(told.at(-1)?.to, page.status, 'the record ends where the incident stands');
        assert.ok(told.every(({ from }, index) => index === 0 || from === told[index - 1]?.to));
      }),
      { numRuns: 25 },
    );
  });
});
