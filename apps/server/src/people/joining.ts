// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Language, type Refusal, refuse } from '@belfry/contract';
import { askForNewPasskey, type Passkey, readNewPasskey } from '../platform/authentication/passkey.ts';
import { slowHash } from '../platform/authentication/slow-hash.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { startCeremony, takeCeremony } from './ceremony-store.ts';
import { forgetCredentials, insertPasskey } from './credential-store.ts';
import { findLink, spendLink } from './link-store.ts';
import { type KnownWords, reasonNotPassword } from './password.ts';
import { type PeopleParts, siteOf } from './people-parts.ts';
import { personSubject } from './person.ts';
import { findPersonForChange, keepPassword, type PersonRow, updatePerson } from './person-store.ts';
import { endSessions } from './session-store.ts';
import { makeOrganisation, type NewOrganisation } from './setup.ts';
import { revokeTokens } from './token-store.ts';

const joining = systemActor('link-is-used');

/** The way to sign in that somebody who came by a link chose. */
export interface FirstFactorGiven {
  readonly password?: string | undefined;
  readonly passkey?:
    | { readonly ceremony: string; readonly name?: string | undefined; readonly answer: unknown }
    | undefined;
}

type FactorRefused = Refusal<'password.not_accepted' | 'passkey.not_accepted' | 'request.not_valid'>;

/** Checked and made ready to keep: the slow part happens before the transaction. */
type FirstFactor =
  | { readonly kind: 'password'; readonly hash: string }
  | { readonly kind: 'passkey'; readonly passkey: Passkey; readonly name: string; readonly personId: string };

async function readFirstFactor(
  parts: PeopleParts,
  given: FirstFactorGiven,
  known: KnownWords,
): Promise<FirstFactor | FactorRefused> {
  if (given.passkey !== undefined) {
    const { ceremony: id, answer, name } = given.passkey;
    const ceremony = await parts.database.change(joining, (changing) =>
      takeCeremony(changing, 'passkey_making', id),
    );
    const challenge = ceremony?.content['challenge'];
    const passkey =
      challenge === undefined
        ? null
        : await readNewPasskey({ publicUrl: parts.publicUrl() }, challenge, answer);
    return passkey === null || ceremony?.personId == null
      ? refuse('passkey.not_accepted')
      : { kind: 'passkey', passkey, name: name ?? 'Passkey 1', personId: ceremony.personId };
  }
  if (given.password === undefined) {
    const detail = 'Choose a passkey or a password';
    return refuse('request.not_valid', detail, [{ pointer: '/password', code: 'missing', detail }]);
  }
  const weak = reasonNotPassword(given.password, known);
  return weak ?? { kind: 'password', hash: await slowHash(given.password) };
}

async function keepFirstFactor(
  { sql, now, ids, record }: Changing,
  person: PersonRow,
  factor: FirstFactor,
): Promise<Refusal<'passkey.not_accepted'> | null> {
  if (factor.kind === 'password') {
    await keepPassword(sql, person.id, factor.hash, now);
    record({ event: 'person.password_set', subject: personSubject(person) });
    return null;
  }
  const isTheirs = factor.personId === person.id;
  const { name, passkey } = factor;
  if (!isTheirs || !(await insertPasskey(sql, ids.uuid(), person.id, { ...passkey, name }, now))) {
    return refuse('passkey.not_accepted');
  }
  record({ event: 'person.passkey_added', subject: personSubject(person), text: name });
  return null;
}

/** Begins a passkey for whoever holds a link. For a setup the person is not made yet: their identifier is drawn now. */
export async function askForFirstPasskey(
  parts: PeopleParts,
  purpose: 'setup' | 'invitation',
  secret: string,
  named: { name: string; email: string } | null,
) {
  return await parts.database.change(joining, async (changing) => {
    const { sql, now, ids } = changing;
    const link = await findLink(sql, purpose, secret, now);
    if (isRefusal(link)) {
      return link;
    }
    const invited = link.personId === null ? null : await findPersonForChange(sql, link.personId);
    const person = invited ?? (named === null ? null : { id: ids.uuid(), ...named });
    if (person === null) {
      return refuse('link.not_accepted');
    }
    const { options, challenge } = await askForNewPasskey(await siteOf(parts, sql), person, []);
    const content = { challenge };
    const ceremony = await startCeremony(changing, { kind: 'passkey_making', personId: person.id, content });
    return { ceremony, options };
  });
}

