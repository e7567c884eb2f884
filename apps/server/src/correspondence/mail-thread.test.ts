// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { type Conversation, decideMail, type MailFacts } from './mail-thread.ts';

const conversation = (more: Partial<Conversation> = {}): Conversation => ({
  kind: 'report',
  id: randomUUID(),
  isApart: false,
  nameable: 'REP-2026-0001',
  parties: ['rik@example.com'],
  reporter: 'rik@example.com',
  ...more,
});
const facts = (more: Partial<MailFacts> = {}): MailFacts => ({
  nature: 'person',
  isAnswerOfProgram: false,
  isMadeReport: false,
  isApart: false,
  sender: 'rik@example.com',
  recipients: [],
  signed: null,
  answers: [],
  related: [],
  sameAs: null,
  returned: null,
  ...more,
});

describe('decideMail', () => {
  it('makes a report of what belongs to nothing', () => {
    assert.deepEqual(decideMail(facts()), { becomes: 'report', refersTo: null });
  });

  it('trusts the signed address before what we sent, and that before what it refers to', () => {
    const [signed, answered, related] = [conversation(), conversation(), conversation()];
    const all = { signed, answers: [answered], related: [related] };
    const of = (more: Partial<MailFacts>) => {
      const decision = decideMail(facts(more));
      return decision.becomes === 'message' ? decision.of : decision;
    };
    assert.equal(of(all), signed);
    assert.equal(of({ ...all, signed: null }), answered);
    assert.equal(of({ ...all, signed: null, answers: [] }), related);
  });

  it('gives a stranger a report of their own, which names a conversation only where it may be named', () => {
    const stranger = { sender: 'eve@evil.example' };
    assert.deepEqual(decideMail(facts({ ...stranger, related: [conversation()] })), {
      becomes: 'report',
      refersTo: 'REP-2026-0001',
    });
    assert.deepEqual(decideMail(facts({ ...stranger, related: [conversation({ nameable: null })] })), {
      becomes: 'report',
      refersTo: null,
    });
    assert.equal(
      decideMail(facts({ sender: null, related: [conversation({ parties: [] })] })).becomes,
      'report',
    );
  });

  // Danger: a phisher mails the desk first, names the victim, and reads what the victim then tells the desk.
  it('lets somebody whom a reporter named join only with what that reporter gets too', () => {
    const named = { sender: 'an@example.com', related: [conversation({ parties: ['an@example.com'] })] };
    assert.equal(decideMail(facts(named)).becomes, 'report');
    assert.equal(decideMail(facts({ ...named, recipients: ['rik@example.com'] })).becomes, 'message');
    const incident = conversation({ kind: 'incident', parties: ['an@example.com'], reporter: null });
    assert.equal(decideMail(facts({ ...named, related: [incident] })).becomes, 'message');
  });

  it('keeps what came to the mailbox of whistle-blowers among whistle-blowers, whatever it names', () => {
    const open = conversation();
    const apart = { isApart: true, signed: open, answers: [open], related: [open] };
    assert.equal(decideMail(facts(apart)).becomes, 'report');
    const own = conversation({ isApart: true });
    assert.equal(decideMail(facts({ ...apart, answers: [own] })).becomes, 'message');
  });

  it('never answers a bounce with a report, and loses none', () => {
    assert.equal(decideMail(facts({ nature: 'bounce', answers: [conversation()] })).becomes, 'nothing');
    assert.equal(decideMail(facts({ nature: 'bounce', returned: { mailId: 'm' } })).becomes, 'bounce');
    assert.equal(decideMail(facts({ nature: 'bounce', isMadeReport: true })).becomes, 'report');
  });

  // Danger: a mail to whistle-blowers' handlers lies where nobody who may see it ever looks.
  it('sets nothing aside that came to the mailbox of whistle-blowers', () => {
    assert.equal(decideMail(facts({ isApart: true, nature: 'bounce' })).becomes, 'report');
    const absence = { nature: 'automatic_reply', isAnswerOfProgram: true } as const;
    assert.equal(decideMail(facts({ ...absence, isApart: true })).becomes, 'report');
  });

  it('sets an answer of a program aside only when it belongs to nothing', () => {
    const absence = { nature: 'automatic_reply', isAnswerOfProgram: true } as const;
    assert.equal(decideMail(facts(absence)).becomes, 'nothing');
    const known = decideMail(facts({ ...absence, answers: [conversation()] }));
    assert.deepEqual([known.becomes, known.becomes === 'message' && known.isAutomatic], ['message', true]);
    assert.equal(decideMail(facts({ nature: 'automatic_reply' })).becomes, 'report', 'a monitor that writes');
  });
});
