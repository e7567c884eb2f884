// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { periodsOver, rootCauseKey } from './recurrence.ts';
import { recurrenceReviewsOpen } from './recurrence-reviews-open.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

it('periodsOver() gives whole periods that are over, since somebody said what the organisation is', () => {
  const over = (months: number, since: string, today: string) =>
    periodsOver(months, day(since), day(today)).map(({ from, to }) => `${from} ${to}`);
  assert.deepEqual(over(3, '2026-08-31', '2026-11-22'), ['2026-07-01 2026-09-30']);
  assert.deepEqual(over(3, '2026-10-01', '2026-11-22'), []);
  assert.deepEqual(over(1, '2026-09-30', '2026-12-01'), [
    '2026-09-01 2026-09-30',
    '2026-10-01 2026-10-31',
    '2026-11-01 2026-11-30',
  ]);
  assert.deepEqual(over(3, '2026-12-31', '2027-01-01'), ['2026-10-01 2026-12-31']);
});

it('rootCauseKey() reads over letters and blanks, and names nothing where nobody did', () => {
  assert.equal(
    rootCauseKey('human-errors', ' Expired  Certificate'),
    rootCauseKey('human-errors', 'expired certificate '),
  );
  assert.equal(rootCauseKey(null, '  '), null);
});

it('a look back opens when its quarter is over, finds small incidents of one cause, and has them assessed together', async (t) => {
  let now = new Date('2026-08-03T09:00:00Z');
  const desk = await openTestDesk(t, { clock: { now: () => now } });
  const manager = await desk.as('it_responsible');
  await manager.api.saveProfile({
    body: {
      answers: {
        'org.member_states': ['BE'],
        'org.nis2_class': 'essential',
        'org.nis2_entity_types': ['cloud'],
        'org.is_dora_entity': false,
      },
      seen: null,
    },
  });
  const { api } = await desk.as('dpo');
  const references: string[] = [];
  for (const title of ['First', 'Second', 'Third, restricted', 'Fourth, significant']) {
    now = new Date(now.getTime() + 86_400_000);
    const { reference } = await api.declareIncident({ body: { title } });
    const cause = { rootCauseClass: 'human-errors' as const, rootCause: 'Expired certificate' };
    await api.changeIncident({ params: { reference }, body: cause });
    await api.answerAssessment({
      params: { reference },
      body: { answers: [{ question: 'inc.direct_loss_eur', value: 300_000 }] },
    });
    references.push(reference);
  }
  const [first = '', second = '', third = '', fourth = ''] = references;
  const significant = { regime: 'nis2-be', outcome: 'significant', isSo: true };
  await api.decideOutcome({ params: { reference: fourth }, body: significant });
  await manager.api.setParticipant({
    params: { reference: third, person: manager.id },
    body: { role: 'lead' },
  });
  await manager.api.changeIncident({ params: { reference: third }, body: { restricted: true } });

  const work = recurrenceReviewsOpen(desk.database);
  await work.doBatch();
  assert.deepEqual((await api.listRecurrenceReviews()).items, []);
  now = new Date('2026-10-02T09:00:00Z');
  await work.doBatch();
  await work.doBatch();
  const { items } = await api.listRecurrenceReviews();
  assert.deepEqual(
    items.map(({ lookedBackFrom, periodFrom, periodTo, review }) => [
      review,
      periodFrom,
      periodTo,
      lookedBackFrom,
    ]),
    [['cir-2690', '2026-07-01', '2026-09-30', '2026-04-01']],
  );
  const id = items[0]?.id ?? '';
  const read = await api.readRecurrenceReview({ params: { id } });
  const [group] = read.candidates;
  assert.deepEqual(
    group?.incidents.map(({ incident }) => incident),
    [first, second],
    'what is restricted is not told of, and what counts alone is left out',
  );
  assert.deepEqual(group?.suggested, {
    'inc.recurrences_6_months_count': 2,
    'inc.recurrences_loss_eur': 600_000,
  });
  const sent = await api.assessTogether({ params: { id }, body: { key: group?.key ?? '' } });
  assert.equal(sent.incident, second);
  const assessed = await api.readAssessment({ params: { reference: second } });
  const loss = assessed.questions.find(({ question }) => question === 'inc.recurrences_loss_eur');
  assert.equal(loss?.answer?.value, 600_000);
  assert.equal((await api.readRecurrenceReview({ params: { id } })).candidates[0]?.isAssessed, true);
  const done = await api.finishRecurrenceReview({
    params: { id },
    body: { note: 'One thing, assessed together' },
  });
  assert.equal(done.note, 'One thing, assessed together');
  await assert.rejects(
    () => api.finishRecurrenceReview({ params: { id }, body: { note: 'Again' } }),
    (error) => error instanceof ProblemError && error.problem.code === 'recurrence_review.already_done',
  );
});
