// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Decision, limits } from '@belfry/contract';
import { openTestDesk, type Somebody, type TestDesk } from '../../test/desk.ts';

const boundary = 'xxBelfryxx';

/** A multipart body as a browser sends it: raw UTF-8 in the file name. */
function multipart(files: { name: string; content: Buffer | string; type?: string }[]) {
  const parts = files.flatMap(({ content, name, type = 'text/plain' }) => [
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name.replaceAll('"', '%22')}"\r\ncontent-type: ${type}\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

async function sendReport(desk: TestDesk, body: Record<string, unknown>, headers = {}) {
  const answer = await desk.app.inject({ method: 'POST', url: '/api/v1/reports', payload: body, headers });
  assert.equal(answer.statusCode, 201, answer.body);
  return answer.json<{ id: string; reference: string; receipt?: string; contentSha256: string }>();
}

async function decide(who: Somebody, references: string[], decision: Record<string, unknown>) {
  const { outcomes } = await who.api.decideReports({
    body: { references, decision: decision as Decision },
  });
  return outcomes;
}

describe('POST /api/v1/reports', () => {
  it('takes a report from anybody, and gives a receipt and the digest of what was received', async (t) => {
    const desk = await openTestDesk(t);
    const sent = await sendReport(desk, {
      summary: 'A strange mail',
      ongoing: true,
      noticedAt: '2026-01-02T03:04:05+01:00',
    });
    assert.match(sent.reference, /^REP-\d{4}-0001$/);
    assert.match(String(sent.receipt), /^\d{16}$/);
    const helpdesk = await desk.as('helpdesk');
    const report = await helpdesk.api.readReport({ params: { reference: sent.reference } });
    assert.deepEqual(
      [report.state, report.channel, report.kind, report.ongoing, report.noticedAt, report.contentSha256],
      ['waiting', 'api', 'incident', 'yes', '2026-01-02T02:04:05.000Z', sent.contentSha256],
    );
    assert.deepEqual(report.reporter, { name: null, email: null, phone: null });
  });

  it('knows a token as the API channel and a person, who needs no receipt', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const sent = await helpdesk.api.sendReport({ body: { summary: 'By token' } });
    assert.equal(sent.receipt, undefined);
    const report = await helpdesk.api.readReport({ params: { reference: sent.reference } });
    assert.deepEqual([report.channel, report.reporter?.email], ['api', helpdesk.email]);
  });

  it('numbers by the civil year of the organisation', async (t) => {
    const clock = { now: () => new Date('2026-12-31T23:30:00Z') };
    const desk = await openTestDesk(t, { clock });
    await desk.query("UPDATE organisation SET time_zone = 'Europe/Brussels'");
    assert.equal((await sendReport(desk, { summary: 'New year' })).reference, 'REP-2027-0001');
  });

  it('keeps nothing that tells who an anonymous reporter is: not in the database, not in the logs', async (t) => {
    const desk = await openTestDesk(t);
    const sent = await sendReport(
      desk,
      {
        summary: 'I saw something',
        anonymous: true,
        reporter: {
          name: 'Zelda Unmistakable',
          email: 'zelda@unmistakable.example',
          phone: '+32 470 99 88 77',
        },
      },
      { 'user-agent': 'UnmistakableBrowser/1.0', 'x-forwarded-for': '203.0.113.77' },
    );
    const tables = await desk.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    const dump = await Promise.all(tables.map(({ name }) => desk.query(`SELECT t::text FROM ${name} t`)));
    const everything = JSON.stringify(dump) + desk.logged.join('');
    for (const trace of [
      'Zelda',
      'unmistakable',
      'Unmistakable',
      '203.0.113.77',
      '99 88 77',
      String(sent.receipt),
    ]) {
      assert.ok(!everything.includes(trace), trace);
    }
  });

  it('refuses unknown fields, empty words, NUL and lone surrogates, and says which field', async (t) => {
    const desk = await openTestDesk(t);
    const bodies: [string, string][] = [
      [JSON.stringify({ summary: 'x', extra: 1 }), '/extra'],
      [JSON.stringify({ summary: ' \n ' }), '/summary'],
      [JSON.stringify({ summary: 'a\0b' }), '/summary'],
      ['{"summary":"a\\ud800b"}', '/summary'],
      [JSON.stringify({ summary: 'x'.repeat(limits.summaryCharactersMax + 1) }), '/summary'],
      [JSON.stringify({ summary: 'x', reporter: { email: 'no address' } }), '/reporter/email'],
      [JSON.stringify({ summary: 'x', noticedAt: 'yesterday' }), '/noticedAt'],
    ];
    for (const [payload, pointer] of bodies) {
      const answer = await desk.app.inject({
        method: 'POST',
        url: '/api/v1/reports',
        headers: { 'content-type': 'application/json' },
        payload,
      });
      const problem = answer.json<{ code: string; whatToDo: string; errors: { pointer: string }[] }>();
      assert.deepEqual(
        [answer.statusCode, problem.code, problem.errors[0]?.pointer],
        [422, 'request.not_valid', pointer],
      );
      assert.ok(problem.whatToDo.length > 0);
    }
    assert.deepEqual(await desk.query('SELECT 1 FROM report'), []);
  });

  it('keeps HTML, right-to-left tricks and formulas exactly as they came', async (t) => {
    const desk = await openTestDesk(t);
    const summary = '<script>alert(1)</script> \u202Egpj.exe =HYPERLINK("x") \u{1F480}';
    const { reference } = await sendReport(desk, { summary, description: '"><img src=x onerror=alert(1)>' });
    const helpdesk = await desk.as('helpdesk');
    const report = await helpdesk.api.readReport({ params: { reference } });
    assert.equal(report.summary, summary);
    assert.equal(report.description, '"><img src=x onerror=alert(1)>');
  });
});

describe('GET /api/v1/reports', () => {
  // Danger: fifty long mails make a page of megabytes, and the queue slow for everybody.
  it('carries the beginning of a description, and says that it goes on', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('helpdesk');
    const max = limits.excerptCharactersMax;
    const lone = '\u{1F480}'.repeat(max);
    const long = await sendReport(desk, { summary: 'Long', description: `${lone}x`.repeat(50) });
    const short = await sendReport(desk, { summary: 'Short', description: lone });
    const { items } = await api.listReports({ query: { order: 'oldest' } });
    assert.deepEqual(
      items.map(({ description, isDescriptionCut }) => [description, isDescriptionCut]),
      [
        [lone, true],
        [lone, false],
      ],
    );
    for (const [reference, description] of [
      [long.reference, `${lone}x`.repeat(50)],
      [short.reference, lone],
    ] as const) {
      const whole = await api.readReport({ params: { reference } });
      assert.deepEqual([whole.description, whole.isDescriptionCut], [description, false]);
    }
  });

  it('pages by cursor in both orders without skipping or repeating', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const references: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      references.push((await sendReport(desk, { summary: `Report ${index}` })).reference);
    }
    for (const order of ['oldest', 'newest'] as const) {
      for (const q of [undefined, 'report']) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await helpdesk.api.listReports({
            query: {
              order,
              limit: 3,
              ...(q === undefined ? {} : { q }),
              ...(cursor === undefined ? {} : { cursor }),
            },
          });
          seen.push(...page.items.map((item) => item.reference));
          cursor = page.next ?? undefined;
        } while (cursor !== undefined);
        assert.deepEqual(seen, order === 'oldest' ? references : references.toReversed());
      }
    }
  });

  it('refuses a cursor it did not give', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const answer = await helpdesk.inject({ method: 'GET', url: '/api/v1/reports?cursor=bm9uc2Vuc2U' });
    assert.equal(answer.statusCode, 422);
  });

  it('finds words anywhere, all of them, with marks of patterns taken literally', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const first = await sendReport(desk, { summary: 'Invoice of the bank', description: '100% fake_link' });
    await sendReport(desk, { summary: 'Invoice of the plumber', description: '100 fakeXlink' });
    const search = async (q: string) =>
      (await helpdesk.api.listReports({ query: { q } })).items.map((item) => item.reference);
    assert.deepEqual(await search('fake_link INVOICE'), [first.reference]);
    assert.deepEqual(await search('100%'), [first.reference]);
    assert.deepEqual(await search(first.reference), [first.reference]);
    assert.equal((await search('of')).length, 2);
    assert.deepEqual(await search("'; DROP TABLE report; --"), []);
  });

  it('holds the queue: waiting, asked with an answer, snoozed that are due; and counts the same', async (t) => {
    let now = new Date('2026-05-01T10:00:00Z');
    const desk = await openTestDesk(t, { clock: { now: () => now } });
    const helpdesk = await desk.as('helpdesk');
    const [waiting = '', asked = '', snoozed = '', declined = ''] = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (summary) => (await sendReport(desk, { summary })).reference),
    );
    await decide(helpdesk, [asked], { verb: 'ask', text: 'Which link?' });
    await decide(helpdesk, [snoozed], { verb: 'snooze', until: '2026-05-01T12:00:00Z' });
    await decide(helpdesk, [declined], { verb: 'decline', reason: 'spam' });
    const open = async () =>
      (await helpdesk.api.listReports({ query: { state: 'open', order: 'oldest' } })).items
        .map((item) => item.reference)
        .sort();
    const count = () => helpdesk.api.countReports();
    assert.deepEqual(await open(), [waiting]);
    assert.deepEqual(await count(), { open: 1, oldestAt: now.toISOString(), snoozed: 1, asked: 1 });
    now = new Date('2026-05-01T12:00:01Z');
    assert.deepEqual(await open(), [waiting, snoozed].sort());
    await desk.query('UPDATE report SET unread_from_reporter = 1 WHERE reference = $1', [asked]);
    assert.deepEqual(await open(), [waiting, snoozed, asked].sort());
    assert.equal((await count()).open, 3);
  });
});

