// SPDX-License-Identifier: Apache-2.0
import { type Refusal, type Role, refuse } from '@belfry/contract';
import { shown } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { isAddress, queueMail } from '../platform/mail/index.ts';
import { type LetterKind, letterOf } from './case-words.ts';
import { activeWithRole, type HandlerRow, insertHandlerChange, isManned } from './handler-store.ts';

const ROLE = 'whistleblowing_handler' satisfies Role;

/** Roles of somebody, before and after; of whoever may not work here, none. */
export interface RolesChanged {
  readonly person: { readonly id: string; readonly name: string };
  readonly before: readonly Role[];
  readonly after: readonly Role[];
}

/**
 * Who reads whistle-blowers' reports is an act everybody concerned hears of: those who read them, by mail and in their
 * room, and where nobody is left, the administrators. Nobody gives the role to themselves.
 */
export function handlersHear(publicUrl: () => string) {
  return async (
    changing: Changing,
    { after, before, person }: RolesChanged,
  ): Promise<Refusal<'person.role_not_for_oneself'> | null> => {
    const isHandler = after.includes(ROLE);
    if (isHandler === before.includes(ROLE)) {
      return null;
    }
    const { actor, ids, now, sql } = changing;
    if (isHandler && actor.kind === 'person' && actor.id === person.id) {
      return refuse('person.role_not_for_oneself', 'Somebody else has to make you a confidential handler');
    }
    const by = shown(actor).name;
    await insertHandlerChange(sql, { id: ids.uuid(), personId: person.id, isHandler, by, at: now });
    const handlers = await activeWithRole(sql, ROLE);
    const others = handlers.filter(({ id }) => id !== person.id);
    const values = { by, person: person.name, url: `${publicUrl()}/whistleblowing` };
    await tell(changing, others, isHandler ? 'joined' : 'left', values);
    if (!isHandler && !(await isManned(sql))) {
      const people = { ...values, url: `${publicUrl()}/people` };
      await tell(changing, await activeWithRole(sql, 'administrator'), 'unmanned', people);
    }
    return null;
  };
}

/** Writes to each, in their own language, of the case at most that there is one: the report keeps the mail behind its wall. */
export async function tell(
  changing: Changing,
  people: readonly HandlerRow[],
  kind: LetterKind,
  values: Readonly<Record<string, string>>,
  reportId?: string,
): Promise<void> {
  for (const person of people.filter(({ email }) => isAddress(email))) {
    await queueMail(changing, {
      to: person.email,
      ...letterOf(kind, person.language, values),
      purpose: 'alert',
      ...(reportId === undefined ? {} : { reportId }),
    });
  }
}
