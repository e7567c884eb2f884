// SPDX-License-Identifier: Apache-2.0
import { sql as raw } from 'kysely';
import { shippedFolder, shippedRulesAreTakenUp } from '../detection-rules/index.ts';
import { reviewsOpen } from '../findings/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { type Database, type Sql, theRow } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { findingOpensReport } from '../processes/finding-opens-report.ts';
import { findingsKnowRules } from '../processes/findings-know-rules.ts';
import { hitsBecomeFindings } from '../processes/hits-become-findings.ts';
import type { ReceiveReport } from '../reports/index.ts';
import type { Cast } from './cast.ts';
import { startedAt } from './past.ts';
import { sampleOrganisation } from './people.ts';
import { type Watched, watched } from './watched.ts';

/** Something that happens to the house at a moment, beside its stories. */
export interface Turn {
  readonly at: Date;
  readonly act: () => Promise<unknown>;
}

interface WatchParts {
  readonly database: Database;
  readonly cast: Cast;
  readonly receive: ReceiveReport;
  readonly now: Date;
}

const RULES_DAYS_AGO = 98;
const REVIEWED_DAYS_AGO = [70, 40, 20, 3];
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const actor = systemActor('demonstration');
const publicUrl = () => 'https://desk.dijkvest.example';

/** What detection adds to the past: rules, what they found, what people made of it, and their monthly reviews. */
export function turnsOfWatching(parts: WatchParts): Turn[] {
  const { cast, database, now, receive } = parts;
  const at = (daysAgo: number, time: string) =>
    startedAt({ daysAgo, at: time }, now, sampleOrganisation.timeZone);
  const taking = hitsBecomeFindings(database, {
    rules: findingsKnowRules,
    report: findingOpensReport({ receive, publicUrl, wake: () => undefined }),
  });
  return [
    {
      at: at(RULES_DAYS_AGO, '10:30'),
      act: () => shippedRulesAreTakenUp({ database, folder: shippedFolder }).doBatch(),
    },
    ...watched.flatMap((one) => turnsOf(one, parts, taking)),
    ...REVIEWED_DAYS_AGO.map((daysAgo) => ({ at: at(daysAgo, '15:00'), act: () => review(cast) })),
  ];
}

/** The monthly review opens by itself. */
export const watchOpensReviews = (database: Database): DueWork => reviewsOpen(database);

function turnsOf(one: Watched, { cast, database, now }: WatchParts, taking: DueWork): Turn[] {
  const began = startedAt(one.start, now, sampleOrganisation.timeZone);
  const turns = one.hits.map((count, hour): Turn => {
    const at = new Date(began.getTime() + hour * 60 * MINUTE_MS);
    return {
      at,
      act: async () => {
        if (count === 0) return;
        await database.change(actor, ({ sql }) => write(sql, one, count, at));
        while (await taking.doBatch());
      },
    };
  });
  const { sequel } = one;
  if (sequel === undefined) return turns;
  const at = new Date(began.getTime() + sequel.afterMinutes * MINUTE_MS);
  const inDays = (days: number) => new Date(at.getTime() + days * DAY_MS).toISOString();
  const act = async () => sequel.act({ cast, inDays, ...(await newestOf(database, one)) });
  return [...turns, { at, act }];
}

/** Hits as the engine writes them; their entries were in logs this house keeps no more. */
async function write(sql: Sql, { key, rule }: Watched, count: number, at: Date): Promise<void> {
  const found = await sql
    .selectFrom('detection_rule')
    .select('id')
    .where('title', '=', rule)
    .where('is_active', '=', true)
    .executeTakeFirst();
  if (found === undefined) throw new Error(`Cannot tell of "${rule}": no such rule runs`);
  await raw`INSERT INTO detection_hit (rule_id, key, hit_count, first_at, last_at, entries, found_at)
    VALUES (${found.id}, ${JSON.stringify(key)}::jsonb, ${count}, ${at}, ${at}, '[]', ${at})`.execute(sql);
  await raw`INSERT INTO rule_figure (rule_id, day, hit_count, last_hit_at)
    VALUES (${found.id}, ${at.toISOString().slice(0, 10)}::date, ${count}, ${at})
    ON CONFLICT (rule_id, day) DO UPDATE SET
      hit_count = rule_figure.hit_count + excluded.hit_count, last_hit_at = excluded.last_hit_at`.execute(
    sql,
  );
}

async function newestOf(database: Database, { rule }: Watched) {
  const rows = await database.read(actor, ({ sql }) =>
    sql
      .selectFrom('finding')
      .leftJoin('report', 'report.id', 'finding.report_id')
      .select(['finding.reference', 'report.reference as report'])
      .where('finding.title', '=', rule)
      .orderBy('finding.opened_at', 'desc')
      .limit(1)
      .execute(),
  );
  return theRow(rows);
}

/** Whoever has the time goes over the months that wait, but for the newest. */
async function review(cast: Cast): Promise<void> {
  const sofie = await cast.as('sofie');
  const waiting = (await sofie.listReviews()).items.filter(({ doneAt }) => doneAt === null);
  for (const { month } of waiting.slice(1)) {
    await sofie.finishReview({
      params: { month },
      body: { note: 'Beheerwerk buiten de uren blijft luid; Wout schrijft een filter voor de patchavonden.' },
    });
  }
}
