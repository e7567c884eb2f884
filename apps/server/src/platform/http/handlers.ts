// SPDX-License-Identifier: Apache-2.0
import type { Answer, Input, Refusable, Refusal, Route, Routes } from '@belfry/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, PersonActor } from '../authorization/actor.ts';

/** Who calls: the guard of a route has already been asked, so only a public one may be anybody. */
type CallerOf<R extends Route> = R['guard'] extends 'public' ? Actor : PersonActor;

export interface HandlerCall<R extends Route> extends Input<R> {
  readonly actor: CallerOf<R>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What a route's handler gives back: the answer, a refusal it declared, or the reply it wrote itself. */
type Given<R extends Route> = R['media'] extends string ? FastifyReply | Answer<R> : Answer<R>;

export type Handler<R extends Route> = (call: HandlerCall<R>) => Promise<Given<R> | Refusal<Refusable<R>>>;

/** One handler for each route: a missing one, or one that refuses with an undeclared problem, does not compile. */
export type Handlers<Rs extends Routes> = { readonly [Name in keyof Rs]: Handler<Rs[Name]> };
