// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Refusal, refuse } from '@belfry/contract';
import type { SingleSignOnTrip, SomebodyKnown } from '../platform/authentication/single-sign-on.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { startCeremony, takeCeremony } from './ceremony-store.ts';
import { findLinkedPerson, linkPerson } from './credential-store.ts';
import { endLinks } from './link-store.ts';
import type { PeopleParts } from './people-parts.ts';
import { personSubject } from './person.ts';
import { findPerson, findPersonByEmail, type PersonRow, updatePerson } from './person-store.ts';
import type { Visitor } from './session-store.ts';
import { enter, noUse, recordRefusal, type SignedIn } from './sign-in.ts';
import { countTry } from './throttle.ts';

const answerPath = '/api/v1/session/single-sign-on/answer';
const comingBack = systemActor('single-sign-on');

/**
 * A path of our own, or `/`: an address of another site behind our sign-in page is how one is led astray. The URL
 * parser decides as a browser would, so `//host`, `/\host` and control characters find no gap.
 */
export function ownPath(next: string | undefined, publicUrl: string): string {
  if (next === undefined || !next.startsWith('/') || !URL.canParse(next, publicUrl)) {
    return '/';
  }
  const url = new URL(next, publicUrl);
  const path = url.pathname + url.search + url.hash;
  return url.origin === new URL(publicUrl).origin && !path.startsWith('//') ? path : '/';
}

/** @returns where to send the browser and what binds the answer to it, or null when the provider is away */
export async function beginTrip(
  parts: PeopleParts,
  next: string | undefined,
): Promise<{ url: string; ceremony: string } | null> {
  const begun = (await parts.singleSignOn?.begin(parts.publicUrl() + answerPath)) ?? null;
  if (begun === null) {
    return null;
  }
  const content = { ...begun.trip, next: ownPath(next, parts.publicUrl()) };
  const ceremony = await parts.database.change(comingBack, (changing) =>
    startCeremony(changing, { kind: 'single_sign_on', personId: null, content }),
  );
  return { url: begun.url, ceremony };
}

/** Reads the provider's answer and lets the person in; strangers stay outside, whatever the provider says of them. */
export async function endTrip(
  parts: PeopleParts,
  answer: { url: string; ceremony: string | null },
  visitor: Visitor,
): Promise<(SignedIn & { next: string }) | Refusal<'sign_in.not_accepted' | 'sign_in.too_many'>> {
  const attempt = await countTry(parts.database, visitor, null);
  if (attempt.refusal !== null) {
    return attempt.refusal;
  }
  const { ceremony } = answer;
  const taken =
    ceremony === null
      ? null
      : await parts.database.change(comingBack, (changing) =>
          takeCeremony(changing, 'single_sign_on', ceremony),
        );
  const { state, nonce, verifier, next } = taken?.content ?? {};
  if (state === undefined || nonce === undefined || verifier === undefined) {
    return refuse('sign_in.not_accepted');
  }
  const trip: SingleSignOnTrip = { state, nonce, verifier };
  const known = (await parts.singleSignOn?.end(new URL(parts.publicUrl() + answer.url), trip)) ?? null;
  const person = known === null ? null : await personBehind(parts, known);
  if (known === null || person === null) {
    await recordRefusal(parts.database, visitor, person, 'single sign-on');
    return refuse('sign_in.not_accepted');
  }
  const entered = await enter(parts, { person, way: 'single_sign_on', stage: 'complete', visitor }, noUse);
  if (isRefusal(entered)) {
    return entered;
  }
  await attempt.succeeded();
  return { ...entered, next: ownPath(next, parts.publicUrl()) };
}

/** The person an identity is bound to; an unbound one is bound by its verified mail address, once. */
async function personBehind(parts: PeopleParts, known: SomebodyKnown): Promise<PersonRow | null> {
  return await parts.database.change(comingBack, async (changing) => {
    const { sql, now, record } = changing;
    const linked = await findLinkedPerson(sql, known.issuer, known.subject);
    if (linked !== null) {
      const person = await findPerson(sql, linked);
      return person?.state === 'active' ? person : null;
    }
    const person = known.verifiedEmail === null ? null : await findPersonByEmail(sql, known.verifiedEmail);
    if (person === null || person.state === 'blocked') {
      return null;
    }
    if (!(await linkPerson(sql, person.id, known.issuer, known.subject, now))) {
      return null;
    }
    if (person.state === 'invited') {
      await updatePerson(sql, person.id, { state: 'active' });
      await endLinks(sql, person.id);
      record({ event: 'person.joined', subject: personSubject(person), text: 'by single sign-on' });
    }
    return { ...person, state: 'active' };
  });
}
