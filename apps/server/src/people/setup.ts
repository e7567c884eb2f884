// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Language, type Organisation, type Refusal, refuse } from '@belfry/contract';
import { slowHash } from '../platform/authentication/slow-hash.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import { reasonNotPassword } from './password.ts';
import { firstAdministratorRoles, personSubject } from './person.ts';
import { insertPerson, keepPassword, type PersonRow } from './person-store.ts';

export interface FirstAdministrator {
  readonly name: string;
  readonly email: string;
  readonly language?: Language;
}

export type NewOrganisation = Pick<Organisation, 'name'> &
  Partial<Omit<Organisation, 'name' | 'severityLabels'>>;

const organisationDefaults = {
  sector: 'other',
  country: 'BE',
  languages: ['en', 'nl', 'fr', 'de'] as Language[],
  timeZone: 'Europe/Brussels',
  helpdeskMail: '',
  helpdeskPhone: '',
  publicUrl: '',
  businessFunctions: [] as string[],
};

/**
 * Makes the organisation and its first administrator, once. The caller stands in a transaction of Belfry itself:
 * nobody is signed in yet, and the setup link or the machine's own shell is what allowed it.
 */
export async function makeOrganisation(
  { sql, now, ids, record }: Changing,
  organisation: NewOrganisation,
  admin: FirstAdministrator & { readonly id?: string },
): Promise<PersonRow | Refusal<'setup.already_done'>> {
  const whole = { ...organisationDefaults, ...organisation };
  const made = await sql
    .insertInto('organisation')
    .values({
      name: whole.name,
      sector: whole.sector,
      country: whole.country,
      languages: [...whole.languages],
      time_zone: whole.timeZone,
      helpdesk_mail: whole.helpdeskMail,
      helpdesk_phone: whole.helpdeskPhone,
      public_url: whole.publicUrl,
      business_functions: [...whole.businessFunctions],
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('name')
    .executeTakeFirst();
  if (made === undefined) {
    return refuse('setup.already_done');
  }
  const person = await insertPerson(
    sql,
    admin.id ?? ids.uuid(),
    {
      name: admin.name,
      email: admin.email,
      language: admin.language ?? whole.languages[0] ?? 'en',
      roles: firstAdministratorRoles,
      state: 'active',
    },
    now,
  );
  if (person === null) {
    return refuse('setup.already_done', 'There are people in this desk already');
  }
  record({
    event: 'organisation.set_up',
    subject: { kind: 'organisation', id: 'only', reference: whole.name },
    changes: Object.entries(whole).map(([field, to]) => ({ field, from: null, to })),
  });
  record({
    event: 'person.joined',
    subject: personSubject(person),
    changes: [{ field: 'roles', from: null, to: [...person.roles] }],
  });
  return person;
}

/** Sets a desk up from the machine itself: `belfry setup`, the demo and tests. */
export async function setUpOrganisation(
  database: Database,
  given: { organisation: NewOrganisation; admin: FirstAdministrator & { readonly password: string } },
): Promise<{ personId: string } | Refusal<'setup.already_done' | 'password.not_accepted'>> {
  const { organisation, admin } = given;
  const weak = reasonNotPassword(admin.password, { ...admin, organisation: organisation.name });
  if (weak !== null) {
    return weak;
  }
  const hash = await slowHash(admin.password);
  return await database.change(systemActor('desk-is-set-up'), async (changing) => {
    const person = await makeOrganisation(changing, organisation, admin);
    if (isRefusal(person)) {
      return person;
    }
    await keepPassword(changing.sql, person.id, hash, changing.now);
    changing.record({ event: 'person.password_set', subject: personSubject(person) });
    return { personId: person.id };
  });
}
