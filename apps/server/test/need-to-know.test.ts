// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Permission, type Role, type Route, routes } from '@belfry/contract';
import {
  aSecret,
  betrayals,
  type Call,
  callsOf,
  codeOf,
  roadsTo,
  type Secret,
  scopedCalls,
  WORD,
} from './adversary.ts';
import { openTestDesk, type TestDesk } from './desk.ts';

const UUID = '00000000-0000-4000-8000-000000000000';

async function aDeskWithASecret(t: TestContext, options: Parameters<typeof openTestDesk>[1] = {}) {
  const desk = await openTestDesk(t, options);
  return { desk, secret: await aSecret(desk) };
}

describe('a token made for something else', () => {
  // Danger: the token of a monitoring script leaks, and with it every restricted incident of whoever made it.
  const scopes: Permission[][] = [
    ['reports.read'],
    ['people.read'],
    ['incidents.declare'],
    ['reports.read', 'reports.decide', 'reports.enter'],
    ['register.export'],
  ];
  for (const scope of scopes) {
    it(`with the scopes ${scope.join(', ')} sees nothing its person takes part in`, async (t) => {
      const { desk, secret } = await aDeskWithASecret(t);
      const call = await scopedCalls(desk, secret.insider, scope);
      assert.deepEqual(await betrayals(call, secret), []);
    });
  }

  it('that may only declare is shown what it declared, restricted or not, and cannot come back for it', async (t) => {
    const { desk, secret } = await aDeskWithASecret(t);
    const call = await scopedCalls(desk, secret.insider, ['incidents.declare', 'incidents.restrict']);
    for (const restricted of [false, true]) {
      const made = await call('POST', '/api/v1/incidents', { title: 'Disk full', restricted });
      assert.equal(made.statusCode, 201, made.body);
      const { reference, status } = made.json<{ reference: string; status: string }>();
      assert.equal(status, 'pending');
      assert.equal((await call('GET', `/api/v1/incidents/${reference}`)).statusCode, 404);
    }
    assert.deepEqual(await betrayals(call, secret), []);
  });

  it('changes nothing that is open to its person for another reason than a permission', async (t) => {
    const { desk, secret } = await aDeskWithASecret(t);
    const call = await scopedCalls(desk, secret.insider, ['incidents.read']);
    const { alert, feedback, task } = secret.ids;
    // Whoever was called may answer, but not by such a token.
    await desk.query('UPDATE alert SET alerted_ids = ARRAY[$1::uuid]', [secret.insider.id]);
    const attempts: [Parameters<Call>[0], string, object][] = [
      ['PATCH', `/api/v1/tasks/${task}`, { state: 'done' }],
      ['POST', `/api/v1/alerts/${alert}/acknowledge`, {}],
      ['POST', `/api/v1/alerts/${alert}/stop-reminders`, { reason: 'x' }],
      ['POST', `/api/v1/feedback/${feedback}/send`, {}],
      ['PATCH', '/api/v1/account', { name: 'Somebody Else' }],
    ];
    for (const [method, url, payload] of attempts) {
      assert.equal((await call(method, url, payload)).statusCode, 403, url);
    }
    assert.equal((await call('GET', '/api/v1/account/sessions')).statusCode, 403);
  });
});

/** Every call that names something by reference or identifier, for the real thing and for one that is not there. */
function pairsOf(secret: Secret): { declared: Route; real: string; imagined: string }[] {
  const at = (declared: Route, known: Record<string, string>) =>
    declared.path.replace(/\{(\w+)\}/g, (_whole, name: string) => known[name] ?? UUID);
  return Object.values<Route>(routes).flatMap((declared) => {
    const isReport = declared.path.startsWith('/api/v1/reports/');
    const shared = { position: '1', moment: 'occurred', person: secret.insider.id };
    const real = at(declared, {
      ...shared,
      ...secret.ids,
      reference: isReport ? secret.report : secret.reference,
      attachment: isReport ? secret.ids.reportAttachment : secret.ids.attachment,
    });
    const imagined = at(declared, { ...shared, reference: isReport ? 'REP-1999-9999' : 'INC-1999-9999' });
    return real === imagined || declared.path.includes('/people/') ? [] : [{ declared, real, imagined }];
  });
}

/** A body each of these routes takes, so that the answer comes from behind the validation. */
const bodies: Record<string, object> = {
  'incidents.change': { restricted: false },
  'incidents.set_moment': { at: '2026-11-21T10:00:00Z' },
  'incidents.set_participant': { role: 'lead' },
  'incidents.attach_reports': { reports: ['REP-1999-9999'] },
  'incidents.merge': { into: 'INC-1999-9998' },
  'incidents.dismiss': { reason: 'none' },
  'tasks.add': { title: 'x' },
  'tasks.change': { state: 'done' },
  'measures.change': { state: 'done' },
  'timeline.write': { text: 'x' },
  'feedback.skip': { reason: 'x' },
  'reports.write_message': { text: 'x' },
};

