// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { anybody, type PersonActor } from '../platform/authorization/actor.ts';
import { enterOwnReport, listOwnReports } from './my-report-store.ts';

describe('one’s own reports in the database', () => {
  it('enterOwnReport() opens one’s own report and no other; listOwnReports() gives nobody anything', async (t) => {
    const desk = await openTestDesk(t);
    const ann = await desk.another('Ann Employee', 'log_owner');
    const own = await ann.api.sendReport({ body: { summary: 'My laptop is gone' } });
    const other = await (await desk.as('helpdesk')).api.sendReport({ body: { summary: 'Another' } });
    const actor: PersonActor = {
      kind: 'person',
      id: ann.id,
      name: 'Ann Employee',
      email: ann.email,
      language: 'en',
      roles: ['log_owner'],
      permissions: new Set(),
      via: { kind: 'token', id: 't' },
    };
    const seen = (reference: string) =>
      desk.database.read(actor, async ({ sql }) => {
        const id = await enterOwnReport(sql, reference);
        const rows = await sql.selectFrom('report').select('reference').execute();
        return { id, rows: rows.map((row) => row.reference) };
      });
    assert.deepEqual(await seen(own.reference), { id: own.id, rows: [own.reference] });
    assert.equal(isRefusal((await seen(other.reference)).id), true);
    assert.deepEqual(await desk.database.read(anybody, ({ sql }) => listOwnReports(sql, null, 10)), []);
  });

  // Danger: a function with the owner's rights is called directly, past what it was made for.
  it('whole rows of own_reports() are out of the application’s reach', async (t) => {
    const desk = await openTestDesk(t);
    const [row] = await desk.query<{ may: boolean }>(
      `SELECT has_function_privilege('belfry_app', 'own_reports()', 'execute') AS may`,
    );
    assert.equal(row?.may, false);
  });
});
