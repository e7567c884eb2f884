// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { type CallAnswers, callAnswers } from '@belfry/contract';
import { openTestDesk, type Somebody } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

const words = (answers: Partial<CallAnswers> = {}): CallAnswers =>
  callAnswers.parse({ summary: 'The till asks for a ransom', name: 'Ann Caller', ...answers });

/** A call written down once, with its identifier. */
async function aCall(by: Somebody, answers: Partial<CallAnswers> = {}) {
  return by.api.saveCall({ params: { id: randomUUID() }, body: { version: 0, answers: words(answers) } });
}

const send = (by: Somebody, { id, version }: { id: string; version: number }) =>
  by.api.sendCall({ params: { id }, body: { version } });

describe('a call', () => {
  it('sendCall() makes a report of the caller, entered by whoever took it', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const draft = await aCall(helpdesk, {
      email: 'ann@example.net',
      phone: '0470/12.34.56',
      organisation: 'Bakery',
      severityHint: 'important',
      noticed: 'an hour ago',
      callBack: '0470 12 34 56',
      callBackAt: '2026-11-22T10:00:00.000Z',
      mailReceipt: true,
    });
    const sent = await send(helpdesk, draft);
    assert.match(sent.receipt ?? '', /^\d{16}$/);
    assert.equal(sent.mailedTo, 'ann@example.net');
    const { reference } = sent;
    const report = await helpdesk.api.readReport({ params: { reference } });
    assert.deepEqual(
      [report.channel, report.reporter?.name, report.reporter?.phone],
      ['phone', 'Ann Caller', '0470/12.34.56'],
    );
    const told = await helpdesk.api.readCallsOfReport({ params: { reference } });
    assert.equal(told.calls[0]?.takenBy.id, helpdesk.id);
    assert.equal(told.calls[0]?.organisation, 'Bakery');
    assert.equal(told.callBacks[0]?.number, '0470 12 34 56');
    const mails = await desk.query<{ body: string }>(`SELECT to_json(mail)::text AS body FROM mail`);
    assert.equal(mails.length, 1);
    assert.ok(!mails[0]?.body.includes(sent.receipt ?? '-'));
    // Danger: an answer that did not arrive makes a second report, or another receipt.
    assert.deepEqual(await send(helpdesk, draft), sent);
    assert.equal((await helpdesk.api.listReports({})).items.length, 1);
  });

  // Danger: two windows overwrite each other, and the words of one are gone.
  it('saveCall() tells whoever grew their words from an older version', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { id, version } = await aCall(helpdesk);
    const save = (seen: number, summary: string) =>
      helpdesk.api.saveCall({ params: { id }, body: { version: seen, answers: words({ summary }) } });
    const first = await save(version, 'One');
    await assert.rejects(save(version, 'Two'), refusesWith('call.changed_meanwhile'));
    assert.equal((await helpdesk.api.readCall({ params: { id } })).answers.summary, 'One');
    // The same words again, because the answer was lost: saved once, and no conflict with oneself.
    assert.equal((await save(version, 'One')).version, first.version);
    await assert.rejects(send(helpdesk, { id, version }), refusesWith('call.changed_meanwhile'));
  });

  // Danger: a colleague reads what a caller may still ask to leave out.
  it('readCall() and saveCall() know no call of somebody else', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const administrator = await desk.as('administrator');
    const { id, version } = await aCall(helpdesk);
    await assert.rejects(administrator.api.readCall({ params: { id } }), refusesWith('call.not_found'));
    await assert.rejects(
      administrator.api.saveCall({ params: { id }, body: { version: 0, answers: words() } }),
      refusesWith('call.not_found'),
    );
    await assert.rejects(send(administrator, { id, version }), refusesWith('call.not_found'));
    assert.deepEqual((await administrator.api.listCalls()).items, []);
  });

  // Danger: who asked to stay unknown is found in a row, in the record or in the log.
  it('sendCall() keeps nothing of a caller who stays unknown', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const draft = await aCall(helpdesk, {
      anonymous: true,
      name: 'Zebedeus Unknown',
      email: 'zebedeus@example.net',
      phone: '0479 99 88 77',
      organisation: 'Zebracompany',
      callBack: '0479 99 88 77',
      callBackAt: '2026-11-22T10:00:00.000Z',
      mailReceipt: true,
    });
    const sent = await send(helpdesk, draft);
    assert.equal(sent.mailedTo, null);
    const tables = await desk.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    for (const { name } of tables) {
      const [found] = await desk.query<{ count: number }>(
        `SELECT count(*)::integer AS count FROM "${name}" x WHERE to_json(x)::text ~* 'zebedeus|99 88 77|zebracompany'`,
      );
      assert.equal(found?.count, 0, name);
    }
    assert.ok(!desk.logged.join('').includes('Zebedeus'));
  });

  it('sendCall() adds a second call to the report it names, and refuses one nobody may see', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { reference } = await send(helpdesk, await aCall(helpdesk));
    const second = await aCall(helpdesk, { joins: reference, summary: 'It spreads', notes: 'Calm' });
    const sent = await send(helpdesk, second);
    assert.deepEqual([sent.joined, sent.reference, sent.receipt], [true, reference, null]);
    const report = await helpdesk.api.readReport({ params: { reference } });
    assert.deepEqual(
      report.messages.map((message) => [message.direction, message.text]),
      [['from_reporter', 'It spreads\n\nCalm']],
    );
    assert.equal((await helpdesk.api.listReports({})).items.length, 1);
    const blind = await desk.as('department_representative');
    await assert.rejects(
      send(blind, await aCall(blind, { joins: reference })),
      refusesWith('report.not_found'),
    );
  });

  it('reasonNotSendable() names the fields and leaves the draft as it is', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const draft = await aCall(helpdesk, { summary: ' ', email: 'no address', callBack: '1234' });
    const answer = await helpdesk.inject({
      method: 'POST',
      url: `/api/v1/calls/${draft.id}/report`,
      payload: { version: draft.version },
    });
    assert.equal(answer.statusCode, 422);
    assert.deepEqual(
      answer.json().errors.map((one: { pointer: string }) => one.pointer),
      ['/summary', '/email', '/callBackWhen'],
    );
    assert.equal((await helpdesk.api.readCall({ params: { id: draft.id } })).answers.callBack, '1234');
  });

  it('discardCall() throws away and takes back; a department writes down calls too', async (t) => {
    const desk = await openTestDesk(t);
    const somebody = await desk.as('department_representative');
    const { id, version } = await aCall(somebody);
    await somebody.api.discardCall({ params: { id }, body: { isDiscarded: true } });
    assert.notEqual((await somebody.api.listCalls()).items[0]?.discardedAt, null);
    await somebody.api.discardCall({ params: { id }, body: { isDiscarded: false } });
    const sent = await send(somebody, { id, version });
    assert.equal(sent.joined, false);
    assert.deepEqual((await somebody.api.listCalls()).items, []);
    await assert.rejects(somebody.api.readCall({ params: { id } }), refusesWith('call.not_found'));
  });

  it('findCallers() finds contacts, people and earlier reporters, with their open reports', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    await helpdesk.api.addContact({
      body: {
        name: 'Bea Supplier',
        organisation: 'Wires NV',
        group: 'supplier',
        title: '',
        language: 'nl',
        channels: [{ kind: 'mobile', value: '+32 470 12 34 56' }],
        notes: '',
      },
    });
    const { reference } = await send(
      helpdesk,
      await aCall(helpdesk, { name: 'Bea Supplier', phone: '0470123456' }),
    );
    await send(helpdesk, await aCall(helpdesk, { name: 'Carl Citizen', phone: '09 266 11 11' }));
    const find = async (q: string, by = helpdesk) =>
      (await by.api.findCallers({ query: { q } })).items.map((one) => [
        one.source,
        one.name,
        one.reports.map((report) => report.reference),
      ]);
    assert.deepEqual(await find('0470/12.34.56'), [['contact', 'Bea Supplier', [reference]]]);
    assert.deepEqual((await find('bea wires'))[0], ['contact', 'Bea Supplier', [reference]]);
    assert.deepEqual(
      (await find('citizen')).map((one) => one.slice(0, 2)),
      [['report', 'Carl Citizen']],
    );
    assert.deepEqual(
      (await find('ada admin')).map((one) => one.slice(0, 2)),
      [['person', 'Ada Admin']],
    );
    // Danger: who may only enter reports looks people up.
    const blind = await desk.as('department_representative');
    assert.deepEqual(await find('bea', blind), []);
    assert.deepEqual(await find('%', helpdesk), []);
  });

  it('tryCallBack() keeps each try, and a promise once', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    await send(helpdesk, await aCall(helpdesk, { callBack: '1', callBackAt: '2026-11-22T10:00:00.000Z' }));
    const [promise] = (await helpdesk.api.listCallBacks()).items;
    assert.ok(promise);
    const params = { id: promise.id };
    const again = { reached: false, note: 'No answer 14:10', againAt: '2026-11-22T11:00:00.000Z' };
    const tried = await helpdesk.api.tryCallBack({ params, body: again });
    assert.deepEqual([tried.dueAt, tried.doneAt], ['2026-11-22T11:00:00.000Z', null]);
    const done = await helpdesk.api.tryCallBack({ params, body: { reached: true } });
    assert.equal(done.tries.length, 2);
    assert.deepEqual((await helpdesk.api.listCallBacks()).items, []);
    await assert.rejects(
      helpdesk.api.tryCallBack({ params, body: { reached: true } }),
      refusesWith('call_back.done_already'),
    );
  });
});
