// SPDX-License-Identifier: Apache-2.0
import { type Permission, ProblemError, type Session } from '@belfry/contract';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { client, sessionKey } from '../api.ts';

/** Nobody signed in is an answer, not an error. */
async function askSession(): Promise<Session | null> {
  try {
    return await client.readSession();
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) {
      return null;
    }
    throw error;
  }
}

/** The session, or null when nobody is signed in. */
export function useSessionQuery(): UseQueryResult<Session | null> {
  return useQuery({ queryKey: sessionKey, queryFn: askSession, staleTime: 60_000 });
}

export const SessionContext = createContext<Session | null>(null);

/** The session inside the shell, where somebody is always signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) {
    throw new Error('Cannot read the session: this screen stands outside the shell');
  }
  return session;
}

/** Whether the person may do this. The server decides; this only decides what is shown as a way to go. */
export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}
