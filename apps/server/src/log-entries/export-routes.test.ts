// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering, search } from '../../test/answering-log.ts';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

// Danger: a role that may search takes the log home.
test('beginLook() of an export needs the permission to take entries out', async (t) => {
  const log = answering({ '/inside/count': { body: { count: 7 } }, '/inside/bundle': { body: 'PK' } });
  const desk = await openTestDesk(t, { log });
  const { api: dpo } = await desk.as('dpo');
  await assert.rejects(
    dpo.beginLook({ body: { ...search, kind: 'export' } }),
    refusesWith('permission.missing'),
  );
  const auditor = await desk.as('auditor');
  const look = await auditor.api.beginLook({ body: { ...search, kind: 'export' } });
  const bundle = await auditor.inject({ method: 'GET', url: `/api/v1/log/looks/${look.id}/bundle` });
  assert.equal(bundle.body, 'PK');
  assert.equal((await auditor.api.listLooks({})).items[0]?.shownCount, 7);
});

test('exportLook() refuses more entries than one bundle takes', async (t) => {
  const desk = await openTestDesk(t, { log: answering({ '/inside/count': { body: { count: 50_001 } } }) });
  const auditor = await desk.as('auditor');
  const look = await auditor.api.beginLook({ body: { ...search, kind: 'export' } });
  const answer = await auditor.inject({ method: 'GET', url: `/api/v1/log/looks/${look.id}/bundle` });
  assert.equal(answer.json<{ code: string }>().code, 'log.export_too_large');
});
