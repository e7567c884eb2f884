// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { aMailServer } from '../../../test/mail-server.ts';
import { type OutgoingMail, smtpTransport } from './smtp.ts';

const mail: OutgoingMail = {
  messageId: '<1@desk.example.org>',
  from: { name: 'Stad Example', address: 'desk@example.org' },
  to: 'rik@example.com',
  subject: 'Uw melding – één',
  text: 'Dank u.\n\nWij kijken ernaar.',
  html: '<p>Dank u.</p>\n<p>Wij kijken ernaar.</p>\n',
  language: 'nl',
  replyTo: 'desk+r.abc@example.org',
  answersTo: ['<first@example.com>', '<second@example.com>'],
  automatic: null,
};

/** Relaxed canonical form of a header field (RFC 6376 section 3.4.2), written from the RFC and not from the signer. */
function relaxedHeader(field: string): string {
  const colon = field.indexOf(':');
  const value = field.slice(colon + 1).replaceAll(/\r\n(?=[ \t])/g, '');
  return `${field.slice(0, colon).trim().toLowerCase()}:${value.replaceAll(/[ \t]+/g, ' ').trim()}`;
}

/** Relaxed canonical form of a body (RFC 6376 section 3.4.4). */
function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replaceAll(/[ \t]+/g, ' ').replace(/ $/, ''));
  const text = lines.join('\r\n').replace(/(?:\r\n)*$/, '');
  return text === '' ? '' : `${text}\r\n`;
}

describe('smtpTransport', () => {
  it('names the conversation, so that the program of the reader shows one thread', async (t) => {
    const server = await aMailServer(t);
    const transport = smtpTransport(server.url);
    t.after(() => transport.close());
    await transport.send(mail);
    const content = server.taken[0]?.content ?? '';
    assert.match(content, /^In-Reply-To: <second@example\.com>\r$/m);
    assert.match(content, /^References: <first@example\.com>\s+<second@example\.com>\r$/m);
    assert.match(content, /^Reply-To: <?desk\+r\.abc@example\.org>?\r$/m);
    assert.doesNotMatch(content, /^Auto-Submitted/m, 'a person wrote it');
    await transport.send({ ...mail, answersTo: [], replyTo: null, automatic: 'auto-replied' });
    const receipt = server.taken[1]?.content ?? '';
    assert.match(receipt, /^Auto-Submitted: auto-replied\r$/m);
    assert.doesNotMatch(receipt, /^(?:In-Reply-To|References|Reply-To)/m);
  });

  // Checked here by hand from the RFC: a signer that agrees with itself proves nothing.
  it('signs what it sends, so that others can tell that it is ours and was not changed', async (t) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const server = await aMailServer(t);
    const transport = smtpTransport(server.url, {
      domainName: 'example.org',
      keySelector: 'belfry',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    });
    t.after(() => transport.close());
    await transport.send(mail);
    const content = server.taken[0]?.content ?? '';
    const end = content.indexOf('\r\n\r\n');
    const fields = content.slice(0, end).split(/\r\n(?![ \t])/);
    const signature = fields.find((field) => /^dkim-signature:/i.test(field)) ?? '';
    const tags = new Map(
      signature
        .slice(signature.indexOf(':') + 1)
        .split(';')
        .map((tag) => [
          tag.slice(0, tag.indexOf('=')).trim(),
          tag.slice(tag.indexOf('=') + 1).replaceAll(/\s/g, ''),
        ]),
    );
    assert.deepEqual(
      ['a', 'c', 'd', 's'].map((tag) => tags.get(tag)),
      ['rsa-sha256', 'relaxed/relaxed', 'example.org', 'belfry'],
    );
    const body = relaxedBody(content.slice(end + 4));
    assert.equal(tags.get('bh'), createHash('sha256').update(body).digest('base64'));
    const named = tags.get('h')?.toLowerCase().split(':') ?? [];
    for (const needed of ['from', 'to', 'subject', 'message-id', 'reply-to', 'in-reply-to', 'references']) {
      assert.ok(named.includes(needed), `${needed} is signed`);
    }
    const rest = [...fields];
    const signed = named.flatMap((name) => {
      const index = rest.findLastIndex((field) => field.toLowerCase().startsWith(`${name}:`));
      return index < 0 ? [] : rest.splice(index, 1).map(relaxedHeader);
    });
    const unsigned = relaxedHeader(signature).replace(/(;\s*b=)[^;]*/, '$1');
    const verify = createVerify('RSA-SHA256').update(`${[...signed, unsigned].join('\r\n')}`);
    assert.ok(verify.verify(publicKey, tags.get('b') ?? '', 'base64'));
  });
});
