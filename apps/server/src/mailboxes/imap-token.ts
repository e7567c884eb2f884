// SPDX-License-Identifier: Apache-2.0
import type { ImapSetting } from '@belfry/contract';
import { z } from 'zod';
import { ImapTrouble, oneLine } from './imap-trouble.ts';
import type { MailboxSecrets } from './mailbox-secrets.ts';

/** What opens a mailbox by OAuth 2.0, and until when. */
export interface AccessToken {
  readonly token: string;
  readonly validUntil: Date;
  /** A refresh token that replaces the one used; null when that one goes on. */
  readonly nextRefreshToken: string | null;
}

const TOKEN_MS_MAX = 20_000;
const ANSWER_BYTES_MAX = 65_536;
/** A token endpoint that names no end (RFC 6749 section 5.1 only recommends it). */
const VALID_SECONDS_DEFAULT = 300;
/** A token that ends sooner than this is as good as over. */
const SPARE_SECONDS = 60;

const granted = z.object({
  access_token: z.string().min(1).max(32_000),
  expires_in: z.coerce.number().int().positive().optional().catch(undefined),
  refresh_token: z.string().min(1).max(8_000).optional().catch(undefined),
});
const refused = z.object({ error: z.string(), error_description: z.string().optional() });

/**
 * Asks the token endpoint: with the refresh token where there is one (RFC 6749 section 6), else for the client itself
 * (section 4.4).
 *
 * @throws ImapTrouble in words that name no secret
 */
export async function askForToken(
  imap: ImapSetting,
  secrets: MailboxSecrets,
  now: () => Date,
): Promise<AccessToken> {
  const form = new URLSearchParams({ client_id: imap.clientId ?? '' });
  if (secrets.refreshToken === undefined) {
    form.set('grant_type', 'client_credentials');
  } else {
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', secrets.refreshToken);
  }
  if (secrets.clientSecret !== undefined) {
    form.set('client_secret', secrets.clientSecret);
  }
  if (imap.scope !== null && imap.scope !== '') {
    form.set('scope', imap.scope);
  }
  const { isOk, body } = await post(imap.tokenUrl ?? '', form);
  const given = granted.safeParse(body);
  if (!isOk || !given.success) {
    const said = refused.safeParse(body);
    const why = said.success
      ? `${said.data.error} ${said.data.error_description ?? ''}`
      : 'no token in its answer';
    throw new ImapTrouble(`The token endpoint refuses: ${oneLine(why)}`);
  }
  const seconds = Math.max(1, (given.data.expires_in ?? VALID_SECONDS_DEFAULT) - SPARE_SECONDS);
  return {
    token: given.data.access_token,
    validUntil: new Date(now().getTime() + seconds * 1_000),
    nextRefreshToken: given.data.refresh_token ?? null,
  };
}

async function post(url: string, form: URLSearchParams): Promise<{ isOk: boolean; body: unknown }> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: form,
      // A redirect would carry the secrets to another address.
      redirect: 'error',
      signal: AbortSignal.timeout(TOKEN_MS_MAX),
    });
    return { isOk: answer.ok, body: readJson(await textOf(answer)) };
  } catch (error) {
    if (error instanceof ImapTrouble) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    const said = error instanceof Error ? error.message : String(error);
    throw new ImapTrouble(`The token endpoint does not answer as it should: ${oneLine(said + cause)}`);
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser quotes what it read, and the address may be that of something that is no token endpoint.
    throw new ImapTrouble('The token endpoint answers no JSON');
  }
}

async function textOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of answer.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > ANSWER_BYTES_MAX) {
      throw new ImapTrouble('The token endpoint answers more than a token');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
