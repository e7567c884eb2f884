// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import type { InjectOptions } from 'fastify';
import { openTestDesk } from '../../test/desk.ts';
import { aDesk, FormVisitor, form } from '../../test/form-visitor.ts';

describe('the public form', () => {
  it('takes a report one question a page, shows the receipt, and sends nothing twice', async (t) => {
    const { clock, desk } = await aDesk(t);
    const visitor = new FormVisitor(desk, { 'accept-language': 'nl-BE,nl;q=0.9' });
    await visitor.fillIn({
      happened: 'Ik klikte op een link\nen vulde iets in',
      reach: { reach: 'named', name: 'Jan', email: 'jan@example.org', phone: '' },
      files: [{ name: 'vreemde mail.eml', content: 'Subject: hi' }],
    });
    const check = visitor.at;
    clock.pass(60_000);
    await visitor.post({});
    assert.match(visitor.text, /Melding ontvangen/);
    const receipt = visitor.receipt();
    assert.match(receipt, /^\d{4} \d{4} \d{4} \d{4}$/);
    await visitor.post({}, check);
    assert.equal(visitor.receipt(), receipt, 'the same report, and not another');
    const rows = await desk.query('SELECT channel, language, summary, reporter_email, state FROM report');
    assert.deepEqual(rows, [
      {
        channel: 'form',
        language: 'nl',
        summary: 'Ik klikte op een link\nen vulde iets in',
        reporter_email: 'jan@example.org',
        state: 'waiting',
      },
    ]);
    assert.deepEqual(await desk.query('SELECT name FROM attachment'), [{ name: 'vreemde mail.eml' }]);
    assert.deepEqual(
      await desk.query('SELECT 1 FROM report_draft UNION ALL SELECT 1 FROM report_draft_file'),
      [],
    );
    clock.pass(limits.receiptShownMsMax);
    await visitor.go(visitor.at);
    assert.equal(visitor.receipt(), '');
  });

  it('is a page without script, cookie or third party, that nobody frames or keeps', async (t) => {
    const { desk } = await aDesk(t);
    const visitor = new FormVisitor(desk);
    const page = await visitor.go('/report');
    assert.equal(
      page.headers['content-security-policy'],
      "default-src 'none'; style-src 'self'; form-action 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    assert.equal(page.headers['cache-control'], 'no-store');
    assert.equal(page.headers['referrer-policy'], 'no-referrer');
    assert.doesNotMatch(page.body, /<script|https?:\/\/|style=|\son\w+=/i);
    assert.match(page.body, /<html lang="en">/);
    for (const [language, word] of [
      ['nl', 'Een cyberincident melden'],
      ['fr', 'Signaler un incident'],
      ['de', 'Cybervorfall melden'],
    ]) {
      assert.match((await visitor.go(`/report?lang=${language}`)).body, new RegExp(String(word)));
    }
  });

  it('says so while the desk is not set up: a report nobody would see is not taken', async (t) => {
    const desk = await openTestDesk(t, { isNew: true });
    const visitor = new FormVisitor(desk);
    assert.equal((await visitor.go('/report')).statusCode, 503);
    assert.match(visitor.text, /not set up yet/);
    await visitor.post({}, '/report');
    assert.deepEqual(await desk.query('SELECT 1 FROM report_draft'), []);
  });

  it('shows what needs another value at the top and at the field, and clears nothing', async (t) => {
    const { desk } = await aDesk(t);
    const visitor = new FormVisitor(desk);
    await visitor.post({}, '/report');
    await visitor.post({ kind: '' });
    assert.match(visitor.text, /<title>Error: What do you want to report\?/);
    assert.match(visitor.text, /<a href="#kind-incident">Choose what you want to report<\/a>/);
    await visitor.post({ kind: 'threat' });
    await visitor.post({ happened: '  ' });
    assert.match(visitor.text, /href="#happened"/);
    await visitor.post({ happened: 'Words' });
    await visitor.post({ about: '' });
    await visitor.post({ ongoing: 'yes' });
    assert.match(visitor.text, /Is it happening now\? Call first/);
    await visitor.post({ day: '31', month: 'febr', year: '26', time: 'noonish' });
    assert.match(visitor.text, /must be a real date/);
    assert.match(visitor.text, /value="febr"/);
    await visitor.post({ day: '5', month: 'May', year: '2026', time: '' });
    assert.match(visitor.text, /must be today or in the past/);
    await visitor.post({ day: '3', month: 'may', year: '26', time: '14u05' });
    await visitor.upload({ action: 'upload' }, []);
    assert.match(visitor.text, /Choose a file first/);
    await visitor.upload({ action: 'continue' }, []);
    await visitor.post({ reach: 'named', name: 'N', email: 'no address', phone: '' });
    assert.match(visitor.text, /Enter a mail address such as/);
    assert.match(visitor.text, /value="no address"/);
  });

  it('goes back to the question that is missing when somebody jumps to the end', async (t) => {
    const { desk } = await aDesk(t);
    const visitor = new FormVisitor(desk);
    await visitor.post({}, '/report');
    await visitor.post({}, visitor.at.replace(/kind$/, 'check'));
    assert.match(visitor.at, /\/kind\?show=problems&to=check$/);
    await visitor.post({ kind: 'weakness' });
    assert.match(visitor.at, /\/check$/);
  });

  it('asks once more what looks like a robot, and never swallows a report', async (t) => {
    const { clock, desk } = await aDesk(t);
    const hasty = new FormVisitor(desk);
    await hasty.fillIn({ happened: 'Sent within a second' });
    await hasty.post({});
    assert.match(hasty.text, /One more press/);
    await hasty.post({ confirmed: 'yes' }, hasty.at.replace(/confirm$/, 'check'));
    assert.match(hasty.receipt(), /\d{4}/);
    const trapped = new FormVisitor(desk);
    await trapped.post({}, '/report');
    await trapped.post({ kind: 'incident' });
    await trapped.post({ happened: 'A password manager filled it in', website: 'x' });
    await trapped.post({ about: '' });
    await trapped.post({ ongoing: 'unknown' });
    await trapped.post({ known: 'no' });
    await trapped.upload({ action: 'continue' }, []);
    await trapped.post({ reach: 'named' });
    clock.pass(60_000);
    await trapped.post({});
    assert.match(trapped.text, /One more press/);
    await trapped.post({ confirmed: 'yes' }, trapped.at.replace(/confirm$/, 'check'));
    assert.equal((await desk.query('SELECT 1 FROM report')).length, 2);
  });

  it('adds and removes files, and says how many were too large or too many', async (t) => {
    const { desk } = await aDesk(t);
    const visitor = new FormVisitor(desk);
    await visitor.post({}, '/report');
    visitor.at = visitor.at.replace(/kind$/, 'files');
    const names = ['a.txt', '<b>"x".html', 'exe.\u202Etxt', '../../etc/passwd', 'résumé.pdf'];
    await visitor.upload(
      { action: 'upload' },
      names.map((name) => ({ name, content: name })),
    );
    assert.match(visitor.text, /&lt;b&gt;/);
    assert.match(visitor.text, /exe\.\[U\+202E\]txt/);
    assert.doesNotMatch(visitor.text, /<b>"x"/);
    assert.match(visitor.text, /résumé\.pdf/);
    const first = /name="remove" value="([^"]+)"/.exec(visitor.text)?.[1] ?? '';
    await visitor.upload({ remove: first }, []);
    assert.equal((await desk.query('SELECT 1 FROM report_draft_file')).length, 4);
    await visitor.upload({ action: 'upload' }, [
      { name: 'large.bin', content: Buffer.alloc(limits.attachmentBytesMax + 1) },
      { name: 'small.bin', content: 'small' },
    ]);
    assert.match(visitor.text, /1 were larger and were not added/);
    assert.match(visitor.text, /small\.bin/);
    const many = Array.from({ length: limits.attachmentsPerReportMax }, (_, index) => ({
      name: `f${index}`,
      content: 'x',
    }));
    visitor.at = visitor.at.split('?', 1)[0] ?? '';
    await visitor.upload({ action: 'upload' }, many);
    assert.match(visitor.text, /the last 5 were not added/);
    assert.equal(
      (await desk.query('SELECT 1 FROM report_draft_file')).length,
      limits.attachmentsPerReportMax,
    );
  });

  it('keeps HTML, NUL and long stories harmless and whole', async (t) => {
    const { clock, desk } = await aDesk(t);
    const visitor = new FormVisitor(desk);
    const story = `<img src=x onerror=alert(1)>\0 ${'A long story. '.repeat(600)}`;
    await visitor.fillIn({ happened: story });
    assert.doesNotMatch(visitor.text, /<img/);
    clock.pass(60_000);
    await visitor.post({});
    const [row] = await desk.query<{ summary: string; description: string }>(
      'SELECT summary, description FROM report',
    );
    assert.equal(row?.description, story.replace('\0', '\uFFFD').trim());
    assert.ok((row?.summary.length ?? 0) <= limits.titleCharactersMax);
  });

  it('forgets who an anonymous reporter is: no trace in database, logs or answers', async (t) => {
    const { clock, desk } = await aDesk(t);
    const visitor = new FormVisitor(desk, {
      'user-agent': 'TellTaleBrowser/9',
      'x-forwarded-for': '203.0.113.99',
    });
    await visitor.post({}, '/report');
    const reach = visitor.at.replace(/kind$/, 'reach');
    await visitor.post({ reach: 'named', name: 'Telltale Tess', email: 'tess@telltale.example' }, reach);
    await visitor.post({ kind: 'incident' }, reach.replace(/reach$/, 'kind'));
    await visitor.post({ happened: 'I changed my mind about my name' });
    await visitor.post({ about: '' });
    await visitor.post({ ongoing: 'no' });
    await visitor.post({ known: 'no' });
    await visitor.upload({ action: 'continue' }, []);
    await visitor.post({ reach: 'anonymous', name: 'Telltale Tess', email: 'tess@telltale.example' });
    assert.doesNotMatch(visitor.text, /elltale/);
    clock.pass(60_000);
    await visitor.post({});
    const receipt = visitor.receipt().replaceAll(' ', '');
    assert.match(receipt, /^\d{16}$/);
    const tables = await desk.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    const dump = await Promise.all(tables.map(({ name }) => desk.query(`SELECT t::text FROM ${name} t`)));
    const token = visitor.at.split('/')[3] ?? '';
    const kept = JSON.stringify(dump) + desk.logged.join('');
    for (const trace of ['elltale', 'TellTale', '203.0.113.99', receipt, token]) {
      assert.ok(!kept.includes(trace), trace);
    }
    const answers = visitor.seen.join('');
    assert.ok(!answers.includes('203.0.113.99') && !answers.includes('TellTale'));
  });

  it('limits reports by address, counts one IPv6 subscriber once, and spares this machine', async (t) => {
    const { desk } = await aDesk(t);
    const start = (ip: string) =>
      desk.app.inject({ method: 'POST', url: '/report', headers: { 'x-forwarded-for': ip } });
    for (let index = 0; index < limits.publicReportsPerMinuteMax; index += 1) {
      assert.equal((await start(`2001:db8:1:2::${index + 1}`)).statusCode, 303);
    }
    const refused = await start('2001:db8:1:2:ffff::1');
    assert.equal(refused.statusCode, 429);
    assert.ok(Number(refused.headers['retry-after']) > 0);
    assert.equal((await start('2001:db8:1:3::1')).statusCode, 303);
  });

  it('refuses a form that another site sends', async (t) => {
    const { desk } = await aDesk(t);
    const from = (headers: Record<string, string>) =>
      desk.app.inject({ method: 'POST', url: '/report', headers });
    assert.equal((await from({ 'sec-fetch-site': 'cross-site' })).statusCode, 403);
    assert.equal((await from({ origin: 'https://evil.example' })).statusCode, 403);
    assert.equal((await from({ origin: 'null' })).statusCode, 303);
    assert.equal((await from({ 'sec-fetch-site': 'same-origin', origin: 'null' })).statusCode, 303);
  });

  it('answers oddities with a page: no such step, no such draft, a body of another kind', async (t) => {
    const { desk } = await aDesk(t);
    const visitor = new FormVisitor(desk);
    await visitor.post({}, '/report');
    const base = visitor.at.replace(/\/kind$/, '');
    const odd: [InjectOptions, number][] = [
      [{ method: 'GET', url: `${base}/nowhere` }, 404],
      [{ method: 'GET', url: `/report/draft/${'a'.repeat(43)}/kind` }, 404],
      [{ method: 'GET', url: '/report/draft/short/kind' }, 404],
      [{ method: 'GET', url: '/report/nowhere' }, 404],
      [{ method: 'GET', url: `${base}/kind?lang=xx&lang=nl&show=problems` }, 200],
      [
        {
          method: 'POST',
          url: `${base}/kind`,
          payload: '{"kind":',
          headers: { 'content-type': 'application/json' },
        },
        400,
      ],
      [{ method: 'POST', url: `${base}/kind`, payload: 'x', headers: { 'content-type': 'text/xml' } }, 415],
      [
        {
          method: 'POST',
          url: `${base}/happened`,
          ...form({ happened: 'x'.repeat(limits.jsonBodyBytesMax) }),
        },
        413,
      ],
      [{ method: 'POST', url: `${base}/files`, ...form({ action: 'continue' }) }, 303],
      [
        {
          method: 'POST',
          url: `${base}/kind`,
          ...form({ __proto__: 'x', constructor: 'y', kind: 'threat' }),
        },
        303,
      ],
    ];
    for (const [options, status] of odd) {
      const answer = await desk.app.inject(options);
      assert.equal(
        answer.statusCode,
        status,
        `${String(options.method)} ${String(options.url).slice(0, 80)}`,
      );
      assert.ok(status === 303 || String(answer.headers['content-type']).startsWith('text/html'));
    }
  });
});
