// SPDX-License-Identifier: Apache-2.0
import { isRefusal, refuse, type Session, type sessionRoutes } from '@belfry/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findOrganisation } from '../organisation/index.ts';
import { askForPasskey } from '../platform/authentication/passkey.ts';
import { cookieValue, dropSessionCookie, setCookie } from '../platform/authentication/session-cookie.ts';
import { isPassword } from '../platform/authentication/slow-hash.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { startCeremony } from './ceremony-store.ts';
import { notePasskeyUse, readCredentials } from './credential-store.ts';
import { giveCookie, isHttps, type PeopleParts, presentSession, visitorOf } from './people-parts.ts';
import { personSubject } from './person.ts';
import { endSessions, noteProof } from './session-store.ts';
import {
  readPasskey,
  recordRefusal,
  type SignedIn,
  signInWithPasskey,
  signInWithPassword,
} from './sign-in.ts';
import { beginTrip, endTrip } from './single-sign-on.ts';
import { countTry } from './throttle.ts';

const asking = systemActor('sign-in');
/** Bound to this very host under https, like the session's: no neighbour can make somebody come back as another. */
const tripCookieName = (parts: PeopleParts) =>
  isHttps(parts) ? '__Host-belfry-single-sign-on' : 'belfry-single-sign-on';
const TRIP_MS = 10 * 60_000;

type SessionHandlers = Handlers<typeof sessionRoutes>;

export function sessionHandlers(parts: PeopleParts): SessionHandlers {
  return { ...readingHandlers(parts), ...signInHandlers(parts), ...singleSignOnHandlers(parts) };
}

/** Ends the session a browser had before the one it gets: one cookie, one session. */
async function endFormer(parts: PeopleParts, request: FastifyRequest): Promise<void> {
  const former = await parts.authenticator.session(request.headers, parts.now());
  if (former !== null && former.actor.via.kind === 'session') {
    const only = former.actor.via.id;
    await parts.database.change(former.actor, ({ sql, now }) =>
      endSessions(sql, former.actor.id, now, { only }),
    );
    parts.authenticator.forget(former.actor.id);
  }
}

