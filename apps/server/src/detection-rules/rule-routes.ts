// SPDX-License-Identifier: Apache-2.0
import { type DetectionRule, type detectionRuleRoutes, isRefusal, limits, refuse } from '@belfry/contract';
import { harmlessCases, readRules } from '@belfry/sigma';
import { z } from 'zod';
import { type RuleExtras, readRuleExtras } from '../log/index.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { readCoverage, readLogsources } from './coverage-store.ts';
import { currentPlaceholders, decideAnew, lockLibrary, refusalOf } from './library-store.ts';
import { companionRows } from './own-rules.ts';
import { clausesOf } from './rule-document.ts';
import { ReadFailed } from './rule-files.ts';
import {
  countRules,
  findOverride,
  findRuleRow,
  listRules,
  presentRule,
  readDecision,
  readRuleRest,
  setOverride,
} from './rule-store.ts';
import { runTask } from './run-task.ts';

type Routes = Pick<
  typeof detectionRuleRoutes,
  | 'listDetectionRules'
  | 'listLogsources'
  | 'readDetectionRule'
  | 'overrideDetectionRule'
  | 'tryRule'
  | 'readCoverage'
>;

const titleCursor = z.tuple([z.string(), z.uuid()]);
const numberCursor = z.tuple([z.number(), z.uuid()]);

export function ruleHandlers({ database }: { database: Database }): Handlers<Routes> {
  return {
    listDetectionRules: async ({ actor, query }) => {
      const after = readCursor(query.cursor, query.sort === 'title' ? titleCursor : numberCursor);
      if (isRefusal(after)) return after;
      return database.read(actor, async ({ sql }) => {
        const rows = await listRules(sql, query, after);
        const page = pageOfRows(rows, query.limit, (row) => [row.key, row.id], presentRule);
        return { ...page, counts: await countRules(sql, query) };
      });
    },
    listLogsources: ({ actor }) =>
      database.read(actor, async ({ now, sql }) => ({ items: await readLogsources(sql, now) })),
    readDetectionRule: ({ actor, params }) =>
      database.read(
        actor,
        async ({ sql }) => (await readRule(sql, params.id)) ?? refuse('detection_rule.not_found'),
      ),
    overrideDetectionRule: override(database),
    tryRule: tryRule(database),
    readCoverage: ({ actor }) => database.read(actor, ({ now, sql }) => readCoverage(sql, now)),
  };
}

async function readRule(sql: Sql, id: string): Promise<DetectionRule | null> {
  const row = await findRuleRow(sql, id);
  if (row === undefined) return null;
  const { counted, days, open, rule, suppressions } = await readRuleRest(sql, id);
  const { lists } = await currentPlaceholders(sql);
  const read = readRules(rule.yaml, lists);
  const heading = read.rules[0] ?? read.correlations[0];
  const extras = heading === undefined ? null : readRuleExtras(heading.custom);
  const told = extras === null || 'refused' in extras ? null : extras;
  return {
    ...presentRule(row),
    name: rule.name,
    author: rule.author,
    description: heading?.description ?? null,
    descriptions: descriptionsOf(told?.words ?? {}),
    references: [...(heading?.references ?? [])],
    falsePositives: harmlessCases(heading?.falsePositives ?? []),
    yaml: rule.yaml,
    digest: rule.digest,
    refusal: refusalOf(rule),
    samples: rule.samples as DetectionRule['samples'],
    overrideReason: rule.override_reason,
    groupBy: [...(read.correlations[0]?.groupBy ?? told?.groupBy ?? [])],
    windowMs: told?.windowMs ?? null,
    clauses: [...new Set([...(told?.purpose ?? []), ...clausesOf(rule.tags)])],
    counts: counted.map(({ id: counts, reference, title }) => ({ id: counts, reference, title })),
    suppressions,
    openFindings: open,
    days,
    addedAt: rule.added_at.toISOString(),
    changedAt: rule.changed_at.toISOString(),
    removedAt: rule.removed_at?.toISOString() ?? null,
  };
}

const descriptionsOf = (words: RuleExtras['words']): DetectionRule['descriptions'] =>
  Object.fromEntries(Object.entries(words).map(([language, { description }]) => [language, description]));

function override(database: Database): Handler<Routes['overrideDetectionRule']> {
  return ({ actor, body, params }) =>
    database.change(actor, async ({ record, sql }) => {
      await lockLibrary(sql);
      const rule = await findOverride(sql, params.id);
      if (rule === undefined) return refuse('detection_rule.not_found');
      await setOverride(sql, rule.id, body);
      await decideAnew(sql);
      const after = await readDecision(sql, rule.id);
      const changes = changesBetween({ override: rule.override }, { override: body.override });
      record({
        event: 'detection_rule.overridden',
        subject: { kind: 'detection_rule', id: rule.id, reference: rule.title },
        changes,
        reason: body.reason,
      });
      return after;
    });
}

/** Tries what somebody pasted in a thread of its own: neither their rule nor their events hold up anybody else. */
function tryRule(database: Database): Handler<Routes['tryRule']> {
  return async ({ actor, body }) => {
    const { companions, lists } = await database.read(actor, async ({ sql }) => ({
      lists: (await currentPlaceholders(sql)).lists,
      companions: await companionRows(sql, body.yaml),
    }));
    try {
      const task = { kind: 'try', yaml: body.yaml, events: body.events } as const;
      const tried = await runTask<'try'>({ ...task, companions, placeholders: lists }, limits.ruleTryMsMax);
      return tried === 'too_many_events'
        ? refuse(
            'detection_rule.too_many_events',
            `A rule is tried on ${limits.ruleTryEventsMax} events at most`,
          )
        : tried;
    } catch (error) {
      if (!(error instanceof ReadFailed)) throw error;
      return refuse('detection_rule.try_too_long', error.message);
    }
  };
}
