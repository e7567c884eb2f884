// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { aMail, openMailDesk } from '../../test/mail-desk.ts';

describe('mailBecomesReport', () => {
  it('makes a report of a mail, with the mail itself attached as it came', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox();
    const raw = Buffer.from(aMail({ subject: 'Fwd: RE: Strange mail' }).replaceAll('\n', '\r\n'));
    await desk.arrive(raw, box);
    await desk.work();
    const [report, ...more] = await desk.query<Record<string, unknown>>('SELECT * FROM report');
    assert.equal(more.length, 0);
    assert.equal(report?.['summary'], 'Strange mail');
    assert.equal(report?.['channel'], 'mail');
    assert.equal(report?.['kind'], 'incident');
    assert.equal(report?.['reporter_email'], 'rik@example.com');
    assert.equal(report?.['reporter_name'], 'Rik Peeters');
    assert.match(String(report?.['description']), /not from the bank/);
    const [file] = await desk.query<{ name: string; sha256: string }>('SELECT name, sha256 FROM attachment');
    assert.equal(file?.name, 'message.eml');
    const pieces: Uint8Array[] = [];
    for await (const piece of (await desk.files.open(file?.sha256 ?? '')).content) {
      pieces.push(piece);
    }
    assert.ok(Buffer.concat(pieces).equals(raw));
    const [mail] = await desk.query<Record<string, unknown>>('SELECT * FROM incoming_mail');
    assert.deepEqual(
      [mail?.['state'], mail?.['nature'], mail?.['report_id']],
      ['taken', 'person', report?.['id']],
    );
    const events = await desk.query<{ event: string; canonical: string }>(
      "SELECT event, canonical FROM outbox WHERE event LIKE 'report.%'",
    );
    assert.deepEqual(
      events.map(({ event }) => event),
      ['report.received'],
    );
    assert.match(events[0]?.canonical ?? '', /"actor":\{"id":null,"kind":"reporter"/);
  });

  // Danger: a mail to whistle-blowers' handlers that cannot be taken in lies where nobody who may see it looks.
  it('gives what it cannot take in to confidential handlers as a report, and any other to the queue of mail', async (t) => {
    const desk = await openMailDesk(t);
    await desk.arrive(aMail(), await desk.mailbox({ purpose: 'whistleblowing' }));
    await desk.arrive(aMail({ subject: 'Other' }), await desk.mailbox({ address: 'other@example.org' }));
    const readApart = () => Promise.reject(new Error('this mail breaks the reader'));
    for (let attempt = 0; attempt < limits.incomingMailAttemptsMax; attempt += 1) {
      await desk.work({ readApart });
      desk.now = new Date(desk.now.getTime() + limits.mailRetryAfterMsMax);
    }
    const mails = await desk.query<{ state: string; nature: string; kind: string | null }>(
      `SELECT m.state, m.nature, r.kind FROM incoming_mail m LEFT JOIN report r ON r.id = m.report_id ORDER BY m.state`,
    );
    assert.deepEqual(
      mails.map((mail) => Object.values(mail)),
      [
        ['set_aside', 'unreadable', null],
        ['taken', 'unreadable', 'whistleblowing'],
      ],
    );
    const files = await desk.query<{ name: string }>('SELECT name FROM attachment');
    assert.deepEqual(files, [{ name: 'message.eml' }]);
  });
});
