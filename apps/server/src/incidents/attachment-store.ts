// SPDX-License-Identifier: Apache-2.0
import { type ActorShown, type Attachment, type Refusal, refuse } from '@belfry/contract';
import type { Sql } from '../platform/database/database.ts';

/** Files put on these incidents themselves, oldest first. */
export async function attachmentsOf(trx: Sql, incidentIds: readonly string[]): Promise<Attachment[]> {
  const rows = await trx
    .selectFrom('attachment')
    .selectAll()
    .where('incident_id', 'in', [...incidentIds])
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    sizeBytes: row.size_bytes,
    mediaType: row.media_type,
    sha256: row.sha256,
    addedAt: row.added_at.toISOString(),
    addedBy: row.added_by as ActorShown,
  }));
}

/** What serving a file of one of these incidents needs. */
export async function findAttachment(
  trx: Sql,
  incidentIds: readonly string[],
  attachmentId: string,
): Promise<{ name: string; media_type: string; sha256: string } | Refusal<'route.not_found'>> {
  const row = await trx
    .selectFrom('attachment')
    .select(['name', 'media_type', 'sha256'])
    .where('id', '=', attachmentId)
    .where('incident_id', 'in', [...incidentIds])
    .executeTakeFirst();
  return row ?? refuse('route.not_found', `Looked for file ${attachmentId}`);
}