describe('what is hidden and what does not exist', () => {
  const outsiders: [Role, ...Role[]][] = [
    ['administrator'],
    ['it_responsible', 'administrator'],
    ['department_representative'],
  ];
  for (const roles of outsiders) {
    // Danger: 409 instead of 404 says that it is there; so does a word more in the detail.
    it(`are answered alike for ${roles.join(' and ')}, at every address`, async (t) => {
      const { desk, secret } = await aDeskWithASecret(t);
      const call = callsOf(await desk.another('Out Sider', ...roles));
      for (const { declared, imagined, real } of pairsOf(secret)) {
        const body = declared.body === undefined ? undefined : (bodies[declared.id] ?? {});
        const anonymised = async (url: string) => {
          const answer = await call(declared.method, url, body);
          const said = answer.body.replaceAll(/(INC|REP)-\d{4}-\d+|[0-9a-f-]{36}/g, '…');
          return `${answer.statusCode} ${said}`;
        };
        assert.equal(await anonymised(real), await anonymised(imagined), declared.id);
      }
    });
  }

  it('are answered alike when named inside another request', async (t) => {
    const { desk, secret } = await aDeskWithASecret(t);
    const outsider = await desk.another('Out Sider', 'it_responsible', 'administrator');
    const call = callsOf(outsider);
    const own = await outsider.api.declareIncident({ body: { title: 'Mine' } });
    const waiting = await outsider.api.sendReport({ body: { summary: 'A letter came' } });
    const named: [Parameters<Call>[0], string, (incident: string, report: string) => object][] = [
      ['POST', `/api/v1/incidents/${own.reference}/merge`, (into) => ({ into })],
      ['POST', `/api/v1/incidents/${own.reference}/reports`, (_, report) => ({ reports: [report] })],
      ['POST', '/api/v1/incidents', (_, report) => ({ title: 'x', fromReports: [report] })],
      [
        'POST',
        '/api/v1/reports/decisions',
        (into) => ({ references: [waiting.reference], decision: { verb: 'accept', into } }),
      ],
      [
        'POST',
        '/api/v1/reports/decisions',
        (_, of) => ({ references: [waiting.reference], decision: { verb: 'duplicate', of } }),
      ],
      [
        'POST',
        '/api/v1/reports/decisions',
        (_, report) => ({ references: [report], decision: { verb: 'undo' } }),
      ],
    ];
    for (const [method, url, body] of named) {
      const alike = async (incident: string, report: string) => {
        const answer = await call(method, url, body(incident, report));
        return `${answer.statusCode} ${answer.body.replaceAll(/(INC|REP)-\d{4}-\d+/g, '…')}`;
      };
      assert.equal(
        await alike(secret.reference, secret.report),
        await alike('INC-1999-9999', 'REP-1999-9999'),
        url,
      );
    }
  });

  it('an attachment is nobody’s under another reference', async (t) => {
    const { desk, secret } = await aDeskWithASecret(t);
    const outsider = await desk.another('Out Sider', 'handler');
    const own = await outsider.api.declareIncident({ body: { title: 'Mine' } });
    const report = await outsider.api.sendReport({ body: { summary: 'Mine' } });
    const { attachment, reportAttachment } = secret.ids;
    for (const id of [attachment, reportAttachment]) {
      for (const under of [`incidents/${own.reference}`, `reports/${report.reference}`]) {
        const answer = await outsider.inject({ url: `/api/v1/${under}/attachments/${id}` });
        assert.equal(answer.statusCode, 404, under);
      }
    }
  });
});

describe('whoever took part and does no longer', () => {
  it('finds every road closed, their own acts included', async (t) => {
    const { desk, secret } = await aDeskWithASecret(t);
    const { insider, reference } = secret;
    const heir = await desk.another('He Ir', 'communicator');
    const params = { reference, person: heir.id };
    await insider.api.setParticipant({ params, body: { role: 'lead' } });
    await callsOf(insider)('DELETE', `/api/v1/incidents/${reference}/participants/${insider.id}`);
    assert.deepEqual(await betrayals(callsOf(insider), secret), []);
    assert.equal((await callsOf(heir)('GET', roadsTo(secret)[5] ?? '')).statusCode, 200);
  });
});

