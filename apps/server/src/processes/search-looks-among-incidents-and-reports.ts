// SPDX-License-Identifier: Apache-2.0
import { isRefusal } from '@belfry/contract';
import { readIncidentPage } from '../incidents/index.ts';
import type { Reading } from '../platform/database/database.ts';
import { searchReports } from '../reports/index.ts';
import { isOfIncident, type Look, reportBeginning } from '../search/index.ts';

const TITLE_CHARACTERS_MAX = 300;

const amongIncidents: Look = async (reading, typed, limit) => {
  if (reportBeginning(typed) !== null) {
    return [];
  }
  const page = await readIncidentPage(reading, { q: typed, limit, sort: 'declared', order: 'desc' });
  if (isRefusal(page)) {
    throw new Error(`Cannot search incidents: ${page.refused}`);
  }
  return page.items.map((line) => ({
    noun: 'incident' as const,
    reference: line.reference,
    title: line.title,
    state: line.status,
    at: line.declaredAt,
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
    title: row.summary.slice(0, TITLE_CHARACTERS_MAX),
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
