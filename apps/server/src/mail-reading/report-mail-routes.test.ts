// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type MailReading, ProblemError } from '@belfry/contract';
import { must, openTestDesk, type TestDesk } from '../../test/desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { openDiskFileStore } from '../platform/files/disk-file-store.ts';
import { readMail } from './read-mail.ts';

const secret = Buffer.from('\0bytes of a picture\xff', 'latin1');
const inner = [
  'From: "Your bank" <thief@evil.example>',
  'Subject: Act now',
  'Content-Type: multipart/mixed; boundary=in',
  '',
  '--in',
  'Content-Type: text/html',
  '',
  '<p>Go to <a href="http://evil.example/login">https://bank.example</a></p>',
  '--in',
  'Content-Type: image/svg+xml; name="../../etc/invoice.svg"',
  'Content-Transfer-Encoding: base64',
  '',
  secret.toString('base64'),
  '--in--',
].join('\r\n');
const raw = Buffer.from(
  [
    'From: Ann <ann@example.org>',
    'Subject: Fwd: Act now',
    'Content-Type: multipart/mixed; boundary=out',
    '',
    '--out',
    'Content-Type: text/plain',
    '',
    'I got this',
    '--out',
    'Content-Type: message/rfc822',
    '',
    inner,
    '--out--',
  ].join('\r\n'),
);

/** A report that came in this mail. */
async function reportOfMail(t: TestContext): Promise<{ desk: TestDesk; reference: string; mail: string }> {
  const desk = await openTestDesk(t);
  const helpdesk = await desk.as('helpdesk');
  const sent = await helpdesk.api.sendReport({ body: { summary: 'Fwd: Act now' } });
  const files = await openDiskFileStore(path.join(desk.dataDir, 'files'));
  const kept = must(await files.keep(bytes(raw), raw.length));
  const mailbox = await (await desk.as('it_responsible')).api.addMailbox({
    body: { name: 'Help', address: 'help@desk.example', purpose: 'incidents', language: 'en', way: 'smtp' },
  });
  const mail = randomUUID();
  await desk.database.change(systemActor('test'), ({ now, sql }) =>
    sql
      .insertInto('incoming_mail')
      .values({
        id: mail,
        mailbox_id: mailbox.id,
        received_at: now,
        raw_sha256: kept.sha256,
        raw_bytes: kept.sizeBytes,
        whole_bytes: kept.sizeBytes,
        is_cut: false,
        envelope_from: 'ann@example.org',
        peer: '{}',
        state: 'taken',
        nature: 'person',
        reading: JSON.stringify(readMail(raw).reading),
        report_id: sent.id,
        settled_at: now,
      })
      .execute(),
  );
  return { desk, reference: sent.reference, mail };
}

async function* bytes(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
}

describe('reportMailHandlers()', () => {
  it('lists the mails of a report, the mail inside with its deceptive link', async (t) => {
    const { desk, mail, reference } = await reportOfMail(t);
    const { api } = await desk.as('helpdesk');
    const { items } = await api.listReportMails({ params: { reference } });
    assert.equal(items.length, 1);
    assert.equal(items[0]?.id, mail);
    assert.equal(items[0]?.mailbox, 'help@desk.example');
    const reading = items[0]?.reading as MailReading;
    assert.deepEqual(
      reading.mails.map(({ subject }) => subject),
      ['Fwd: Act now', 'Act now'],
    );
    assert.deepEqual(reading.mails[1]?.links, [
      {
        defanged: 'hxxp://evil[.]example/login',
        host: 'evil[.]example',
        shownAs: 'hxxps://bank[.]example',
        isDeceptive: true,
      },
    ]);
  });

  it('hands out the mail bit by bit as it came, and the file inside of the mail inside, as downloads', async (t) => {
    const { desk, mail, reference } = await reportOfMail(t);
    const helpdesk = await desk.as('helpdesk');
    const base = `/api/v1/reports/${reference}/mails`;
    const whole = await helpdesk.inject({ url: `${base}/${mail}/raw` });
    assert.equal(whole.statusCode, 200);
    assert.deepEqual(whole.rawPayload, raw);
    const { items } = await helpdesk.api.listReportMails({ params: { reference } });
    const file = items[0]?.reading?.mails[1]?.files[0];
    assert.equal(file?.sha256, createHash('sha256').update(secret).digest('hex'));
    const part = await helpdesk.inject({ url: `${base}/${mail}/parts/${file?.part}` });
    assert.equal(part.statusCode, 200);
    assert.deepEqual(part.rawPayload, secret);
    for (const answer of [whole, part]) {
      assert.equal(answer.headers['content-type'], 'application/octet-stream');
      assert.match(String(answer.headers['content-disposition']), /^attachment; filename="[^/\\]+"/);
      assert.match(String(answer.headers['content-security-policy']), /sandbox/);
    }
    const absent = await helpdesk.inject({ url: `${base}/${mail}/parts/0` });
    assert.equal(absent.json().code, 'mail.not_found');
  });

  it('tells nobody of the mail of a report they cannot see', async (t) => {
    const { desk, mail, reference } = await reportOfMail(t);
    const helpdesk = await desk.as('helpdesk');
    await desk.database.change(systemActor('test'), ({ sql }) =>
      sql.updateTable('report').set({ kind: 'whistleblowing' }).where('reference', '=', reference).execute(),
    );
    await assert.rejects(
      () => helpdesk.api.listReportMails({ params: { reference } }),
      (error: unknown) => error instanceof ProblemError && error.problem.code === 'report.not_found',
    );
    for (const end of ['raw', 'parts/4']) {
      const answer = await helpdesk.inject({ url: `/api/v1/reports/${reference}/mails/${mail}/${end}` });
      assert.equal(answer.json().code, 'mail.not_found');
    }
  });
});
