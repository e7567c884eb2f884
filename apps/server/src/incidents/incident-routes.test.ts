// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

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
    await set('2025-11-01T10:00:00+01:00', 'First log line');
    const page = await set('2025-10-31T23:00:00Z', 'An older log line');
    assert.equal(page.moments.occurred?.at, '2025-10-31T23:00:00.000Z');
    assert.equal(page.moments.occurred?.setBy, 'Some handler');
    const corrected = (await api.readTimeline({ params: { reference } })).items.at(-1);
    assert.deepEqual(corrected?.changes, [
      { field: 'moments.occurred', from: '2025-11-01T09:00:00.000Z', to: '2025-10-31T23:00:00.000Z' },
    ]);
    assert.equal(corrected?.reason, 'An older log line');
  });

  it('confirming keeps the moment of awareness somebody set', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const { reference } = await api.declareIncident({ body: { title: 'Breach' } });
    await api.setMoment({ params: { reference, moment: 'aware' }, body: { at: '2025-11-20T08:00:00Z' } });
    const confirmed = await api.confirmIncident({ params: { reference }, body: {} });
    assert.equal(confirmed.moments.aware?.at, '2025-11-20T08:00:00.000Z');
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

  // Danger: a page that ends at a long title, and no way to the next one.
  it('listIncidents goes on behind the longest title', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const titles = ['\u7a7a', '\u{1f512}', '"'].map((sign) =>
      sign.repeat(limits.titleCharactersMax / sign.length),
    );
    for (const title of titles) {
      await api.declareIncident({ body: { title } });
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await api.listIncidents({ query: { sort: 'title', limit: 1, cursor } });
      seen.push(...page.items.map((line) => line.title));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(seen.toSorted(), titles.toSorted());
  });
});
