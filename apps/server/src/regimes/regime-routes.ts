// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { Answer, regimeRoutes } from '@belfry/contract';
import {
  applicabilityOf,
  holidayCalendars,
  outcomeTexts,
  questions,
  regimes,
  reviewsOf,
} from '@belfry/regimes';
import type { Database, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { type KindsTaking, legalShown, questionShown, regimeShown } from './regime-shown.ts';

type Routes = typeof regimeRoutes;
type Law = Answer<Routes['readRegimes']>;

export interface RegimeParts {
  readonly database: Database;
  /** The zone that decides which day it is here. */
  readonly organisationOf: (sql: Sql) => Promise<{ readonly timeZone: string } | null>;
  readonly kindsTaking: KindsTaking;
  readonly now: () => Date;
}

/** The law of one day: what is in force, and what is to come. */
export function lawOn(day: Temporal.PlainDate, kindsTaking: KindsTaking): Law {
  const told = applicabilityOf(regimes, {}, day).filter(
    ({ isInForce, regime }) => isInForce || Temporal.PlainDate.compare(regime.validFrom, day) > 0,
  );
  return {
    lawAsOf: day.toString(),
    regimes: told.map(({ isInForce, regime }) => regimeShown(regime, isInForce, kindsTaking)),
    questions: questions.map(questionShown),
    reviews: reviewsOf({}).map(({ review }) => ({
      id: review.id,
      says: outcomeTexts(review.says),
      everyMonths: review.everyMonths,
      withinMonths: review.withinMonths,
      countMin: review.countMin,
      legal: legalShown(review.legal),
    })),
    calendars: holidayCalendars.map(({ legal, state }) => ({ state, legal: legalShown(legal) })),
  };
}

/** One day has one law, so the last one asked for is kept: every screen of the law asks. */
export function regimeHandlers({
  database,
  kindsTaking,
  now,
  organisationOf,
}: RegimeParts): Handlers<Routes> {
  let kept: { readonly day: string; readonly law: Law; readonly tag: string } | undefined;
  const lawOf = (day: Temporal.PlainDate) => {
    if (kept?.day !== day.toString()) {
      const law = lawOn(day, kindsTaking);
      const digest = createHash('sha256').update(JSON.stringify(law)).digest('base64url');
      kept = { day: day.toString(), law, tag: `"${digest}"` };
    }
    return kept;
  };
  return {
    readRegimes: async ({ actor, reply, request }) => {
      const zone = await database.read(actor, async ({ sql }) => (await organisationOf(sql))?.timeZone);
      const here = Temporal.Instant.fromEpochMilliseconds(now().getTime()).toZonedDateTimeISO(zone ?? 'UTC');
      const { law, tag } = lawOf(here.toPlainDate());
      // The browser asks each time and gets the words only when they changed.
      reply.header('etag', tag).header('cache-control', 'private, no-cache');
      if (request.headers['if-none-match'] === tag) await reply.code(304).send();
      return law;
    },
  };
}
