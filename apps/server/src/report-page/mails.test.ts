// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { aDesk, FormVisitor } from '../../test/form-visitor.ts';

/** A folder of real phishing mails, one a file. They are hostile, so none of them lies in this repository. */
const mailsDir = process.env['BELFRY_MAILS'];

it('ten real phishing mails come through the form and back out byte for byte', async (t) => {
  if (mailsDir === undefined || !existsSync(mailsDir)) {
    t.skip('BELFRY_MAILS names no folder of mails');
    return;
  }
  const { clock, desk } = await aDesk(t);
  const helpdesk = await desk.as('helpdesk');
  const names = readdirSync(mailsDir).filter((name) => name.endsWith('.eml'));
  for (const name of names.slice(0, 10)) {
    const content: Buffer = readFileSync(path.join(mailsDir, name));
    const visitor = new FormVisitor(desk, { 'accept-language': 'nl' });
    await visitor.fillIn({ happened: `Valse mail ${name}`, files: [{ name, content }] });
    clock.pass(60_000);
    await visitor.post({});
    const reference = /REP-\d{4}-\d{4}/.exec(visitor.text)?.[0] ?? '';
    const { attachments } = await helpdesk.api.readReport({ params: { reference } });
    assert.deepEqual([attachments[0]?.name, attachments[0]?.sizeBytes], [name, content.length]);
    const got = await helpdesk.inject({
      method: 'GET',
      url: `/api/v1/reports/${reference}/attachments/${attachments[0]?.id}`,
    });
    assert.ok(got.rawPayload.equals(content), name);
  }
  const { items } = await helpdesk.api.listReports({ query: { state: 'open', order: 'oldest' } });
  assert.equal(items.length, 10);
});
