// SPDX-License-Identifier: Apache-2.0
import type { Session } from '@belfry/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { sessionKey } from '../api.ts';
import { languageChosenHere, speak } from '../messages/messages.ts';
import { safeNext, urls } from '../urls.ts';

/** Goes on after a sign-in: to the second factor when there is none yet, else to where the person wanted to be. */
export function useEnter(): (session: Session, next?: string) => void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (session, next) => {
    queries.setQueryData(sessionKey, session);
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
    if (languageChosenHere() === undefined) {
      void speak(session.person.language);
    }
    const href = session.stage === 'enrolment' ? urls.enrolment() : safeNext(next);
    void navigate({ href, replace: true });
  };
}

/**
 * The secret of a link: it stands after the `#`, which a browser never sends. Read from the location that is shown:
 * the one we are on the way to has no secret, and the page would ask for the link once more while it leaves.
 */
export function useLinkSecret(): string {
  return useRouterState({ select: (state) => (state.resolvedLocation ?? state.location).hash });
}
