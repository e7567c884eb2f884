// SPDX-License-Identifier: Apache-2.0
import type { Problem } from './problems.ts';
import type { Answer, Call, Route, Routes } from './route.ts';

/** The parts of `fetch` the client needs; handed in, so that it runs in browser, Node and tests alike. */
export interface FetchAnswer {
  readonly status: number;
  text(): Promise<string>;
}
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<FetchAnswer>;

/** A refusal of the server, with its problem document. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.title}`);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

type Method<R extends Route> = keyof Call<R> extends never
  ? () => Promise<Answer<R>>
  : Record<never, never> extends Call<R>
    ? (call?: Call<R>) => Promise<Answer<R>>
    : (call: Call<R>) => Promise<Answer<R>>;

export type Client<Rs extends Routes> = { [Name in keyof Rs]: Method<Rs[Name]> };

interface LooseCall {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** Path and query of a call: `{name}` filled in, absent query values left out. */
export function urlOf(declared: Route, call: LooseCall = {}): string {
  const path = declared.path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(String(call.params?.[name])),
  );
  const query = Object.entries(call.query ?? {})
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
  return query === '' ? path : `${path}?${query}`;
}

/**
 * A client of the API: one method a route, typed from the contract.
 *
 * @throws ProblemError when the server refuses
 */
export function createClient<const Rs extends Routes>(
  routes: Rs,
  options: { baseUrl: string; fetch: Fetch; headers?: Record<string, string> },
): Client<Rs> {
  const call = async (declared: Route, given: LooseCall = {}): Promise<unknown> => {
    const sendsBody = declared.method !== 'GET' && declared.media === undefined && given.body !== undefined;
    const answer = await options.fetch(options.baseUrl + urlOf(declared, given), {
      method: declared.method,
      headers: {
        accept: 'application/json',
        ...options.headers,
        ...(sendsBody ? { 'content-type': 'application/json' } : {}),
      },
      ...(sendsBody ? { body: JSON.stringify(given.body) } : {}),
    });
    const words = await answer.text();
    if (answer.status >= 200 && answer.status < 300) {
      return words === '' ? undefined : JSON.parse(words);
    }
    throw new ProblemError(problemFrom(answer.status, words));
  };
  const entries = Object.entries(routes).map(([name, declared]) => [
    name,
    (given?: LooseCall) => call(declared, given),
  ]);
  return Object.fromEntries(entries) as Client<Rs>;
}

/** The problem document in an answer; a proxy's own error page becomes `server.failed`. */
function problemFrom(status: number, words: string): Problem {
  try {
    const parsed: unknown = JSON.parse(words);
    if (typeof parsed === 'object' && parsed !== null && 'code' in parsed) {
      return parsed as Problem;
    }
  } catch {
    // Not JSON: something between us and the server answered.
  }
  return {
    type: 'about:blank',
    title: `The server answered ${status} without saying why`,
    status,
    code: status === 503 ? 'database.unavailable' : 'server.failed',
    whatToDo: 'Try again in a moment',
    retry: true,
  };
}
