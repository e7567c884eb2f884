// SPDX-License-Identifier: Apache-2.0
import { asLanguage, isRefusal, type mailRoutes, type Refusal, refuse, tlpLabels } from '@belfry/contract';
import { z } from 'zod';
import { may, type PersonActor } from '../platform/authorization/actor.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import { beyondTheWall, type Changing, type Database, type Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { type MailRow, mailInRecord, queueMail, requeueMail } from '../platform/mail/index.ts';
import { ownAddressesOf } from './mail-thread-store.ts';
import { type MailLine, presentMail, reasonNotAddress, reasonNotAgain, reasonSubjectTells } from './mails.ts';
import {
  countManaged,
  findMail,
  findManagedMail,
  incidentToWriteFrom,
  lockFailedMails,
  lockMail,
  lookAgain,
  type MailPlace,
  mailsOfIncidents,
  managedMails,
  oldestReceivedAt,
} from './mails-store.ts';

export interface CorrespondenceParts {
  readonly database: Database;
  /** The incident and what was merged into it, as far as the reader sees. */
  readonly familyOf: (sql: Sql, reference: string) => Promise<string[] | Refusal<'incident.not_found'>>;
  /** Why no mail leaves this desk; null when it can. */
  readonly reasonNotSending: (sql: Sql) => Promise<string | null>;
  /** Tells whoever waits for the fate of a mail that it is on its way again. */
  readonly whenSentAgain: (changing: Changing, mail: MailRow) => Promise<void>;
}

type MailHandlers = Handlers<typeof mailRoutes>;

const place = z.tuple([z.iso.datetime(), z.uuid()]);
const SENT_AGAIN_MAX = 1_000;

const keyOf = (line: MailLine) => [line.at.toISOString(), line.id] as const;

function placeOf(cursor: string | undefined): MailPlace | null | Refusal<'request.not_valid'> {
  const key = readCursor(cursor, place);
  return key === null || isRefusal(key) ? key : { at: new Date(key[0]), id: key[1] };
}

export function correspondenceHandlers(parts: CorrespondenceParts): MailHandlers {
  const { database } = parts;
  return {
    ...incidentHandlers(parts),
    ...retryHandlers(parts),

    listMails: ({ actor, query }) =>
      database.read(actor, async ({ sql }) => {
        const after = placeOf(query.cursor);
        if (isRefusal(after)) {
          return after;
        }
        const lines = await managedMails(sql, query.show, { after, limit: query.limit });
        return {
          ...pageOfRows(lines, query.limit, keyOf, presentMail),
          counts: await countManaged(sql),
          oldestReceivedAt: (await oldestReceivedAt(sql))?.toISOString() ?? null,
          cannotSend: await parts.reasonNotSending(sql),
        };
      }),

    retryIncomingMail: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const { now, sql } = changing;
        const found = await findManagedMail(sql, params.mail);
        const before = await beyondTheWall(sql, () =>
          lookAgain(sql, params.mail, now, body.asReport ? actor.id : null),
        );
        if (found?.direction !== 'in' || before === null) {
          return refuse('mail.not_found');
        }
        if (before.state !== 'set_aside') {
          return refuse('mail.state_does_not_allow', `It is ${before.state}`);
        }
        changing.record({
          event: 'mail.retried',
          subject: { kind: 'mail', id: params.mail, reference: 'received' },
          changes: [{ field: 'asReport', from: null, to: body.asReport }],
        });
        const line = await findManagedMail(sql, params.mail);
        return line === null ? refuse('mail.not_found') : presentMail(line);
      }),
  };
}

function incidentHandlers(
  parts: CorrespondenceParts,
): Pick<MailHandlers, 'listIncidentMails' | 'writeIncidentMail'> {
  const { database } = parts;
  return {
    listIncidentMails: ({ actor, params, query }) =>
      database.read(actor, async ({ sql }) => {
        const incidentIds = await parts.familyOf(sql, params.reference);
        const after = placeOf(query.cursor);
        if (isRefusal(incidentIds)) {
          return incidentIds;
        }
        if (isRefusal(after)) {
          return after;
        }
        const lines = await mailsOfIncidents(sql, incidentIds, { after, limit: query.limit });
        return pageOfRows(lines, query.limit, keyOf, presentMail);
      }),

    writeIncidentMail: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const { sql } = changing;
        const incident = await incidentToWriteFrom(sql, params.reference);
        if (incident === undefined) {
          return refuse('incident.not_found', `No incident "${params.reference}"`);
        }
        const own = await ownAddressesOf(sql);
        const recipients = [...new Map(body.to.map((to) => [to.toLowerCase(), to])).values()];
        const stop =
          reasonSubjectTells(incident, body.subject) ??
          recipients.map((to) => reasonNotAddress(to, own)).find((reason) => reason !== null);
        if (stop !== undefined && stop !== null) {
          return stop;
        }
        const items = [];
        for (const to of recipients) {
          items.push(await writeMail(changing, actor, incident, { ...body, to }));
        }
        return { items };
      }),
  };
}

