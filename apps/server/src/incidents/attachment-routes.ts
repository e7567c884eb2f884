// SPDX-License-Identifier: Apache-2.0
import { type incidentRoutes, isRefusal } from '@belfry/contract';
import type { Handlers } from '../platform/http/handlers.ts';
import { findAttachment } from './attachment-store.ts';
import type { IncidentParts } from './incident-parts.ts';
import { familyOf, findIncident, lockIncident, touchIncident } from './incident-store.ts';

type AttachmentRoutes = Pick<typeof incidentRoutes, 'addIncidentAttachment' | 'readIncidentAttachment'>;

/** Files put on the incident itself; those of its reports stay with the reports. */
export function attachmentHandlers(parts: IncidentParts): Handlers<AttachmentRoutes> {
  const { database, files } = parts;
  return {
    addIncidentAttachment: async ({ actor, params, request }) => {
      // Asked before the upload is read: nobody sends 25 MB to learn that the incident is not theirs to see.
      const visible = await database.read(actor, ({ sql }) => findIncident(sql, params.reference));
      if (isRefusal(visible)) {
        return visible;
      }
      const received = await files.receive(request);
      if (isRefusal(received)) {
        return received;
      }
      return database.change(actor, async (changing) => {
        const incident = await lockIncident(changing.sql, params.reference);
        if (isRefusal(incident)) {
          return incident;
        }
        const items = await files.insert(changing, incident.id, received);
        await touchIncident(changing.sql, incident.id, changing.now);
        for (const item of items) {
          changing.record({
            event: 'incident.file_added',
            subject: { kind: 'attachment', id: item.id, reference: item.name },
            incident: { id: incident.id, reference: incident.reference },
            changes: [
              { field: 'sha256', from: null, to: item.sha256 },
              { field: 'sizeBytes', from: null, to: item.sizeBytes },
            ],
          });
        }
        return { items };
      });
    },
    readIncidentAttachment: async ({ actor, params, reply }) => {
      const file = await database.read(actor, async ({ sql }) => {
        const incident = await findIncident(sql, params.reference);
        if (isRefusal(incident)) {
          return incident;
        }
        const family = await familyOf(sql, incident.id);
        return findAttachment(
          sql,
          family.map((member) => member.id),
          params.attachment,
        );
      });
      return isRefusal(file) ? file : files.send(reply, file);
    },
  };
}
