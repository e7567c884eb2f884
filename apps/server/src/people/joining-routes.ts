// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Language, type peopleRoutes, refuse } from '@belfry/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findOrganisation, reasonNotOrganisation } from '../organisation/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { askForFirstPasskey, type Joined, joinByInvitation, setUpByLink } from './joining.ts';
import { findLink } from './link-store.ts';
import { type PeopleParts, visitorOf } from './people-parts.ts';
import { findPerson } from './person-store.ts';
import { asJson, welcome } from './session-routes.ts';
import type { SignInWay } from './session-store.ts';
import { enter, noUse } from './sign-in.ts';

const opening = systemActor('link-is-opened');

type JoiningHandlers = Pick<
  Handlers<typeof peopleRoutes>,
  'openInvitation' | 'askInvitedPasskey' | 'acceptInvitation' | 'openSetup' | 'askSetupPasskey' | 'setUp'
>;

/** What anybody with a link can call: the link is what lets them. */
export function joiningHandlers(parts: PeopleParts): JoiningHandlers {
  const { database } = parts;
  return {
    openInvitation: async ({ body }) =>
      await database.read(opening, async ({ sql, now }) => {
        const link = await findLink(sql, 'invitation', body.link, now);
        if (isRefusal(link)) {
          return link;
        }
        const person = link.personId === null ? null : await findPerson(sql, link.personId);
        const organisation = await findOrganisation(sql);
        if (person === null || person.state === 'blocked' || organisation === null) {
          return refuse('link.not_accepted');
        }
        return {
          name: person.name,
          email: person.email,
          language: person.language,
          organisation: organisation.name,
          expiresAt: link.expiresAt.toISOString(),
        };
      }),
    askInvitedPasskey: async ({ body }) => {
      const asked = await askForFirstPasskey(parts, 'invitation', body.link, null);
      return isRefusal(asked) ? asked : { ceremony: asked.ceremony, options: asJson(asked.options) };
    },
    acceptInvitation: async ({ body, request, reply }) => {
      const joined = await joinByInvitation(parts, body.link, body);
      return isRefusal(joined) ? joined : await letIn(parts, joined, 'invitation', request, reply);
    },
    openSetup: async ({ body }) =>
      await database.read(opening, async ({ sql, now }) => {
        if ((await findOrganisation(sql)) !== null) {
          return refuse('setup.already_done');
        }
        const link = await findLink(sql, 'setup', body.link, now);
        return isRefusal(link)
          ? link
          : { expiresAt: link.expiresAt.toISOString(), publicUrl: parts.publicUrl() };
      }),
    askSetupPasskey: async ({ body }) => {
      const asked = await askForFirstPasskey(parts, 'setup', body.link, body);
      return isRefusal(asked) ? asked : { ceremony: asked.ceremony, options: asJson(asked.options) };
    },
    setUp: async ({ body, request, reply }) => {
      const organisation = { ...body.organisation, languages: body.organisation.languages as Language[] };
      const wrong = reasonNotOrganisation(organisation, '/organisation');
      if (wrong !== null) {
        return wrong;
      }
      const joined = await setUpByLink(parts, body.link, organisation, body.admin, body);
      return isRefusal(joined) ? joined : await letIn(parts, joined, 'setup', request, reply);
    },
  };
}

async function letIn(
  parts: PeopleParts,
  joined: Joined,
  way: SignInWay,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const entered = await enter(parts, { ...joined, way, visitor: visitorOf(request) }, noUse);
  return isRefusal(entered) ? entered : await welcome(parts, entered, request, reply);
}
