// SPDX-License-Identifier: Apache-2.0
import { type Feedback, type feedbackRoutes, isRefusal, type Refusal, refuse } from '@belfry/contract';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { reasonAnswered } from './feedback.ts';
import { type FeedbackLine, findFeedback, lockFeedback, writeAnswer } from './feedback-store.ts';

export interface FeedbackParts {
  readonly database: Database;
  /** The incident and what was merged into it, as far as the reader sees. */
  readonly familyOf: (sql: Sql, reference: string) => Promise<string[] | Refusal<'incident.not_found'>>;
  /** Brings the words to the reporter: to the receipt page, and by mail where there is an address. */
  readonly deliver: (changing: Changing, feedback: FeedbackLine) => Promise<{ sentAt: Date | null }>;
}

export function feedbackHandlers(parts: FeedbackParts): Handlers<typeof feedbackRoutes> {
  const { database } = parts;
  return {
    listFeedback: ({ params, actor }) =>
      database.read(actor, async ({ sql }) => {
        const incidentIds = await parts.familyOf(sql, params.reference);
        if (isRefusal(incidentIds)) {
          return incidentIds;
        }
        return { items: (await findFeedback(sql, { incidentIds })).map(present) };
      }),

    sendFeedback: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const feedback = await answerable(changing.sql, params.feedback);
        if (isRefusal(feedback)) {
          return feedback;
        }
        const text = body.text ?? feedback.text;
        const { sentAt } = await parts.deliver(changing, { ...feedback, text });
        await writeAnswer(changing.sql, feedback.id, { state: 'sent', text, reason: null, sentAt });
        changing.record({
          event: 'feedback.sent',
          ...about(feedback),
          changes: [{ field: 'state', from: feedback.state, to: 'sent' }],
          text,
        });
        return reread(changing.sql, feedback.id);
      }),

    skipFeedback: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const feedback = await answerable(changing.sql, params.feedback);
        if (isRefusal(feedback)) {
          return feedback;
        }
        await writeAnswer(changing.sql, feedback.id, { state: 'skipped', reason: body.reason, sentAt: null });
        changing.record({
          event: 'feedback.skipped',
          ...about(feedback),
          changes: [{ field: 'state', from: feedback.state, to: 'skipped' }],
          reason: body.reason,
        });
        return reread(changing.sql, feedback.id);
      }),
  };
}

async function answerable(
  trx: Sql,
  id: string,
): Promise<FeedbackLine | Refusal<'feedback.not_found' | 'feedback.already_answered'>> {
  const feedback = await lockFeedback(trx, id);
  return feedback === null
    ? refuse('feedback.not_found', `Looked for ${id}`)
    : (reasonAnswered(feedback.state) ?? feedback);
}

/** How the record names feedback: by the report it answers. */
function about(feedback: FeedbackLine) {
  return {
    subject: { kind: 'feedback', id: feedback.id, reference: feedback.reportReference },
    incident: { id: feedback.incidentId, reference: feedback.incidentReference },
  };
}

async function reread(trx: Sql, id: string): Promise<Feedback | Refusal<'feedback.not_found'>> {
  const [line] = await findFeedback(trx, { id });
  return line === undefined ? refuse('feedback.not_found') : present(line);
}

function present(line: FeedbackLine): Feedback {
  return {
    id: line.id,
    incident: line.incidentReference,
    report: line.reportReference,
    occasion: line.occasion,
    state: line.state,
    way: line.way,
    language: line.language,
    text: line.text,
    reason: line.reason,
    preparedAt: line.preparedAt.toISOString(),
    sentAt: line.sentAt?.toISOString() ?? null,
  };
}
