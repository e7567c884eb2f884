// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import type { Changing } from '../platform/database/database.ts';

export type CeremonyKind = 'passkey_proof' | 'passkey_making' | 'single_sign_on';

/** Remembers what was asked, until it is answered. Kept in the database: any desk process may get the answer. */
export async function startCeremony(
  { sql, now, ids }: Pick<Changing, 'sql' | 'now' | 'ids'>,
  ceremony: { kind: CeremonyKind; personId: string | null; content: Record<string, string> },
): Promise<string> {
  await sql.deleteFrom('sign_in_ceremony').where('expires_at', '<', now).execute();
  const id = ids.uuid();
  await sql
    .insertInto('sign_in_ceremony')
    .values({
      id,
      kind: ceremony.kind,
      person_id: ceremony.personId,
      content: JSON.stringify(ceremony.content),
      expires_at: new Date(now.getTime() + limits.ceremonyAgeMsMax),
    })
    .execute();
  return id;
}

/** Takes a ceremony out: an answer counts once, right or wrong. */
export async function takeCeremony(
  { sql, now }: Pick<Changing, 'sql' | 'now'>,
  kind: CeremonyKind,
  id: string,
): Promise<{ personId: string | null; content: Record<string, string> } | null> {
  const row = await sql
    .deleteFrom('sign_in_ceremony')
    .where('id', '=', id)
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .returning(['person_id', 'content'])
    .executeTakeFirst();
  return row === undefined
    ? null
    : { personId: row.person_id, content: row.content as Record<string, string> };
}
