// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { caseReminders } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { aClock } from '../../test/form-visitor.ts';

it('listCaseRows() puts what is due next on top, page by page, and what is done last', async (t) => {
  const clock = aClock();
  const desk = await openTestDesk(t, { clock });
  const { api } = await desk.as('whistleblowing_handler');
  const references: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    clock.pass(86_400_000);
    const body = { kind: 'whistleblowing', summary: `Matter ${index}` } as const;
    references.push((await api.sendReport({ body })).reference);
  }
  const [first = '', second = ''] = references;
  await api.acknowledgeCase({ params: { reference: first }, body: { text: 'Thank you' } });
  await api.acknowledgeCase({ params: { reference: second }, body: { text: 'Thank you' } });
  await api.giveCaseFeedback({ params: { reference: second }, body: { text: 'Done' } });
  const listed: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.listCases({ query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) } });
    listed.push(...page.items.map((one) => one.reference));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(listed, [...references.slice(2), first, second]);
});

it('openCase() sets every reminder in the transaction of receipt', async (t) => {
  const desk = await openTestDesk(t);
  const { api } = await desk.as('whistleblowing_handler');
  await api.sendReport({ body: { kind: 'whistleblowing', summary: 'A matter' } });
  const rows = await desk.query<{ occasion: string }>('SELECT occasion FROM whistleblowing_reminder');
  assert.deepEqual(rows.map((row) => row.occasion).sort(), [...caseReminders].sort());
});
