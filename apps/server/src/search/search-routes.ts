// SPDX-License-Identifier: Apache-2.0
import type { Answer, historyRoutes } from '@belfry/contract';
import type { Database, Reading } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { bestFirst, hasWord } from './search.ts';

export type Hit = Answer<typeof historyRoutes.search>['items'][number];
/** Looks among things of one noun, for at most so many; only what the reader can see. */
export type Look = (reading: Reading, typed: string, limit: number) => Promise<Hit[]>;

/** Search over every noun that can be found by words. */
export function searchHandlers(parts: {
  database: Database;
  looks: readonly Look[];
}): Handlers<Pick<typeof historyRoutes, 'search'>> {
  return {
    search: ({ actor, query }) =>
      parts.database.read(actor, async (reading) => {
        const typed = query.q.trim();
        const hits: Hit[] = [];
        for (const look of hasWord(typed) ? parts.looks : []) {
          hits.push(...(await look(reading, typed, query.limit)));
        }
        return { items: bestFirst(typed, hits) };
      }),
  };
}
