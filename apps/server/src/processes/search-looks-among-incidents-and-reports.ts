// SPDX-License-Identifier: Apache-2.0
import { isRefusal, limits } from '@belfry/contract';
import { findIncidents } from '../incidents/index.ts';
import type { Reading } from '../platform/database/database.ts';
import { searchReports } from '../reports/index.ts';
import { isOfIncident, type Look, reportBeginning } from '../search/index.ts';

const amongIncidents: Look = async (reading, typed, limit) => {
  if (reportBeginning(typed) !== null) {
    return [];
  }
  const page = await findIncidents(reading, { q: typed, limit, sort: 'declared', order: 'desc' });
  if (isRefusal(page)) {
    throw new Error(`Cannot search incidents: ${page.refused}`);
  }
  return page.items.map((incident) => ({
    noun: 'incident' as const,
    reference: incident.reference,
    title: incident.title,
    state: incident.status,
    at: incident.declaredAt.toISOString(),
  }));
};

const amongReports: Look = async (reading, typed, limit) => {
  if (isOfIncident(typed)) {
    return [];
  }
  const beginning = reportBeginning(typed);
  const rows =
    beginning === null
      ? await searchReports(reading.sql, typed, limit, reading.now)
      : await reportsBeginning(reading, beginning, limit);
  return rows.map((row) => ({
    noun: 'report' as const,
    reference: row.reference,
    title: row.summary.slice(0, limits.titleCharactersMax),
    state: row.state,
    at: row.reported_at.toISOString(),
  }));
};

/** Reports whose reference begins so: compared, not matched, because LIKE is blind behind the wall. */
async function reportsBeginning({ sql }: Reading, beginning: string, limit: number) {
  return sql
    .selectFrom('report')
    .select(['reference', 'summary', 'state', 'reported_at'])
    .where('reference', '>=', beginning)
    .where('reference', '<=', `${beginning}9999-999999999`)
    .orderBy('reference', 'desc')
    .limit(limit)
    .execute();
}

/** What one search asks: incidents first, then reports. */
export const looksEverywhere: readonly Look[] = [amongIncidents, amongReports];
