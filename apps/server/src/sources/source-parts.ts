// SPDX-License-Identifier: Apache-2.0
import type { LogSource, LogSourceWhole } from '@belfry/contract';
import type { SourcesAnswer } from '../log/index.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { LogLink } from '../platform/log-link/log-link.ts';
import { type Running, readFigures, readGaps } from './figure-store.ts';
import type { SourceRow } from './source.ts';
import { healthOf } from './source-health.ts';
import { listIdentityRows, namesOfOwners, presentIdentity } from './source-store.ts';

export interface SourceParts {
  readonly database: Database;
  readonly door: LogLink;
  readonly now: () => Date;
  readonly publicUrl: () => string;
}

/** What the receiving process says now; null when it does not answer. */
export async function askReceiving(door: LogLink): Promise<SourcesAnswer | null> {
  const answer = await door.call('/inside/sources', null);
  return 'status' in answer && answer.status === 200 ? (answer.body as SourcesAnswer) : null;
}

export function runningById(answer: SourcesAnswer | null): ReadonlyMap<string, Running> {
  return new Map((answer?.running ?? []).map((one) => [one.id, one]));
}

export async function presentSources(
  sql: Sql,
  rows: readonly SourceRow[],
  running: ReadonlyMap<string, Running>,
  now: Date,
): Promise<LogSource[]> {
  const names = await namesOfOwners(sql, rows);
  const figures = await readFigures(sql, rows, running, now.getTime());
  return rows.map((row) => {
    const { changedAt: _changed, createdAt, ownerId, state, ...shown } = row;
    // Every row was asked for, so it has figures, all zero where nothing came.
    const known = figures.get(row.id);
    if (known === undefined) throw new Error(`No figures of source "${row.id}"`);
    return {
      ...shown,
      state: state === 'retired' ? 'retired' : 'active',
      owner: ownerId === null ? null : { id: ownerId, name: names.get(ownerId) ?? '' },
      createdAt: createdAt.toISOString(),
      health: healthOf(known, now.getTime()),
    };
  });
}

const GAP_MINUTES = 60;

export async function presentWhole(
  sql: Sql,
  row: SourceRow,
  running: ReadonlyMap<string, Running>,
  now: Date,
): Promise<LogSourceWhole> {
  const [source] = await presentSources(sql, [row], running, now);
  if (source === undefined) throw new Error(`No figures of source "${row.id}"`);
  const identities = (await listIdentityRows(sql, row.id)).map(presentIdentity);
  const gaps = await readGaps(sql, row.id, row.silenceMinutesMax ?? GAP_MINUTES, now.getTime());
  return { ...source, identities, gaps };
}

/** Shows a source after a change, in the same transaction. The receiving process is not waited for. */
export async function presentChanged(
  { now, sql }: Pick<Changing, 'now' | 'sql'>,
  row: SourceRow,
): Promise<LogSourceWhole> {
  return presentWhole(sql, row, new Map(), now);
}

export const subjectOf = ({ id, name }: Pick<SourceRow, 'id' | 'name'>) =>
  ({ kind: 'source', id, reference: name }) as const;
