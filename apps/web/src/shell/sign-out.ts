// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query';
import { client, sessionKey } from '../api.ts';

/** Ends the session on the server, then forgets everything this page had read. */
export function useSignOut(): () => void {
  const queries = useQueryClient();
  return () => {
    void client.signOut().finally(() => {
      // The session first, in place: whoever watches it on this page is told, which a cleared cache does not do.
      queries.setQueryData(sessionKey, null);
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
    });
  };
}
