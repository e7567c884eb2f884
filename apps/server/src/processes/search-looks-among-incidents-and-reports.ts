// SPDX-License-Identifier: Apache-2.0
import { isRefusal } from '@belfry/contract';
import { sql } from 'kysely';
import { readIncidentPage } from '../incidents/index.ts';
import type { Sql } from '../platform/database/database.ts';
import { searchReports } from '../reports/index.ts';
import { isReference, type Look, referencePrefix } from '../search/index.ts';

const TITLE_CHARACTERS_MAX = 300;

interface ByReference {
  reference: string;
  title: string;
  state: string;
  at: Date;
}

/** References that begin so. A range over the reference's own index, because LIKE is blind behind the wall. */
async function byReference(trx: Sql, noun: 'incident' | 'report', prefix: string, limit: number) {
  const columns =
    noun === 'incident'
      ? sql`reference, title, status AS state, declared_at AS at`
      : sql`reference, summary AS title, state, reported_at AS at`;
  const { rows } = await sql<ByReference>`
    SELECT ${columns} FROM ${sql.table(noun)}
    WHERE reference >= ${prefix} AND reference <= ${`${prefix}9999-999999999`}
    ORDER BY reference LIMIT ${limit}`.execute(trx);
  return rows
    .filter((row) => row.reference.startsWith(prefix))
    .map((row) => ({
      noun,
      reference: row.reference,
      title: row.title.slice(0, TITLE_CHARACTERS_MAX),
      state: row.state,
      at: row.at.toISOString(),
    }));
}

const amongIncidents: Look = async (reading, typed, limit) => {
  const prefix = referencePrefix(typed, 'INC');
  if (prefix !== null) {
    return byReference(reading.sql, 'incident', prefix, limit);
  }
  const page = isReference(typed)
    ? { items: [] }
    : await readIncidentPage(reading, { q: typed, limit, sort: 'declared', order: 'desc' });
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
  const prefix = referencePrefix(typed, 'REP');
  if (prefix !== null) {
    return byReference(reading.sql, 'report', prefix, limit);
  }
  const rows = isReference(typed) ? [] : await searchReports(reading.sql, typed, limit, reading.now);
  return rows.map((row) => ({
    noun: 'report' as const,
    reference: row.reference,
    title: row.summary.slice(0, TITLE_CHARACTERS_MAX),
    state: row.state,
    at: row.reported_at.toISOString(),
  }));
};

/** What one search asks: incidents first, then reports. */
export const looksEverywhere: readonly Look[] = [amongIncidents, amongReports];
