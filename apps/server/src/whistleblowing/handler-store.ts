// SPDX-License-Identifier: Apache-2.0
import type { Answer, listHandlerChanges, readWhistleblowingSettings } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { type Sql, theRow } from '../platform/database/database.ts';

export interface HandlerRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
}

/** Active people with a role, by name. */
export function activeWithRole(
  trx: Sql,
  role: 'whistleblowing_handler' | 'administrator',
): Promise<HandlerRow[]> {
  return trx
    .selectFrom('person')
    .select(['id', 'name', 'email', 'language'])
    .where('state', '=', 'active')
    .where(raw<boolean>`${role} = ANY (roles)`)
    .orderBy('name')
    .orderBy('id')
    .execute();
}

/** Whether somebody can read every whistle-blower's report. Tells anybody nothing more than that. */
export async function isManned(trx: Sql): Promise<boolean> {
  const { rows } = await raw<{ manned: boolean }>`SELECT whistleblowing_is_manned() AS manned`.execute(trx);
  return theRow(rows).manned;
}

const CHANGES_SHOWN = 50;

export async function insertHandlerChange(
  trx: Sql,
  change: {
    readonly id: string;
    readonly personId: string;
    readonly isHandler: boolean;
    readonly by: string;
    readonly at: Date;
  },
): Promise<void> {
  await trx
    .insertInto('whistleblowing_handler_change')
    .values({
      id: change.id,
      person_id: change.personId,
      is_handler: change.isHandler,
      changed_by: change.by,
      changed_at: change.at,
    })
    .execute();
}

export async function handlerChanges(trx: Sql): Promise<Answer<typeof listHandlerChanges>['items']> {
  const rows = await trx
    .selectFrom('whistleblowing_handler_change as c')
    .innerJoin('person', 'person.id', 'c.person_id')
    .select(['person.name', 'c.is_handler', 'c.changed_by', 'c.changed_at'])
    .orderBy('c.changed_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(CHANGES_SHOWN)
    .execute();
  return rows.map((row) => ({
    person: row.name,
    isHandler: row.is_handler,
    by: row.changed_by,
    at: row.changed_at.toISOString(),
  }));
}

type ExternalChannels = Answer<typeof readWhistleblowingSettings>['externalChannels'];

export async function findExternalChannels(trx: Sql): Promise<ExternalChannels> {
  const row = await trx.selectFrom('whistleblowing_setting').select('external_channels').executeTakeFirst();
  return (row?.external_channels ?? {}) as ExternalChannels;
}

export async function updateExternalChannels(trx: Sql, channels: ExternalChannels): Promise<void> {
  await trx
    .updateTable('whistleblowing_setting')
    .set({ external_channels: JSON.stringify(channels) })
    .execute();
}
