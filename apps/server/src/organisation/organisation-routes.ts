// SPDX-License-Identifier: Apache-2.0
import { type Organisation, type organisationRoutes, type Refusal, refuse } from '@belfry/contract';
import type { Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { changedOrganisation, isPublicUrl, isTimeZone } from './organisation.ts';
import { findOrganisation, lockOrganisation, updateOrganisation } from './organisation-store.ts';

export function organisationHandlers(parts: { database: Database }): Handlers<typeof organisationRoutes> {
  const { database } = parts;
  return {
    readOrganisation: async ({ actor }) =>
      there(await database.read(actor, ({ sql }) => findOrganisation(sql))),
    changeOrganisation: async ({ actor, body }) =>
      await database.change(actor, async ({ sql, record }) => {
        const before = there(await lockOrganisation(sql));
        const after = changedOrganisation(before, body);
        const wrong = reasonNotOrganisation(after);
        if (wrong !== null) {
          return wrong;
        }
        const changes = changesBetween(before, after);
        if (changes.length > 0) {
          await updateOrganisation(sql, after);
          record({
            event: 'organisation.changed',
            subject: { kind: 'organisation', id: 'only', reference: after.name },
            changes,
          });
        }
        return after;
      }),
  };
}

/** Fields whose form a schema cannot tell. */
export function reasonNotOrganisation(
  organisation: Pick<Organisation, 'timeZone' | 'publicUrl'>,
  pointer = '',
): Refusal<'request.not_valid'> | null {
  if (!isTimeZone(organisation.timeZone)) {
    const detail = `Time zone "${organisation.timeZone}" is not an IANA name such as Europe/Brussels`;
    return refuse('request.not_valid', detail, [{ pointer: `${pointer}/timeZone`, code: 'unknown', detail }]);
  }
  if (!isPublicUrl(organisation.publicUrl)) {
    const detail = 'Address must begin with https:// or http:// and name a host';
    return refuse('request.not_valid', detail, [{ pointer: `${pointer}/publicUrl`, code: 'form', detail }]);
  }
  return null;
}

/** Nobody is signed in before there is an organisation. */
function there(organisation: Organisation | null): Organisation {
  if (organisation === null) {
    throw new Error('Expected an organisation: somebody is signed in');
  }
  return organisation;
}
