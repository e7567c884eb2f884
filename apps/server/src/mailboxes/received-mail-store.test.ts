// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { limits } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { insertMailbox } from './mailbox-store.ts';
import {
  claimReceivedMail,
  keepReceivedMail,
  type MailToKeep,
  postponeReceivedMail,
  settleReceivedMail,
} from './received-mail-store.ts';

const actor = systemActor('test');
const MAILBOX = '11111111-1111-4111-8111-111111111111';

async function aDesk(t: TestContext) {
  let now = new Date('2026-11-21T10:00:00Z');
  const opened = await openTestDatabase(t, { clock: { now: () => now } });
  const change = <T>(work: (changing: Changing) => Promise<T>) => opened.database.change(actor, work);
  await change(({ sql }) =>
    insertMailbox(
      sql,
      {
        id: MAILBOX,
        name: 'Incidents',
        address: 'incidents@example.org',
        purpose: 'whistleblowing',
        language: 'fr',
        way: 'smtp',
        isActive: true,
        plusAddressing: true,
        acknowledges: false,
        imap: null,
        createdAt: now,
      },
      {},
    ),
  );
  return {
    ...opened,
    change,
    pass: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    claim: (countMax = 10) => change(({ sql, now: at }) => claimReceivedMail(sql, at, countMax)),
    keep: (sha256: string, more: Partial<MailToKeep> = {}) =>
      change((changing) =>
        keepReceivedMail(changing, {
          mailboxId: MAILBOX,
          addressedAs: ['incidents@example.org'],
          sha256,
          sizeBytes: 10,
          envelopeFrom: 'a@example.net',
          peer: { address: '127.0.0.1', greeting: 'a', isEncrypted: false },
          uid: null,
          cutFromBytes: null,
          ...more,
        }),
      ),
  };
}

const settled = {
  state: 'set_aside',
  nature: 'unreadable',
  messageId: null,
  refersTo: [],
  reading: null,
  reportId: null,
  reportMessageId: null,
  error: 'broken',
} as const;

describe('claimReceivedMail()', () => {
  it('claimReceivedMail() gives each mail to one, oldest first, with what its mailbox says', async (t) => {
    const desk = await aDesk(t);
    await desk.keep('a');
    desk.pass(1_000);
    await desk.keep('b', { cutFromBytes: 50_000_000 });
    const [first, ...more] = await desk.claim(1);
    assert.equal(more.length, 0);
    assert.deepEqual(
      [first?.rawSha256, first?.purpose, first?.language, first?.acknowledges, first?.rawBytes],
      ['a', 'whistleblowing', 'fr', false, 10],
    );
    const [second] = await desk.claim();
    assert.deepEqual([second?.rawSha256, second?.isCut, second?.wholeBytes], ['b', true, 50_000_000]);
    assert.deepEqual(await desk.claim(), []);
  });

  // Danger: a process dies with a mail in its hands, or sleeps and settles what another has taken over.
  it('claimReceivedMail() hands a mail on when its lease ends, and who lost it cannot settle it', async (t) => {
    const desk = await aDesk(t);
    await desk.keep('a');
    const [lost] = await desk.claim();
    desk.pass(limits.incomingMailLeaseMs + 1);
    const [held] = await desk.claim();
    assert.ok(lost !== undefined && held !== undefined);
    assert.equal(await desk.change((changing) => settleReceivedMail(changing, lost, settled)), false);
    assert.equal(await desk.change((changing) => settleReceivedMail(changing, held, settled)), true);
    assert.equal(await desk.change((changing) => settleReceivedMail(changing, held, settled)), false);
    const [row] = await desk.query<{ state: string }>('SELECT state FROM incoming_mail');
    assert.equal(row?.state, 'set_aside');
  });

  it('postponeReceivedMail() leaves a mail for later, with the reason', async (t) => {
    const desk = await aDesk(t);
    await desk.keep('a');
    const [mail] = await desk.claim();
    assert.ok(mail !== undefined);
    await desk.change(({ sql, now }) =>
      postponeReceivedMail(sql, mail, 'later', new Date(now.getTime() + 60_000)),
    );
    assert.deepEqual(await desk.claim(), []);
    desk.pass(60_001);
    const [again] = await desk.claim();
    assert.equal(again?.attempts, 2);
  });
});

describe('keepReceivedMail()', () => {
  it('keepReceivedMail() knows the same bytes while a sender may still try again, and in a folder always', async (t) => {
    const desk = await aDesk(t);
    assert.equal(await desk.keep('a'), true);
    assert.equal(await desk.keep('a', { addressedAs: ['incidents+x@example.org'] }), false);
    desk.pass(limits.incomingMailSameMsMax + 1);
    assert.equal(await desk.keep('a', { uid: { validity: 7, number: 3 } }), false);
    assert.equal(await desk.keep('a'), true, 'who writes the same words a week later writes anew');
    const [mailbox] = await desk.query('SELECT uid_validity::int, uid_last::int FROM mailbox');
    assert.deepEqual(mailbox, { uid_validity: 7, uid_last: 3 });
  });
});
