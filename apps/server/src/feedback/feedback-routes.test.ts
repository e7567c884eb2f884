// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';

const toRefuseWith = (code: string) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === code;

async function aDesk(t: TestContext) {
  const desk = await openTestDesk(t);
  const handler = await desk.as('handler');
  const prepared = async (more: { restricted?: boolean } = {}) => {
    const report = await handler.api.sendReport({
      body: { summary: 'Rare mail', reporter: { email: 'rik@example.com' }, language: 'de' },
    });
    const incident = await handler.api.declareIncident({
      body: { title: 'Case', fromReports: [report.reference], restricted: more.restricted ?? false },
    });
    await handler.api.confirmIncident({ params: { reference: incident.reference }, body: {} });
    const { items } = await handler.api.listFeedback({ params: { reference: incident.reference } });
    return { reference: incident.reference, report: report.reference, feedback: items[0]?.id ?? '', items };
  };
  return { ...desk, handler, prepared };
}

describe('feedbackHandlers', () => {
  it('lists what is prepared, and says in the list that mail waits for a mail server', async (t) => {
    const desk = await aDesk(t);
    const { feedback, items, reference, report } = await desk.prepared();
    assert.deepEqual(
      items.map((item) => [item.incident, item.report, item.way, item.language, item.state]),
      [[reference, report, 'mail', 'de', 'prepared']],
    );
    const sent = await desk.handler.api.sendFeedback({ params: { feedback }, body: { text: 'Danke.' } });
    assert.deepEqual([sent.state, sent.text, sent.sentAt], ['sent', 'Danke.', null]);
    await assert.rejects(
      desk.handler.api.skipFeedback({ params: { feedback }, body: { reason: 'x' } }),
      toRefuseWith('feedback.already_answered'),
    );
  });

  it('refuses what is not there and who may not', async (t) => {
    const desk = await aDesk(t);
    const { feedback } = await desk.prepared();
    await assert.rejects(
      desk.handler.api.sendFeedback({ params: { feedback: randomUUID() }, body: {} }),
      toRefuseWith('feedback.not_found'),
    );
    await assert.rejects(
      desk.handler.api.listFeedback({ params: { reference: 'INC-1999-0001' } }),
      toRefuseWith('incident.not_found'),
    );
    const auditor = await desk.as('auditor');
    await assert.rejects(
      auditor.api.sendFeedback({ params: { feedback }, body: {} }),
      toRefuseWith('permission.missing'),
    );
  });

  // Feedback belongs to its incident: who does not see the one, neither sees, sends nor skips the other.
  it('keeps feedback of a restricted incident behind the wall', async (t) => {
    const desk = await aDesk(t);
    const { feedback, reference } = await desk.prepared({ restricted: true });
    const other = await desk.another('Other Handler', 'handler');
    await assert.rejects(
      other.api.listFeedback({ params: { reference } }),
      toRefuseWith('incident.not_found'),
    );
    await assert.rejects(
      other.api.sendFeedback({ params: { feedback }, body: {} }),
      toRefuseWith('feedback.not_found'),
    );
    await assert.rejects(
      other.api.skipFeedback({ params: { feedback }, body: { reason: 'x' } }),
      toRefuseWith('feedback.not_found'),
    );
  });
});
