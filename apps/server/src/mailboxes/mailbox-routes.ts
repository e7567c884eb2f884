// SPDX-License-Identifier: Apache-2.0
import { type mailboxRoutes, refuse } from '@belfry/contract';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import type { Sealing } from '../platform/keys/sealing.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import type { MailIn } from './mail-in.ts';
import {
  isSameFolder,
  keepsSecrets,
  type MailboxKept,
  reasonNotImap,
  reasonNotMailbox,
  reasonNotPurpose,
} from './mailbox.ts';
import {
  type MailboxSecrets,
  openSecrets,
  type SealedSecrets,
  SecretsNotOpened,
  sealSecrets,
} from './mailbox-secrets.ts';
import {
  findMailbox,
  hasReceived,
  insertMailbox,
  isAddressTaken,
  listMailboxRows,
  presentMailboxes,
  secretNamesOf,
  updateMailbox,
} from './mailbox-store.ts';

export interface MailboxParts {
  readonly database: Database;
  readonly mailIn: MailIn;
}

type MailboxHandlers = Handlers<typeof mailboxRoutes>;

export function mailboxHandlers({ database, mailIn }: MailboxParts): MailboxHandlers {
  return {
    listMailboxes: async ({ actor }) =>
      await database.read(actor, async ({ sql }) => ({
        items: await presentMailboxes(sql, await listMailboxRows(sql)),
        receiver: mailIn.receiver(),
      })),
    addMailbox: async ({ actor, body }) =>
      await database.change(actor, async (changing) => {
        const { secrets, ...fields } = body;
        const { sql, ids, now } = changing;
        const mailbox: MailboxKept = { ...fields, id: ids.uuid(), createdAt: now };
        const sealed = sealSecrets(mailIn.sealing, mailbox.id, secrets);
        const wrong = reasonNotMailbox(mailbox.way, mailbox.imap, secretNamesOf(sealed));
        if (wrong !== null) {
          return wrong;
        }
        if (!(await insertMailbox(sql, mailbox, sealed))) {
          return refuse('mailbox.address_taken');
        }
        tell(changing, mailIn, 'mailbox.added', mailbox, changesBetween({}, told(mailbox)));
        return await presentOne(sql, mailbox.id);
      }),
    changeMailbox: changeMailbox(database, mailIn),
    testMailbox: async ({ actor, body }) => {
      const { mailbox: id } = body;
      const kept = id === undefined ? null : await database.read(actor, ({ sql }) => findMailbox(sql, id));
      if (body.mailbox !== undefined && kept === null) {
        return refuse('mailbox.not_found');
      }
      const sealed = kept !== null && keepsSecrets(kept.mailbox.imap, body.imap) ? kept.sealed : {};
      const wrong = reasonNotImap(body.imap, [...secretNamesOf(sealed), ...namesIn(body.secrets)]);
      if (wrong !== null) {
        return wrong;
      }
      const opened = openKept(mailIn.sealing, body.mailbox ?? '', sealed);
      return typeof opened === 'string'
        ? { works: false, detail: opened, folders: [], mailCount: null, announcesMail: false }
        : await mailIn.tryImap(body.imap, { ...opened, ...named(body.secrets) });
    },
  };
}

function changeMailbox(database: Database, mailIn: MailIn): MailboxHandlers['changeMailbox'] {
  return async ({ actor, body, params }) =>
    await database.change(actor, async (changing) => {
      const { sql } = changing;
      const before = await findMailbox(sql, params.id, true);
      if (before === null) {
        return refuse('mailbox.not_found');
      }
      const { secrets = {}, ...fields } = body;
      const after: MailboxKept = { ...before.mailbox, ...named(fields) };
      const staysSame = after.imap !== null && keepsSecrets(before.mailbox.imap, after.imap);
      const sealed = {
        ...(staysSame ? before.sealed : {}),
        ...sealSecrets(mailIn.sealing, params.id, secrets),
      };
      const wrong =
        reasonNotMailbox(after.way, after.imap, secretNamesOf(sealed)) ??
        reasonNotPurpose(before.mailbox, after, await hasReceived(sql, params.id));
      if (wrong !== null) {
        return wrong;
      }
      if (await isAddressTaken(sql, after.address, params.id)) {
        return refuse('mailbox.address_taken');
      }
      const startAgain =
        body.imap !== undefined &&
        (before.lastError !== null || !isSameFolder(before.mailbox.imap, body.imap));
      await updateMailbox(sql, after, sealed, startAgain);
      const changes = changesBetween(told(before.mailbox), told(after));
      // That a secret was changed is told, never what it was.
      for (const name of namesIn(secrets)) {
        changes.push({ field: name, from: null, to: 'changed' });
      }
      if (changes.length > 0) {
        tell(changing, mailIn, 'mailbox.changed', after, changes);
      }
      return await presentOne(sql, params.id);
    });
}

function tell(
  { record, afterCommit }: Changing,
  mailIn: MailIn,
  event: 'mailbox.added' | 'mailbox.changed',
  mailbox: MailboxKept,
  changes: ReturnType<typeof changesBetween>,
): void {
  record({
    event,
    subject: { kind: 'mailbox', id: mailbox.id, reference: mailbox.address },
    changes,
  });
  afterCommit(() => mailIn.mailboxesChanged());
}

/** What the record tells of a mailbox: its setting, and none of its secrets. */
function told({ id: _id, createdAt: _createdAt, ...fields }: MailboxKept) {
  return fields;
}

async function presentOne(sql: Sql, id: string) {
  const row = await findMailbox(sql, id);
  const [mailbox] = row === null ? [] : await presentMailboxes(sql, [row]);
  if (mailbox === undefined) {
    throw new Error('Expected the mailbox that was just written');
  }
  return mailbox;
}

function namesIn(secrets: MailboxSecrets) {
  return secretNamesOf(Object.fromEntries(Object.keys(named(secrets)).map((name) => [name, ''])));
}

/** The fields that were named; one that is absent stays as it is. */
function named<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** @returns the secrets, or why they do not open */
function openKept(sealing: Sealing, mailboxId: string, sealed: SealedSecrets): MailboxSecrets | string {
  try {
    return openSecrets(sealing, mailboxId, sealed);
  } catch (error) {
    if (error instanceof SecretsNotOpened) {
      return error.message;
    }
    throw error;
  }
}
