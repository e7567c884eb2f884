// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { readMail } from '../src/mail-reading/read-mail.ts';
import { systemActor } from '../src/platform/authorization/actor.ts';
import { openDiskFileStore } from '../src/platform/files/disk-file-store.ts';
import { must, openTestDesk, type TestDesk } from './desk.ts';

/** Content of the file in the mail inside. */
export const secret = Buffer.from('\0bytes of a picture\xff', 'latin1');
const inner = [
  'From: "Your bank" <thief@evil.example>',
  'Subject: Act now',
  'Content-Type: multipart/mixed; boundary=in',
  '',
  '--in',
  'Content-Type: text/html',
  '',
  '<p>Go to <a href="http://evil.example/login">https://bank.example</a></p>',
  '--in',
  'Content-Type: image/svg+xml; name="../../etc/invoice.svg"',
  'Content-Transfer-Encoding: base64',
  '',
  secret.toString('base64'),
  '--in--',
].join('\r\n');
/** A mail that forwards another one, which carries a deceptive link and a file. */
export const raw = Buffer.from(
  [
    'From: Ann <ann@example.org>',
    'Subject: Fwd: Act now',
    'Content-Type: multipart/mixed; boundary=out',
    '',
    '--out',
    'Content-Type: text/plain',
    '',
    'I got this',
    '--out',
    'Content-Type: message/rfc822',
    '',
    inner,
    '--out--',
  ].join('\r\n'),
);

/** A report that came in this mail. */
export async function reportOfMail(
  t: TestContext,
): Promise<{ desk: TestDesk; reference: string; mail: string }> {
  const desk = await openTestDesk(t);
  const helpdesk = await desk.as('helpdesk');
  const sent = await helpdesk.api.sendReport({ body: { summary: 'Fwd: Act now' } });
  const files = await openDiskFileStore(path.join(desk.dataDir, 'files'));
  const kept = must(await files.keep(bytes(raw), raw.length));
  const mailbox = await (await desk.as('it_responsible')).api.addMailbox({
    body: { name: 'Help', address: 'help@desk.example', purpose: 'incidents', language: 'en', way: 'smtp' },
  });
  const mail = randomUUID();
  await desk.database.change(systemActor('test'), ({ now, sql }) =>
    sql
      .insertInto('incoming_mail')
      .values({
        id: mail,
        mailbox_id: mailbox.id,
        received_at: now,
        raw_sha256: kept.sha256,
        raw_bytes: kept.sizeBytes,
        whole_bytes: kept.sizeBytes,
        is_cut: false,
        envelope_from: 'ann@example.org',
        peer: '{}',
        state: 'taken',
        nature: 'person',
        reading: JSON.stringify(readMail(raw).reading),
        report_id: sent.id,
        settled_at: now,
      })
      .execute(),
  );
  return { desk, reference: sent.reference, mail };
}

async function* bytes(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
}
