// SPDX-License-Identifier: Apache-2.0
import { type Person, type peopleRoutes, type Refusal, type Role, refuse } from '@belfry/contract';
import { findOrganisation } from '../organisation/index.ts';
import type { Changing, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { isAddress, queueMail } from '../platform/mail/index.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { invitationMail } from './invitation-mail.ts';
import { joiningHandlers } from './joining-routes.ts';
import { endLinks, makeLink } from './link-store.ts';
import type { PeopleParts } from './people-parts.ts';
import { personSubject, reasonNotInState, reasonNotLosingAdministrator } from './person.ts';
import {
  countOtherAdministrators,
  findPerson,
  findPersonForChange,
  insertPerson,
  listPeople,
  namesOf,
  type PersonRow,
  updatePerson,
} from './person-store.ts';
import { endSessions } from './session-store.ts';
import { revokeTokens } from './token-store.ts';

type PeopleHandlers = Handlers<typeof peopleRoutes>;

export function peopleHandlers(parts: PeopleParts): PeopleHandlers {
  return {
    ...listingHandlers(parts),
    ...invitingHandlers(parts),
    ...changingHandlers(parts),
    ...blockingHandlers(parts),
    ...joiningHandlers(parts),
  };
}

async function present(sql: Sql, row: PersonRow): Promise<Person> {
  return presentNamed(row, await namesOf(sql, row.deputyId === null ? [] : [row.deputyId]));
}

function presentNamed(row: PersonRow, names: ReadonlyMap<string, string>): Person {
  const { deputyId } = row;
  return {
    id: row.id as Person['id'],
    name: row.name,
    email: row.email,
    phone: row.phone,
    language: row.language,
    roles: [...row.roles],
    deputy: deputyId === null ? null : { id: deputyId as Person['id'], name: names.get(deputyId) ?? '' },
    state: row.state,
    createdAt: row.createdAt.toISOString(),
  };
}

const cursorOf = (row: PersonRow) => Buffer.from(`${row.id}${row.name}`).toString('base64url');
const UUID_CHARACTERS = 36;

/** Where a page begins; a cursor nobody made begins at the start. */
function readCursor(cursor: string | undefined): { name: string; id: string } | null {
  const text = Buffer.from(cursor ?? '', 'base64url').toString();
  const id = text.slice(0, UUID_CHARACTERS);
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && !text.includes('\0')
    ? { id, name: text.slice(UUID_CHARACTERS) }
    : null;
}

function listingHandlers(parts: PeopleParts): Pick<PeopleHandlers, 'listPeople' | 'readPerson'> {
  const { database } = parts;
  return {
    listPeople: async ({ actor, query }) =>
      await database.read(actor, async ({ sql }) => {
        const rows = await listPeople(sql, {
          words: query.q ?? null,
          state: query.state ?? null,
          limit: query.limit,
          after: readCursor(query.cursor),
        });
        const page = rows.slice(0, query.limit);
        const names = await namesOf(
          sql,
          page.flatMap(({ deputyId }) => (deputyId === null ? [] : [deputyId])),
        );
        const last = page.at(-1);
        return {
          items: page.map((row) => presentNamed(row, names)),
          next: rows.length > query.limit && last !== undefined ? cursorOf(last) : null,
        };
      }),
    readPerson: async ({ actor, params }) =>
      await database.read(actor, async ({ sql }) => {
        const row = await findPerson(sql, params.id);
        return row === null ? refuse('person.not_found') : await present(sql, row);
      }),
  };
}

/** Whether somebody can stand in: active, and not the person themselves. */
async function reasonNotDeputy(
  sql: Sql,
  personId: string | null,
  deputyId: string | null | undefined,
): Promise<Refusal<'person.deputy_unknown'> | null> {
  if (deputyId === null || deputyId === undefined) {
    return null;
  }
  const deputy = deputyId === personId ? null : await findPerson(sql, deputyId);
  return deputy?.state === 'active' ? null : refuse('person.deputy_unknown');
}

function invitingHandlers(parts: PeopleParts): Pick<PeopleHandlers, 'invitePerson' | 'inviteAgain'> {
  const { database } = parts;
  return {
    invitePerson: async ({ actor, body }) =>
      await database.change(actor, async (changing) => {
        const { sql, now, ids, record } = changing;
        const notDeputy = await reasonNotDeputy(sql, null, body.deputyId);
        if (notDeputy !== null) {
          return notDeputy;
        }
        const organisation = await findOrganisation(sql);
        const language = body.language ?? organisation?.languages[0] ?? 'en';
        const { name, email, roles, phone, deputyId } = body;
        const fields = {
          name,
          email,
          roles,
          language,
          phone: phone?.trim() || null,
          deputyId: deputyId ?? null,
        };
        const made = await insertPerson(sql, ids.uuid(), { ...fields, state: 'invited' }, now);
        if (made === null) {
          return refuse('person.email_taken');
        }
        record({
          event: 'person.invited',
          subject: personSubject(made),
          changes: changesBetween({}, { email: made.email, roles: [...made.roles] }),
        });
        const not = await parts.whenRolesChanged(changing, { person: made, before: [], after: roles });
        if (not !== null) {
          return not;
        }
        return { person: await present(sql, made), invitation: await invite(parts, changing, made) };
      }),
    inviteAgain: async ({ actor, body, params }) => {
      const invited = await database.change(actor, async (changing) => {
        const person = await findPersonForChange(changing.sql, params.id);
        if (person === null) {
          return refuse('person.not_found');
        }
        const wrong = reasonNotInState(person.state, ['invited', 'active']);
        if (wrong !== null) {
          return wrong;
        }
        // Whoever manages people could otherwise become anybody, and read what that person takes part in.
        const isOwnMailOnly = person.state === 'active';
        if (isOwnMailOnly && !(parts.canMail && isAddress(person.email))) {
          return refuse('person.mail_needed', `${person.name} is active`);
        }
        changing.record({
          event: 'person.invited',
          subject: personSubject(person),
          text: person.state === 'active' ? 'to begin anew with their ways to sign in' : 'again',
          reason: body.reason,
        });
        const made = await invite(parts, changing, person);
        return isOwnMailOnly ? { ...made, link: null } : made;
      });
      return invited;
    },
  };
}

/** Makes the link, and puts a mail in the queue where mail leaves this desk. */
async function invite(parts: PeopleParts, changing: Changing, person: PersonRow) {
  const { sql, actor } = changing;
  const { path, expiresAt } = await makeLink(changing, { purpose: 'invitation', personId: person.id });
  const link = parts.publicUrl() + path;
  const organisation = await findOrganisation(sql);
  const mailed = parts.canMail && organisation !== null && isAddress(person.email);
  if (mailed) {
    const inviter = actor.kind === 'person' ? actor.name : organisation.name;
    const given = { name: person.name, organisation: organisation.name, link, inviter };
    const mail = invitationMail(person.language, given, expiresAt, organisation.timeZone);
    await queueMail(changing, {
      to: person.email,
      ...mail,
      language: person.language,
      purpose: 'invitation',
      isSecret: true,
    });
  }
  return { link, expiresAt: expiresAt.toISOString(), mailed };
}

function changingHandlers(parts: PeopleParts): Pick<PeopleHandlers, 'changePerson'> {
  const { authenticator, database } = parts;
  return {
    changePerson: async ({ actor, body, params }) => {
      const changed = await database.change(actor, async (changing) => {
        const { sql, record } = changing;
        const before = await findPersonForChange(sql, params.id);
        if (before === null) {
          return refuse('person.not_found');
        }
        const { name, phone, language, roles, deputyId } = body;
        const after = {
          name: name ?? before.name,
          phone: phone === undefined ? before.phone : phone.trim() || null,
          language: language ?? before.language,
          roles: roles ?? before.roles,
          deputyId: deputyId === undefined ? before.deputyId : deputyId,
        };
        const refused =
          (await reasonNotDeputy(sql, before.id, deputyId)) ??
          (await reasonNotWithoutAdministrator(sql, before, after.roles.includes('administrator')));
        if (refused !== null) {
          return refused;
        }
        const { id: _, email: _email, state: _state, createdAt: _at, ...comparable } = before;
        const changes = changesBetween(comparable, after);
        if (changes.length > 0) {
          await updatePerson(sql, before.id, after);
          record({ event: 'person.changed', subject: personSubject(before), changes, reason: body.reason });
        }
        const not = await heldNow(parts, changing, before, after.roles);
        if (not !== null) {
          return not;
        }
        return await present(sql, { ...before, ...after });
      });
      authenticator.forget(params.id);
      return changed;
    },
  };
}

function blockingHandlers(parts: PeopleParts): Pick<PeopleHandlers, 'blockPerson' | 'unblockPerson'> {
  const { authenticator, database } = parts;
  return {
    blockPerson: async ({ actor, body, params }) => {
      const blocked = await database.change(actor, async (changing) => {
        const { sql, now, record } = changing;
        const before = await findPersonForChange(sql, params.id);
        if (before === null) {
          return refuse('person.not_found');
        }
        const refused =
          reasonNotInState(before.state, ['invited', 'active']) ??
          (await reasonNotWithoutAdministrator(sql, before, false));
        if (refused !== null) {
          return refused;
        }
        await updatePerson(sql, before.id, { state: 'blocked' });
        record({
          event: 'person.blocked',
          subject: personSubject(before),
          changes: [{ field: 'state', from: before.state, to: 'blocked' }],
          reason: body.reason,
        });
        for (const ended of await endSessions(sql, before.id, now)) {
          record({
            event: 'session.revoked',
            subject: { kind: 'session', id: ended.id, reference: ended.device },
          });
        }
        await revokeTokens(changing, before.id);
        await parts.whenRolesChanged(changing, { person: before, before: before.roles, after: [] });
        await endLinks(sql, before.id);
        return await present(sql, { ...before, state: 'blocked' });
      });
      authenticator.forget(params.id);
      return blocked;
    },
    unblockPerson: async ({ actor, body, params }) =>
      await database.change(actor, async (changing) => {
        const { sql, record } = changing;
        const before = await findPersonForChange(sql, params.id);
        if (before === null) {
          return refuse('person.not_found');
        }
        const wrong = reasonNotInState(before.state, ['blocked']);
        if (wrong !== null) {
          return wrong;
        }
        await updatePerson(sql, before.id, { state: 'active' });
        record({
          event: 'person.unblocked',
          subject: personSubject(before),
          changes: [{ field: 'state', from: 'blocked', to: 'active' }],
          reason: body.reason,
        });
        await parts.whenRolesChanged(changing, { person: before, before: [], after: before.roles });
        return await present(sql, { ...before, state: 'active' });
      }),
  };
}

/** Whoever is blocked holds no role until somebody lets them in again. */
function heldNow(parts: PeopleParts, changing: Changing, before: PersonRow, after: readonly Role[]) {
  const held = (roles: readonly Role[]) => (before.state === 'blocked' ? [] : roles);
  return parts.whenRolesChanged(changing, { person: before, before: held(before.roles), after: held(after) });
}

async function reasonNotWithoutAdministrator(
  sql: Sql,
  before: PersonRow,
  staysAdministrator: boolean,
): Promise<Refusal<'person.last_administrator'> | null> {
  const wasAdministrator = before.state === 'active' && before.roles.includes('administrator');
  return wasAdministrator && !staysAdministrator
    ? reasonNotLosingAdministrator(true, false, await countOtherAdministrators(sql, before.id))
    : null;
}
