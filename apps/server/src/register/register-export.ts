// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Database, Reading } from '../platform/database/database.ts';
import type { RegisterEntry } from './register-entry.ts';
import { readEntries } from './register-store.ts';

/** Filter of a list of incidents, as it came with the request. */
export type RegisterFilter = Readonly<Record<string, string | undefined>>;

/** Finds a page of incidents as the list does, so that an export holds exactly what the list shows. */
export type FindPage = (
  reading: Reading,
  filter: RegisterFilter,
  page: { limit: number; cursor: string | undefined },
) => Promise<{ ids: string[]; next: string | null }>;

/**
 * The register in batches, each in a transaction of its own: a slow reader holds no connection. That it begins is
 * on record before the first line leaves, and how many lines left once it ends or breaks off.
 */
export async function* exportEntries(
  parts: { database: Database; findPage: FindPage },
  actor: PersonActor,
  filter: RegisterFilter,
  format: 'csv' | 'json',
): AsyncGenerator<RegisterEntry[]> {
  const id = await begin(parts.database, actor, filter, format);
  let count = 0;
  let isWhole = false;
  try {
    for (let cursor: string | undefined; ; ) {
      const page = await parts.database.read(actor, async (reading) => {
        const found = await parts.findPage(reading, filter, { limit: limits.pageSizeMax, cursor });
        return { next: found.next, entries: await readEntries(reading.sql, found.ids) };
      });
      count += page.entries.length;
      yield page.entries;
      if (page.next === null) break;
      cursor = page.next;
    }
    isWhole = true;
  } finally {
    await end(parts.database, actor, id, count, isWhole);
  }
}

const subjectOf = (id: string) => ({ kind: 'register', id, reference: 'register' });

function begin(
  database: Database,
  actor: PersonActor,
  filter: RegisterFilter,
  format: string,
): Promise<string> {
  return database.change(actor, async (changing) => {
    const id = changing.ids.uuid();
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    changing.record({
      event: 'register.exported',
      subject: subjectOf(id),
      changes: [
        { field: 'format', from: null, to: format },
        { field: 'filter', from: null, to: Object.fromEntries(given) as Record<string, string> },
      ],
    });
    return id;
  });
}

async function end(
  database: Database,
  actor: PersonActor,
  id: string,
  count: number,
  isWhole: boolean,
): Promise<void> {
  await database.change(actor, async (changing) => {
    changing.record({
      event: 'register.exported',
      subject: subjectOf(id),
      changes: [{ field: 'count', from: null, to: count }],
      ...(isWhole ? {} : { reason: 'it broke off: at most this many lines left' }),
    });
  });
}
