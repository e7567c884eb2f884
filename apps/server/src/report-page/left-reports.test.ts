// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { LeftReports } from './left-reports.ts';

describe('reports whose reporter has left', () => {
  const now = new Date('2026-11-21T14:00:00Z');
  const after = (ms: number) => new Date(now.getTime() + ms);

  it('isLeft() closes tickets made before, and none made after or of another report', () => {
    const left = new LeftReports();
    left.leave('a', now);
    assert.equal(left.isLeft('a', after(limits.reportTicketAgeMsMax)), true);
    assert.equal(left.isLeft('a', after(limits.reportTicketAgeMsMax + 1)), false);
    assert.equal(left.isLeft('b', after(limits.reportTicketAgeMsMax)), false);
  });

  // Danger: memory that grows with every visitor, or tells later who was here.
  it('leave() forgets what no ticket lives to ask about, and stays bounded', () => {
    const left = new LeftReports();
    for (let index = 0; index < 30_000; index += 1) {
      left.leave(`report ${index}`, now);
    }
    assert.equal(left.isLeft('report 0', after(limits.reportTicketAgeMsMax)), false);
    assert.equal(left.isLeft('report 29999', after(limits.reportTicketAgeMsMax)), true);
    left.leave('later', after(limits.reportTicketAgeMsMax + 1));
    assert.equal(left.isLeft('report 29999', after(limits.reportTicketAgeMsMax)), false);
  });
});