export interface Joined {
  readonly person: PersonRow;
  /** A password alone leads to the enrolment of a second factor first. */
  readonly stage: 'enrolment' | 'complete';
}

/** Uses an invitation. Whoever used it before, or had other ways to sign in, begins anew. */
export async function joinByInvitation(
  parts: PeopleParts,
  secret: string,
  given: FirstFactorGiven & { name?: string | undefined; language?: Language | undefined },
): Promise<Joined | FactorRefused | Refusal<'link.not_accepted'>> {
  const { database } = parts;
  const invited = await database.read(joining, async ({ sql, now }) => {
    const link = await findLink(sql, 'invitation', secret, now);
    return isRefusal(link) ? link : await openInvited(sql, link.personId);
  });
  if (isRefusal(invited)) {
    return invited;
  }
  const factor = await readFirstFactor(parts, given, invited);
  if (isRefusal(factor)) {
    return factor;
  }
  const joined = await database.change(joining, async (changing) => {
    const { sql, now, record } = changing;
    const link = await findLink(sql, 'invitation', secret, now);
    if (isRefusal(link) || !(await spendLink(sql, link.id, now))) {
      return refuse('link.not_accepted');
    }
    const person = link.personId === null ? null : await findPersonForChange(sql, link.personId);
    if (person === null || person.state === 'blocked') {
      return refuse('link.not_accepted');
    }
    await forgetCredentials(sql, person.id);
    await endSessions(sql, person.id, now);
    await revokeTokens(changing, person.id);
    const after = {
      name: given.name ?? person.name,
      language: given.language ?? person.language,
      state: 'active',
    } as const;
    await updatePerson(sql, person.id, after);
    record({ event: 'person.joined', subject: personSubject(person), text: 'by invitation' });
    return (await keepFirstFactor(changing, person, factor)) ?? { ...person, ...after };
  });
  if (isRefusal(joined)) {
    return joined;
  }
  parts.authenticator.forget(joined.id);
  return { person: joined, stage: factor.kind === 'passkey' ? 'complete' : 'enrolment' };
}

/** Whom an invitation is for, with the words a password must not contain. */
async function openInvited(
  sql: Changing['sql'],
  personId: string | null,
): Promise<KnownWords | Refusal<'link.not_accepted'>> {
  const row =
    personId === null
      ? undefined
      : await sql
          .selectFrom('person')
          .innerJoin('organisation', (join) => join.onTrue())
          .select(['person.name', 'person.email', 'organisation.name as organisation'])
          .where('person.id', '=', personId)
          .where('person.state', '<>', 'blocked')
          .executeTakeFirst();
  return row ?? refuse('link.not_accepted');
}

/** Uses the setup link: organisation and first administrator come into being together, or not at all. */
export async function setUpByLink(
  parts: PeopleParts,
  secret: string,
  organisation: NewOrganisation,
  admin: { name: string; email: string; language: Language },
  given: FirstFactorGiven,
): Promise<Joined | FactorRefused | Refusal<'link.not_accepted' | 'setup.already_done'>> {
  const { database } = parts;
  const link = await database.read(joining, ({ sql, now }) => findLink(sql, 'setup', secret, now));
  if (isRefusal(link)) {
    return link;
  }
  const factor = await readFirstFactor(parts, given, { ...admin, organisation: organisation.name });
  if (isRefusal(factor)) {
    return factor;
  }
  const made = await database.change(joining, async (changing) => {
    if (!(await spendLink(changing.sql, link.id, changing.now))) {
      return refuse('link.not_accepted');
    }
    const id = factor.kind === 'passkey' ? { id: factor.personId } : {};
    const person = await makeOrganisation(changing, organisation, { ...admin, ...id });
    return isRefusal(person) ? person : ((await keepFirstFactor(changing, person, factor)) ?? person);
  });
  return isRefusal(made)
    ? made
    : { person: made, stage: factor.kind === 'passkey' ? 'complete' : 'enrolment' };
}