describe('live updates', () => {
  /** What a stream says, and whether it has ended. */
  async function follow(desk: TestDesk, token: string) {
    const answer = await fetch(`${desk.address}/api/v1/live`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const heard = { text: '', isOver: false };
    void (async () => {
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const piece = await reader?.read();
        if (piece === undefined || piece.done) break;
        heard.text += piece.value;
      }
      heard.isOver = true;
    })().catch(() => {
      heard.isOver = true;
    });
    return heard;
  }
  async function until(condition: () => boolean, what: string): Promise<void> {
    for (let waited = 0; waited < 240_000 && !condition(); waited += 20) await delay(20);
    assert.ok(condition(), what);
  }

  // Danger: somebody is sent home at nine, and the screen they left open tells them about it until five.
  it('end with the next change once their follower is blocked', async (t) => {
    const desk = await openTestDesk(t, { listen: true });
    const boss = await desk.as('administrator');
    const leaver = await desk.another('Lea Ver', 'handler');
    const handler = await desk.another('Stay Er', 'handler');
    const heard = await follow(desk, leaver.token);
    await handler.api.declareIncident({ body: { title: 'One' } });
    await until(() => heard.text.includes('INC-'), 'the stream works');
    const before = heard.text.length;
    await boss.inject({
      method: 'POST',
      url: `/api/v1/people/${leaver.id}/block`,
      payload: { reason: 'left' },
    });
    await handler.api.declareIncident({ body: { title: 'Two' } });
    await until(() => heard.isOver, 'the stream ends');
    assert.ok(!heard.text.slice(before).includes('INC-'), heard.text.slice(before));
  });

  it('follow the roles their follower has now, not those of the morning', async (t) => {
    const desk = await openTestDesk(t, { listen: true });
    const boss = await desk.as('administrator');
    const mover = await desk.another('Mo Ver', 'handler');
    const handler = await desk.another('Stay Er', 'handler');
    const heard = await follow(desk, mover.token);
    await handler.api.declareIncident({ body: { title: 'One' } });
    await until(() => heard.text.includes('INC-'), 'the stream works');
    const before = heard.text.length;
    await boss.inject({
      method: 'PATCH',
      url: `/api/v1/people/${mover.id}`,
      payload: { roles: ['log_owner'] },
    });
    await handler.api.declareIncident({ body: { title: 'Two' } });
    await delay(600);
    assert.ok(!heard.text.slice(before).includes('INC-'), heard.text.slice(before));
  });

  it('say nothing of what a scoped token may not see', async (t) => {
    const desk = await openTestDesk(t, { listen: true });
    const answer = await follow(desk, (await desk.as('department_representative')).token);
    const secret = await aSecret(desk);
    await delay(600);
    assert.ok(!answer.text.includes(secret.reference) && !answer.text.includes(secret.report), answer.text);
  });
});

describe('mail about a critical incident', () => {
  async function mailsTo(desk: TestDesk, address: string) {
    return desk.query<{ subject: string; text: string }>(
      'SELECT subject, text FROM mail WHERE to_address = $1',
      [address],
    );
  }

  // Danger: a mailbox has no wall. Being somebody's deputy is not being allowed to read incidents.
  it('tells a deputy who may read no incidents that something waits, and not what', async (t) => {
    const desk = await openTestDesk(t);
    const deputy = await desk.another('De Puty', 'log_owner');
    const responsible = await desk.another('It Boss', 'it_responsible');
    const boss = await desk.as('administrator');
    await boss.inject({
      method: 'PATCH',
      url: `/api/v1/people/${responsible.id}`,
      payload: { deputyId: deputy.id },
    });
    const handler = await desk.as('handler');
    await handler.api.declareIncident({ body: { title: `${WORD} on every server`, severity: 'critical' } });
    for (let look = 0; look < 2_000; look += 1) {
      await desk.query(`UPDATE alert SET next_at = now() - interval '1 second' WHERE state = 'waiting'`);
      if ((await mailsTo(desk, deputy.email)).length > 0) break;
      await delay(100);
    }
    const mails = await mailsTo(desk, deputy.email);
    assert.ok(mails.length > 0, 'the deputy hears of it');
    for (const { subject, text } of mails) {
      assert.ok(!`${subject} ${text}`.includes(WORD) && !/INC-\d/.test(`${subject} ${text}`), subject);
    }
  });

  it('names nothing of a restricted one to who takes no part', async (t) => {
    const desk = await openTestDesk(t);
    const outsider = await desk.another('It Boss', 'it_responsible');
    await aSecret(desk);
    for (let look = 0; look < 60 && (await mailsTo(desk, outsider.email)).length === 0; look += 1) {
      await delay(100);
    }
    for (const { subject, text } of await mailsTo(desk, outsider.email)) {
      assert.ok(!`${subject} ${text}`.includes(WORD) && !/INC-\d|REP-\d/.test(`${subject} ${text}`), subject);
    }
  });
});

