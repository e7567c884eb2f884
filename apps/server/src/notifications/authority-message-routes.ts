// SPDX-License-Identifier: Apache-2.0
import {
  type AuthorityMessage,
  type authorityMessageRoutes,
  type EventName,
  isRefusal,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { regimes, type Stage } from '@belfry/regimes';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { authorityMessagesOf, insertAuthorityMessage, writeAnswered } from './authority-message-store.ts';
import { about } from './draft-steps.ts';
import { type NotificationLineState, reasonNotPossible } from './notification.ts';
import type { NotificationParts } from './notification-parts.ts';
import { lockNotification, writeNotification } from './notification-store.ts';
import { notFound } from './present-notification.ts';

type Parts = NotificationParts;
type ChangingPerson = Changing & { readonly actor: PersonActor };

interface Told {
  readonly kind: AuthorityMessage['kind'];
  readonly notification: string | null;
  readonly authority: string | null;
  readonly text: string;
  readonly receivedAt: string;
  readonly reference: string;
  readonly asksFor: { readonly regimeId: string; readonly stageId: string } | null;
  readonly answerDueAt: string | null;
}

export function authorityMessageHandlers(parts: Parts): Handlers<typeof authorityMessageRoutes> {
  const { database } = parts;
  return {
    listAuthorityMessages: ({ params, actor }) =>
      database.read(actor, async ({ sql }) => {
        const incidentIds = await parts.familyOf(sql, params.reference);
        if (isRefusal(incidentIds)) return incidentIds;
        return { items: (await authorityMessagesOf(sql, { incidentIds })).map(({ shown }) => shown) };
      }),

    recordAuthorityMessage: ({ params, body, actor }) =>
      database.change(actor, (changing) =>
        recordMessage({ ...changing, actor }, parts, params.reference, body),
      ),

    answerAuthorityMessage: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const [message] = await authorityMessagesOf(changing.sql, { id: params.message });
        if (message === undefined)
          return refuse('authority_message.not_found', `Looked for ${params.message}`);
        const at = new Date(body.at);
        const refused = reasonNotPossible(at, changing.now);
        if (refused !== null) return refused;
        await writeAnswered(changing.sql, params.message, at);
        changing.record({
          event: 'authority_message.answered',
          subject: { kind: 'authority_message', id: message.shown.id, reference: message.shown.kind },
          incident: { id: message.incidentId, reference: message.shown.incident },
          changes: [{ field: 'answeredAt', from: message.shown.answeredAt, to: at.toISOString() }],
          occurredAt: at,
        });
        return reread(changing.sql, params.message);
      }),
  };
}

async function reread(
  sql: Sql,
  id: string,
): Promise<AuthorityMessage | Refusal<'authority_message.not_found'>> {
  const [line] = await authorityMessagesOf(sql, { id });
  return line?.shown ?? refuse('authority_message.not_found', `Looked for ${id}`);
}

const stageOf = ({ regimeId, stageId }: { regimeId: string; stageId: string }): Stage | undefined =>
  regimes.find(({ id }) => id === regimeId)?.stages.find(({ id }) => id === stageId);

/** Whether an authority can ask for the stage: it has a clock that runs from a request. */
const isAsked = (stage: Stage | undefined) => stage?.due.some(({ from }) => from.kind === 'request') === true;

/** The answers of the authority that a regime expects, and that a message of this kind is. */
function inboundOf(regimeId: string, kind: Told['kind']): readonly string[] {
  const words = kind === 'acknowledgement' ? ['acknowledgement'] : ['feedback', 'initial_feedback'];
  const stages = regimes.find(({ id }) => id === regimeId)?.stages ?? [];
  return stages
    .filter(({ contents, kind: of }) => of === 'inbound' && contents.some((each) => words.includes(each)))
    .map(({ id }) => id);
}