describe('POST /api/v1/reports/decisions', () => {
  it('accepts into a new incident, and undo takes report and untouched incident back', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { reference } = await sendReport(desk, { summary: 'The server room is on fire' });
    const [accepted] = await decide(helpdesk, [reference], { verb: 'accept', severity: 'critical' });
    assert.deepEqual([accepted?.state, accepted?.refused], ['accepted', null]);
    const [again] = await decide(helpdesk, [reference], { verb: 'accept' });
    assert.equal(again?.refused, 'report.already_decided');
    const [undone] = await decide(helpdesk, [reference], { verb: 'undo' });
    assert.deepEqual([undone?.state, undone?.incident], ['waiting', null]);
    const incidents = await desk.query<{ status: string; title: string; dismissal_reason: string }>(
      'SELECT status, title, dismissal_reason FROM incident',
    );
    assert.equal(incidents[0]?.status, 'dismissed');
    assert.equal(incidents[0]?.title, 'The server room is on fire');
    assert.match(String(incidents[0]?.dismissal_reason), new RegExp(reference));
    const [nothing] = await decide(helpdesk, [reference], { verb: 'undo' });
    assert.equal(nothing?.refused, 'report.not_decided');
  });

  it('undo leaves an incident alone that somebody confirmed meanwhile', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { reference } = await sendReport(desk, { summary: 'Real' });
    await decide(helpdesk, [reference], { verb: 'accept', confirm: true });
    await decide(helpdesk, [reference], { verb: 'undo' });
    assert.deepEqual(await desk.query('SELECT status FROM incident'), [{ status: 'confirmed' }]);
    assert.deepEqual(await desk.query('SELECT incident_id FROM report'), [{ incident_id: null }]);
  });

  it('accepts many as one incident, each on the record, and one refusal stops no other', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const references: string[] = [];
    for (const summary of ['one', 'two', 'three']) {
      references.push((await sendReport(desk, { summary })).reference);
    }
    const outcomes = await decide(helpdesk, [references[0] ?? '', 'REP-1999-0001', ...references.slice(1)], {
      verb: 'accept',
      title: 'One wave of phishing',
    });
    assert.deepEqual(
      outcomes.map((each) => each.refused),
      [null, 'report.not_found', null, null],
    );
    assert.deepEqual(await desk.query('SELECT title FROM incident'), [{ title: 'One wave of phishing' }]);
    const events = await desk.query<{ event: string }>(
      "SELECT event FROM outbox WHERE incident_id IS NOT NULL AND event ~ 'accepted|attached' ORDER BY position",
    );
    assert.equal(events.length, 6);
  });

  it('marks a duplicate, never of itself and never in a circle', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const a = (await sendReport(desk, { summary: 'a' })).reference;
    const b = (await sendReport(desk, { summary: 'b' })).reference;
    const codes = [];
    codes.push(await decide(helpdesk, [a], { verb: 'duplicate', of: a }));
    codes.push(await decide(helpdesk, [a], { verb: 'duplicate', of: b }));
    codes.push(await decide(helpdesk, [b], { verb: 'duplicate', of: a }));
    assert.deepEqual(
      codes.map(([outcome]) => outcome?.refused ?? outcome?.state),
      ['report.duplicate_of_itself', 'duplicate', 'report.duplicate_of_itself'],
    );
  });

  it('asks by mail in the language of the reporter, and refuses where nobody can be reached', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { reference } = await sendReport(desk, {
      summary: 'Vreemde mail',
      language: 'nl',
      reporter: { email: 'jan@example.org' },
    });
    await decide(helpdesk, [reference], { verb: 'ask', text: 'Welke link was het?' });
    const [mail] = await desk.query<{ to_address: string; subject: string; text: string }>(
      'SELECT * FROM mail',
    );
    assert.equal(mail?.to_address, 'jan@example.org');
    assert.match(String(mail?.subject), /^Bericht over uw melding REP-/);
    assert.match(String(mail?.text), /Welke link was het\?/);
    await desk.query('UPDATE report SET receipt_hash = NULL, reporter_email = NULL');
    const [outcome] = await decide(helpdesk, [reference], { verb: 'ask', text: 'Again' });
    assert.equal(outcome?.refused, 'report.no_way_to_reach');
  });

  it('gives the same decision to one of two who decide at the same time', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { reference } = await sendReport(desk, { summary: 'Both see it' });
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => decide(helpdesk, [reference], { verb: 'accept' })),
    );
    assert.equal(outcomes.filter(([outcome]) => outcome?.refused === null).length, 1);
    assert.equal((await desk.query('SELECT 1 FROM incident')).length, 1);
  });
});

