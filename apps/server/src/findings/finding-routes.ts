// SPDX-License-Identifier: Apache-2.0
import {
  type Answer,
  type decideFindings,
  type detectionReviewRoutes,
  type findingRoutes,
  isRefusal,
  type ProblemCode,
  type Refusal,
  refuse,
  type suppressionRoutes,
} from '@belfry/contract';
import { may } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { decideFinding } from './decide-finding.ts';
import { countByState, findPage, findRow, findWhole, oldestOpen } from './finding-store.ts';
import { putOnTimeline, type TimelineParts } from './put-on-timeline.ts';
import { findReview, findReviews, readFigures, waitingReview, writeDone } from './review-store.ts';
import type { RuleBook } from './rule-book.ts';
import { findRuleFindings } from './rule-figures-store.ts';
import { draftOf, end, extend, suppressByKey, suppressWithFilter } from './suppress.ts';
import { findSuppressions } from './suppression-store.ts';
import type { TakingBackParts } from './take-back.ts';
import type { TakingParts } from './take-hits.ts';

export interface FindingParts extends TakingParts, TimelineParts, TakingBackParts {
  readonly database: Database;
  readonly rules: RuleBook;
}

const DAY_MS = 86_400_000;

export function findingHandlers(parts: FindingParts): Handlers<typeof findingRoutes> {
  const { database, rules } = parts;
  return {
    listFindings: ({ actor, query }) => database.read(actor, ({ sql }) => findPage(sql, query)),
    countFindings: ({ actor }) =>
      database.read(actor, async ({ sql }) => ({
        counts: await countByState(sql),
        oldestOpenAt: (await oldestOpen(sql))?.toISOString() ?? null,
        review: await waitingReview(sql),
      })),
    readFinding: ({ actor, params }) =>
      database.read(actor, ({ now, sql }) => findWhole(sql, params.reference, now)),
    decideFindings: async ({ actor, body }) => {
      const outcomes: Outcome[] = [];
      for (const reference of new Set(body.references)) {
        const decided = await database.change(actor, (changing) =>
          decideFinding(changing, actor, reference, body.decision, parts),
        );
        outcomes.push(
          isRefusal(decided)
            ? { reference, state: null, report: null, ...refusedIn(decided) }
            : { ...decided, refused: null, detail: null },
        );
      }
      return { outcomes };
    },
    putFindingOnTimeline: ({ actor, body, params }) =>
      may(actor, 'incidents.work')
        ? database.change(actor, (changing) => putOnTimeline(changing, actor, params.reference, body, parts))
        : Promise.resolve(refuse('permission.missing', 'This needs the permission "incidents.work"')),
    suppressKey: ({ actor, body, params }) =>
      database.change(actor, (changing) => suppressByKey(changing, actor, params.reference, body)),
    draftFilter: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const row = await findRow(changing.sql, params.reference);
        if (isRefusal(row)) return row;
        const draft = await draftOf(changing, row, body.fields, rules);
        return isRefusal(draft) ? draft : { yaml: draft.yaml };
      }),
    suppressByFilter: ({ actor, body, params }) =>
      database.change(actor, (changing) =>
        suppressWithFilter(changing, actor, params.reference, body, rules),
      ),
    readRuleFindings: ({ actor, query }) =>
      database.read(actor, async ({ now, sql }) => {
        const from = new Date(now.getTime() - query.days * DAY_MS);
        return { items: await findRuleFindings(sql, { from, to: later(now), rule: query.rule }) };
      }),
  };
}

type Outcome = Answer<typeof decideFindings>['outcomes'][number];
const refusedIn = ({ detail, refused }: Refusal<ProblemCode>) => ({ refused, detail: detail ?? null });
/** What was found this very moment counts too. */
const later = (now: Date) => new Date(now.getTime() + 1);

export function suppressionHandlers({
  database,
  rules,
}: Pick<FindingParts, 'database' | 'rules'>): Handlers<typeof suppressionRoutes> {
  return {
    listSuppressions: ({ actor, query }) =>
      database.read(actor, ({ now, sql }) => findSuppressions(sql, query, now)),
    extendSuppression: ({ actor, body, params }) =>
      database.change(actor, (changing) => extend(changing, params.id, body)),
    endSuppression: ({ actor, body, params }) =>
      database.change(actor, (changing) =>
        end(changing, actor, params.id, body.reason?.trim() || null, rules),
      ),
  };
}

export function detectionReviewHandlers({
  database,
}: Pick<FindingParts, 'database'>): Handlers<typeof detectionReviewRoutes> {
  return {
    listReviews: ({ actor }) => database.read(actor, async ({ sql }) => ({ items: await findReviews(sql) })),
    readReview: ({ actor, params }) =>
      database.read(actor, async ({ now, sql }) => {
        const found = await findReview(sql, params.month);
        if (isRefusal(found)) return found;
        const { kept, ...review } = found;
        return { ...review, figures: kept ?? (await readFigures(sql, params.month, now)) };
      }),
    finishReview: ({ actor, body, params }) =>
      database.change(actor, async ({ now, record, sql }) => {
        const found = await findReview(sql, params.month, 'locked');
        if (isRefusal(found)) return found;
        if (found.doneAt !== null) return refuse('detection_review.already_done', found.doneBy?.name);
        const note = body.note.trim();
        const figures = await readFigures(sql, params.month, now);
        await writeDone(sql, params.month, { at: now, by: actor.id, note, figures });
        record({
          event: 'detection_review.done',
          subject: { kind: 'detection_review', id: params.month, reference: params.month },
          text: note,
        });
        const after = await findReview(sql, params.month);
        if (isRefusal(after)) return after;
        const { kept: _kept, ...review } = after;
        return review;
      }),
  };
}
