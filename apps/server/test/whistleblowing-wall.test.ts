// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type Permission, permissions, type Role, type Route, roleNames, routes } from '@belfry/contract';
import { callsOf, codeOf, WORD } from './adversary.ts';
import { must, openTestDesk, type Somebody, type TestDesk } from './desk.ts';

const UUID = '00000000-0000-4000-8000-000000000000';
const REPORTER = 'Sperwer';
/** Every role but the one; together they may do everything there is but one thing. */
const others = roleNames.filter((role) => role !== 'whistleblowing_handler') as [Role, ...Role[]];

interface Case {
  readonly handler: Somebody;
  readonly reference: string;
  readonly reportId: string;
  readonly attachmentId: string;
}

/** A whistle-blower's report with something of everything on it. */
async function aCase(desk: TestDesk): Promise<Case> {
  const handler = await desk.another('Wil Vertrouwd', 'whistleblowing_handler');
  const sent = await handler.api.sendReport({
    body: {
      kind: 'whistleblowing',
      summary: `${WORD} forges the invoices`,
      description: `I, ${REPORTER} Jansen, saw ${WORD} do it`,
      reporter: { name: `${REPORTER} Jansen`, email: `${REPORTER.toLowerCase()}@example.com` },
    },
  });
  const params = { reference: sent.reference };
  await handler.api.acknowledgeCase({ params, body: { text: `Thank you, ${REPORTER}` } });
  await handler.api.writeCaseNote({ params, body: { text: `Look at ${WORD}` } });
  const [row] = await desk.query<{ id: string }>('SELECT id FROM report WHERE reference = $1', [
    sent.reference,
  ]);
  const reportId = row?.id ?? UUID;
  await desk.query(
    `INSERT INTO attachment (id, report_id, name, media_type, size_bytes, sha256, added_at, added_by)
     VALUES (gen_random_uuid(), $1, $2, 'text/plain', 1, repeat('a', 64), now(), '{"kind":"reporter","id":null,"name":"reporter"}')`,
    [reportId, `${WORD}.txt`],
  );
  const [file] = await desk.query<{ id: string }>('SELECT id FROM attachment WHERE report_id = $1', [
    reportId,
  ]);
  return { handler, reference: sent.reference, reportId, attachmentId: file?.id ?? UUID };
}

/** Every address of every route, with what is known of the case filled in wherever it could stand. */
function addressesOf(declared: Route, found: Case): string[] {
  const fill = (known: Record<string, string>) =>
    declared.path.replace(/\{(\w+)\}/g, (_whole, name: string) => known[name] ?? UUID);
  const shared = {
    moment: 'occurred',
    position: '1',
    person: found.handler.id,
    attachment: found.attachmentId,
  };
  const bare = fill({ ...shared, reference: found.reference, id: found.reportId });
  const queries = ['', `?q=${WORD}`, `?kind=whistleblowing`, `?subject=${found.reference}`];
  return declared.method === 'GET'
    ? [
        ...queries.map((query) => bare + query),
        `${bare}?subject=report:${found.reportId}`,
        `${bare}?actor=${found.handler.id}`,
      ]
    : [bare];
}

/** Words, names, addresses, references and identifiers of the case: none may be in any answer. */
function tells(body: string, found: Case): string[] {
  return [WORD, REPORTER, 'WB-20', found.reportId, found.attachmentId].filter((secret) => {
    const asked = body.replaceAll(/"(instance|detail)":"(\\.|[^"\\])*"/g, '');
    return asked.toLowerCase().includes(secret.toLowerCase());
  });
}

async function aDeskWithACase(t: TestContext) {
  const desk = await openTestDesk(t);
  return { desk, found: await aCase(desk) };
}

const isAsked = (declared: Route) => declared.media !== 'events' && declared.media !== 'redirect';

