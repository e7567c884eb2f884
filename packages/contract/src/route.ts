// SPDX-License-Identifier: Apache-2.0
import type { z } from 'zod';
import type { Permission } from './permissions.ts';
import type { ProblemCode } from './problems.ts';

/**
 * Who may call a route. A permission is checked before the handler runs; `signedIn` asks only for a session or
 * a token; `public` asks for nothing and is rate-limited.
 */
export type Guard = Permission | 'signedIn' | 'public';

/**
 * One call of the API, as data. Validation, authorization, the typed client, OpenAPI, the role matrix and the
 * metric names all come from this object; the id is the name everywhere.
 */
export interface Route {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path with `{name}` for parameters, as OpenAPI writes it. */
  readonly path: string;
  readonly guard: Guard;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The status of success; 200 when absent, 204 with no response. */
  readonly status?: 200 | 201 | 202 | 204;
  readonly response?: z.ZodType;
  /** What travels when it is not JSON: the handler then writes the reply itself. */
  readonly media?: 'file' | 'csv' | 'events' | 'multipart' | 'redirect';
  /** Refusals this call can answer with, besides the ones every call can. */
  readonly problems?: readonly ProblemCode[];
  /** Whether an Idempotency-Key makes a repeated call harmless: the second one gets the first one's answer. */
  readonly isIdempotent?: boolean;
  /** Calls a minute from one address or one person; the platform's default when absent. */
  readonly perMinuteMax?: number;
}

/** Declares a route, keeping its literal types. */
export function route<const R extends Route>(declared: R): R {
  return declared;
}

export type Routes = Record<string, Route>;
type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Sent<S> = S extends z.ZodType ? z.input<S> : undefined;

/** What a handler gets after validation. */
export interface Input<R extends Route> {
  params: Parsed<R['params']>;
  query: Parsed<R['query']>;
  body: Parsed<R['body']>;
}

/** What a client hands over. */
export type Call<R extends Route> = (R['params'] extends z.ZodType
  ? { params: Sent<R['params']> }
  : unknown) &
  (R['query'] extends z.ZodType ? { query?: Sent<R['query']> } : unknown) &
  (R['body'] extends z.ZodType ? { body: Sent<R['body']> } : unknown);

export type Answer<R extends Route> = R['response'] extends z.ZodType ? z.output<R['response']> : undefined;

/** The refusals a handler of this route may return. */
export type Refusable<R extends Route> = R['problems'] extends readonly (infer Code extends ProblemCode)[]
  ? Code
  : never;
