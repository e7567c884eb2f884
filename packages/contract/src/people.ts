// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import {
  filledText,
  instant,
  language,
  pageOf,
  pageQuery,
  personId,
  personShown,
  text,
} from './identifiers.ts';
import { limits } from './limits.ts';
import { organisationFields } from './organisation.ts';
import { roleNames } from './permissions.ts';
import { route } from './route.ts';
import { linkSecret, newPassword, passkeyMade, passkeyOptions, session } from './sessions.ts';

export const personStates = ['invited', 'active', 'blocked'] as const;
const personState = z.enum(personStates).describe('Invited and not here yet, active, or blocked');

const personName = filledText(limits.titleCharactersMax, 'Name to show');
const email = z
  .email()
  .max(limits.mailAddressCharactersMax)
  .describe('Mail address; it names the person when signing in');
const heldRoles = z.array(z.enum(roleNames)).max(roleNames.length).describe('Roles');

export const person = z
  .strictObject({
    id: personId,
    name: z.string().describe('Name to show'),
    email: z.string().describe('Mail address'),
    phone: z.string().nullable().describe('Telephone number'),
    language,
    roles: heldRoles,
    deputy: personShown.nullable().describe('To whom an alert climbs when this person does not answer'),
    state: personState,
    createdAt: instant.describe('When they were added'),
  })
  .describe('A person')
  .meta({ id: 'Person' });
export type Person = z.infer<typeof person>;

const invitation = z
  .strictObject({
    link: z
      .string()
      .nullable()
      .describe(
        'Address to open; shown to the inviter this once. Null for somebody active: only their own mailbox gets it',
      ),
    expiresAt: instant.describe('Works until'),
    mailed: z.boolean().describe('Whether it was handed to the mail queue too'),
  })
  .describe('An invitation')
  .meta({ id: 'Invitation' });

const byId = z.object({ id: personId });

/** How somebody who comes by a link will sign in from here on: one of the two. */
const firstFactor = {
  password: newPassword.optional(),
  passkey: passkeyMade.optional(),
};

