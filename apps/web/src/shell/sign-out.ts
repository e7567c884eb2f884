// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query';
import { sessionKey } from '../api.ts';

/** Ends the session on the server, then forgets everything this page had read. */
export function useSignOut(): () => void {
  const queries = useQueryClient();
  return () => {
    void fetch('/api/v1/session', { method: 'DELETE', credentials: 'same-origin' }).then(() => {
      queries.clear();
      queries.setQueryData(sessionKey, null);
    });
  };
}
