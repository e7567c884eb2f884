// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MailReading } from '@belfry/contract';
import { mailDate } from './mail-facts.ts';
import { readMail } from './read-mail.ts';

const read = (headers: string[], body = 'words'): MailReading =>
  readMail(Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}`)).reading;
const from = 'From: Ann <ann@example.org>';

describe('natureOf()', () => {
  const natures: readonly (readonly [MailReading['nature'], string, string[]])[] = [
    ['person', 'an ordinary mail', [from, 'Subject: Help']],
    ['person', 'somebody who writes about an absence', [from, 'Subject: Out of office abuse by a thief']],
    ['person', 'Auto-Submitted: no', [from, 'Auto-Submitted: no']],
    ['automatic_reply', 'RFC 3834', [from, 'Auto-Submitted: auto-replied (vacation)']],
    [
      'automatic_reply',
      'Exchange',
      [from, 'Subject: Automatic reply: Help', 'Auto-Submitted: auto-generated'],
    ],
    ['automatic_reply', 'Dutch', [from, 'Subject: Automatisch antwoord: Hulp', 'In-Reply-To: <a@b>']],
    [
      'automatic_reply',
      'French',
      [from, 'Subject: =?utf-8?Q?R=C3=A9ponse_automatique?= : x', 'In-Reply-To: <a@b>'],
    ],
    ['automatic_reply', 'German', [from, 'Subject: Abwesenheitsnotiz', 'References: <a@b>']],
    ['automatic_reply', 'older programs', [from, 'Precedence: auto_reply']],
    ['automatic_reply', 'older programs', [from, 'X-Autoreply: yes']],
    [
      'automatic_reply',
      'a receipt that it was read',
      [from, 'Content-Type: multipart/report; report-type=disposition-notification; boundary=x'],
    ],
    ['bulk', 'a list', [from, 'List-Id: <list.example.org>']],
    ['bulk', 'a machine', [from, 'Auto-Submitted: auto-generated']],
    ['bulk', 'older lists', [from, 'Precedence: Bulk']],
    ['bounce', 'Exim', [from, 'X-Failed-Recipients: bob@example.net']],
    [
      'bounce',
      'a daemon',
      ['From: MAILER-DAEMON@example.net', 'Subject: Undelivered Mail Returned to Sender'],
    ],
    ['bounce', 'a null sender', [from, 'Return-Path: <>', 'Subject: Unzustellbar: Hilfe']],
  ];
  for (const [nature, what, headers] of natures) {
    it(`${nature}: ${what}: ${headers.at(-1)?.slice(0, 50)}`, () =>
      assert.equal(read(headers).nature, nature));
  }
});

describe('bounceOf()', () => {
  it('reads a delivery status notification (RFC 3464)', () => {
    const body = [
      '--x',
      'Content-Type: text/plain',
      '',
      'It did not arrive.',
      '--x',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.net',
      '',
      'Final-Recipient: rfc822; bob@example.net',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 No such user',
      '--x',
      'Content-Type: text/rfc822-headers',
      '',
      'Message-ID: <sent@desk.example>',
      'Subject: Question',
      '--x--',
    ].join('\r\n');
    const headers = [
      'From: postmaster@example.net',
      'Content-Type: multipart/report; report-type="delivery-status"; boundary=x',
    ];
    assert.deepEqual(read(headers, body).bounce, {
      messageId: '<sent@desk.example>',
      recipient: 'bob@example.net',
      status: '5.1.1',
      diagnostic: 'smtp; 550 5.1.1 No such user',
      isFinal: true,
    });
    assert.equal(
      read(headers, body.replace('failed', 'delayed').replaceAll('5.1.1', '4.4.1')).bounce?.isFinal,
      false,
    );
  });

  it('reads a bounce that keeps to no standard', () => {
    const words = [
      'Hi. This is the qmail-send program at example.net.',
      '',
      '<bob@example.net>:',
      '550 5.2.2 Mailbox full',
      '',
      '--- Below this line is a copy of the message.',
      'Message-ID: <sent@desk.example>',
    ].join('\r\n');
    const { bounce } = read(['From: MAILER-DAEMON@example.net', 'Subject: failure notice'], words);
    assert.equal(bounce?.recipient, 'bob@example.net');
    assert.equal(bounce?.status, '5.2.2');
    assert.equal(bounce?.messageId, '<sent@desk.example>');
    assert.match(bounce?.diagnostic ?? '', /Mailbox full/);
  });
});

describe('authenticationOf()', () => {
  it('tells what each server states, and that a signature was not checked here', () => {
    const [mail] = read([
      from,
      'Authentication-Results: mx.example.org; spf=pass (a; comment) smtp.mailfrom=evil.example;\r\n dkim=fail header.d=evil.example; dmarc=none',
      'Authentication-Results: spf=softfail (sender IP is 192.0.2.1) smtp.mailfrom=x.example',
      'ARC-Authentication-Results: i=2; mx.google.example; dkim=pass header.i=@x.example',
      'Received-SPF: Fail (protection.example: domain of x) receiver=protection.example; client-ip=192.0.2.1',
      'DKIM-Signature: v=1; a=rsa-sha256; d=evil.example; s=sel; b=abc',
    ]).mails;
    assert.deepEqual(
      mail?.authentication.map(({ by, method, result }) => `${method}=${result} by ${by}`),
      [
        'spf=pass by mx.example.org',
        'dkim=fail by mx.example.org',
        'dmarc=none by mx.example.org',
        'spf=softfail by ',
        'dkim=pass by mx.google.example (ARC i=2)',
        'spf=fail by protection.example',
        'dkim-signature=not_checked by ',
      ],
    );
  });
});

describe('refersTo()', () => {
  it('names the nearest first, each once', () => {
    const { refersTo } = read([from, 'References: <1@a> <2@a>\r\n <3@a>', 'In-Reply-To: <3@a>']);
    assert.deepEqual(refersTo, ['<3@a>', '<2@a>', '<1@a>']);
  });
});

describe('mailDate()', () => {
  it('reads dates the same whatever zone the machine lives in, and none where none is', () => {
    assert.equal(mailDate('Fri, 20 Nov 2026 09:00:00 +0100 (CET)'), '2026-11-20T08:00:00.000Z');
    assert.equal(mailDate('20 Nov 26 09:00 EST'), '2026-11-20T14:00:00.000Z');
    assert.equal(mailDate('Fri, 20 Nov 2026 09:00:00 -0000'), '2026-11-20T09:00:00.000Z');
    assert.equal(mailDate('Fri, 40 Nov 2026 09:00:00 +0100'), null);
    assert.equal(mailDate('yesterday'), null);
  });
});