describe('reports beyond the wall', () => {
  it('a report of a restricted incident is in no list, no search, no count and no suggestion', async (t) => {
    const desk = await openTestDesk(t);
    const handler = await desk.as('handler');
    const outsider = await desk.as('helpdesk');
    const secret = (await sendReport(desk, { summary: 'The director opened the attachment' })).reference;
    const other = (await sendReport(desk, { summary: 'The director opened the attachment again' })).reference;
    await decide(handler, [secret], { verb: 'accept', restricted: true });
    const seen = async (who: Somebody) => [
      (await who.api.listReports({ query: {} })).items.length,
      (await who.api.listReports({ query: { q: 'director' } })).items.length,
      (await who.api.listSimilar({ params: { reference: other } })).reports.length,
      (await who.inject({ method: 'GET', url: `/api/v1/reports/${secret}` })).statusCode,
    ];
    assert.deepEqual(await seen(handler), [2, 2, 1, 200]);
    assert.deepEqual(await seen(outsider), [1, 1, 0, 404]);
  });

  it('a department representative adds files to what they reported, and reads nothing else', async (t) => {
    const desk = await openTestDesk(t);
    const representative = await desk.as('department_representative');
    const own = await representative.api.sendReport({ body: { summary: 'Lost laptop' } });
    const other = await sendReport(desk, { summary: 'Of somebody else' });
    const attach = async (reference: string) =>
      (
        await representative.inject({
          method: 'POST',
          url: `/api/v1/reports/${reference}/attachments`,
          ...multipart([{ name: 'photo.png', content: 'png' }]),
        })
      ).statusCode;
    assert.deepEqual([await attach(own.reference), await attach(other.reference)], [201, 404]);
    const read = await representative.inject({ method: 'GET', url: `/api/v1/reports/${own.reference}` });
    assert.equal(read.statusCode, 403);
  });
});