export const peopleRoutes = {
  listPeople: route({
    id: 'people.list',
    method: 'GET',
    path: '/api/v1/people',
    guard: 'people.read',
    summary: 'List people by name',
    query: z.strictObject({
      ...pageQuery,
      q: text(limits.queryCharactersMax, 'Part of a name or mail address').optional(),
      state: personState.optional(),
    }),
    response: pageOf(person),
  }),
  readPerson: route({
    id: 'people.read',
    method: 'GET',
    path: '/api/v1/people/{id}',
    guard: 'people.read',
    summary: 'Read one person',
    params: byId,
    response: person,
    problems: ['person.not_found'],
  }),
  invitePerson: route({
    id: 'people.invite',
    method: 'POST',
    path: '/api/v1/people',
    guard: 'people.manage',
    summary: 'Invite somebody by a link that works once, for seven days',
    body: z.strictObject({
      name: personName,
      email,
      language: language.optional(),
      phone: text(60, 'Telephone number').optional(),
      roles: heldRoles,
      deputyId: personId.optional(),
    }),
    status: 201,
    response: z.strictObject({ person, invitation }),
    problems: ['person.email_taken', 'person.deputy_unknown', 'person.role_not_for_oneself'],
  }),
  inviteAgain: route({
    id: 'people.invite_again',
    method: 'POST',
    path: '/api/v1/people/{id}/invitation',
    guard: 'people.manage',
    summary:
      'Make a new link; somebody active who lost every way to sign in gets it by mail alone, begins anew with it, and their sessions and tokens end',
    params: byId,
    body: z.strictObject({ reason: text(limits.reasonCharactersMax, 'Why').optional() }).default({}),
    status: 201,
    response: invitation,
    problems: ['person.not_found', 'person.state_does_not_allow', 'person.mail_needed'],
  }),
  changePerson: route({
    id: 'people.change',
    method: 'PATCH',
    path: '/api/v1/people/{id}',
    guard: 'people.manage',
    summary: 'Change somebody’s name, telephone number, language, roles or deputy',
    params: byId,
    body: z.strictObject({
      name: personName.optional(),
      phone: text(60, 'Telephone number; empty for none').optional(),
      language: language.optional(),
      roles: heldRoles.optional(),
      deputyId: personId.nullable().optional(),
      reason: text(limits.reasonCharactersMax, 'Why').optional(),
    }),
    response: person,
    problems: [
      'person.not_found',
      'person.last_administrator',
      'person.deputy_unknown',
      'person.role_not_for_oneself',
    ],
  }),
  blockPerson: route({
    id: 'people.block',
    method: 'POST',
    path: '/api/v1/people/{id}/block',
    guard: 'people.manage',
    summary: 'Block somebody: sessions, tokens and invitations end at once',
    params: byId,
    body: z.strictObject({ reason: filledText(limits.reasonCharactersMax, 'Why') }),
    response: person,
    problems: ['person.not_found', 'person.last_administrator', 'person.state_does_not_allow'],
  }),
  unblockPerson: route({
    id: 'people.unblock',
    method: 'POST',
    path: '/api/v1/people/{id}/unblock',
    guard: 'people.manage',
    summary: 'Let somebody in again, with the ways to sign in they had',
    params: byId,
    body: z.strictObject({ reason: text(limits.reasonCharactersMax, 'Why').optional() }).default({}),
    response: person,
    problems: ['person.not_found', 'person.state_does_not_allow'],
  }),
  openInvitation: route({
    id: 'invitations.open',
    method: 'POST',
    path: '/api/v1/invitations/open',
    guard: 'public',
    summary: 'See whom an invitation is for',
    perMinuteMax: 60,
    body: z.strictObject({ link: linkSecret }),
    response: z.strictObject({
      name: z.string().describe('Name of the invited'),
      email: z.string().describe('Mail address of the invited'),
      language,
      organisation: z.string().describe('Name of the organisation'),
      expiresAt: instant.describe('Works until'),
    }),
    problems: ['link.not_accepted'],
  }),
  askInvitedPasskey: route({
    id: 'invitations.passkey_options',
    method: 'POST',
    path: '/api/v1/invitations/passkey',
    guard: 'public',
    summary: 'Begin to make a passkey for an invitation',
    perMinuteMax: 60,
    body: z.strictObject({ link: linkSecret }),
    response: passkeyOptions,
    problems: ['link.not_accepted'],
  }),
  acceptInvitation: route({
    id: 'invitations.accept',
    method: 'POST',
    path: '/api/v1/invitations/accept',
    guard: 'public',
    summary: 'Accept an invitation with a passkey or a password; the answer sets a cookie',
    perMinuteMax: 60,
    body: z.strictObject({
      link: linkSecret,
      name: personName.optional(),
      language: language.optional(),
      ...firstFactor,
    }),
    response: session,
    problems: ['link.not_accepted', 'password.not_accepted', 'passkey.not_accepted', 'request.not_valid'],
  }),
  openSetup: route({
    id: 'setup.open',
    method: 'POST',
    path: '/api/v1/setup/open',
    guard: 'public',
    summary: 'See whether a setup link can be used',
    perMinuteMax: 60,
    body: z.strictObject({ link: linkSecret }),
    response: z.strictObject({
      expiresAt: instant.describe('Works until'),
      publicUrl: z.string().describe('Address this desk believes to be reached at'),
    }),
    problems: ['link.not_accepted', 'setup.already_done'],
  }),
  askSetupPasskey: route({
    id: 'setup.passkey_options',
    method: 'POST',
    path: '/api/v1/setup/passkey',
    guard: 'public',
    summary: 'Begin to make the first administrator’s passkey',
    perMinuteMax: 60,
    body: z.strictObject({ link: linkSecret, name: personName, email }),
    response: passkeyOptions,
    problems: ['link.not_accepted', 'setup.already_done'],
  }),
  setUp: route({
    id: 'setup.complete',
    method: 'POST',
    path: '/api/v1/setup',
    guard: 'public',
    summary: 'Set the organisation up with its first administrator; the answer sets a cookie',
    perMinuteMax: 60,
    body: z.strictObject({
      link: linkSecret,
      organisation: z
        .strictObject({
          name: organisationFields.name,
          sector: organisationFields.sector.default('other'),
          country: organisationFields.country.default('BE'),
          languages: organisationFields.languages.default(['en', 'nl', 'fr', 'de']),
          timeZone: organisationFields.timeZone.default('Europe/Brussels'),
          helpdeskMail: organisationFields.helpdeskMail.default(''),
          helpdeskPhone: organisationFields.helpdeskPhone.default(''),
          publicUrl: organisationFields.publicUrl.default(''),
        })
        .describe('The organisation'),
      admin: z.strictObject({ name: personName, email, language }).describe('The first administrator'),
      ...firstFactor,
    }),
    status: 201,
    response: session,
    problems: [
      'link.not_accepted',
      'setup.already_done',
      'password.not_accepted',
      'passkey.not_accepted',
      'request.not_valid',
    ],
  }),
} as const;
