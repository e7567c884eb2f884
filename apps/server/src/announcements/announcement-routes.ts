// SPDX-License-Identifier: Apache-2.0
import {
  type AnnouncementTexts,
  type announcementRoutes,
  isRefusal,
  type Language,
  type Organisation,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { type Changing, type Database, type Sql, theRow } from '../platform/database/database.ts';
import { nextReference } from '../platform/database/next-reference.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { audienceOf } from './announcement.ts';
import {
  about,
  approve,
  asDraft,
  beginSending,
  forStep,
  forStepAsSeen,
  reasonNotReady,
  reasonNotShown,
  settleTold,
  type WhenTold,
} from './announcement-steps.ts';
import {
  findAnnouncements,
  insertAnnouncement,
  leavingOf,
  presentAnnouncement,
  presentListed,
  writeAnnouncement,
} from './announcement-store.ts';
import { wordsToBeginWith } from './announcement-words.ts';
import { addToList } from './recipient-steps.ts';
import { deleteRecipients, findRecipients } from './recipient-store.ts';

export interface AnnouncementParts {
  readonly database: Database;
  /** The incident and what was merged into it, as far as the reader sees. */
  readonly familyOf: (sql: Sql, reference: string) => Promise<string[] | Refusal<'incident.not_found'>>;
  readonly incidentForChange: (
    changing: Changing,
    reference: string,
  ) => Promise<{ id: string; reference: string } | Refusal<'incident.not_found'>>;
  readonly obligationOf: (
    sql: Sql,
    id: string,
  ) => Promise<{ incidentId: string; regimeId: string; stageId: string; kind: string } | null>;
  readonly organisationOf: (sql: Sql) => Promise<Organisation | null>;
  /** Takes the proof of who approves, bound to what was shown. */
  readonly proveAnew: Parameters<typeof approve>[2];
  readonly whenTold: WhenTold;
}

export function announcementHandlers(parts: AnnouncementParts): Handlers<typeof announcementRoutes> {
  const { database } = parts;
  return {
    ...readingHandlers(parts),
    ...writingHandlers(parts),

    proposeAnnouncement: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const line = await forStepAsSeen(changing, params.reference, 'propose', body.version);
        if (isRefusal(line)) return line;
        const notReady = reasonNotReady(await leavingOf(changing.sql, line));
        if (notReady !== null) return notReady;
        const proposed = { at: changing.now, by: actor.id };
        await writeAnnouncement(changing.sql, line.id, { state: 'proposed', proposed });
        recordState(changing, line, 'announcement.proposed', 'proposed');
        return reread(changing.sql, line.reference);
      }),

    sendBackAnnouncement: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const line = await forStep(changing, params.reference, 'send_back');
        if (isRefusal(line)) return line;
        await writeAnnouncement(changing.sql, line.id, asDraft);
        recordState(changing, line, 'announcement.sent_back', 'draft', body.reason);
        return reread(changing.sql, line.reference);
      }),

    approveAnnouncement: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const line = await approve(changing, { ...params, ...body }, parts.proveAnew);
        return isRefusal(line) ? line : reread(changing.sql, line.reference);
      }),

    sendAnnouncement: ({ params, actor }) =>
      database.change(actor, async (changing) => {
        const line = await beginSending(changing, params.reference);
        return isRefusal(line) ? line : reread(changing.sql, line.reference);
      }),

    tellElsewhere: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const line = await forStep(changing, params.reference, 'tell_elsewhere');
        if (isRefusal(line)) return line;
        const at = new Date(body.at);
        if (at > changing.now) {
          return refuse('announcement.in_the_future', `${body.at} is after ${changing.now.toISOString()}`);
        }
        const notShown = await reasonNotShown(changing.sql, line, { at, proofs: body.proofs });
        if (notShown !== null) return notShown;
        await writeAnnouncement(changing.sql, line.id, { way: 'elsewhere', elsewhere: body });
        await settleTold(changing, line, at, parts.whenTold);
        return reread(changing.sql, line.reference);
      }),

    withdrawAnnouncement: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const line = await forStep(changing, params.reference, 'withdraw');
        if (isRefusal(line)) return line;
        await writeAnnouncement(changing.sql, line.id, { state: 'withdrawn' });
        recordState(changing, line, 'announcement.withdrawn', 'withdrawn', body.reason);
        return reread(changing.sql, line.reference);
      }),
  };
}

type Reading = Pick<
  Handlers<typeof announcementRoutes>,
  'listAnnouncements' | 'readAnnouncement' | 'listRecipients'
>;

