// SPDX-License-Identifier: Apache-2.0
import {
  type Answer,
  type Decision,
  type decideReports,
  isRefusal,
  limits,
  type ProblemCode,
  type Refusal,
  type ReportState,
  refuse,
  type Severity,
} from '@belfry/contract';
import {
  confirm,
  declare,
  dismiss,
  type IncidentHooks,
  incidentForChange,
  noteReportArrived,
  reasonNotAtWork,
} from '../incidents/index.ts';
import { may, type PersonActor } from '../platform/authorization/actor.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import { acceptInto, decideReport, reportToAccept, undoDecision } from '../reports/index.ts';
import { feedbackFollowsReport, feedbackLeavesWithReport } from './confirmed-incident-prepares-feedback.ts';
import { findingFollowsReport } from './finding-follows-report.ts';
import { classifyInVocabulary } from './reports-are-classified.ts';

type Outcome = Answer<typeof decideReports>['outcomes'][number];
type Accept = Extract<Decision, { verb: 'accept' }>;

interface Done {
  readonly reference: string;
  readonly state: ReportState;
  readonly incident: string | null;
}

/** What an incident lives through when nobody has touched it but the report it was declared for. */
const ownSteps = [
  'incident.declared',
  'incident.report_attached',
  'incident.report_detached',
  'incident.moment_set',
  'incident.participant_set',
  'report.accepted',
  'report.decision_undone',
  'alert.raised',
  'alert.sent',
  'alert.repeated',
  'alert.climbed',
  'mail.sent',
  'mail.failed',
];

/** The door for decisions of triage: each report in a transaction of its own, so that one refusal stops no other. */
export function triageDecides(parts: { database: Database; hooks: IncidentHooks }) {
  const { database, hooks } = parts;
  return async (
    actor: PersonActor,
    references: readonly string[],
    decision: Decision,
  ): Promise<Outcome[]> => {
    const outcomes: Outcome[] = [];
    let into = decision.verb === 'accept' ? decision.into : undefined;
    for (const reference of references) {
      const done = await database.change(actor, async (changing): Promise<Done | Refusal<ProblemCode>> => {
        if (decision.verb === 'accept' || decision.verb === 'decline') {
          const refused = await classifyInVocabulary(changing, reference, decision);
          if (refused !== null) {
            return refused;
          }
        }
        switch (decision.verb) {
          case 'accept':
            return into === undefined
              ? declareFor(changing, reference, decision, hooks)
              : attachTo(changing, reference, into);
          case 'undo':
            return undo(changing, reference, hooks);
          default:
            return decideHere(changing, reference, decision);
        }
      });
      if (!isRefusal(done) && decision.verb === 'accept') {
        // Reports accepted together without naming an incident are about one: the first declares it.
        into ??= done.incident ?? undefined;
      }
      outcomes.push(outcomeOf(reference, done));
    }
    if (decision.verb === 'accept' && decision.confirm && decision.into === undefined && into !== undefined) {
      await confirmNow(database, actor, into, hooks);
    }
    return outcomes;
  };
}

function outcomeOf(reference: string, done: Done | Refusal<ProblemCode>): Outcome {
  return isRefusal(done)
    ? { reference, state: null, incident: null, refused: done.refused, detail: done.detail ?? null }
    : { reference, state: done.state, incident: done.incident, refused: null, detail: null };
}

async function decideHere(
  changing: Changing,
  reference: string,
  decision: Exclude<Decision, { verb: 'accept' | 'undo' }>,
): Promise<Done | Refusal<ProblemCode>> {
  const decided = await decideReport(changing, reference, decision);
  if (isRefusal(decided)) {
    return decided;
  }
  if (decision.verb === 'decline') {
    await findingFollowsReport(changing, decided, { reportState: 'declined', reason: decision.reason });
  } else if (decision.verb === 'duplicate') {
    await findingFollowsReport(changing, decided, null);
  }
  return { reference, state: decided.state, incident: null };
}

