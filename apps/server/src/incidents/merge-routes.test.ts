// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk, type Somebody } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

async function declare(api: Somebody['api'], title: string): Promise<string> {
  return (await api.declareIncident({ body: { title } })).reference;
}

describe('merging', () => {
  // A merge that moves rows cannot be undone once both sides lived on: nobody knows what was whose.
  it('shows both as one, and unmerging gives everything back with what came since', async (t) => {
    const desk = await openTestDesk(t);
    const { api, id } = await desk.as('handler');
    const source = await declare(api, 'Second mail');
    const target = await declare(api, 'First mail');
    const report = await api.sendReport({ body: { summary: 'I got a mail' } });
    await api.confirmIncident({ params: { reference: source }, body: {} });
    await api.attachReports({ params: { reference: source }, body: { reports: [report.reference] } });
    const task = await api.addTask({ params: { reference: source }, body: { title: 'Call the bank' } });
    const note = await api.writeTimelineEntry({
      params: { reference: source },
      body: { text: 'From before' },
    });
    const merged = await api.mergeIncident({
      params: { reference: source },
      body: { into: target, reason: 'The same mail' },
    });
    assert.deepEqual([merged.status, merged.mergedInto], ['merged', target]);

    // What came since, on both sides.
    await api.changeTask({ params: { task: task.id }, body: { state: 'done', owner: id } });
    await api.writeTimelineEntry({ params: { reference: source }, body: { text: 'Since, on the source' } });
    await api.addTask({ params: { reference: target }, body: { title: 'Of the target' } });
    await api.pickForAccount({
      params: { reference: target, position: note.position },
      body: { text: 'Told in the account' },
    });

    const whole = await api.readIncident({ params: { reference: target } });
    assert.deepEqual(whole.mergedFrom, [source]);
    assert.deepEqual(
      whole.reports.map((each) => each.reference),
      [report.reference],
    );
    assert.deepEqual(whole.tasks.map((each) => each.title).sort(), ['Call the bank', 'Of the target']);
    const record = (await api.readTimeline({ params: { reference: target } })).items;
    assert.ok(record.some((entry) => entry.text === 'Since, on the source' && entry.incident === source));
    assert.ok(record.some((entry) => entry.kind === 'incident.absorbed' && entry.incident === target));
    const account = await api.readTimeline({ params: { reference: target }, query: { view: 'account' } });
    assert.deepEqual(
      account.items.map((entry) => entry.account?.text),
      ['Told in the account'],
    );

    const free = await api.unmergeIncident({ params: { reference: source }, body: {} });
    assert.deepEqual([free.status, free.mergedInto], ['confirmed', null]);
    assert.deepEqual(
      free.reports.map((each) => each.reference),
      [report.reference],
    );
    assert.deepEqual(
      free.tasks.map(({ state, title }) => [title, state]),
      [['Call the bank', 'done']],
    );
    const own = (await api.readTimeline({ params: { reference: source } })).items;
    assert.ok(own.some((entry) => entry.text === 'Since, on the source'));
    assert.ok(own.some((entry) => entry.kind === 'incident.unmerged'));
    const left = await api.readIncident({ params: { reference: target } });
    assert.deepEqual([left.reports, left.tasks.map((each) => each.title)], [[], ['Of the target']]);
    const accountAfter = await api.readTimeline({
      params: { reference: target },
      query: { view: 'account' },
    });
    assert.deepEqual(accountAfter.items, []);
    const kinds = (await api.readTimeline({ params: { reference: target } })).items.map(
      (entry) => entry.kind,
    );
    assert.equal(kinds.at(-1), 'incident.released');
  });

  it('refuses circles, chains and places where nobody works, and says what to do', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const [a, b, c, d] = [
      await declare(api, 'A'),
      await declare(api, 'B'),
      await declare(api, 'C'),
      await declare(api, 'D'),
    ];
    const merge = (reference: string, into: string) =>
      api.mergeIncident({ params: { reference }, body: { into } });
    await assert.rejects(merge(a, a), refusesWith('incident.merge_into_itself'));
    await assert.rejects(merge(a, 'INC-1999-0001'), refusesWith('incident.not_found', /INC-1999-0001/));
    await merge(a, b);
    await assert.rejects(merge(b, a), refusesWith('incident.merge_target_not_open', /merged itself/));
    await assert.rejects(merge(c, a), refusesWith('incident.merge_target_not_open', /unmerge it first/));
    await assert.rejects(
      merge(b, c),
      refusesWith('incident.status_does_not_allow', new RegExp(`${a}.*unmerge`)),
    );
    await assert.rejects(merge(a, c), refusesWith('incident.status_does_not_allow', /it is merged/));
    await api.dismissIncident({ params: { reference: d }, body: { reason: 'A test' } });
    await assert.rejects(merge(c, d), refusesWith('incident.merge_target_not_open', /reopen it first/));
    await assert.rejects(
      api.changeIncident({ params: { reference: a }, body: { title: 'Other' } }),
      refusesWith('incident.status_does_not_allow', /unmerge/),
    );
    await assert.rejects(
      api.addTask({ params: { reference: a }, body: { title: 'Lost' } }),
      refusesWith('incident.status_does_not_allow', /merged into/),
    );
  });

  it('survives a circle in the rows: the page ends', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('handler');
    const [a, b] = [await declare(api, 'A'), await declare(api, 'B')];
    await desk.query(
      `UPDATE incident SET merged_into = (SELECT id FROM incident o WHERE o.id <> incident.id), status = 'merged'`,
    );
    const page = await api.readIncident({ params: { reference: a } });
    assert.deepEqual(page.mergedFrom, [b]);
  });

  it('does not name a restricted incident in the record of one that many see', async (t) => {
    const desk = await openTestDesk(t);
    const insider = await desk.as('handler');
    const outsider = await desk.another('Out Sider', 'handler');
    const open = await declare(insider.api, 'Open');
    const { reference: secret } = await insider.api.declareIncident({
      body: { title: 'Inside job', restricted: true },
    });
    await insider.api.mergeIncident({ params: { reference: open }, body: { into: secret } });
    const seen = await outsider.inject({ method: 'GET', url: `/api/v1/incidents/${open}` });
    const record = await outsider.inject({ method: 'GET', url: `/api/v1/incidents/${open}/timeline` });
    assert.equal(seen.json().status, 'merged');
    assert.equal(seen.json().mergedInto, null);
    assert.ok(!seen.body.includes(secret) && !record.body.includes(secret));
    await insider.api.unmergeIncident({ params: { reference: open }, body: {} });
    await insider.api.mergeIncident({ params: { reference: secret }, body: { into: open } });
    const page = await outsider.inject({ method: 'GET', url: `/api/v1/incidents/${open}` });
    const after = await outsider.inject({ method: 'GET', url: `/api/v1/incidents/${open}/timeline` });
    assert.ok(!page.body.includes(secret) && !after.body.includes(secret));
    const whole = await insider.api.readIncident({ params: { reference: open } });
    assert.deepEqual(whole.mergedFrom, [secret]);
  });
});
