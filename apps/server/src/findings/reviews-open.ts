// SPDX-License-Identifier: Apache-2.0
import { systemActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { monthToReview } from './review.ts';
import { hasRulesSince, openReview, timeZoneOfReviews } from './review-store.ts';

/**
 * Opens the review of the month that is over, on the first day of the next in the organisation's own time; a desk that
 * was down then does so when it is back. A house that runs no rules is asked nothing.
 */
export function reviewsOpen(database: Database): DueWork {
  const name = 'detection-reviews-open';
  return {
    name,
    lookEveryMs: 60_000,
    doBatch: () =>
      database.change(systemActor(name), async ({ now, record, sql }) => {
        const timeZone = await timeZoneOfReviews(sql);
        if (timeZone === null || !(await hasRulesSince(sql, firstOfThisMonth(now)))) return false;
        const month = monthToReview(now, timeZone);
        if (!(await openReview(sql, month, now))) return false;
        record({
          event: 'detection_review.opened',
          subject: { kind: 'detection_review', id: month, reference: month },
        });
        return false;
      }),
  };
}

/** Rules that came this very month have nothing to show for the last one. */
const firstOfThisMonth = (now: Date) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
