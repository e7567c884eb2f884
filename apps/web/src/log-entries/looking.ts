// SPDX-License-Identifier: Apache-2.0
import { type Answer, createClient, logEntryRoutes, type Routes } from '@belfry/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type CallOf, client, UnreachableError } from '../api.ts';

type Begun = CallOf<'beginLook'>['body'];
type Under =
  | 'listEntriesOfLook'
  | 'countEntriesOfLook'
  | 'countFieldsOfLook'
  | 'openEntryOfLook'
  | 'listAround';

/** A client whose calls end when the page does not wait any more: the search is then not computed further. */
function clientUntil(signal: AbortSignal) {
  return createClient(logEntryRoutes satisfies Routes, {
    baseUrl: '',
    fetch: async (url, init) => {
      try {
        return await fetch(url, { ...init, signal, credentials: 'same-origin' });
      } catch (error) {
        throw signal.aborted ? error : new UnreachableError(error);
      }
    },
  });
}

/**
 * Begins a look, once for what it asks: going back to a list is the same look, asking again is another.
 *
 * @param again grows when somebody asks for the same once more
 */
export function useLook(begun: Begun | null, again = 0) {
  return useQuery({
    queryKey: ['log_looks.begin', begun, again],
    queryFn: ({ signal }) => clientUntil(signal).beginLook({ body: begun as Begun }),
    enabled: begun !== null,
    // A look is a line in the record: nothing but a person begins one.
    staleTime: 'static',
    gcTime: 30 * 60_000,
    retry: false,
  });
}

/** Begins a look when somebody presses a button. Nothing of the page is read again: that would be looks of its own. */
export function useBeginning() {
  return useMutation({ mutationFn: (body: Begun) => client.beginLook({ body }) });
}

/** Reads something under a look. */
export function useUnderLook<N extends Under>(
  name: N,
  look: string | undefined,
  query: Record<string, string | number> = {},
  isWanted = true,
) {
  return useQuery({
    queryKey: [logEntryRoutes[name].id, look ?? null, query],
    queryFn: ({ signal }) =>
      (clientUntil(signal)[name] as (call: object) => Promise<Answer<(typeof logEntryRoutes)[N]>>)({
        params: { look },
        query,
      }),
    enabled: look !== undefined && isWanted,
    staleTime: 'static',
    gcTime: 30 * 60_000,
    retry: false,
  });
}

/** A page of entries under a look. */
export function entriesPage(look: string, cursor: string | undefined, signal: AbortSignal) {
  return clientUntil(signal).listEntriesOfLook({ params: { look }, query: { cursor, limit: 100 } });
}
