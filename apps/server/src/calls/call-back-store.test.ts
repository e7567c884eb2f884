// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { anybody, systemActor } from '../platform/authorization/actor.ts';
import {
  callBacksOfReport,
  callsOfReport,
  insertCall,
  insertCallBack,
  listOpenCallBacks,
} from './call-back-store.ts';

describe('promises in the database', () => {
  it('listOpenCallBacks() gives the most urgent first, and nothing to who may see no report', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const { id: reportId } = await helpdesk.api.sendReport({ body: { summary: 'It burns' } });
    const at = new Date('2026-11-21T10:00:00Z');
    const system = systemActor('test');
    await desk.database.change(system, async ({ sql }) => {
      for (const hour of ['14', '12']) {
        const dueAt = new Date(`2026-11-21T${hour}:00:00Z`);
        await insertCallBack(sql, { id: randomUUID(), reportId, number: hour, dueAt, at, by: helpdesk.id });
      }
      await insertCall(sql, {
        id: randomUUID(),
        reportId,
        calledAt: at,
        takenBy: helpdesk.id,
        recordedAt: at,
        organisation: '',
        severityHint: 'low',
        noticed: '',
      });
    });
    const numbers = (rows: { number: string }[]) => rows.map((row) => row.number);
    const open = await desk.database.read(system, ({ sql }) => listOpenCallBacks(sql));
    assert.deepEqual(numbers(open), ['12', '14']);
    assert.equal((await desk.database.read(system, ({ sql }) => callBacksOfReport(sql, reportId))).length, 2);
    const [call] = await desk.database.read(system, ({ sql }) => callsOfReport(sql, reportId));
    assert.equal(call?.severityHint, 'low');
    // Danger: a number is read by somebody for whom the report does not exist.
    assert.deepEqual(await desk.database.read(anybody, ({ sql }) => listOpenCallBacks(sql)), []);
    assert.deepEqual(await desk.database.read(anybody, ({ sql }) => callsOfReport(sql, reportId)), []);
  });
});
