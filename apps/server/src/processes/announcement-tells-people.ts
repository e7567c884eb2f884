// SPDX-License-Identifier: Apache-2.0
import { type AnnouncementParts, settleShown, type WhenTold } from '../announcements/index.ts';
import { incidentForChange } from '../incidents/index.ts';
import { obligationById } from '../obligations/index.ts';
import { findOrganisation } from '../organisation/index.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import { incidentWithMerged } from './feedback-reaches-reporter.ts';
import { recordSubmission } from './obligations-follow-facts.ts';
import { proveAnew } from './person-proves-anew.ts';

async function obligationOf(sql: Sql, id: string) {
  const row = await obligationById(sql, id);
  return row === null
    ? null
    : { incidentId: row.incident_id, regimeId: row.regime_id, stageId: row.stage_id, kind: row.kind };
}

/** Who was told was told in time or late: the clock of the obligation stops at that very moment. */
export const toldMeetsObligation: WhenTold = async (changing, { incidentId, obligationId, at }) => {
  const owed = await obligationOf(changing.sql, obligationId);
  if (owed === null) return;
  const { regimeId, stageId } = owed;
  await recordSubmission(changing, { incidentId, regimeId, stageId, at }, 'announcement.told');
};

/** What stands on the status page was told to those who read it: its clock stops when it is shown. */
export function announcementIsShown(changing: Changing, reference: string) {
  return settleShown(changing, reference, toldMeetsObligation);
}

/** What an announcement answers, who approves it, and which clock stops once people were told. */
export function announcementParts(database: Database): AnnouncementParts {
  return {
    database,
    familyOf: incidentWithMerged,
    incidentForChange,
    obligationOf,
    organisationOf: findOrganisation,
    proveAnew,
    whenTold: toldMeetsObligation,
  };
}