describe('whoever asks to stay unknown', () => {
  // Danger: somebody reports their own chief from their own desk, and the history names them for ever.
  it('is unknown to the record too, though they are signed in', async (t) => {
    const desk = await openTestDesk(t);
    const witness = await desk.another('Wit Ness', 'department_representative');
    const sent = await witness.inject({
      method: 'POST',
      url: '/api/v1/reports',
      payload: { summary: 'It was the chief', anonymous: true, reporter: { name: 'Wit Ness' } },
    });
    assert.equal(sent.statusCode, 201, sent.body);
    const { receipt, reference } = sent.json<{ receipt?: string; reference: string }>();
    assert.match(receipt ?? '', /^\d{16}$/);
    const call = callsOf(await desk.another('Han Dler', 'handler', 'auditor'));
    const [row] = await desk.query<{ all: string }>(
      `SELECT (SELECT string_agg(o::text, ' ') FROM outbox o WHERE report_id IS NOT NULL)
         || (SELECT string_agg(r::text, ' ') FROM report r) AS all`,
    );
    const said = [
      row?.all ?? '',
      (await call('GET', `/api/v1/reports/${reference}`)).body,
      (await call('GET', `/api/v1/history?subject=${reference}`)).body,
      (await call('GET', `/api/v1/history?actor=${witness.id}`)).body.replaceAll(/token[^}]*/g, ''),
    ].join();
    assert.ok(said.includes(reference));
    assert.ok(!said.includes('Wit Ness') && !said.includes(witness.id), said);
  });
});

describe('what stands beside a restricted thing', () => {
  // Danger: the record of an open report says for ever which hidden one it repeats.
  it('the record of a duplicate does not name a report behind the wall', async (t) => {
    const { desk, secret } = await aDeskWithASecret(t);
    const { api } = secret.insider;
    const copy = await api.sendReport({ body: { summary: 'The same, I think' } });
    const decide = (verb: object) =>
      api.decideReports({ body: { references: [copy.reference], decision: verb as never } });
    await decide({ verb: 'duplicate', of: secret.report });
    await decide({ verb: 'undo' });
    await decide({ verb: 'duplicate', of: secret.report });
    const call = callsOf(await desk.another('Out Sider', 'handler', 'administrator'));
    for (const url of [`/api/v1/reports/${copy.reference}`, `/api/v1/history?subject=${copy.reference}`]) {
      const answer = await call('GET', url);
      assert.equal(answer.statusCode, 200);
      assert.ok(!answer.body.includes(`"${secret.report}"`), answer.body);
    }
    assert.deepEqual(await betrayals(call, secret), []);
  });

  it('a merge into it shows outside as a merge, and into what is said to nobody', async (t) => {
    const { desk, secret } = await aDeskWithASecret(t);
    const { api } = secret.insider;
    const open = await api.declareIncident({ body: { title: 'Seen by all' } });
    const params = { reference: open.reference };
    await api.mergeIncident({ params, body: { into: secret.reference } });
    const call = callsOf(await desk.another('Out Sider', 'handler', 'administrator'));
    for (const road of ['', '/timeline', '/timeline?view=account', '/feedback']) {
      const { body } = await call('GET', `/api/v1/incidents/${open.reference}${road}`);
      assert.ok(!body.includes(secret.reference) && !body.includes(secret.ids.incident), body);
    }
    const undone = await call('POST', `/api/v1/incidents/${open.reference}/unmerge`, {});
    assert.equal(codeOf(undone), 'incident.not_found');
    assert.deepEqual(await betrayals(call, secret), []);
    await api.unmergeIncident({ params, body: {} });
    assert.deepEqual(await betrayals(call, secret), []);
  });

  it('importing the row it came from says that it is there, and under which reference to nobody outside', async (t) => {
    const desk = await openTestDesk(t);
    const keeper = await desk.another('Log Keeper', 'it_responsible');
    const csv = `number,title,restricted\n17,${WORD} leaked,yes\n`;
    const made = await keeper.inject({
      method: 'POST',
      url: '/api/v1/register/import',
      payload: { logbook: 'old', csv },
    });
    assert.equal(made.statusCode, 200, made.body);
    const outsider = await desk.as('administrator');
    const seen = await outsider.inject({
      method: 'POST',
      url: '/api/v1/register/import/preview',
      payload: { logbook: 'old', csv },
    });
    assert.ok(!/INC-\d/.test(seen.body), seen.body);
  });
});
