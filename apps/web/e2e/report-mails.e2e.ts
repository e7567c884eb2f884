// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { describe, it } from 'node:test';
import { systemActor } from '../../server/src/platform/authorization/actor.ts';
import { openDiskFileStore } from '../../server/src/platform/files/disk-file-store.ts';
import { must, type TestDesk } from '../../server/test/desk.ts';
import { inspect, openBrowser, visit } from './browser.ts';

const browser = openBrowser();

const phish = [
  'From: "security@bank.example" <thief@evil.example>',
  'Reply-To: collect@other.example',
  'Date: Fri, 20 Nov 2026 09:00:00 +0100',
  'Subject: \u202Eknab ruoY',
  'Authentication-Results: mx.example; spf=fail smtp.mailfrom=evil.example; dkim=none',
  'Content-Type: multipart/mixed; boundary=in',
  '',
  '--in',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<h1 id="of-the-mail">Act now</h1><script>window.ran = true</script>',
  '<img src="http://tracker.evil.example/p.gif" onerror="window.ran = true">',
  '<form action="http://evil.example/f"><input name="pin"></form>',
  '<p>Sign in at <a href="http://evil.example/login">https://bank.example</a></p>',
  '--in',
  'Content-Type: application/pdf; name="../invoice\u202Efdp.exe"',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('no real pdf').toString('base64'),
  '--in--',
].join('\r\n');
const forwarded = [
  'From: Ann <ann@example.org>',
  'Message-ID: <one@example.org>',
  'Subject: Fwd: strange mail',
  'Content-Type: multipart/mixed; boundary=out',
  '',
  '--out',
  'Content-Type: text/plain',
  '',
  'I got this just now',
  '--out',
  'Content-Type: message/rfc822',
  '',
  phish,
  '--out--',
].join('\r\n');

async function* bytes(content: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(content);
}

/** A mail as our receiver leaves it behind: durable, and due to be looked at. */
async function arrive(desk: TestDesk, content: string): Promise<void> {
  const manager = await desk.as('it_responsible');
  const mailbox = await manager.api.addMailbox({
    body: { name: 'Help', address: 'help@desk.example', purpose: 'incidents', language: 'en', way: 'smtp' },
  });
  const files = await openDiskFileStore(path.join(desk.dataDir, 'files'));
  const kept = must(await files.keep(bytes(content), 1_000_000));
  await desk.database.change(systemActor('test'), ({ now, sql }) =>
    sql
      .insertInto('incoming_mail')
      .values({
        id: randomUUID(),
        mailbox_id: mailbox.id,
        received_at: now,
        raw_sha256: kept.sha256,
        raw_bytes: kept.sizeBytes,
        whole_bytes: kept.sizeBytes,
        is_cut: false,
        envelope_from: 'bounces@lists.example',
        envelope_to: ['help@desk.example'],
        peer: '{}',
        state: 'received',
        next_attempt_at: now,
      })
      .execute(),
  );
}

async function reportOf(desk: TestDesk): Promise<string> {
  const { api } = await desk.as('helpdesk');
  for (;;) {
    const { items } = await api.listReports({ query: { channel: 'mail' } });
    if (items[0] !== undefined) {
      return items[0].reference;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a report by mail', () => {
  it('shows the mail inside as words only: no element of its HTML, no request outside', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['it_responsible']);
    await arrive(desk, forwarded);
    const reference = await reportOf(desk);
    const outside: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(desk.address)) {
        outside.push(request.url());
      }
    });
    await page.goto(`${desk.address}/reports/${reference}`);
    const inside = page.locator('.mail-inside');
    await inside.getByRole('heading', { name: 'The mail inside' }).waitFor();
    const words = await inside.innerText();
    for (const expected of [
      '[U+202E]knab ruoY',
      'thief@evil.example',
      'collect@other.example',
      'The name shows another mail address',
      'Answers would go to another domain',
      'hxxp://evil[.]example/login',
      'hxxp://tracker[.]evil[.]example/p.gif',
      'Deceptive',
      '../invoice[U+202E]fdp.exe',
      'Act now',
    ]) {
      assert.ok(words.includes(expected), `${expected} is shown in: ${words}`);
    }
    assert.equal(
      await page.locator('#of-the-mail, .mail-came img, .mail-came form, .mail-came input').count(),
      0,
    );
    const addresses = await page
      .locator('.mail-came a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    assert.deepEqual(
      addresses.filter((address) => !address.startsWith(`/api/v1/reports/${reference}/mails/`)),
      [],
    );
    assert.equal(await page.evaluate(() => (window as { ran?: boolean }).ran), undefined);
    await inside.getByText('As the headers state, not checked').click();
    await inside.getByText('spf: fail').waitFor();
    await inspect(page, 'report-mail');
    assert.deepEqual(outside, []);
    assert.deepEqual(refused, []);
  });
});