/** Hands the browser its new session. */
export async function welcome(
  parts: PeopleParts,
  entered: SignedIn,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Session> {
  await endFormer(parts, request);
  giveCookie(parts, reply, entered.secret);
  return entered.session;
}

function readingHandlers(
  parts: PeopleParts,
): Pick<SessionHandlers, 'readSession' | 'readSignInWays' | 'signOut'> {
  const { authenticator, database } = parts;
  return {
    readSession: async ({ actor, request }) => {
      if (actor.kind === 'person' && actor.via.kind === 'token') {
        return await database.read(actor, ({ sql }) => presentSession(sql, actor, 'complete', null));
      }
      const found = await authenticator.session(request.headers, parts.now());
      return found === null
        ? refuse('session.required')
        : await database.read(found.actor, ({ sql }) =>
            presentSession(sql, found.actor, found.stage, found.provedAt),
          );
    },
    readSignInWays: async ({ actor }) => {
      const organisation = await database.read(actor, ({ sql }) => findOrganisation(sql));
      const { singleSignOn } = parts;
      return {
        isSetUp: organisation !== null,
        organisation:
          organisation === null ? null : { name: organisation.name, languages: organisation.languages },
        singleSignOn:
          singleSignOn === null
            ? null
            : { name: singleSignOn.name, reachable: await singleSignOn.isReachable() },
      };
    },
    signOut: async ({ request, reply }) => {
      const found = await authenticator.session(request.headers, parts.now());
      void reply.header('set-cookie', dropSessionCookie(isHttps(parts)));
      if (found === null || found.actor.via.kind !== 'session') {
        return undefined;
      }
      const only = found.actor.via.id;
      await database.change(found.actor, async ({ sql, now, record }) => {
        await endSessions(sql, found.actor.id, now, { only });
        record({ event: 'person.signed_out', subject: personSubject(found.actor) });
      });
      authenticator.forget(found.actor.id);
      return undefined;
    },
  };
}

function signInHandlers(
  parts: PeopleParts,
): Pick<SessionHandlers, 'signIn' | 'askPasskey' | 'signInWithPasskey' | 'prove'> {
  const { authenticator, database } = parts;
  return {
    signIn: async ({ body, request, reply }) => {
      const outcome = await signInWithPassword(parts, body, visitorOf(request));
      if (isRefusal(outcome)) {
        if (outcome.secondsToWait !== undefined) {
          void reply.header('retry-after', String(outcome.secondsToWait));
        }
        return outcome;
      }
      return outcome.outcome === 'code_needed'
        ? { outcome: 'code_needed', session: null }
        : { outcome: 'signed_in', session: await welcome(parts, outcome, request, reply) };
    },
    askPasskey: async () => {
      const { options, challenge } = await askForPasskey({ publicUrl: parts.publicUrl() });
      const ceremony = await database.change(asking, (changing) =>
        startCeremony(changing, { kind: 'passkey_proof', personId: null, content: { challenge } }),
      );
      return { ceremony, options: asJson(options) };
    },
    signInWithPasskey: async ({ body, request, reply }) => {
      const entered = await signInWithPasskey(parts, body, visitorOf(request));
      return isRefusal(entered) ? entered : await welcome(parts, entered, request, reply);
    },
    prove: async ({ actor, body, request }) => {
      if (actor.via.kind !== 'session') {
        return refuse('account.session_needed');
      }
      const sessionId = actor.via.id;
      const visitor = visitorOf(request);
      const attempt = await countTry(database, visitor, actor.email);
      if (attempt.refusal !== null) {
        return attempt.refusal;
      }
      if (body.passkey !== undefined) {
        const known = await readPasskey(parts, body.passkey);
        if (known?.person.id !== actor.id) {
          await recordRefusal(database, visitor, actor, 'proof by passkey');
          return refuse('passkey.not_accepted');
        }
        const noted = await database.change(actor, async ({ sql, now }) => {
          if (!(await notePasskeyUse(sql, known.passkey, known.counter, now))) {
            return refuse('passkey.not_accepted');
          }
          await noteProof(sql, sessionId, now);
          return null;
        });
        if (noted !== null) {
          return noted;
        }
      } else if (body.password === undefined) {
        return refuse('request.not_valid', 'A password or a passkey is needed');
      } else {
        const { password } = await database.read(actor, ({ sql }) => readCredentials(sql, actor.id));
        if (!(await isPassword(body.password, password?.hash ?? null))) {
          await recordRefusal(database, visitor, actor, 'proof by password');
          return refuse('sign_in.not_accepted');
        }
        await database.change(actor, ({ sql, now }) => noteProof(sql, sessionId, now));
      }
      await attempt.succeeded();
      authenticator.forget(actor.id);
      return undefined;
    },
  };
}

function singleSignOnHandlers(
  parts: PeopleParts,
): Pick<SessionHandlers, 'beginSingleSignOn' | 'endSingleSignOn'> {
  const tripCookie = (value: string) =>
    setCookie(tripCookieName(parts), value, {
      isHttps: isHttps(parts),
      ageMsMax: value === '' ? 0 : TRIP_MS,
    });
  return {
    beginSingleSignOn: async ({ query, reply }) => {
      const begun = await beginTrip(parts, query.next);
      if (begun === null) {
        return reply.redirect('/sign-in?problem=sign_in.provider_unavailable', 303);
      }
      return reply.header('set-cookie', tripCookie(begun.ceremony)).redirect(begun.url, 303);
    },
    endSingleSignOn: async ({ request, reply }) => {
      const value = cookieValue(request.headers.cookie, tripCookieName(parts));
      const ceremony = value !== null && /^[0-9a-f-]{36}$/.test(value) ? value : null;
      const entered = await endTrip(parts, { url: request.url, ceremony }, visitorOf(request));
      void reply.header('set-cookie', tripCookie(''));
      if (isRefusal(entered)) {
        return reply.redirect(`/sign-in?problem=${entered.refused}`, 303);
      }
      await welcome(parts, entered, request, reply);
      return reply.redirect(entered.next, 303);
    },
  };
}

/** Options of the WebAuthn library as plain JSON: what is undefined is left out. */
export function asJson(options: Record<string, unknown>): Record<string, never> {
  return JSON.parse(JSON.stringify(options)) as Record<string, never>;
}
