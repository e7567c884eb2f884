// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { must } from '../../test/desk.ts';
import { reportOfMail } from '../../test/report-mail.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { findMailOfReport, mailsOfReport } from './report-mail-store.ts';

describe('mailsOfReport()', () => {
  it('tells where each came from, and refuses a report that is not there', async (t) => {
    const { desk, mail, reference } = await reportOfMail(t);
    await desk.database.read(systemActor('test'), async ({ sql }) => {
      const [found, ...others] = must(await mailsOfReport(sql, reference));
      assert.equal(found?.id, mail);
      assert.equal(found?.envelopeFrom, 'ann@example.org');
      assert.equal(found?.reading?.mails.length, 2);
      assert.deepEqual(others, []);
      assert.ok(isRefusal(await mailsOfReport(sql, 'REP-1999-0001')));
    });
  });
});

describe('findMailOfReport()', () => {
  it('finds a mail on its own report only', async (t) => {
    const { desk, mail, reference } = await reportOfMail(t);
    const { api } = await desk.as('helpdesk');
    const other = await api.sendReport({ body: { summary: 'Another' } });
    await desk.database.read(systemActor('test'), async ({ sql }) => {
      assert.ok(!isRefusal(await findMailOfReport(sql, { mail, reference })));
      assert.ok(isRefusal(await findMailOfReport(sql, { mail, reference: other.reference })));
    });
  });
});
