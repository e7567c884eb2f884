// SPDX-License-Identifier: Apache-2.0
import { isRefusal, permissionsOf } from '@belfry/contract';
import { createPerson, setUpOrganisation } from '../people/index.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { systemIds } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { type PersonKey, type SamplePerson, sampleOrganisation, samplePeople } from './people.ts';

export type PersonIds = Record<PersonKey, string>;

/** Somebody who worked here once: so that the list of people shows every state. */
const leaver = {
  name: 'Dirk Aerts',
  email: 'dirk.aerts@dijkvest.example',
  language: 'nl',
  phone: '+32 9 000 00 26',
  roles: ['helpdesk'],
} as const;

/** The value, or the refusal as a failure: a story that is refused is a story told wrongly. */
export function told<T>(value: T): Exclude<T, { refused: unknown }> {
  if (isRefusal(value)) {
    throw new Error(`Cannot tell the story: ${value.refused}: ${value.detail ?? ''}`);
  }
  return value as Exclude<T, { refused: unknown }>;
}

/** Founds the sample organisation and gives everybody their place. @returns who is who, the leaver apart */
export async function found(database: Database): Promise<{ people: PersonIds; leaver: string }> {
  const [first, ...others] = samplePeople;
  const { personId } = told(
    await setUpOrganisation(database, {
      organisation: sampleOrganisation,
      // Nobody knows this password, and nobody needs it: one comes into a demonstration by its link.
      admin: { name: first.name, email: first.email, language: first.language, password: systemIds.secret() },
    }),
  );
  const actor = actorOf(first, personId);
  const ids = new Map<string, string>([[first.key, personId]]);
  for (const person of others as readonly SamplePerson[]) {
    const { deputy, does: _does, key, ...fields } = person;
    const made = told(
      await createPerson(database, actor, {
        ...fields,
        deputyId: deputy === undefined ? null : (ids.get(deputy) ?? null),
      }),
    );
    ids.set(key, made.id);
  }
  const left = told(await createPerson(database, actor, { ...leaver, deputyId: null }));
  return { people: Object.fromEntries(ids) as PersonIds, leaver: left.id };
}

function actorOf(person: SamplePerson, id: string): PersonActor {
  const { email, language, name } = person;
  const roles = ['administrator'] as const;
  return {
    kind: 'person',
    id,
    name,
    email,
    language,
    roles,
    permissions: permissionsOf(roles),
    via: { kind: 'session', id },
  };
}
