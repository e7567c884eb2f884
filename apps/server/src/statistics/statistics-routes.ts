// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Refusal, type ReportStatistics, type statisticsRoutes } from '@belfry/contract';
import type { Actor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { addUp, monthAfter, monthsOf, statisticsCsv } from './statistics.ts';
import { beginningsOf, presentMonth, tallyReports } from './statistics-store.ts';

interface Period {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export function statisticsHandlers({ database }: { database: Database }): Handlers<typeof statisticsRoutes> {
  return {
    readStatistics: ({ actor, query }) => count(database, actor, query),
    exportStatistics: async ({ actor, query, reply }) => {
      const counted = await count(database, actor, query);
      return isRefusal(counted)
        ? counted
        : reply
            .header('content-type', 'text/csv; charset=utf-8; header=present')
            .header('content-disposition', 'attachment; filename="report-statistics.csv"')
            .header('cache-control', 'no-store')
            .send(statisticsCsv(counted));
    },
  };
}

function count(
  database: Database,
  actor: Actor,
  period: Period,
): Promise<ReportStatistics | Refusal<'request.not_valid'>> {
  return database.read(actor, async ({ now, sql }) => {
    const present = await presentMonth(sql, now);
    const months = monthsOf(period, present.month);
    if (isRefusal(months)) {
      return months;
    }
    const beginnings = await beginningsOf(
      sql,
      [...months, monthAfter(months.at(-1) ?? '')],
      present.timeZone,
    );
    const iso = (index: number) => beginnings[index]?.toISOString() ?? '';
    return {
      timeZone: present.timeZone,
      months: months.map((month, index) => ({ month, from: iso(index), to: iso(index + 1) })),
      ...addUp(await tallyReports(sql, months, beginnings), months.length),
    };
  });
}
