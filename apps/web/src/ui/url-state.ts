// SPDX-License-Identifier: Apache-2.0
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

type State = Readonly<Record<string, string | undefined>>;

/** What stands behind the question mark, and a way to change some of it. The address is the state of a screen. */
export function useUrlState(): [State, (patch: State, how?: { replace?: boolean }) => void] {
  const state = useSearch({ strict: false }) as State;
  const navigate = useNavigate();
  const change = useCallback(
    (patch: State, how: { replace?: boolean } = {}) =>
      void navigate({
        to: '.',
        search: ((before: State) => ({ ...before, ...patch })) as never,
        replace: how.replace ?? false,
        resetScroll: false,
      }),
    [navigate],
  );
  return [state, change];
}
