// SPDX-License-Identifier: Apache-2.0
import type { FastifyInstance } from 'fastify';
import type { ReplyAddresses } from '../correspondence/index.ts';
import { receiveMail } from '../mailboxes/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Ids } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import type { Thread } from './acts.ts';
import type { MailTold } from './scenario.ts';
import type { WaysIn } from './ways-in.ts';
import { writeMail } from './write-mail.ts';

/** What brings mail and alerts to the desk from outside. */
export interface Outside {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly files: FileStore;
  readonly addresses: ReplyAddresses;
  readonly ids: Ids;
  /** Takes received mail in, as the desk does. */
  readonly intake: DueWork;
  /** Open from some day of the story on. */
  waysIn: WaysIn | null;
}

const demonstration = systemActor('demonstration');

function waysInOf({ waysIn }: Outside): WaysIn {
  if (waysIn === null) {
    throw new Error('Mail and systems have no way in yet');
  }
  return waysIn;
}

/** A mail comes in; when the story knows its report already, it answers the address the desk wrote from. */
export async function mailArrives(
  outside: Outside,
  thread: Thread,
  { key, mail, at }: { key: string; mail: MailTold; at: Date },
): Promise<void> {
  const { addresses, database, files, ids, intake } = outside;
  const { mailbox } = waysInOf(outside);
  const known = thread.reports.get(key);
  const answered =
    known === undefined ? null : addresses.of(mailbox.address, { kind: 'report', id: known.id });
  const to = answered ?? mailbox.address;
  const id = `${ids.uuid()}@${mail.from.email.split('@')[1]}`;
  const raw = Buffer.from(writeMail(mail, { at, id, to }));
  await receiveMail(
    { database, files },
    {
      to: [{ mailboxId: mailbox.id, addressedAs: [to] }],
      content: (async function* () {
        yield raw;
      })(),
      envelopeFrom: mail.from.email,
      peer: { address: '192.0.2.25', greeting: 'mx1.dijkvest.example', isEncrypted: true },
      uid: null,
      cutFromBytes: null,
    },
  );
  while (await intake.doBatch());
  const settled = await database.read(demonstration, ({ sql }) =>
    sql
      .selectFrom('incoming_mail as m')
      .innerJoin('report as r', 'r.id', 'm.report_id')
      .select(['r.id', 'r.reference'])
      .where('m.message_id', '=', `<${id}>`)
      .executeTakeFirst(),
  );
  if (settled === undefined || (known !== undefined && settled.id !== known.id)) {
    throw new Error(`The mail "${mail.subject}" did not reach its report`);
  }
  thread.reports.set(key, { ...settled, receipt: null });
}

/** A system tells the desk what it sees. */
export async function alertArrives(
  outside: Outside,
  thread: Thread,
  key: string,
  payload: unknown,
): Promise<void> {
  const { webhook } = waysInOf(outside);
  const answer = await outside.app.inject({
    method: 'POST',
    url: webhook.path,
    headers: { authorization: `Bearer ${webhook.secret}`, 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  });
  const { occurrences = [] } = answer.json<{ occurrences?: { report: string }[] }>();
  const [first] = occurrences;
  if (first === undefined) {
    throw new Error(`The alert was not taken: ${answer.body}`);
  }
  const found = await outside.database.read(demonstration, ({ sql }) =>
    sql
      .selectFrom('report')
      .select(['id', 'reference'])
      .where('reference', '=', first.report)
      .executeTakeFirstOrThrow(),
  );
  thread.reports.set(key, { ...found, receipt: null });
}
