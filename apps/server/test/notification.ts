// SPDX-License-Identifier: Apache-2.0
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { FieldValue, Notification } from '@belfry/contract';
import { systemActor } from '../src/platform/authorization/actor.ts';
import type { Sql } from '../src/platform/database/database.ts';
import { openTestDesk, type Somebody, type TestDesk, type TestDeskOptions } from './desk.ts';
import { aProof } from './reassertion.ts';

/** What every field of a GDPR notification that has to be filled can hold. */
export const gdprFilled: Readonly<Record<string, FieldValue>> = {
  entity_name: 'Stad Example',
  contact_name: 'Ana Ruiz',
  contact_mail: 'ana.ruiz@example.org',
  incident_reference: 'INC',
  nature: 'Mailbox of the housing service taken over',
  dpo_name: 'Dora Privacy',
  dpo_mail: 'dpo@example.org',
  likely_consequences: 'Phishing in the name of the city',
  measures: 'Password changed, sessions ended, people told',
};

export interface NotificationDesk {
  readonly desk: TestDesk;
  readonly author: Somebody;
  readonly approver: Somebody;
  readonly incident: { readonly reference: string; readonly id: string };
  /** A GDPR notification, begun and filled. */
  begin(who?: Somebody): Promise<Notification>;
  fill(notification: Notification, fields?: Readonly<Record<string, FieldValue>>): Promise<Notification>;
  propose(notification: Notification): Promise<Notification>;
  approve(notification: Notification, who?: Somebody): Promise<Notification>;
  /** Begun, filled, proposed and approved. */
  approved(): Promise<Notification>;
  read(reference: string): Promise<Notification>;
}

const written = (fields: Readonly<Record<string, FieldValue>>) =>
  Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, { value }]));

/** A desk with an incident, an authority that takes mail, somebody who drafts and somebody who approves. */
export async function aNotificationDesk(
  t: TestContext,
  options: TestDeskOptions & { readonly authorityMail?: string } = {},
): Promise<NotificationDesk> {
  const desk = await openTestDesk(t, options);
  const author = await desk.as('dpo');
  const approver = await desk.another('Olga Organisation', 'organisation_responsible');
  const mail = options.authorityMail ?? 'inbox@dpa.example.eu';
  const authority = await author.api.addAuthority({
    body: {
      name: 'Data Protection Authority',
      country: 'BE',
      kinds: ['data_protection'],
      channels: mail === '' ? [] : [{ kind: 'mail', value: mail }],
      languages: ['nl', 'fr'],
      formLink: '',
      notes: '',
    },
  });
  await author.api.chooseAuthority({ body: { regimeId: 'gdpr', authorityId: authority.id } });
  const incident = await author.api.declareIncident({
    body: { title: 'Mailbox taken over', summary: 'Somebody reads the mailbox of the housing service' },
  });
  const params = (reference: string) => ({ params: { reference } });
  const read = (reference: string) => author.api.readNotification(params(reference));
  const begin = (who = author) =>
    who.api.beginNotification({
      ...params(incident.reference),
      body: { regimeId: 'gdpr', stageId: 'authority' },
    });
  const fill = ({ reference, version }: Notification, fields = gdprFilled) =>
    author.api.changeNotification({ ...params(reference), body: { version, fields: written(fields) } });
  const propose = ({ reference, version }: Notification) =>
    author.api.proposeNotification({ ...params(reference), body: { version } });
  const approve = async ({ digest, reference }: Notification, who = approver) => {
    const reassertionId = await aProof(desk, who.id, {
      act: 'notification.approve',
      subject: reference,
      digest,
    });
    return who.api.approveNotification({ ...params(reference), body: { digest, reassertionId } });
  };
  const approved = async () => approve(await propose(await fill(await begin())));
  return { desk, author, approver, incident, begin, fill, propose, approve, approved, read };
}

const WAIT_MS = 20;
const WAITS_MAX = 3_000;

/** Waits until a notification stands as wanted: what other processes do takes as long as it takes. */
export async function untilNotification(
  read: () => Promise<Notification>,
  stands: (notification: Notification) => boolean,
): Promise<Notification> {
  for (let waits = 0; waits < WAITS_MAX; waits += 1) {
    const now = await read();
    if (stands(now)) return now;
    await delay(WAIT_MS);
  }
  throw new Error('The notification never came to stand as wanted');
}

/** The same with a draft begun, and statements run as the system runs them: for tests of stores. */
export async function aNotificationStore(t: TestContext) {
  const made = await aNotificationDesk(t);
  const begun = await made.begin();
  const change = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    made.desk.database.change(systemActor('test'), ({ sql }) => work(sql));
  return { ...made, begun, change };
}
