// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { limits } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { systemIds } from '../platform/clock/clock.ts';
import { requeueMail } from '../platform/mail/index.ts';
import { insertAnnouncement } from './announcement-store.ts';
import {
  addressesOnList,
  contactsAsRecipients,
  deleteRecipients,
  findRecipients,
  insertRecipients,
  lastSentAt,
  listAgain,
  waitingRecipients,
  writeMailOf,
} from './recipient-store.ts';

const system = systemActor('test');
const now = new Date('2026-03-02T09:00:00Z');

async function aList(t: TestContext, count: number) {
  const desk = await openTestDesk(t);
  const writer = await desk.as('handler');
  const incident = await writer.api.declareIncident({ body: { title: 'Outage' } });
  const id = crypto.randomUUID();
  const recipients = Array.from({ length: count }, (_, index) => ({
    name: `Person ${String(index).padStart(4, '0')}`,
    address: `P${index}@example.org`,
    language: 'nl' as const,
    contactId: null,
  }));
  const begun = { id, reference: 'ANN-2026-0001', incidentId: incident.id, obligationId: null } as const;
  await desk.database.change(system, async ({ sql, ids }) => {
    await insertAnnouncement(sql, { ...begun, audience: 'clients', texts: {}, begunBy: writer.id }, now);
    await insertRecipients(sql, id, recipients, ids);
  });
  return { desk, writer, id };
}

/** A mail as the queue has it, in the state in which a mail server left it. */
async function aMail(
  desk: Awaited<ReturnType<typeof openTestDesk>>,
  state: 'sent' | 'failed',
): Promise<string> {
  const id = crypto.randomUUID();
  await desk.query(
    `INSERT INTO mail (id, purpose, to_address, subject, text, language, is_secret, state, queued_at, sent_at, last_error)
     VALUES ($1, 'announcement', 'p@example.org', 'Outage', 'Mended', 'nl', false, $2, $3, $4, $5)`,
    [id, state, now, state === 'sent' ? now : null, state === 'sent' ? null : 'No such mailbox'],
  );
  return id;
}

describe('recipient-store', () => {
  it('findRecipients() reads page after page, each recipient once', async (t) => {
    const { desk, id } = await aList(t, limits.pageSizeDefault + 1);
    const [first, second] = await desk.database.read(system, async ({ sql }) => {
      const page = await findRecipients(sql, id, {});
      return [page, await findRecipients(sql, id, { after: page.next ?? undefined })];
    });
    assert.equal(first?.items.length, limits.pageSizeDefault);
    assert.deepEqual([second?.items.length, second?.next], [1, null]);
    assert.ok(!first?.items.some(({ id: shown }) => shown === second?.items[0]?.id));
  });

  it('addressesOnList() compares addresses whatever their case', async (t) => {
    const { desk, id } = await aList(t, 2);
    const known = await desk.database.read(system, ({ sql }) => addressesOnList(sql, id));
    assert.deepEqual([...known].sort(), ['p0@example.org', 'p1@example.org']);
  });

  // Danger: an empty choice empties the list.
  it('deleteRecipients() takes off whom it names, nobody for an empty choice, and all where none is named', async (t) => {
    const { desk, id } = await aList(t, 3);
    const remove = (ids: readonly string[] | undefined) =>
      desk.database.change(system, ({ sql }) => deleteRecipients(sql, id, ids));
    const { items } = await desk.database.read(system, ({ sql }) => findRecipients(sql, id, {}));
    assert.equal(await remove([]), 0);
    assert.equal(await remove([items[0]?.id ?? '']), 1);
    assert.equal(await remove(undefined), 2);
  });

  // Danger: whoever was reached is told again.
  it('listAgain() lists those whom no mail reached, and nobody else', async (t) => {
    const { desk, id } = await aList(t, 3);
    const [sent, failed] = [await aMail(desk, 'sent'), await aMail(desk, 'failed')];
    await desk.database.change(system, async ({ sql }) => {
      const [one, other] = await waitingRecipients(sql, id, 2);
      assert.ok(one && other);
      await writeMailOf(sql, one.id, sent);
      await writeMailOf(sql, other.id, failed);
      const states = (await findRecipients(sql, id, {})).items.map(({ state, error }) => [state, error]);
      assert.deepEqual(states.sort(), [
        ['failed', 'No such mailbox'],
        ['listed', null],
        ['sent', null],
      ]);
      assert.deepEqual(await lastSentAt(sql, id), now);
      assert.equal(await listAgain(sql, id), 1);
      assert.equal((await waitingRecipients(sql, id, 9)).length, 2);
      assert.equal((await findRecipients(sql, id, { state: 'sent' })).items.length, 1);
      // Danger: the mail that failed is put back by who keeps mail, beside the new one.
      assert.equal(await requeueMail({ sql, now, ids: systemIds }, failed), false);
    });
  });

  it('contactsAsRecipients() takes the preferred mail address, and names those without one', async (t) => {
    const { desk } = await aList(t, 0);
    const [withMail, without] = [crypto.randomUUID(), crypto.randomUUID()];
    const channels = [
      { kind: 'mail', value: 'second@example.org', isPreferred: false },
      { kind: 'mail', value: 'first@example.org', isPreferred: true },
    ];
    await desk.query(
      `INSERT INTO contact (id, name, contact_group, channels, added_at, search)
       VALUES ($1, 'An', 'customer', $3, $4, 'an'), ($2, 'Bob', 'customer', '[]', $4, 'bob')`,
      [withMail, without, JSON.stringify(channels), now],
    );
    const found = await desk.database.read(system, ({ sql }) =>
      contactsAsRecipients(sql, [withMail, without]),
    );
    assert.deepEqual(
      [found.recipients.map(({ address }) => address), found.withoutMail],
      [['first@example.org'], ['Bob']],
    );
  });
});
