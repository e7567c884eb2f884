// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ImportPreview } from '@belfry/contract';
import { openTestDesk, type Somebody } from '../../test/desk.ts';

const at = (path: string) => `/api/v1/register${path}`;

async function send(by: Somebody, path: string, body: Record<string, unknown>) {
  const answer = await by.inject({ method: 'POST', url: at(path), payload: body });
  return { status: answer.statusCode, body: answer.json() };
}
const preview = async (by: Somebody, body: Record<string, unknown>): Promise<ImportPreview> => {
  const { body: answer, status } = await send(by, '/import/preview', body);
  assert.equal(status, 200, JSON.stringify(answer));
  return answer;
};

function multipart(parts: Record<string, string | Buffer>): {
  payload: Buffer;
  headers: Record<string, string>;
} {
  const boundary = 'belfryboundary';
  const chunks = Object.entries(parts).flatMap(([name, value]) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${typeof value === 'string' ? '' : '; filename="../../logboek.csv"'}\r\n\r\n`,
    value,
    '\r\n',
  ]);
  return {
    payload: Buffer.concat([...chunks, `--${boundary}--\r\n`].map((chunk) => Buffer.from(chunk))),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

async function aDesk(t: TestContext) {
  const desk = await openTestDesk(t);
  const events = async () =>
    (
      await desk.query<{ event: string; canonical: string }>(
        `SELECT event, canonical FROM outbox WHERE event LIKE 'register.%' OR event = 'incident.imported' ORDER BY position`,
      )
    ).map((row) => ({ event: row.event, entry: JSON.parse(row.canonical) }));
  return { ...desk, events, it: await desk.as('it_responsible') };
}

const logbook = [
  'Nr;Onderwerp;Ernst;Status;Datum;Opgelost op;Persoonsgegevens;Oorzaak',
  '2019-7;Gestolen laptop;hoog;afgehandeld;03/02/2019;05/02/2019 16:30;ja;Auto niet op slot',
  '2020-1;"Phishing ""DHL""";laag;;14/06/2020 08:15;;nee;',
].join('\r\n');

describe('registerHandlers: import', () => {
  it('shows what it would do, does it once, and keeps the row as it stood', async (t) => {
    const desk = await aDesk(t);
    const shown = await preview(desk.it, { csv: logbook });
    assert.deepEqual(shown.counts, { rows: 2, create: 2, alreadyThere: 0, wrong: 0 });
    assert.equal(shown.separator, 'semicolon');
    assert.deepEqual(
      shown.columns.map((column) => column.column),
      ['number', 'title', 'severity', 'status', 'occurred_at', 'resolved_at', 'personal_data', 'root_cause'],
    );
    assert.deepEqual((await desk.query('SELECT 1 FROM incident')).length, 0, 'a preview changes nothing');

    const done = await send(desk.it, '/import', { csv: logbook });
    assert.deepEqual(done.body, {
      created: 2,
      alreadyThere: 0,
      skipped: 0,
      first: 'INC-2019-0001',
      last: 'INC-2020-0001',
    });
    const laptop = await desk.it.api.readIncident({ params: { reference: 'INC-2019-0001' } });
    assert.deepEqual(
      [laptop.title, laptop.severity, laptop.status, laptop.personalData, laptop.rootCause?.text],
      ['Gestolen laptop', 'important', 'closed', 'yes', 'Auto niet op slot'],
    );
    assert.equal(laptop.moments.occurred?.at, '2019-02-02T23:00:00.000Z');
    assert.equal(laptop.moments.occurred?.certainty, 'estimated');
    assert.equal(laptop.resolution?.at, '2019-02-05T15:30:00.000Z');

    const again = await send(desk.it, '/import', { csv: logbook });
    assert.deepEqual([again.body.created, again.body.alreadyThere], [0, 2]);
    const shownAgain = await preview(desk.it, { csv: logbook });
    assert.equal(shownAgain.rows[0]?.reference, 'INC-2019-0001');

    const events = await desk.events();
    assert.deepEqual(
      events.map(({ event }) => event),
      ['incident.imported', 'incident.imported', 'register.imported', 'register.imported'],
    );
    const changes = events[0]?.entry.changes as { field: string; to: string }[];
    assert.equal(changes.find((change) => change.field === 'Oorzaak')?.to, 'Auto niet op slot');
    assert.equal(events[0]?.entry.text, '2019-7');
  });

  it('imports nothing twice within one file, and keeps logbooks with the same numbers apart', async (t) => {
    const desk = await aDesk(t);
    const csv = 'number,title\n1,One\n1,One again\n,No number\n,No number\n';
    assert.equal((await send(desk.it, '/import', { csv })).body.created, 2);
    assert.equal((await send(desk.it, '/import', { csv, logbook: 'another' })).body.created, 2);
    // A number in another logbook is another incident; the same row without a number is, too.
    assert.equal((await send(desk.it, '/import', { csv, logbook: 'another' })).body.created, 0);
  });

  it('says line, column, value and what to do, and does nothing at all until it is right', async (t) => {
    const desk = await aDesk(t);
    const csv =
      'number,title,severity,occurred\n1,Fine,low,2020-01-01\n2,"Over\ntwo lines",purple,31/02/2020\n3,,low,\n';
    const shown = await preview(desk.it, { csv });
    assert.deepEqual(shown.counts, { rows: 3, create: 1, alreadyThere: 0, wrong: 2 });
    assert.deepEqual(
      shown.problems.map(({ line, column, value, problem }) => [line, column, value, problem]),
      [
        [3, 'occurred', '31/02/2020', 'moment.no_such_day'],
        [3, 'severity', 'purple', 'severity.unknown'],
        [5, 'title', null, 'title.missing'],
      ],
    );
    const refused = await send(desk.it, '/import', { csv });
    assert.deepEqual([refused.status, refused.body.code], [422, 'register.rows_not_valid']);
    assert.equal(refused.body.errors[0].pointer, '/lines/3/occurred');
    assert.equal((await desk.query('SELECT 1 FROM incident')).length, 0);
    const done = await send(desk.it, '/import', { csv, skipRowsWithErrors: true });
    assert.deepEqual([done.body.created, done.body.skipped], [1, 2]);
  });

  it('takes a correction of the mapping', async (t) => {
    const desk = await aDesk(t);
    const csv = 'A;B\n1;Something happened\n';
    assert.equal((await send(desk.it, '/import/preview', { csv })).body.code, 'register.no_title');
    const shown = await preview(desk.it, { csv, mapping: { A: 'number', B: 'title' } });
    assert.deepEqual([shown.rows[0]?.number, shown.rows[0]?.title], ['1', 'Something happened']);
    assert.equal((await send(desk.it, '/import/preview', { csv, mapping: { A: 'colour' } })).status, 422);
  });

  it('reads a file in Windows-1252 from a form, whatever its name', async (t) => {
    const desk = await aDesk(t);
    const file = Buffer.from('Num\xe9ro;Intitul\xe9\n1;Fuite de donn\xe9es\n', 'latin1');
    const answer = await desk.it.inject({
      method: 'POST',
      url: at('/import'),
      ...multipart({ mapping: '{"Numéro":"number","Intitulé":"title"}', skipRowsWithErrors: 'true', file }),
    });
    assert.equal(answer.statusCode, 200, answer.body);
    const [row] = await desk.query<{ title: string }>('SELECT title FROM incident');
    assert.equal(row?.title, 'Fuite de données');
  });

  for (const [danger, payload, type] of [
    ['no file', multipart({ logbook: 'x' }).payload, 'multipart/form-data; boundary=belfryboundary'],
    [
      'unknown field',
      multipart({ colour: 'x', file: Buffer.from('title\nx\n') }).payload,
      'multipart/form-data; boundary=belfryboundary',
    ],
    [
      'a mapping that is no JSON',
      multipart({ mapping: '{', file: Buffer.from('title\nx\n') }).payload,
      'multipart/form-data; boundary=belfryboundary',
    ],
    ['another type', Buffer.from('title\nx\n'), 'text/csv'],
    ['JSON without csv', Buffer.from('{}'), 'application/json'],
  ] as const) {
    it(`refuses ${danger}`, async (t) => {
      const desk = await aDesk(t);
      const answer = await desk.it.inject({
        method: 'POST',
        url: at('/import'),
        payload,
        headers: { 'content-type': type },
      });
      assert.ok([415, 422].includes(answer.statusCode), `${answer.statusCode} ${answer.body}`);
    });
  }

  // Importing must not be a way to ask whether a restricted incident exists.
  it('keeps a restricted incident from coming in twice without naming it', async (t) => {
    const desk = await aDesk(t);
    const csv = 'number,title,restricted\n9,Fraud by a director,yes\n';
    assert.equal((await send(desk.it, '/import', { csv })).body.created, 1);
    const other = await desk.another('Other Responsible', 'it_responsible');
    const shown = await preview(other, { csv });
    assert.deepEqual([shown.counts.alreadyThere, shown.rows[0]?.reference], [1, null]);
    assert.equal((await send(other, '/import', { csv })).body.created, 0);
    assert.equal(
      (await preview(desk.it, { csv })).rows[0]?.reference,
      `INC-${new Date().getFullYear()}-0001`,
    );
  });

  it('lets an administrator import what they may not read', async (t) => {
    const desk = await aDesk(t);
    const administrator = await desk.as('administrator');
    const csv = 'number,title,status,merged into\n1,One,closed,\n2,Two,merged,1\n';
    assert.equal((await send(administrator, '/import', { csv })).body.created, 2);
    const [merged] = await desk.query<{ merged_into: string | null }>(
      `SELECT merged_into FROM incident WHERE title = 'Two'`,
    );
    assert.notEqual(merged?.merged_into, null);
  });

  it('refuses rows merged into nothing or into each other', async (t) => {
    const desk = await aDesk(t);
    const csv =
      'number,title,status,merged into\n1,One,merged,2\n2,Two,merged,1\n3,Three,merged,99\n4,Four,merged,\n';
    const shown = await preview(desk.it, { csv });
    assert.equal(shown.counts.wrong, 4);
  });

  it('rings no bell for critical incidents of the past', async (t) => {
    const desk = await aDesk(t);
    await send(desk.it, '/import', { csv: 'title,severity,status\nOld,critical,confirmed\n' });
    assert.equal((await desk.query('SELECT 1 FROM alert')).length, 0);
  });

  it('imports more rows than one statement takes, in one transaction', { timeout: 600_000 }, async (t) => {
    const desk = await aDesk(t);
    const rows = Array.from(
      { length: 3_000 },
      (_, index) => `${index},Incident ${index},low,closed,2020-01-01`,
    );
    const file = Buffer.from(`number,title,severity,status,occurred\n${rows.join('\n')}\n`);
    const answer = await desk.it.inject({ method: 'POST', url: at('/import'), ...multipart({ file }) });
    assert.equal(answer.json().last, 'INC-2020-3000', answer.body.slice(0, 300));
    const csv = await desk.it.inject({ method: 'GET', url: at('.csv?status=closed') });
    assert.equal(csv.body.split('\r\n').length, 3_002);
  });
});

describe('registerHandlers: export', () => {
  it('comes back elsewhere with the same facts', async (t) => {
    const here = await aDesk(t);
    const reference = (
      await here.it.api.declareIncident({
        body: {
          title: '=HYPERLINK("http://evil.example")',
          severity: 'critical',
          summary: 'Line one\nLine "two", and; more',
        },
      })
    ).reference;
    await here.it.api.confirmIncident({ params: { reference }, body: {} });
    await here.it.api.changeIncident({
      params: { reference },
      body: {
        type: 'phishing',
        functions: ['personnel', 'Loket, balie'],
        tlp: 'TLP:AMBER+STRICT',
        personalData: 'yes',
        rootCause: "-'s ochtends",
        rootCauseClass: 'human-errors',
        lessons: '@home',
      },
    });
    await here.it.api.resolveIncident({ params: { reference }, body: { whatWasDone: '+ wiped' } });
    const other = (await here.it.api.declareIncident({ body: { title: 'Twin' } })).reference;
    await here.it.api.mergeIncident({ params: { reference: other }, body: { into: reference } });
    for (const separator of ['comma', 'semicolon', 'tab']) {
      const csv = await here.it.inject({ method: 'GET', url: at(`.csv?bom=true&separator=${separator}`) });
      assert.match(String(csv.headers['content-disposition']), /^attachment; filename="register.csv"$/);
      assert.equal(csv.body.charCodeAt(0), 0xfeff);
      assert.doesNotMatch(csv.body, /(^|[,;\t\n"])[=@]/m);
      const there = await aDesk(t);
      const done = await send(there.it, '/import', { csv: csv.body });
      assert.equal(done.body.created, 2, JSON.stringify(done.body));
      const json = async (by: Somebody) =>
        (await by.inject({ method: 'GET', url: at('.json') })).json().items as Record<string, unknown>[];
      const plainly = (items: Record<string, unknown>[]) =>
        items.map((item) => ({ ...item, merged_into: item['merged_into'] === null ? null : 'merged' }));
      const [before, after] = [plainly(await json(here.it)), plainly(await json(there.it))];
      assert.deepEqual(after, before);
    }
    const own = await preview(here.it, {
      csv: (await here.it.inject({ method: 'GET', url: at('.csv') })).body,
    });
    assert.deepEqual(
      [own.counts.create, own.counts.alreadyThere],
      [0, 2],
      'an export that comes home changes nothing',
    );
  });

  it('holds what the list shows, records filter and count, and nothing restricted of others', async (t) => {
    const desk = await aDesk(t);
    await desk.it.api.declareIncident({ body: { title: 'Open one', severity: 'low' } });
    await desk.it.api.declareIncident({ body: { title: 'Secret one', severity: 'low', restricted: true } });
    const auditor = await desk.as('auditor');
    const answer = await auditor.inject({ method: 'GET', url: at('.json?severity=low') });
    assert.deepEqual(
      answer.json().items.map((item: { title: string }) => item.title),
      ['Open one'],
    );
    const events = (await desk.events()).filter(({ event }) => event === 'register.exported');
    assert.deepEqual(
      events.flatMap(({ entry }) =>
        (entry.changes as { field: string; to: unknown }[]).map(({ field, to }) => [field, to]),
      ),
      [
        ['format', 'json'],
        ['filter', { severity: 'low' }],
        ['count', 1],
      ],
    );
    const helpdesk = await desk.as('helpdesk');
    assert.equal((await helpdesk.inject({ method: 'GET', url: at('.csv') })).statusCode, 403);
  });
});
