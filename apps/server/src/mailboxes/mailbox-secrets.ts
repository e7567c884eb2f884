// SPDX-License-Identifier: Apache-2.0
import type { MailboxSecretName } from '@belfry/contract';
import type { Sealing } from '../platform/keys/sealing.ts';

/** Secrets of one mailbox, in the clear. They live in memory only, and never in a log or an answer. */
export type MailboxSecrets = { readonly [Name in MailboxSecretName]?: string | undefined };
export type SealedSecrets = { readonly [Name in MailboxSecretName]?: string };

/** The key is another one than that under which the secrets were sealed, or they were altered. */
export class SecretsNotOpened extends Error {
  readonly code = 'mailbox.secrets_not_opened';
}

/**
 * Seals each secret for this mailbox and this name: what was sealed for one mailbox opens for no other, so that
 * whoever writes to the database cannot let a password travel to a server of their own.
 */
export function sealSecrets(sealing: Sealing, mailboxId: string, secrets: MailboxSecrets): SealedSecrets {
  const named = Object.entries(secrets).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(
    named.map(([name, secret]) => [name, sealing.seal(secret, boundTo(mailboxId, name))]),
  );
}

/** @throws SecretsNotOpened */
export function openSecrets(sealing: Sealing, mailboxId: string, sealed: SealedSecrets): MailboxSecrets {
  return Object.fromEntries(
    Object.entries(sealed).map(([name, text]) => {
      const secret = sealing.open(text, boundTo(mailboxId, name));
      if (secret === null) {
        throw new SecretsNotOpened(
          `Cannot open the ${name} of this mailbox with the key of this desk: enter it again`,
        );
      }
      return [name, secret];
    }),
  );
}

function boundTo(mailboxId: string, name: string): string {
  return `${mailboxId} ${name}`;
}
