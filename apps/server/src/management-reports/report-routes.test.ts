// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { reportsAreMade } from './report-work.ts';

const today = () => new Date().toISOString().slice(0, 10);
const thisYear = () => ({ firstDay: `${today().slice(0, 4)}-01-01`, lastDay: today() });

test('makeManagementReport() keeps what it counted, with a PDF, in four languages', async (t) => {
  const desk = await openTestDesk(t);
  const { api: handler } = await desk.as('handler');
  const manager = await desk.as('organisation_responsible');
  const { reference } = await handler.declareIncident({
    body: { title: 'Ransomware', severity: 'critical' },
  });
  for (const language of languages) {
    const asked = { ...thisYear(), language };
    const preview = await manager.api.previewManagementReport({ body: asked });
    const made = await manager.api.makeManagementReport({ body: asked });
    assert.deepEqual(made.sections, preview.sections);
    assert.equal(made.sections[0]?.fields[0]?.value, '1');
    assert.ok(made.document?.name.endsWith('.pdf'));
    const pdf = await manager.inject({
      method: 'GET',
      url: `/api/v1/documents/${made.document?.id}/content`,
    });
    assert.equal(pdf.rawPayload.subarray(0, 5).toString(), '%PDF-');
  }
  const one = await manager.api.makeManagementReport({ body: { incident: reference, language: 'nl' } });
  assert.equal(one.incident, reference);
  assert.ok(one.title.includes('Ransomware'));
  const { items } = await manager.api.listManagementReports({ query: { limit: 2 } });
  assert.equal(items.length, 2);
  assert.deepEqual(
    (await manager.api.readManagementReport({ params: { report: one.id } })).sections,
    one.sections,
  );
  await handler.declareIncident({ body: { title: 'Another' } });
  assert.equal(
    (await manager.api.readManagementReport({ params: { report: items[1]?.id ?? '' } })).sections[0]
      ?.fields[0]?.value,
    '1',
  );
});

// Danger: a number in a report tells of an incident to whoever may not know that it exists.
test('a report over a period counts no restricted incident, not even for who sees it', async (t) => {
  const desk = await openTestDesk(t);
  const insider = await desk.another('In Sider', 'organisation_responsible', 'handler');
  const { reference } = await insider.api.declareIncident({ body: { title: 'Zwaluw', restricted: true } });
  const preview = await insider.api.previewManagementReport({ body: { ...thisYear(), language: 'en' } });
  assert.equal(preview.sections[0]?.fields[0]?.value, '0');
  assert.ok(!JSON.stringify(preview).includes('Zwaluw'));
  const own = await insider.api.makeManagementReport({ body: { incident: reference, language: 'en' } });
  const outsider = await desk.another('Out Sider', 'organisation_responsible');
  const body = { incident: reference, language: 'en' as const };
  await assert.rejects(outsider.api.previewManagementReport({ body }), refusesWith('incident.not_found'));
  await assert.rejects(
    outsider.api.readManagementReport({ params: { report: own.id } }),
    refusesWith('management_report.not_found'),
  );
  assert.deepEqual((await outsider.api.listManagementReports({})).items, []);
  const helpdesk = await desk.as('helpdesk');
  await assert.rejects(helpdesk.api.listManagementReports({}), refusesWith('permission.missing'));
});

test('previewManagementReport() refuses a period that ends before it begins', async (t) => {
  const { api } = await (await openTestDesk(t)).as('organisation_responsible');
  const body = { firstDay: '2026-02-01', lastDay: '2026-01-01', language: 'en' as const };
  await assert.rejects(
    api.previewManagementReport({ body }),
    refusesWith('management_report.period_not_valid'),
  );
});

// Danger: after a night without power the report of the month is missing, or comes twice.
test('a schedule makes the period that is over once, and tells those who may still read it', async (t) => {
  const desk = await openTestDesk(t);
  const manager = await desk.as('organisation_responsible');
  const helpdesk = await desk.as('helpdesk');
  const add = (recipients: string[]) =>
    manager.api.addReportSchedule({
      body: { every: 'month', language: 'nl', recipients: recipients as never },
    });
  await assert.rejects(add([helpdesk.id]), refusesWith('management_report.recipient_unknown'));
  const schedule = await add([manager.id]);
  assert.ok(Date.parse(schedule.nextAt) > Date.now());
  await desk.query(`UPDATE management_report_schedule SET next_at = now() - interval '3 days'`, []);
  const files = { keep: () => Promise.resolve({ sha256: 'ab'.repeat(32), sizeBytes: 1 }) };
  const work = reportsAreMade({ database: desk.database, files, publicUrl: () => 'https://desk.example' });
  while (await work.doBatch());
  assert.equal(await work.doBatch(), false);
  const { items } = await manager.api.listManagementReports({});
  assert.equal(items.length, 1);
  assert.equal(items[0]?.madeBy, null);
  const mails = await desk.query<{ to_address: string; subject: string; text: string }>(
    `SELECT to_address, subject, text FROM mail WHERE purpose = 'management_report'`,
    [],
  );
  assert.equal(mails.length, 1);
  assert.ok(mails[0]?.text.includes(`https://desk.example/management-reports/${items[0]?.id}`));
  assert.match(mails[0]?.subject ?? '', /^\[TLP:AMBER\+STRICT\]/);
  await manager.api.endReportSchedule({ params: { schedule: schedule.id } });
  assert.deepEqual((await manager.api.listReportSchedules()).items, []);
});
