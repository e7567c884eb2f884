// SPDX-License-Identifier: Apache-2.0
import { isRefusal } from '@belfry/contract';
import type { IncidentParts } from '../incidents/index.ts';
import { shown } from '../platform/authorization/actor.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import {
  acceptInto,
  insertAttachments,
  presentReport,
  readUploadWhole,
  reportsOfIncidents,
  sendFile,
} from '../reports/index.ts';
import { feedbackFollowsReport } from './confirmed-incident-prepares-feedback.ts';

/** What incidents need of reports: to show them, and to take waiting ones in. */
export const incidentTakesReports: IncidentParts['reports'] = {
  reportsOf: async (trx, incidentIds) => (await reportsOfIncidents(trx, incidentIds)).map(presentReport),
  firstReportedAt: async (trx, references) => {
    if (references.length === 0) {
      return null;
    }
    // Locked before the incident is declared, as triage does: two ways in opposite order would wait for each other.
    const rows = await trx
      .selectFrom('report')
      .select('reported_at')
      .where('reference', 'in', [...references])
      .orderBy('id')
      .forUpdate()
      .execute();
    const times = rows.map((row) => row.reported_at.getTime());
    return times.length === 0 ? null : new Date(Math.min(...times));
  },
  take: async (changing, references, incident) => {
    for (const reference of new Set(references)) {
      const accepted = await acceptInto(changing, reference, incident);
      if (isRefusal(accepted)) {
        return accepted;
      }
    }
    // Reporters who come late to a confirmed incident hear where it stands.
    await feedbackFollowsReport(changing, incident.id);
    return null;
  },
};

/** What incidents need of files: the same manners as for those of reports. */
export function incidentTakesFiles(files: FileStore): IncidentParts['files'] {
  return {
    receive: (request) => readUploadWhole(request, files),
    insert: (changing, incidentId, received) =>
      insertAttachments(
        changing.sql,
        { incidentId },
        received.map((file) => ({ ...file, id: changing.ids.uuid() })),
        changing.now,
        shown(changing.actor),
      ),
    send: (reply, file) => sendFile(reply, files, file),
  };
}