async function declareFor(
  changing: Changing,
  reference: string,
  decision: Accept,
  hooks: IncidentHooks,
): Promise<Done | Refusal<ProblemCode>> {
  if (decision.confirm && !may(changing.actor, 'incidents.work')) {
    return refuse('permission.missing', 'To confirm needs the permission "incidents.work"');
  }
  const report = await reportToAccept(changing, reference, limits.titleCharactersMax);
  if (isRefusal(report)) {
    return report;
  }
  const incident = await declare(
    changing,
    {
      title: decision.title ?? report.title,
      summary: report.summary,
      reportedAt: report.reportedAt,
      restricted: decision.restricted,
      ...(decision.severity === undefined ? {} : { severity: decision.severity as Severity }),
    },
    hooks,
  );
  if (isRefusal(incident)) {
    return incident;
  }
  const accepted = await acceptInto(changing, reference, incident, true);
  if (isRefusal(accepted)) {
    return accepted;
  }
  await findingFollowsReport(changing, accepted, { reportState: 'accepted' });
  return { reference, state: accepted.state, incident: incident.reference };
}

async function attachTo(
  changing: Changing,
  reference: string,
  into: string,
): Promise<Done | Refusal<ProblemCode>> {
  if (!may(changing.actor, 'incidents.work')) {
    return refuse('permission.missing', 'This needs the permission "incidents.work"');
  }
  const incident = await incidentForChange(changing, into);
  if (isRefusal(incident)) {
    return incident;
  }
  const refusal = reasonNotAtWork(incident);
  if (refusal !== null) {
    return refusal;
  }
  const accepted = await acceptInto(changing, reference, incident);
  if (isRefusal(accepted)) {
    return accepted;
  }
  await feedbackFollowsReport(changing, incident.id);
  await findingFollowsReport(changing, accepted, { reportState: 'accepted' });
  const told = await noteReportArrived(changing, into, accepted.reportedAt);
  return isRefusal(told) ? told : { reference, state: accepted.state, incident: into };
}

async function undo(
  changing: Changing,
  reference: string,
  hooks: IncidentHooks,
): Promise<Done | Refusal<ProblemCode>> {
  const undone = await undoDecision(changing, reference);
  if (isRefusal(undone)) {
    return undone;
  }
  const { declared, left } = undone;
  await findingFollowsReport(changing, undone, { reportState: 'waiting' });
  if (left !== null) {
    await feedbackLeavesWithReport(changing, undone, left);
  }
  if (declared !== null && (await isUntouched(changing.sql, declared.id))) {
    const reason = `The decision on ${reference}, for which it was declared, was taken back`;
    const dismissed = await dismiss(changing, declared.reference, { reason }, hooks);
    if (isRefusal(dismissed)) {
      return dismissed;
    }
  }
  return { reference, state: undone.state, incident: null };
}

/** Whether nothing happened to an incident since it was declared, and no other report is in it. */
async function isUntouched(trx: Sql, incidentId: string): Promise<boolean> {
  const incident = await trx
    .selectFrom('incident')
    .select('status')
    .where('id', '=', incidentId)
    .executeTakeFirst();
  if (incident?.status !== 'pending') {
    return false;
  }
  const other = await trx
    .selectFrom('report')
    .select('id')
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  const touched = await trx
    .selectFrom('outbox')
    .select('position')
    .where('incident_id', '=', incidentId)
    .where('event', 'not in', ownSteps)
    .executeTakeFirst();
  return other === undefined && touched === undefined;
}

/**
 * Confirms once the reports are in, so that their reporters hear of it. The reports stay accepted when that cannot be:
 * somebody dismissed the incident meanwhile, or the desk died in between. It then waits, pending, as anybody sees.
 */
async function confirmNow(
  database: Database,
  actor: PersonActor,
  reference: string,
  hooks: IncidentHooks,
): Promise<void> {
  await database.change(actor, (changing) => confirm(changing, reference, {}, hooks));
}
