// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { reviewsOf } from '@belfry/regimes';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { latestProfile } from '../profile/index.ts';
import { type Period, periodsOver } from './recurrence.ts';
import { subjectOf } from './recurrence-routes.ts';
import { beginningOfReviews, openReview } from './recurrence-store.ts';

/**
 * Opens the look back at each period that is over, where the law certainly asks this organisation for it: every quarter
 * under 2024/2690, every month under DORA. A desk that was down opens what it missed.
 */
export function recurrenceReviewsOpen(database: Database): DueWork {
  const name = 'recurrence-reviews-open';
  return {
    name,
    lookEveryMs: 60_000,
    doBatch: () =>
      database.change(systemActor(name), async (changing) => {
        await openAll(changing);
        return false;
      }),
  };
}

async function openAll(changing: Changing): Promise<void> {
  const { now, record, sql } = changing;
  const beginning = await beginningOfReviews(sql);
  if (beginning === null) return;
  const dayOf = (at: Date) =>
    Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(beginning.timeZone).toPlainDate();
  const { answers } = await latestProfile(sql);
  for (const { review, truth } of reviewsOf(answers)) {
    if (truth !== 'yes') continue;
    for (const period of periodsOver(review.everyMonths, dayOf(beginning.since), dayOf(now))) {
      const id = await openReview(changing, review.id, period, dueAt(period, beginning.timeZone));
      if (id === null) continue;
      const shown = { id, review: review.id, periodFrom: period.from.toString() };
      record({ event: 'recurrence_review.opened', subject: subjectOf({ shown }) });
    }
  }
}

/** Some days after the period ended, at the end of that day where the organisation is. */
function dueAt({ to }: Period, timeZone: string): Date {
  const day = to.add({ days: limits.recurrenceReviewDueDays + 1 });
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds);
}