describe('the wall around a whistle-blower', () => {
  for (const role of [...others.map((one) => [one] as const), others]) {
    it(`holds at every address for ${role.length > 1 ? 'all other roles in one person' : role[0]}`, async (t) => {
      const { desk, found } = await aDeskWithACase(t);
      const call = callsOf(await desk.another('Out Sider', ...(role as [Role, ...Role[]])));
      for (const declared of Object.values<Route>(routes).filter(isAsked)) {
        for (const url of addressesOf(declared, found)) {
          const answer = await call(declared.method, url, declared.body === undefined ? undefined : {});
          assert.deepEqual(tells(answer.body, found), [], `${declared.method} ${url}`);
          assert.notEqual(answer.statusCode, 500, `${url}: ${answer.body.slice(0, 200)}`);
        }
      }
      // Danger: counting tells that there is one.
      const count = await call('GET', '/api/v1/reports/count');
      if (count.statusCode === 200) {
        assert.equal(count.json<{ open: number }>().open, 0);
      }
    });
  }

  it('names what is there and what is not alike, at every address, for all other roles in one person', async (t) => {
    const { desk, found } = await aDeskWithACase(t);
    const call = callsOf(await desk.another('Out Sider', ...others));
    const imagined = { ...found, reference: 'WB-1999-9999', reportId: UUID, attachmentId: UUID };
    for (const declared of Object.values<Route>(routes).filter(isAsked)) {
      const [real, fake] = [addressesOf(declared, found), addressesOf(declared, imagined)];
      for (const [index, url] of real.entries()) {
        const other = fake[index] ?? '';
        if (url === other || declared.path.includes('/people/')) {
          continue;
        }
        const said = async (address: string) => {
          const answer = await call(declared.method, address, declared.body === undefined ? undefined : {});
          return `${answer.statusCode} ${codeOf(answer)} ${answer.body.replaceAll(/WB-\d{4}-\d+|[0-9a-f]{8}-[0-9a-f-]{27}|"instance":"[^"]*"|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')}`;
        };
        assert.equal(await said(url), await said(other), declared.id);
      }
    }
  });

  it('keeps the room apart also for a handler who works in triage', async (t) => {
    const { desk, found } = await aDeskWithACase(t);
    const both = await desk.another('Both Roles', 'whistleblowing_handler', 'it_responsible');
    const call = callsOf(both);
    for (const road of [
      '/api/v1/reports',
      '/api/v1/reports?kind=whistleblowing',
      `/api/v1/reports?q=${WORD}`,
      '/api/v1/reports?state=waiting',
      `/api/v1/reports/${found.reference}`,
      `/api/v1/search?q=${WORD}`,
      '/api/v1/register.json',
    ]) {
      const answer = await call('GET', road);
      assert.doesNotMatch(answer.body, new RegExp(WORD), road);
    }
    const waiting = await both.api.sendReport({ body: { summary: `${WORD} forges the invoices` } });
    const { reports } = await both.api.listSimilar({ params: { reference: waiting.reference } });
    assert.deepEqual(reports, []);
    assert.equal((await both.api.countReports()).open, 1);
    assert.equal((await both.api.listCases({ query: {} })).items.length, 1);
  });

  // Danger: reports are numbered in one row, and a gap tells that somebody blew the whistle, and when.
  it('leaves no gap in the numbers of other reports', async (t) => {
    const { desk } = await aDeskWithACase(t);
    const { api } = await desk.as('helpdesk');
    const first = await api.sendReport({ body: { summary: 'A letter came' } });
    assert.match(first.reference, /^REP-\d{4}-0001$/);
  });

  it('closes for a handler who is kept out, and for nobody else; somebody must be left', async (t) => {
    const { desk, found } = await aDeskWithACase(t);
    const { handler, reference } = found;
    const second = await desk.another('Second Handler', 'whistleblowing_handler');
    const keepOut = (who: Somebody, person: string) =>
      who.inject({
        method: 'PUT',
        url: `/api/v1/whistleblowing/cases/${reference}/handlers/${person}`,
        payload: { part: 'excluded', reason: `${WORD} is a cousin` },
      });
    assert.equal((await keepOut(handler, second.id)).statusCode, 204);
    const call = callsOf(second);
    for (const declared of Object.values<Route>(routes).filter(isAsked)) {
      for (const url of addressesOf(declared, found)) {
        const answer = await call(declared.method, url, declared.body === undefined ? undefined : {});
        assert.deepEqual(tells(answer.body, found), [], url);
      }
    }
    assert.equal((await call('GET', `/api/v1/whistleblowing/cases/${reference}`)).statusCode, 404);
    assert.equal(codeOf(await keepOut(handler, handler.id)), 'whistleblowing.nobody_left');
    assert.equal((await handler.api.readCase({ params: { reference } })).excluded[0]?.id, second.id);
  });

  // Danger: the record can never be erased; a name or a word of a whistle-blower in it stays for ever.
  it('leaves no word of the case in the record', async (t) => {
    const { desk, found } = await aDeskWithACase(t);
    const params = { reference: found.reference };
    await found.handler.api.giveCaseFeedback({ params, body: { text: `${WORD} was dismissed` } });
    await found.handler.api.closeCase({ params, body: { outcome: 'referred', reason: `Police of ${WORD}` } });
    await found.handler.api.reopenCase({ params, body: { reason: `${WORD} is back` } });
    const entries = await desk.query<{ canonical: string }>('SELECT canonical FROM outbox');
    const about = entries.map(({ canonical }) => canonical).join('\n');
    assert.doesNotMatch(about, new RegExp(`${WORD}|${REPORTER}`, 'i'));
  });
});

