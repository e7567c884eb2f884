// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { type MailReading, ProblemError } from '@belfry/contract';
import { raw, reportOfMail, secret } from '../../test/report-mail.ts';
import { systemActor } from '../platform/authorization/actor.ts';

describe('reportMailHandlers()', () => {
  it('lists the mails of a report, the mail inside with its deceptive link', async (t) => {
    const { desk, mail, reference } = await reportOfMail(t);
    const { api } = await desk.as('helpdesk');
    const { items } = await api.listReportMails({ params: { reference } });
    assert.equal(items.length, 1);
    assert.equal(items[0]?.id, mail);
    assert.equal(items[0]?.mailbox, 'help@desk.example');
    const reading = items[0]?.reading as MailReading;
    assert.deepEqual(
      reading.mails.map(({ subject }) => subject),
      ['Fwd: Act now', 'Act now'],
    );
    assert.deepEqual(reading.mails[1]?.links, [
      {
        defanged: 'hxxp://evil[.]example/login',
        host: 'evil[.]example',
        shownAs: 'hxxps://bank[.]example',
        isDeceptive: true,
      },
    ]);
  });

  it('hands out the mail bit by bit as it came, and the file inside of the mail inside, as downloads', async (t) => {
    const { desk, mail, reference } = await reportOfMail(t);
    const helpdesk = await desk.as('helpdesk');
    const base = `/api/v1/reports/${reference}/mails`;
    const whole = await helpdesk.inject({ url: `${base}/${mail}/raw` });
    assert.equal(whole.statusCode, 200);
    assert.deepEqual(whole.rawPayload, raw);
    const { items } = await helpdesk.api.listReportMails({ params: { reference } });
    const file = items[0]?.reading?.mails[1]?.files[0];
    assert.equal(file?.sha256, createHash('sha256').update(secret).digest('hex'));
    const part = await helpdesk.inject({ url: `${base}/${mail}/parts/${file?.part}` });
    assert.equal(part.statusCode, 200);
    assert.deepEqual(part.rawPayload, secret);
    for (const answer of [whole, part]) {
      assert.equal(answer.headers['content-type'], 'application/octet-stream');
      assert.match(String(answer.headers['content-disposition']), /^attachment; filename="[^/\\]+"/);
      assert.match(String(answer.headers['content-security-policy']), /sandbox/);
    }
    const absent = await helpdesk.inject({ url: `${base}/${mail}/parts/0` });
    assert.equal(absent.json().code, 'mail.not_found');
  });

  it('tells nobody of the mail of a report they cannot see', async (t) => {
    const { desk, mail, reference } = await reportOfMail(t);
    const helpdesk = await desk.as('helpdesk');
    await desk.database.change(systemActor('test'), ({ sql }) =>
      sql.updateTable('report').set({ kind: 'whistleblowing' }).where('reference', '=', reference).execute(),
    );
    await assert.rejects(
      () => helpdesk.api.listReportMails({ params: { reference } }),
      (error: unknown) => error instanceof ProblemError && error.problem.code === 'report.not_found',
    );
    for (const end of ['raw', 'parts/4']) {
      const answer = await helpdesk.inject({ url: `/api/v1/reports/${reference}/mails/${mail}/${end}` });
      assert.equal(answer.json().code, 'mail.not_found');
    }
  });
});
