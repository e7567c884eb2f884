// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openTestDesk, type TestDesk } from '../../test/desk.ts';
import { aClock } from '../../test/form-visitor.ts';
import { remindOnce } from './remind-handlers.ts';

const DAY_MS = 86_400_000;
const WORD = 'Merel';

interface Sent {
  to_address: string;
  subject: string;
  text: string;
}

async function aRoom(t: TestContext) {
  const clock = aClock();
  const desk = await openTestDesk(t, { clock });
  const first = await desk.another('Hanne One', 'whistleblowing_handler');
  const second = await desk.another('Hugo Two', 'whistleblowing_handler');
  const sent = await first.api.sendReport({
    body: { kind: 'whistleblowing', summary: `${WORD} forges invoices`, anonymous: true },
  });
  return { clock, desk, first, second, params: { reference: sent.reference } };
}

/** Several workers at once, as several desks on one database would be, until nothing is due. */
async function remind({ clock, desk }: { clock: { now(): Date }; desk: TestDesk }): Promise<Sent[]> {
  const parts = { database: desk.database, publicUrl: () => 'https://desk.example.org' };
  for (;;) {
    await Promise.all([1, 2, 3].map(() => remindOnce(parts)));
    const due = await desk.query(
      'SELECT 1 FROM whistleblowing_reminder WHERE settled_at IS NULL AND due_at <= $1',
      [clock.now()],
    );
    if (due.length === 0) {
      break;
    }
    await delay(10);
  }
  return desk.query<Sent>(
    "SELECT to_address, subject, text FROM mail WHERE purpose = 'alert' ORDER BY queued_at, to_address",
  );
}

const both = (subject: string) => [subject, subject];
const received = both('Something new in the confidential room');
const soon = both('A term ends in two days');
const ended = both('A term has ended');

describe('reminders of the confidential room', () => {
  it('tell every handler once: what came in, two days before a term ends, and when it has ended', async (t) => {
    const { clock, desk } = await aRoom(t);
    const subjects = async () => (await remind({ clock, desk })).map((mail) => mail.subject);
    assert.deepEqual(await subjects(), received);
    clock.pass(5 * DAY_MS);
    assert.deepEqual(await subjects(), received);
    clock.pass(DAY_MS);
    assert.deepEqual(await subjects(), [...received, ...soon]);
    clock.pass(2 * DAY_MS);
    assert.deepEqual(await subjects(), [...received, ...soon, ...ended]);
  });

  // Danger: mail is read on telephones and kept by others; it must not tell what was reported, nor which report.
  it('name neither report nor words, and nobody but a handler sees that they were written', async (t) => {
    const { clock, desk } = await aRoom(t);
    clock.pass(9 * DAY_MS);
    const mails = await remind({ clock, desk });
    assert.ok(mails.length > 0);
    assert.doesNotMatch(JSON.stringify(mails), new RegExp(`${WORD}|WB-|REP-`));
    const unwalled = await desk.query('SELECT 1 FROM mail WHERE report_id IS NULL');
    assert.deepEqual(unwalled, []);
  });

  it('are not written for a term that was met, and not to a handler who is kept out', async (t) => {
    const { clock, desk, first, params, second } = await aRoom(t);
    await remind({ clock, desk });
    await first.api.acknowledgeCase({ params, body: { text: 'Thank you' } });
    await first.inject({
      method: 'PUT',
      url: `/api/v1/whistleblowing/cases/${params.reference}/handlers/${second.id}`,
      payload: { part: 'excluded' },
    });
    clock.pass(91 * DAY_MS);
    const later = (await remind({ clock, desk })).slice(received.length);
    assert.deepEqual(
      later.map((mail) => [mail.to_address, mail.subject]),
      [[first.email, 'A term ends in two days']],
    );
  });

  // Danger: nobody is there when a term ends, and whoever is designated later never hears of it.
  it('wait for somebody to be there', async (t) => {
    const { clock, desk, first, second } = await aRoom(t);
    await remind({ clock, desk });
    const admin = await desk.as('administrator');
    for (const { id } of [first, second]) {
      await admin.api.blockPerson({ params: { id: id as never }, body: { reason: 'left' } });
    }
    clock.pass(6 * DAY_MS);
    await remind({ clock, desk });
    const third = await desk.another('Hilde Three', 'whistleblowing_handler');
    clock.pass(3_600_000);
    const mails = await remind({ clock, desk });
    assert.deepEqual(
      mails.filter((mail) => mail.to_address === third.email).map((mail) => mail.subject),
      ['A term ends in two days'],
    );
  });

  // Danger: a reporter without a receipt was "acknowledged" by a mail that never left.
  it('leave a term running until the mail that meets it was sent', async (t) => {
    const { clock, desk, first, params } = await aRoom(t);
    await desk.query(
      "UPDATE report SET receipt_hash = NULL, anonymous = false, reporter_email = 'zoe@example.com'",
    );
    const waiting = await first.api.acknowledgeCase({ params, body: { text: 'Thank you' } });
    assert.equal(waiting.clocks[0]?.state, 'on_its_way');
    await remind({ clock, desk });
    assert.equal((await first.api.readCase({ params })).clocks[0]?.metAt, null);
    clock.pass(3_600_000);
    const sentAt = clock.now();
    await desk.query("UPDATE mail SET state = 'sent', sent_at = $1 WHERE purpose = 'message'", [sentAt]);
    await remind({ clock, desk });
    const { clocks } = await first.api.readCase({ params });
    assert.deepEqual([clocks[0]?.state, clocks[0]?.metAt], ['met', sentAt.toISOString()]);
    assert.equal(clocks[1]?.startedBy, 'acknowledgement');
  });
});