function readingHandlers({ database, familyOf }: AnnouncementParts): Reading {
  return {
    listAnnouncements: ({ params, actor }) =>
      database.read(actor, async ({ sql }) => {
        const incidentIds = await familyOf(sql, params.reference);
        if (isRefusal(incidentIds)) return incidentIds;
        const lines = await findAnnouncements(sql, { incidentIds });
        return { items: await inTurn(lines, (line) => presentListed(sql, line)) };
      }),

    readAnnouncement: ({ params, actor }) =>
      database.read(actor, async ({ sql }) => {
        const [line] = await findAnnouncements(sql, params);
        return line === undefined
          ? refuse('announcement.not_found', `Looked for ${params.reference}`)
          : presentAnnouncement(sql, line);
      }),

    listRecipients: ({ params, query, actor }) =>
      database.read(actor, async ({ sql }) => {
        const [line] = await findAnnouncements(sql, params);
        return line === undefined
          ? refuse('announcement.not_found', `Looked for ${params.reference}`)
          : findRecipients(sql, line.id, query);
      }),
  };
}

type Writing = Pick<
  Handlers<typeof announcementRoutes>,
  'beginAnnouncement' | 'changeAnnouncement' | 'addRecipients' | 'removeRecipients'
>;

function writingHandlers(parts: AnnouncementParts): Writing {
  const { database } = parts;
  return {
    beginAnnouncement: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const incident = await parts.incidentForChange(changing, params.reference);
        if (isRefusal(incident)) return incident;
        const duty =
          body.obligation === null ? null : await parts.obligationOf(changing.sql, body.obligation);
        if (body.obligation !== null && duty?.incidentId !== incident.id) {
          return refuse('obligation.not_found', `Looked for ${body.obligation} of ${incident.reference}`);
        }
        const audience = (duty && audienceOf(duty.regimeId, duty.kind)) ?? body.audience;
        const isEnd = duty?.stageId === 'users_end';
        const organisation = await parts.organisationOf(changing.sql);
        const texts = firstWords(organisation, { audience, isEnd }, body.languages);
        const id = changing.ids.uuid();
        const reference = await nextReference(changing.sql, 'ANN', changing.now);
        const begun = { id, reference, incidentId: incident.id, obligationId: body.obligation };
        await insertAnnouncement(
          changing.sql,
          { ...begun, audience, texts, begunBy: actor.id },
          changing.now,
        );
        changing.record({
          event: 'announcement.begun',
          subject: { kind: 'announcement', id, reference },
          incident,
          changes: [{ field: 'audience', from: null, to: audience }],
        });
        return reread(changing.sql, reference);
      }),

    changeAnnouncement: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const line = await forStepAsSeen(changing, params.reference, 'change', body.version);
        if (isRefusal(line)) return line;
        const { texts, way } = body;
        await writeAnnouncement(changing.sql, line.id, {
          ...asDraft,
          changedBy: actor.id,
          ...(texts === undefined ? {} : { texts }),
          ...(way === undefined ? {} : { way }),
        });
        changing.record({
          event: 'announcement.changed',
          ...about(line),
          changes: [
            ...(texts === undefined ? [] : [{ field: 'texts', from: line.texts, to: texts }]),
            ...(way === undefined ? [] : [{ field: 'way', from: line.way, to: way }]),
          ],
        });
        return reread(changing.sql, line.reference);
      }),

    addRecipients: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const line = await forStep(changing, params.reference, 'change');
        return isRefusal(line) ? line : addToList(changing, line, body);
      }),

    removeRecipients: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const line = await forStep(changing, params.reference, 'change');
        if (isRefusal(line)) return line;
        const count = await deleteRecipients(changing.sql, line.id, body.recipients);
        if (count > 0) {
          // Whom it goes to is part of what is approved: who chose them does not approve it.
          await writeAnnouncement(changing.sql, line.id, { ...asDraft, listedBy: actor.id });
          changing.record({
            event: 'announcement.recipients_removed',
            ...about(line),
            changes: [{ field: 'removed', from: null, to: count }],
          });
        }
        return reread(changing.sql, line.reference);
      }),
  };
}

function firstWords(
  organisation: Organisation | null,
  what: Parameters<typeof wordsToBeginWith>[0],
  wanted: readonly Language[],
): AnnouncementTexts {
  // An incident is declared by people, and people join an organisation: none here is a bug.
  if (organisation === null) throw new Error('Expected an organisation and found none');
  const { helpdeskMail, helpdeskPhone, languages, name } = organisation;
  const contact = [helpdeskMail, helpdeskPhone].filter((each) => each !== '').join(', ');
  return wordsToBeginWith(what, wanted.length > 0 ? wanted : languages, { organisation: name, contact });
}

function recordState(
  changing: Changing,
  line: Parameters<typeof about>[0],
  event: 'announcement.proposed' | 'announcement.sent_back' | 'announcement.withdrawn',
  to: string,
  reason?: string,
): void {
  changing.record({
    event,
    ...about(line),
    changes: [{ field: 'state', from: line.state, to }],
    ...(reason === undefined ? {} : { reason }),
  });
}

async function reread(trx: Sql, reference: string) {
  return presentAnnouncement(trx, theRow(await findAnnouncements(trx, { reference })));
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}
