// SPDX-License-Identifier: Apache-2.0
import type { MailTold } from './scenario.ts';

const LINE_CHARACTERS = 76;

/** A mail as it comes over the wire: what it forwards goes along whole, the way people are asked to forward. */
export function writeMail(told: MailTold, sent: { at: Date; id: string; to: string }): string {
  const own = body(told);
  const content =
    told.forwards === undefined
      ? own
      : parts('mixed', sent.id, [
          own,
          `Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename="forwarded.eml"\r\n\r\n${forwarded(told.forwards, sent)}`,
        ]);
  return [
    ...(told.headers ?? []),
    `From: ${encoded(told.from.name)} <${told.from.email}>`,
    `To: <${sent.to}>`,
    `Subject: ${encoded(told.subject)}`,
    `Date: ${sent.at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${sent.id}>`,
    'MIME-Version: 1.0',
    content,
  ].join('\r\n');
}

/** It came before it was forwarded. */
function forwarded(told: MailTold, outer: { at: Date; id: string }): string {
  const at = new Date(outer.at.getTime() - 40 * 60_000);
  const host = told.from.email.split('@')[1] ?? '';
  return writeMail(told, { at, id: `${outer.id.slice(0, 8)}@${host}`, to: told.to ?? '' });
}

function body({ html, text }: MailTold): string {
  const plain = leaf('text/plain', text);
  return html === undefined ? plain : parts('alternative', text, [plain, leaf('text/html', html)]);
}

function leaf(type: string, words: string): string {
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${folded(words)}`;
}

function parts(kind: 'mixed' | 'alternative', seed: string, pieces: readonly string[]): string {
  const boundary = `${kind}-${Buffer.from(seed).toString('hex').slice(0, 24)}`;
  return [
    `Content-Type: multipart/${kind}; boundary="${boundary}"`,
    '',
    ...pieces.flatMap((piece) => [`--${boundary}`, piece]),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

const base64 = (words: string): string => Buffer.from(words).toString('base64');
const encoded = (words: string): string => `=?utf-8?B?${base64(words)}?=`;
const folded = (words: string): string =>
  base64(words)
    .match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g'))
    ?.join('\r\n') ?? '';
