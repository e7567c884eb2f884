// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { hitsTaken, insertHits, insertRule } from '../../test/findings.ts';
import { aClock } from '../../test/form-visitor.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { reviewsOpen } from './reviews-open.ts';

test('a review opens once a month, shows what people did, and keeps what it showed', async (t) => {
  const clock = aClock();
  const desk = await openTestDesk(t, { clock });
  const handler = await desk.as('handler');
  const open = () => reviewsOpen(desk.database).doBatch();
  assert.deepEqual((await handler.api.listReviews()).items, []);
  const ruleId = await insertRule(desk);
  const keys = Array.from({ length: 12 }, (_, number) => [['host', `h${number}`]] as const);
  await insertHits(
    desk,
    keys.map((key) => ({ ruleId, key, at: clock.now() })),
  );
  await hitsTaken(desk);
  const { items } = await handler.api.listFindings({ query: {} });
  await handler.api.decideFindings({
    body: {
      references: items.map(({ reference }) => reference),
      decision: { verb: 'dismiss', verdict: 'false_positive', reason: 'Rotation' },
    },
  });
  clock.pass(31 * 86_400_000);
  await open();
  await open();
  const [review] = (await handler.api.listReviews()).items.filter(({ doneAt }) => doneAt === null);
  assert.ok(review);
  const found = (await handler.api.listReviews()).items;
  assert.equal(new Set(found.map(({ month }) => month)).size, found.length);
  const params = { month: found[0]?.month ?? '' };
  const { figures } = await handler.api.readReview({ params });
  assert.deepEqual(
    figures.noisy.map(({ falsePositive, precision }) => [falsePositive, precision]),
    [[12, 0]],
  );
  assert.deepEqual([figures.decisions.dismissed, figures.byPerson[0]?.decided], [12, 12]);
  assert.equal(figures.untestedCount, 1);
  assert.ok((await handler.api.countFindings()).review);
  const done = await handler.api.finishReview({ params, body: { note: 'Narrow the rule' } });
  assert.equal(done.note, 'Narrow the rule');
  await assert.rejects(
    handler.api.finishReview({ params, body: { note: 'Again' } }),
    refusesWith('detection_review.already_done'),
  );
});
