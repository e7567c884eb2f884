// SPDX-License-Identifier: Apache-2.0
import { isRefusal, limits, refuse } from '@belfry/contract';
import { declare, type IncidentHooks, incidentForChange, reasonNotAtWork } from '../incidents/index.ts';
import { may } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { attachmentsOf, type KeptFile, titleOf } from '../reports/index.ts';
import type { TellIncident } from '../whistleblowing/index.ts';
import { incidentGainsFiles } from './incident-gains-files.ts';

/**
 * A handler tells an incident what may be known. Everything there is new: its words, its moment, the identifiers and
 * names of its files. Nothing of it names the report, and what was reported when stays in the case.
 */
export function confidentialCaseTellsIncident(hooks: IncidentHooks): TellIncident {
  return async (changing, actor, { reportId, wanted }) => {
    const files = await filesChosen(changing, reportId, wanted.files);
    if (files === null) {
      return refuse('request.not_valid', 'A file that is to go along is not of this report');
    }
    const { into, text } = wanted;
    if (into === undefined) {
      const title = wanted.title ?? titleOf(text, limits.titleCharactersMax);
      const incident = await declare(changing, { title, summary: text }, hooks);
      return isRefusal(incident) ? incident : giveFiles(changing, incident, files);
    }
    if (!may(actor, 'incidents.work')) {
      return refuse('permission.missing', 'To add to an incident needs the permission "incidents.work"');
    }
    const incident = await incidentForChange(changing, into);
    if (isRefusal(incident)) {
      return incident;
    }
    const refusal = reasonNotAtWork(incident);
    if (refusal !== null) {
      return refusal;
    }
    const { id, reference } = incident;
    changing.record({
      event: 'note.written',
      subject: { kind: 'incident', id, reference },
      incident: { id, reference },
      text,
    });
    return giveFiles(changing, incident, files);
  };
}

async function filesChosen(
  changing: Changing,
  reportId: string,
  wanted: readonly { id: string; name: string }[],
): Promise<KeptFile[] | null> {
  const there = await attachmentsOf(changing.sql, reportId);
  const chosen = wanted.flatMap(({ id, name }) =>
    there
      .filter((file) => file.id === id)
      .map((file) => ({
        name,
        mediaType: file.media_type,
        sizeBytes: file.size_bytes,
        sha256: file.sha256,
      })),
  );
  return chosen.length === wanted.length ? chosen : null;
}

async function giveFiles(
  changing: Changing,
  incident: { id: string; reference: string },
  files: readonly KeptFile[],
): Promise<{ incident: string }> {
  await incidentGainsFiles(changing, incident, files);
  return { incident: incident.reference };
}
