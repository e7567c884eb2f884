// SPDX-License-Identifier: Apache-2.0
import { asLanguage, type Feedback } from '@belfry/contract';
import {
  insertFeedback,
  occasionOf,
  occasionOfChange,
  occasionsNoLongerTrue,
  preparedText,
  reportsToTell,
  skipPrepared,
  speakerOf,
  wayOf,
} from '../feedback/index.ts';
import { type StatusChange, survivorOf } from '../incidents/index.ts';
import { beyondTheWall, type Changing } from '../platform/database/database.ts';

/**
 * Whoever reported is told when their incident is confirmed and when it is resolved (policy 2.4[6]). Words are
 * prepared in the transaction of the change; a person looks at them before they leave.
 */
export async function feedbackFollowsStatus(changing: Changing, change: StatusChange): Promise<void> {
  const { incident, from, to } = change;
  await beyondTheWall(changing.sql, async () => {
    const occasions = occasionsNoLongerTrue(to);
    if (occasions.length > 0) {
      await takeBack(
        changing,
        { incidentId: incident.id, occasions },
        incident.reference,
        `the incident is ${to}`,
      );
    }
    if (to === 'merged') {
      await prepareAsItStands(changing, incident.id);
      return;
    }
    const occasion = occasionOfChange(from, to);
    if (occasion !== null) {
      await prepare(changing, incident, occasion);
    }
  });
}

/** A report that comes to an incident already confirmed or resolved: its reporter hears where it stands. */
export async function feedbackFollowsReport(changing: Changing, incidentId: string): Promise<void> {
  await beyondTheWall(changing.sql, () => prepareAsItStands(changing, incidentId));
}

/** A report that leaves its incident: what was prepared for its reporter is no longer true. */
export async function feedbackLeavesWithReport(
  changing: Changing,
  report: { id: string },
  incident: { reference: string },
): Promise<void> {
  await beyondTheWall(changing.sql, () =>
    takeBack(changing, { reportId: report.id }, incident.reference, 'the report left the incident'),
  );
}

async function prepareAsItStands(changing: Changing, incidentId: string): Promise<void> {
  const survivor = await survivorOf(changing.sql, incidentId);
  const occasion = survivor === null ? null : occasionOf(survivor.status);
  if (survivor !== null && occasion !== null) {
    await prepare(changing, survivor, occasion);
  }
}

async function prepare(
  changing: Changing,
  incident: { id: string; reference: string },
  occasion: Feedback['occasion'],
): Promise<void> {
  const { ids, now, sql } = changing;
  const reports = await reportsToTell(sql, incident.id, occasion);
  const speaker = reports.length === 0 ? null : await speakerOf(sql);
  for (const report of reports) {
    const way = wayOf(report);
    if (way === null || speaker === null) {
      continue;
    }
    const id = ids.uuid();
    const text = preparedText(report, occasion, speaker);
    const language = asLanguage(report.language);
    if (
      await insertFeedback(sql, { id, incidentId: incident.id, report, occasion, way, language, text }, now)
    ) {
      changing.record({
        event: 'feedback.prepared',
        subject: { kind: 'feedback', id, reference: report.reference },
        incident: { id: incident.id, reference: incident.reference },
        changes: [
          { field: 'occasion', from: null, to: occasion },
          { field: 'way', from: null, to: way },
        ],
      });
    }
  }
}

async function takeBack(
  changing: Changing,
  which: Parameters<typeof skipPrepared>[1],
  incidentReference: string,
  reason: string,
): Promise<void> {
  for (const skipped of await skipPrepared(changing.sql, which, reason)) {
    changing.record({
      event: 'feedback.skipped',
      subject: { kind: 'feedback', id: skipped.id, reference: skipped.report_reference },
      incident: { id: skipped.incident_id, reference: incidentReference },
      changes: [{ field: 'state', from: 'prepared', to: 'skipped' }],
      reason,
    });
  }
}
