// SPDX-License-Identifier: Apache-2.0
import { shown } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { insertAttachments, type KeptFile } from '../reports/index.ts';

/** Files that come to an incident from elsewhere stand on record as those that people add by hand. */
export async function incidentGainsFiles(
  changing: Changing,
  incident: { readonly id: string; readonly reference: string },
  files: readonly KeptFile[],
): Promise<void> {
  const { actor, ids, now, record, sql } = changing;
  const { id, reference } = incident;
  const named = files.map((file) => ({ ...file, id: ids.uuid() }));
  await insertAttachments(sql, { incidentId: id }, named, now, shown(actor));
  for (const file of named) {
    record({
      event: 'incident.file_added',
      subject: { kind: 'attachment', id: file.id, reference: file.name },
      incident: { id, reference },
      changes: changesBetween({}, { sha256: file.sha256, sizeBytes: file.sizeBytes }),
    });
  }
}
