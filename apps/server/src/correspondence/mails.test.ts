// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type MailLine,
  presentMail,
  reasonNotAddress,
  reasonNotAgain,
  reasonSubjectTells,
  shelves,
} from './mails.ts';

const own = new Set(['desk@example.org']);
const line: MailLine = {
  id: '11111111-1111-4111-8111-111111111111',
  direction: 'out',
  state: 'failed',
  purpose: 'written',
  address: 'rik@example.com',
  subject: 'Subject',
  text: 'Words',
  reason: 'because',
  at: new Date('2026-03-01T09:00:00Z'),
  settledAt: null,
  nextAttemptAt: null,
  attempts: 1,
  isSecret: false,
  hasReport: false,
  isAutomatic: false,
  incident: null,
  report: null,
  writerId: null,
  writerName: null,
};

describe('presentMail', () => {
  it('offers what can be done, and nothing else', () => {
    const remedy = (more: Partial<MailLine>) => presentMail({ ...line, ...more }).remedy;
    assert.equal(remedy({}), 'retry_elsewhere');
    assert.equal(remedy({ hasReport: true }), 'retry');
    assert.equal(remedy({ purpose: 'announcement' }), 'retry');
    assert.equal(remedy({ state: 'sent' }), 'none');
    assert.equal(remedy({ isSecret: true }), 'none');
    assert.equal(remedy({ direction: 'in', state: 'set_aside' }), 'make_report');
    assert.equal(remedy({ direction: 'in', state: 'taken' }), 'none');
  });

  // Danger: a link that opens an account, read by whoever keeps mail going.
  it('shows nobody the words of a secret mail', () => {
    assert.equal(presentMail({ ...line, isSecret: true }).text, null);
  });
});

describe('reasonNotAgain', () => {
  it('says why not, one reason for each', () => {
    const failed = { state: 'failed', purpose: 'written', hasWords: true, hasReport: false };
    assert.equal(reasonNotAgain(failed, undefined, own), null);
    assert.equal(reasonNotAgain(failed, 'x@example.com', own), null);
    assert.equal(
      reasonNotAgain({ ...failed, state: 'sent' }, undefined, own)?.refused,
      'mail.state_does_not_allow',
    );
    assert.equal(reasonNotAgain({ ...failed, hasWords: false }, undefined, own)?.refused, 'mail.words_gone');
    assert.equal(
      reasonNotAgain({ ...failed, hasReport: true }, 'x@example.com', own)?.refused,
      'mail.address_fixed',
    );
    // Danger: words that were approved for one go to another whom nobody approved.
    for (const purpose of ['notification', 'announcement']) {
      const approved = { ...failed, purpose };
      assert.equal(reasonNotAgain(approved, 'x@example.com', own)?.refused, 'mail.address_approved');
      assert.equal(reasonNotAgain(approved, undefined, own), null);
    }
    assert.equal(reasonNotAgain(failed, 'desk+x@example.org', own)?.refused, 'mail.address_not_possible');
  });
});

describe('reasonNotAddress', () => {
  it('refuses what is no plain address', () => {
    for (const to of ['', 'a@b, c@d', 'Rik <rik@example.com>', 'a@b\r\nBcc: c@d', 'DESK@example.org']) {
      assert.equal(reasonNotAddress(to, own)?.refused, 'mail.address_not_possible', to);
    }
  });
});

describe('reasonSubjectTells', () => {
  it('refuses the title of a restricted incident, however it is written', () => {
    const incident = { title: 'Payroll leaked', restricted: true };
    assert.equal(reasonSubjectTells(incident, 'RE: payroll\n LEAKED?')?.refused, 'request.not_valid');
    assert.equal(reasonSubjectTells(incident, 'A question'), null);
    assert.equal(reasonSubjectTells({ ...incident, restricted: false }, 'Payroll leaked'), null);
  });
});

describe('shelves', () => {
  it('hold every state that asks for somebody, each once', () => {
    const all = Object.values(shelves).flat();
    assert.equal(new Set(all).size, all.length);
    assert.ok(!all.includes('sent') && !all.includes('taken'));
  });
});