describe('a hand-over', () => {
  async function handedOver(t: TestContext) {
    const { desk, found } = await aDeskWithACase(t);
    // Others of the same day, so that "which one" is a question.
    await found.handler.api.sendReport({ body: { kind: 'whistleblowing', summary: 'Another matter' } });
    const params = { reference: found.reference };
    const prepared = await found.handler.api.prepareHandOver({ params });
    assert.match(prepared.suggested, /I, \[…\], saw Zwaluw do it/);
    const { incident } = await found.handler.api.handOverCase({
      params,
      body: {
        title: 'Forged invoices in accounting',
        text: 'Somebody may forge invoices. Keep the logs of accounting.',
        files: [{ id: found.attachmentId, name: 'invoices.txt' }],
      },
    });
    return { desk, found, incident };
  }

  // Danger: an incident that came of a report leads back to it, and from there to the person.
  it('cannot be followed back by anybody with every other permission', async (t) => {
    const { desk, found, incident } = await handedOver(t);
    const all = Object.keys(permissions).filter((one) => one !== 'whistleblowing.handle') as Permission[];
    const helpdesk = await desk.another('Out Sider', ...others);
    const call = callsOf(helpdesk);
    assert.ok(all.length > 10);
    const incidentOf = { ...found, reference: incident };
    for (const declared of Object.values<Route>(routes).filter(
      (one) => isAsked(one) && one.method === 'GET',
    )) {
      for (const url of [...addressesOf(declared, found), ...addressesOf(declared, incidentOf)]) {
        const answer = await call('GET', url);
        assert.deepEqual(tells(answer.body, found), [], url);
      }
    }
    const whole = must(await helpdesk.api.readIncident({ params: { reference: incident } }));
    assert.deepEqual(whole.reports, []);
    // The moment of the report is not the incident's: only the one of handing over is.
    const [report] = await desk.query<{ reported_at: Date }>('SELECT reported_at FROM report WHERE id = $1', [
      found.reportId,
    ]);
    assert.ok(!JSON.stringify(whole).includes(report?.reported_at.toISOString() ?? 'never'));
    assert.deepEqual(
      whole.attachments.map(({ name }) => name),
      ['invoices.txt'],
    );
  });

  it('is known to the case alone', async (t) => {
    const { desk, found, incident } = await handedOver(t);
    const { handedOver: known } = await found.handler.api.readCase({
      params: { reference: found.reference },
    });
    assert.deepEqual(
      known.map((one) => one.incident),
      [incident],
    );
    const rows = await desk.query<{ canonical: string }>(
      'SELECT canonical FROM outbox WHERE incident_id = (SELECT id FROM incident WHERE reference = $1)',
      [incident],
    );
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(`WB-|${found.reportId}|${WORD}|${REPORTER}`));
  });

  it('takes no file along that was not chosen, nor one of another report', async (t) => {
    const { desk, found } = await aDeskWithACase(t);
    const params = { reference: found.reference };
    const refused = await callsOf(found.handler)(
      'POST',
      `/api/v1/whistleblowing/cases/${found.reference}/hand-over`,
      { text: 'x', files: [{ id: UUID, name: 'y' }] },
    );
    assert.equal(codeOf(refused), 'request.not_valid');
    await found.handler.api.handOverCase({ params, body: { text: 'No files' } });
    assert.deepEqual(await desk.query('SELECT id FROM attachment WHERE incident_id IS NOT NULL'), []);
  });
});

describe('who handles', () => {
  const role = 'whistleblowing_handler';

  // Danger: an administrator reads what is told about administrators.
  it('is never what an administrator makes of themselves, and every handler hears of a new one', async (t) => {
    const { desk, found } = await aDeskWithACase(t);
    const admin = await desk.as('administrator');
    const change = (who: string, roles: Role[]) =>
      callsOf(admin)('PATCH', `/api/v1/people/${who}`, { roles });
    assert.equal(codeOf(await change(admin.id, ['administrator', role])), 'person.role_not_for_oneself');
    const other = await desk.as('helpdesk');
    assert.equal((await change(other.id, ['helpdesk', role])).statusCode, 200);
    const mails = await desk.query<{ to_address: string; text: string }>(
      "SELECT to_address, text FROM mail WHERE text LIKE '%confidential handler%' ORDER BY queued_at DESC",
    );
    assert.deepEqual(
      mails.map((mail) => mail.to_address),
      [found.handler.email],
    );
    const { items } = await found.handler.api.listHandlerChanges();
    assert.deepEqual(
      items.map((one) => [one.isHandler, one.by]),
      [[true, 'Some administrator']],
    );
    const { items: history } = await admin.api.listHistory({ query: { kind: 'person.changed' } });
    assert.ok(history.some((entry) => JSON.stringify(entry.changes).includes(role)));
  });

  // Danger: the last handler leaves while cases are open, and nobody knows that nobody reads them.
  it('is missed by the administrators when the last one leaves, who see nothing of what is open', async (t) => {
    const { desk, found } = await aDeskWithACase(t);
    const admin = await desk.as('administrator');
    assert.equal((await admin.api.readConfidentialHandlers()).isManned, true);
    await admin.api.blockPerson({ params: { id: found.handler.id as never }, body: { reason: 'left' } });
    const answer = await callsOf(admin)('GET', '/api/v1/whistleblowing/handlers');
    assert.deepEqual(answer.json(), { handlers: [], isManned: false });
    const mails = await desk.query<{ to_address: string; text: string }>(
      "SELECT to_address, text FROM mail WHERE text LIKE '%Nobody is designated%'",
    );
    assert.ok(mails.some((mail) => mail.to_address === admin.email));
    assert.doesNotMatch(JSON.stringify(mails), /WB-|Zwaluw/);
  });
});
