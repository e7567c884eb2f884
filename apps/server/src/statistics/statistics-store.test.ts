// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';

describe('tallyReports()', () => {
  // Danger: a number tells what a list would hide.
  it('counts only what the caller can see', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('helpdesk');
    const sent = await api.sendReport({ body: { summary: 'Hidden' } });
    await api.sendReport({ body: { summary: 'Seen' } });
    await desk.query("UPDATE report SET kind = 'whistleblowing' WHERE reference = $1", [sent.reference]);
    assert.equal((await api.readStatistics()).total, 1);
    const outsider = await desk.as('log_owner');
    await assert.rejects(outsider.api.readStatistics());
  });
});
