// SPDX-License-Identifier: Apache-2.0
import type { ImapSetting, Language, Mailbox, MailboxSecretName } from '@belfry/contract';
import type { AnswerOf } from '../api.ts';

/** What our own receiver does. */
export type Receiver = AnswerOf<'listMailboxes'>['receiver'];

/** A mailbox while it is being written; nothing of it is checked before it is sent. */
export interface MailboxDraft {
  readonly name: string;
  readonly address: string;
  readonly purpose: Mailbox['purpose'];
  readonly language: Language;
  readonly way: Mailbox['way'];
  readonly plusAddressing: boolean;
  readonly acknowledges: boolean;
  readonly imap: ImapSetting;
  /** Only what somebody wrote just now: what is kept is never shown again. */
  readonly secrets: Readonly<Record<MailboxSecretName, string>>;
}

export const standardPort: Readonly<Record<ImapSetting['security'], number>> = {
  tls: 993,
  starttls: 143,
  none: 143,
};

export function newDraft(language: Language): MailboxDraft {
  return {
    name: '',
    address: '',
    purpose: 'incidents',
    language,
    way: 'smtp',
    plusAddressing: true,
    acknowledges: true,
    imap: {
      host: '',
      port: standardPort.tls,
      security: 'tls',
      user: '',
      authentication: 'password',
      tokenUrl: null,
      clientId: null,
      scope: null,
      folder: 'INBOX',
      takesFrom: null,
    },
    secrets: noSecrets,
  };
}

const noSecrets = { password: '', clientSecret: '', refreshToken: '' };

export function draftOf(mailbox: Mailbox): MailboxDraft {
  const { acknowledges, address, language, name, plusAddressing, purpose, way } = mailbox;
  const imap = mailbox.imap ?? newDraft(language).imap;
  return { name, address, purpose, language, way, plusAddressing, acknowledges, imap, secrets: noSecrets };
}

/** Secrets that were written; the others stay as they are kept. */
export function writtenSecrets(draft: MailboxDraft): Partial<Record<MailboxSecretName, string>> {
  return Object.fromEntries(Object.entries(draft.secrets).filter(([, value]) => value !== ''));
}

/** Fields of the other way to sign in are left out, so that none of them stays behind unseen. */
export function imapOf({ imap }: MailboxDraft): ImapSetting {
  return imap.authentication === 'oauth2' ? imap : { ...imap, tokenUrl: null, clientId: null, scope: null };
}