describe('attachments of a report', () => {
  it('come back byte for byte, as a download that no browser runs', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { reference } = await sendReport(desk, { summary: 'With files' });
    const name = 'résumé \u202Egpj.html';
    const content = Buffer.from('<script>alert(document.domain)</script>');
    const url = `/api/v1/reports/${reference}/attachments`;
    const sent = await helpdesk.inject({
      method: 'POST',
      url,
      ...multipart([{ name, content, type: 'text/html' }]),
    });
    assert.equal(sent.statusCode, 201, sent.body);
    const [item] = sent.json<{ items: { id: string; name: string; sizeBytes: number }[] }>().items;
    assert.deepEqual([item?.name, item?.sizeBytes], [name, content.length]);
    const got = await helpdesk.inject({ method: 'GET', url: `${url}/${item?.id}` });
    assert.ok(got.rawPayload.equals(content));
    assert.equal(got.headers['content-type'], 'application/octet-stream');
    assert.equal(got.headers['x-content-type-options'], 'nosniff');
    assert.match(String(got.headers['content-security-policy']), /^sandbox; default-src 'none'/);
    const disposition = String(got.headers['content-disposition']);
    assert.match(
      disposition,
      /^attachment; filename="r_sum_ _gpj.html"; filename\*=UTF-8''r%C3%A9sum%C3%A9%20_gpj.html$/,
    );
  });

  it('too large is refused, and what is not multipart too', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { reference } = await sendReport(desk, { summary: 'With files' });
    const url = `/api/v1/reports/${reference}/attachments`;
    const large = await helpdesk.inject({
      method: 'POST',
      url,
      ...multipart([{ name: 'big.bin', content: Buffer.alloc(limits.attachmentBytesMax + 1) }]),
    });
    assert.equal(large.statusCode, 413, large.body);
    const json = await helpdesk.inject({ method: 'POST', url, payload: { a: 1 } });
    assert.equal(json.statusCode, 415);
    assert.deepEqual(await desk.query('SELECT 1 FROM attachment'), []);
  });
});
