// SPDX-License-Identifier: Apache-2.0
import { endAlert, insertAlert, isAlarming, isAnswered } from '../alerts/index.ts';
import type { SeverityChange, StatusChange } from '../incidents/index.ts';
import { beyondTheWall, type Changing } from '../platform/database/database.ts';

type ChangedIncident = StatusChange['incident'];

/** Critical means now (policy 2.5[2]): the bell rings in the very transaction that makes an incident critical. */
export interface AlertHooks {
  whenStatusChanged(changing: Changing, change: StatusChange): Promise<void>;
  whenSeverityChanged(changing: Changing, change: SeverityChange): Promise<void>;
}

/** @param wake looks for due alerts at once; what it misses, the next look finds */
export function criticalIncidentAlertsPeople(wake: () => void): AlertHooks {
  return {
    whenSeverityChanged: async (changing, { incident, from }) => {
      if (!isAlarming(incident)) {
        await end(changing, incident, `severity is ${incident.severity ?? 'not known'}`);
      } else if (from !== 'critical') {
        await raise(changing, incident, wake);
      }
    },
    whenStatusChanged: async (changing, { incident, from }) => {
      if (!isAlarming(incident)) {
        await end(changing, incident, `status is ${incident.status}`);
        return;
      }
      // Confirming what somebody already has rings no second time; reopening and unmerging do.
      const isHad =
        from === 'pending' &&
        (await beyondTheWall(changing.sql, () => isAnswered(changing.sql, incident.id)));
      if (!isHad) {
        await raise(changing, incident, wake);
      }
    },
  };
}

async function raise(changing: Changing, incident: ChangedIncident, wake: () => void): Promise<void> {
  const id = changing.ids.uuid();
  const isNew = await beyondTheWall(changing.sql, () =>
    insertAlert(changing.sql, id, { incidentId: incident.id }, changing.now),
  );
  if (isNew) {
    changing.record({ event: 'alert.raised', ...about(id, incident) });
    changing.afterCommit(wake);
  }
}

async function end(changing: Changing, incident: ChangedIncident, why: string): Promise<void> {
  const id = await beyondTheWall(changing.sql, () => endAlert(changing.sql, { incidentId: incident.id }));
  if (id !== null) {
    changing.record({ event: 'alert.ended', ...about(id, incident), reason: why });
  }
}

function about(id: string, incident: ChangedIncident) {
  return {
    subject: { kind: 'alert', id, reference: incident.reference },
    incident: { id: incident.id, reference: incident.reference },
  };
}
