// SPDX-License-Identifier: Apache-2.0
import type { Tlp } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { Known, PersonKnown } from './notification-facts.ts';

type PersonFound = PersonKnown & { readonly deputyId: string | null };

async function personKnown(sql: Sql, id: string | null): Promise<PersonFound | null> {
  if (id === null) return null;
  const row = await sql
    .selectFrom('person')
    .select(['name', 'email', 'phone', 'deputy_id'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined
    ? null
    : { name: row.name, email: row.email, phone: row.phone, deputyId: row.deputy_id };
}

/** The data protection officer of the house: the first one, where there are several. */
async function dpoKnown(sql: Sql): Promise<PersonKnown | null> {
  const row = await sql
    .selectFrom('person')
    .select(['name', 'email', 'phone'])
    .where('state', '=', 'active')
    .where(raw<boolean>`'dpo' = ANY (roles)`)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** How an incident's own moments lie in its row. */
function momentsKept(moments: unknown): Record<string, string | undefined> {
  const kept = (moments ?? {}) as Record<string, { at?: string } | undefined>;
  return Object.fromEntries(Object.entries(kept).map(([name, moment]) => [name, moment?.at]));
}

/** The organisation, as a notice names it. */
export async function houseOf(
  sql: Sql,
): Promise<{ name: string; phone: string; country: string; languages: readonly string[] }> {
  const row = await sql
    .selectFrom('organisation')
    .select(['name', 'helpdesk_phone', 'country', 'languages'])
    .executeTakeFirst();
  return {
    name: row?.name ?? '',
    phone: row?.helpdesk_phone ?? '',
    country: row?.country ?? '',
    languages: row?.languages ?? [],
  };
}

/** What the rows of the desk say of an incident. @returns null where the reader does not see it */
export async function knownOf(
  sql: Sql,
  incidentId: string,
  writerId: string | null,
): Promise<Omit<Known, 'assessed' | 'language' | 'profile' | 'lateReason'> | null> {
  const incident = await sql
    .selectFrom('incident')
    .selectAll()
    .where('id', '=', incidentId)
    .executeTakeFirst();
  if (incident === undefined) return null;
  const lead = await personKnown(sql, incident.lead_id ?? writerId);
  return {
    incident: {
      reference: incident.reference,
      title: incident.title,
      // The label of what is told is that of what it tells about, until somebody makes it stricter.
      tlp: incident.tlp as Tlp,
      summary: incident.summary,
      functions: incident.functions,
      rootCause: incident.root_cause,
      rootCauseClass: incident.root_cause_class,
      whatWasDone: incident.what_was_done,
      resolvedAt: incident.resolved_at,
      moments: momentsKept(incident.moments),
    },
    organisation: await houseOf(sql),
    lead,
    deputy: await personKnown(sql, lead?.deputyId ?? null),
    dpo: await dpoKnown(sql),
  };
}