async function writeMail(
  changing: Changing,
  actor: PersonActor,
  incident: { id: string; reference: string; tlp: string },
  words: { to: string; subject: string; text: string },
) {
  const id = await queueMail(changing, {
    ...words,
    language: asLanguage(actor.language),
    purpose: 'written',
    tlp: tlpLabels.find((label) => label === incident.tlp) ?? 'TLP:RED',
    incidentId: incident.id,
    writtenBy: actor.id,
  });
  changing.record({
    event: 'mail.written',
    subject: { kind: 'mail', id, reference: words.to },
    incident: { id: incident.id, reference: incident.reference },
    changes: [
      { field: 'to', from: null, to: words.to },
      { field: 'subject', from: null, to: words.subject },
    ],
    text: words.text,
  });
  const line = await findMail(changing.sql, id);
  if (line === null) {
    throw new Error('Expected the mail that was just written');
  }
  return presentMail(line);
}

function retryHandlers(parts: CorrespondenceParts): Pick<MailHandlers, 'retryMail' | 'retryFailedMails'> {
  const { database } = parts;
  return {
    retryMail: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const { sql } = changing;
        const seen = await findMail(sql, params.mail);
        const isKeeper = may(actor, 'mail.manage');
        const found = seen ?? (isKeeper ? await findManagedMail(sql, params.mail) : null);
        if (found === null || found.direction !== 'out') {
          return refuse('mail.not_found');
        }
        // Whoever sees it is inside the wall it stands behind; which of these they may do decides the rest.
        const mayAct = may(actor, 'incidents.work') || may(actor, 'whistleblowing.handle');
        if (!isKeeper && !mayAct) {
          return refuse('permission.missing', 'Needs incidents.work, whistleblowing.handle or mail.manage');
        }
        if (seen === null && body.to !== undefined) {
          // An address of the keeper's own would show them the words that the wall keeps from them.
          return refuse('permission.missing', 'Only who may read a mail gives it another address');
        }
        const refused = await beyondTheWall(sql, async () =>
          sendAgain(parts, changing, await lockMail(sql, params.mail), body.to),
        );
        if (isRefusal(refused)) {
          return refused;
        }
        const line =
          seen === null ? await findManagedMail(sql, params.mail) : await findMail(sql, params.mail);
        return line === null ? refuse('mail.not_found') : presentMail(line);
      }),

    retryFailedMails: ({ actor }) =>
      database.change(actor, async (changing) => {
        const { sql } = changing;
        const count = await beyondTheWall(sql, async () => {
          const failed = await lockFailedMails(sql, SENT_AGAIN_MAX);
          for (const row of failed) {
            await sendAgain(parts, changing, row, undefined);
          }
          // What they do not see waits no longer either, and no number tells them of it.
          return failed.filter(({ isApart }) => !isApart || may(actor, 'whistleblowing.handle')).length;
        });
        return { count };
      }),
  };
}

/** Past the wall: whoever keeps mail going need not see what a mail says to send it again. */
async function sendAgain(
  parts: CorrespondenceParts,
  changing: Changing,
  row: MailRow,
  to: string | undefined,
): Promise<ReturnType<typeof reasonNotAgain>> {
  const { sql } = changing;
  const { purpose, state } = row;
  const facts = { state, purpose, hasWords: row.text !== '', hasReport: row.report_id !== null };
  const refused = reasonNotAgain(facts, to, await ownAddressesOf(sql));
  if (refused !== null) {
    return refused;
  }
  await requeueMail(changing, row.id, to);
  changing.record({
    event: 'mail.retried',
    ...(await mailInRecord(sql, row)),
    ...(to === undefined ? {} : { changes: [{ field: 'to', from: row.to_address, to }] }),
    reason: row.last_error ?? undefined,
  });
  await parts.whenSentAgain(changing, row);
  return null;
}