async function reasonNotRecorded(changing: Changing, parts: Parts, told: Told) {
  const refused = reasonNotPossible(new Date(told.receivedAt), changing.now);
  if (refused !== null) return refused;
  if (told.asksFor !== null && !isAsked(stageOf(told.asksFor))) {
    const { regimeId, stageId } = told.asksFor;
    return refuse('notification.stage_unknown', `Nobody can ask for ${regimeId}.${stageId}`);
  }
  const isKnown =
    told.authority === null || (await parts.addresseeById(changing.sql, told.authority)) !== null;
  return isKnown ? null : refuse('authority.not_found', `Looked for ${told.authority}`);
}

async function recordMessage(changing: ChangingPerson, parts: Parts, reference: string, told: Told) {
  const { actor, ids, now, sql } = changing;
  const incident = await parts.incidentForChange(changing, reference);
  if (isRefusal(incident)) return incident;
  const refused = await reasonNotRecorded(changing, parts, told);
  if (refused !== null) return refused;
  const receivedAt = new Date(told.receivedAt);
  const answers = told.notification === null ? null : await lockNotification(sql, told.notification);
  if (told.notification !== null && answers?.incidentId !== incident.id) return notFound(told.notification);
  if (answers !== null && told.kind === 'acknowledgement') {
    const isSent = answers.state === 'submitted' || answers.state === 'acknowledged';
    if (!isSent) return refuse('notification.not_submitted', `${answers.reference} is ${answers.state}`);
    await acknowledge(changing, answers, told.reference, receivedAt);
  }
  const id = ids.uuid();
  const authorityId = told.authority ?? answers?.authorityId ?? null;
  await insertAuthorityMessage(
    sql,
    {
      id,
      incidentId: incident.id,
      notificationId: answers?.id ?? null,
      authorityId,
      kind: told.kind,
      text: told.text,
      receivedAt,
      asksFor: told.asksFor,
      answerDueAt: told.answerDueAt === null ? null : new Date(told.answerDueAt),
      recordedBy: actor.id,
    },
    now,
  );
  const event: EventName = 'authority_message.recorded';
  changing.record({
    event,
    subject: { kind: 'authority_message', id, reference: told.kind },
    incident,
    text: told.text,
    changes: [
      {
        field: 'asksFor',
        from: null,
        to: told.asksFor === null ? null : `${told.asksFor.regimeId}.${told.asksFor.stageId}`,
      },
      { field: 'answerDueAt', from: null, to: told.answerDueAt },
    ],
    occurredAt: receivedAt,
  });
  await clocksFollow(changing, parts, { incidentId: incident.id, told, answers, receivedAt }, event);
  return reread(sql, id) as Promise<AuthorityMessage>;
}

/** A request starts the clock of what it asks for; an answer we waited for ends that of the authority. */
async function clocksFollow(
  changing: Changing,
  parts: Parts,
  {
    answers,
    incidentId,
    receivedAt,
    told,
  }: {
    incidentId: string;
    told: Told;
    answers: NotificationLineState | null;
    receivedAt: Date;
  },
  because: EventName,
): Promise<void> {
  if (told.asksFor !== null) {
    await parts.recordRequest(changing, { incidentId, ...told.asksFor, at: receivedAt }, because);
  }
  const isAnswer = told.kind === 'acknowledgement' || told.kind === 'feedback';
  if (answers === null || !isAnswer) return;
  for (const stageId of inboundOf(answers.regimeId, told.kind)) {
    const { regimeId } = answers;
    await parts.recordSubmission(changing, { incidentId, regimeId, stageId, at: receivedAt }, because);
  }
}

async function acknowledge(
  changing: Changing,
  notification: NotificationLineState,
  reference: string,
  at: Date,
): Promise<void> {
  await writeNotification(changing.sql, notification.id, {
    state: 'acknowledged',
    acknowledged_at: at,
    ...(reference === '' ? {} : { authority_reference: reference }),
  });
  changing.record({
    event: 'notification.acknowledged',
    ...about(notification),
    changes: [
      { field: 'state', from: notification.state, to: 'acknowledged' },
      {
        field: 'authorityReference',
        from: notification.authorityReference,
        to: reference === '' ? notification.authorityReference : reference,
      },
    ],
    occurredAt: at,
  });
}
