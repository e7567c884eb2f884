// SPDX-License-Identifier: Apache-2.0
import type { Authority } from '@belfry/contract';
import { regimes } from '@belfry/regimes';
import { activePeople } from '../alerts/index.ts';
import { assessedFactsOf } from '../assessments/index.ts';
import { authorityById, authorityFor, kindsTaking } from '../authorities/index.ts';
import { finalDocumentsOf, formatsThatLeave } from '../documents/index.ts';
import { incidentForChange } from '../incidents/index.ts';
import {
  type Addressee,
  mailSettled,
  type NotificationParts,
  peopleBehind,
  type Returned,
  returnLetter,
} from '../notifications/index.ts';
import { obligationById } from '../obligations/index.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import { isAddress, type MailAttachment, queueMail, type SettledMail } from '../platform/mail/index.ts';
import { profileAt } from '../profile/index.ts';
import { incidentWithMerged, mailFateReachesFeedback } from './feedback-reaches-reporter.ts';
import { recordRequest, recordSubmission, withdrawSubmission } from './obligations-follow-facts.ts';
import { proveAnew } from './person-proves-anew.ts';

/** An authority as a notification writes to it: its first mail address that is one. */
function addresseeOf(authority: Authority | null): Addressee | null {
  if (authority === null) return null;
  const { channels, formLink, hasAddress, id, languages, name } = authority;
  const mail = channels.find(({ kind, value }) => kind === 'mail' && isAddress(value.trim()));
  return { id, name, languages, formLink, hasAddress, mailAddress: mail?.value.trim() ?? null };
}

function goesToAuthority(regimeId: string, stageId: string): boolean {
  const regime = regimes.find(({ id }) => id === regimeId);
  const stage = regime?.stages.find(({ id }) => id === stageId);
  return stage !== undefined && kindsTaking(regimeId, stage).length > 0;
}

/** The documents of exactly what was approved, as a mail carries them. */
async function filesThatLeave(sql: Sql, notificationId: string, digest: string): Promise<MailAttachment[]> {
  const documents = await finalDocumentsOf(sql, notificationId, digest);
  return documents
    .filter(({ format }) => formatsThatLeave.includes(format))
    .map(({ format, name, sha256 }) => ({
      name,
      mediaType: format === 'pdf' ? 'application/pdf' : 'application/json',
      sha256,
    }));
}

/** What a notification is filled from, whom it goes to, who approves it, and which clocks follow once it has left. */
export function notificationParts(
  database: Database,
  documentsMade: NotificationParts['documentsMade'],
): NotificationParts {
  return {
    database,
    familyOf: incidentWithMerged,
    incidentForChange,
    assessedOf: assessedFactsOf,
    profileOf: async (sql) => (await profileAt(sql, null)).answers,
    addresseeFor: async (sql, wanted) => addresseeOf(await authorityFor(sql, wanted)),
    addresseeById: async (sql, id) => addresseeOf(await authorityById(sql, id)),
    goesToAuthority,
    proveAnew,
    documentsMade,
    documentsOf: filesThatLeave,
    recordSubmission,
    recordRequest,
    withdrawSubmission,
  };
}

/** The fate of a mail reaches whoever waits for it: feedback to a reporter, or a notification to an authority. */
export function mailFateReachesWriters(
  publicUrl: () => string,
): (changing: Changing, mail: SettledMail) => Promise<void> {
  return async (changing, mail) => {
    await mailFateReachesFeedback(changing, mail);
    const returned = await mailSettled(changing, { recordSubmission }, mail);
    if (returned !== null) await tellReturned(changing, returned, publicUrl());
  };
}

/** Nobody looks again at what was sent: whoever had a hand in it, and who owes it, hears that it did not arrive. */
async function tellReturned(changing: Changing, returned: Returned, publicUrl: string): Promise<void> {
  const { sql } = changing;
  const { obligationId } = returned.notification;
  const owed = obligationId === null ? null : await obligationById(sql, obligationId);
  const told = new Set([...peopleBehind(returned.notification), owed?.owner_id]);
  for (const person of await activePeople(sql)) {
    const letter = returnLetter(returned, person, publicUrl);
    if (told.has(person.id) && isAddress(letter.to)) await queueMail(changing, letter);
  }
}
