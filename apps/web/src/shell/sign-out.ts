// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query';
import { client, sessionKey } from '../api.ts';

/** Ends the session on the server, then forgets everything this page had read. */
export function useSignOut(): () => void {
  const queries = useQueryClient();
  return () => {
    void client.signOut().finally(() => {
      queries.clear();
      queries.setQueryData(sessionKey, null);
    });
  };
}
