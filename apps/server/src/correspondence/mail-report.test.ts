// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { aMail } from '../../test/mail-desk.ts';
import { readMailApart } from '../mail-reading/index.ts';
import { messageOf, reportOf } from './mail-report.ts';

const read = async (raw: string) => (await readMailApart(Buffer.from(raw))).reading;
const about = {
  language: 'en' as const,
  refersTo: null,
  isUnreadable: false,
  leftFiles: 0,
  ownAddresses: new Set(['desk@example.org']),
};

const forwarded = [
  'From: Rik <rik@example.com>',
  'To: desk@example.org',
  'Subject: FW: see this',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: message/rfc822',
  '',
  'From: "Your bank" <bank@evil.example>',
  'Subject: Your account is blocked',
  '',
  'Click http://evil.example/login now.',
  '--b--',
  '',
].join('\n');

describe('reportOf', () => {
  it('takes the marks of answering and forwarding off the subject, in four languages', async () => {
    for (const subject of [
      'Re: Fwd: Odd',
      'Antw: Doorst: Odd',
      'TR : RE : Odd',
      'AW: WG: Odd',
      'RE[2]: Odd',
      'Odd',
    ]) {
      assert.equal(reportOf(await read(aMail({ subject })), about).summary, 'Odd', subject);
    }
    assert.equal(reportOf(await read(aMail({ subject: 'Refund: Odd' })), about).summary, 'Refund: Odd');
  });

  it('tells of a forwarded mail by the subject inside, in the language of the mailbox', async () => {
    const report = reportOf(await read(forwarded), { ...about, language: 'nl' });
    assert.equal(report.summary, 'Doorgestuurde mail: Your account is blocked');
    assert.match(report.description ?? '', /bank@evil\.example/);
    assert.doesNotMatch(report.description ?? '', /http:\/\/evil/, 'links stay harmless');
  });

  it('says what a mail without words holds', async () => {
    assert.equal(
      reportOf(await read(aMail({ subject: '', text: '' })), about).summary,
      'Mail without a subject',
    );
    assert.equal(
      reportOf(await read(aMail({ subject: '', text: '\nIt burns.' })), about).summary,
      'It burns.',
    );
  });

  it('notes an address for answers that is not the one of the sender, and takes no mailbox of ours for a reporter', async () => {
    const elsewhere = reportOf(await read(aMail({ headers: ['Reply-To: eve@evil.example'] })), about);
    assert.match(elsewhere.description ?? '', /eve@evil\.example/);
    assert.equal(elsewhere.reporter?.email, 'rik@example.com');
    for (const from of ['Desk@example.org', 'desk+r.a2@example.org']) {
      assert.equal(reportOf(await read(aMail({ from })), about).reporter?.email, null, from);
    }
  });

  // Danger: a mail of any length in a column and a digest of limited length, cut where nobody sees it.
  it('cuts what is longer than a report may be, and says where the rest is', async () => {
    const report = reportOf(
      await read(aMail({ subject: 'x'.repeat(9_000), text: 'y '.repeat(60_000) })),
      about,
    );
    assert.ok(report.summary.length <= limits.summaryCharactersMax);
    assert.ok((report.description ?? '').length <= limits.textCharactersMax);
    assert.ok(report.description?.endsWith('[The rest stands in the attached mail.]'));
  });
});

describe('messageOf', () => {
  it('folds what is quoted below an answer, and keeps what is passed on', async () => {
    const text = 'Red.\n\nOn Monday, Desk <desk@example.org> wrote:\n> Which colour?';
    assert.equal(messageOf(await read(aMail({ text })), 'en', 0), 'Red.');
    assert.match(messageOf(await read(aMail({ subject: 'Fwd: x', text })), 'en', 0), /Which colour/);
  });
});
