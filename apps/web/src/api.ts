// SPDX-License-Identifier: Apache-2.0
import {
  type Answer,
  type Client,
  createClient,
  type Fetch,
  type Problem,
  ProblemError,
  type Route,
  routes,
} from '@belfry/contract';
import {
  infiniteQueryOptions,
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { noteOwnChange } from './shell/own-changes.ts';

/** The server did not answer at all: no network, or the desk is down. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('Cannot reach the desk', { cause });
    this.name = 'UnreachableError';
  }
}

const throughBrowser: Fetch = async (url, init) => {
  try {
    return await fetch(url, { ...init, credentials: 'same-origin' });
  } catch (error) {
    throw new UnreachableError(error);
  }
};

export const client = createClient(routes, { baseUrl: '', fetch: throughBrowser });

type Rs = typeof routes;
type Json<N extends keyof Rs> = Rs[N] extends { media: string } ? never : N;
/** Routes that read, and routes that change. */
export type ReadName = {
  [N in keyof Rs]: Rs[N] extends { method: 'GET' } ? Json<N> : never;
}[keyof Rs];
export type SendName = {
  [N in keyof Rs]: Rs[N] extends { method: 'GET' } ? never : Json<N>;
}[keyof Rs];
export type CallOf<N extends keyof Rs> = Parameters<Client<Rs>[N]>[0];
export type AnswerOf<N extends keyof Rs> = Answer<Rs[N]>;

/** The one place where a name chosen at run time meets its types. */
function ask<N extends keyof Rs>(name: N, call: CallOf<N>): Promise<AnswerOf<N>> {
  return (client[name] as (call: CallOf<N>) => Promise<AnswerOf<N>>)(call);
}

export const sessionKey = ['session'] as const;
const signedOut = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'session.required';

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: forgetSessionWhenOver }),
  mutationCache: new MutationCache({ onError: forgetSessionWhenOver }),
  defaultOptions: {
    queries: {
      // Lists never move under the hand: nothing is loaded again unless somebody asks or changes something.
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && mayComeRight(error),
    },
  },
});

function forgetSessionWhenOver(error: unknown): void {
  if (signedOut(error)) {
    queryClient.setQueryData(sessionKey, null);
  }
}

/** Whether the same request may succeed later, unchanged. */
export function mayComeRight(error: unknown): boolean {
  return error instanceof UnreachableError || (error instanceof ProblemError && error.problem.retry);
}

/** Options for `useQuery`: reads one route. */
export function reading<N extends ReadName>(name: N, ...[call]: Parameters<Client<Rs>[N]>) {
  return queryOptions({
    queryKey: [(routes[name] as Route).id, call ?? {}],
    queryFn: () => ask(name, call as CallOf<N>),
  });
}

type PagedName = {
  [N in ReadName]: AnswerOf<N> extends { items: unknown[]; next: string | null } ? N : never;
}[ReadName];

/** Options for `useInfiniteQuery`: reads a list page by page, by cursor. */
export function readingPages<N extends PagedName>(name: N, ...[call]: Parameters<Client<Rs>[N]>) {
  return infiniteQueryOptions({
    queryKey: [(routes[name] as Route).id, 'pages', call ?? {}],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ask(name, {
        ...(call as object | undefined),
        query: { ...(call as { query?: object } | undefined)?.query, cursor: pageParam },
      } as CallOf<N>),
    getNextPageParam: (page) => (page as { next: string | null }).next ?? undefined,
  });
}

/** Reads again whatever is on the page, except who is signed in. */
export function readAgain(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
}

/** What a screen does with the answer, once the page was read again. */
interface Afterwards<N extends SendName> {
  readonly onSuccess?: (answer: AnswerOf<N>) => void;
  /** Taken or refused. */
  readonly onSettled?: () => void;
}

type Sending<N extends SendName> =
  undefined extends CallOf<N>
    ? [call?: CallOf<N>, how?: Afterwards<N>]
    : [call: CallOf<N>, how?: Afterwards<N>];

/** Whether who asked is still here: the screen that asked is still drawn, or its address is still the one on show. */
function useStillHere(): () => () => boolean {
  const isDrawn = useRef(false);
  useEffect(() => {
    isDrawn.current = true;
    return () => {
      isDrawn.current = false;
    };
  }, []);
  return useCallback(() => {
    const { href } = window.location;
    return () => isDrawn.current || window.location.href === href;
  }, []);
}

/**
 * Changes something through one route. What is on the page is read again afterwards: what somebody did
 * themselves may move the page, what others did may not.
 *
 * Reading again can take away the very thing that was decided on, and its dialog with it, before the last answer is
 * in. The callbacks of the library's own `mutate` die with the component that called it; these are about the person,
 * who is told the outcome wherever they did not walk away from it.
 */
export function useSending<N extends SendName>(name: N) {
  const queries = useQueryClient();
  const beginHere = useStillHere();
  const sending = useMutation<AnswerOf<N>, Error, CallOf<N>>({
    mutationFn: (call) => ask(name, call),
    onSuccess: () => {
      noteOwnChange();
      return readAgain(queries);
    },
  });
  const { mutateAsync } = sending;
  const mutate = useCallback(
    (...[call, how]: Sending<N>): void => {
      const isStillHere = beginHere();
      mutateAsync(call as CallOf<N>).then(
        (answer) => {
          if (isStillHere()) {
            how?.onSuccess?.(answer);
            how?.onSettled?.();
          }
        },
        // What went wrong is shown from `error`.
        () => how?.onSettled?.(),
      );
    },
    [beginHere, mutateAsync],
  );
  return { ...sending, mutate };
}

/** Sends files as multipart/form-data and answers with what the server received. */
export function sendFiles<Received>(address: string, files: readonly File[]): Promise<Received> {
  const form = new FormData();
  for (const file of files) {
    form.append('file', file, file.name);
  }
  return sendForm(address, form);
}

/** Sends a form with files; the answer is the JSON of the route at that address. */
export async function sendForm<Received>(address: string, form: FormData): Promise<Received> {
  const answer = await fetch(address, { method: 'POST', body: form, credentials: 'same-origin' }).catch(
    (error: unknown) => {
      throw new UnreachableError(error);
    },
  );
  const words = await answer.text();
  if (!answer.ok) {
    throw new ProblemError(decodeProblem(words, answer.status));
  }
  return JSON.parse(words) as Received;
}

function decodeProblem(words: string, status: number): Problem {
  try {
    const parsed: unknown = JSON.parse(words);
    if (typeof parsed === 'object' && parsed !== null && 'code' in parsed) {
      return parsed as Problem;
    }
  } catch {
    // Something between us and the server answered; it is not ours to quote.
  }
  return {
    type: 'about:blank',
    title: '',
    status,
    code: status === 413 ? 'request.too_large' : 'server.failed',
    whatToDo: '',
    retry: false,
  };
}
