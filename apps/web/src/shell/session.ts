// SPDX-License-Identifier: Apache-2.0
import type { Language, Permission, Role } from '@belfry/contract';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { sessionKey } from '../api.ts';
import { readSession } from './read-session.ts';

/** Who is signed in, what they may do, and where. */
export interface Session {
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly language: Language;
    readonly roles: readonly Role[];
  };
  readonly permissions: readonly Permission[];
  readonly organisation: { readonly name: string; readonly timeZone?: string };
}

/** The session, or null when nobody is signed in. */
export function useSessionQuery(): UseQueryResult<Session | null> {
  return useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 60_000 });
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
