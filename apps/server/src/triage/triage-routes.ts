// SPDX-License-Identifier: Apache-2.0
import { isRefusal, limits, type QueueShown, type Report, refuse, type triageRoutes } from '@belfry/contract';
import { z } from 'zod';
import { may, type PersonActor } from '../platform/authorization/actor.ts';
import { readCursor, writeCursor } from '../platform/database/cursor.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { type AnswerTimeRow, answerTimes, unanswered } from './answer-time-store.ts';
import { cannedTextHandlers } from './canned-text-routes.ts';
import { tryRules } from './dry-run.ts';
import { queueHandlers } from './queue-routes.ts';
import { listQueueRows } from './queue-store.ts';
import { handlingRoles, inRecord, type KnownPlaces, reasonNotRules } from './rule-set.ts';
import {
  countToTry,
  currentVersion,
  findRules,
  insertRules,
  lockTriage,
  peopleAmong,
  reportsToTry,
} from './rule-store.ts';

type Routes = typeof triageRoutes;
type Group = { count: number; medianMs: number | null; p90Ms: number | null };
const cursorKey = z.tuple([z.iso.datetime(), z.uuid(), z.iso.datetime()]);

export function triageHandlers(parts: { database: Database }): Handlers<Routes> {
  const { database } = parts;
  return {
    ...queueHandlers(parts),
    ...cannedTextHandlers(parts),
    readRoutingRules: ({ actor, query }) =>
      database.read(actor, async ({ sql }) => {
        if (!mayReadRules(actor)) {
          return refuse('permission.missing', 'reports.read or triage.manage');
        }
        const newest = await currentVersion(sql);
        const rules = await findRules(sql, query.version ?? newest);
        return rules === null
          ? refuse('routing_rules.not_found', `No version ${query.version}`)
          : { ...rules, newest };
      }),
    saveRoutingRules: save(database),
    dryRunRules: dryRun(database),
    readAnswerTimes: readTimes(database),
  };
}

function mayReadRules(actor: PersonActor): boolean {
  return may(actor, 'reports.read') || may(actor, 'triage.manage');
}

/** What rules may name now. */
async function knownPlaces(trx: Sql, rules: readonly { handler: string | null }[]): Promise<KnownPlaces> {
  const rows = (await listQueueRows(trx)).filter((row) => row.removed_at === null);
  const named = rules.flatMap(({ handler }) => (handler === null ? [] : [handler]));
  return {
    queues: new Set(rows.map(({ id }) => id)),
    people: await peopleAmong(trx, named, handlingRoles),
  };
}

function save(database: Database): Handler<Routes['saveRoutingRules']> {
  return ({ actor, body }) =>
    database.change(actor, async ({ now, record, sql }) => {
      await lockTriage(sql);
      const version = await currentVersion(sql);
      if (version !== body.basedOn) {
        return refuse(
          'routing_rules.changed_meanwhile',
          `Version ${version} was saved, yours began at ${body.basedOn}`,
        );
      }
      const wrong = reasonNotRules(body.rules, await knownPlaces(sql, body.rules));
      if (wrong !== null) {
        return wrong;
      }
      const before = (await findRules(sql, version))?.rules ?? [];
      const note = body.note?.trim() || null;
      const saved = { version: version + 1, rules: body.rules, note, savedAt: now, savedBy: actor.id };
      await insertRules(sql, saved);
      const both = [...new Map([...before, ...body.rules].map((rule) => [rule.id, rule])).values()];
      record({
        event: 'routing_rules.saved',
        subject: { kind: 'routing_rules', id: 'only', reference: String(saved.version) },
        changes: changesBetween(
          { version, ...inRecord(before, both) },
          { version: saved.version, ...inRecord(body.rules, both) },
        ),
        reason: note ?? undefined,
      });
      const kept = await findRules(sql, saved.version);
      if (kept === null) {
        throw new Error('Expected the version that was just saved');
      }
      return kept;
    });
}

function dryRun(database: Database): Handler<Routes['dryRunRules']> {
  return ({ actor, body }) =>
    database.read(actor, async ({ now, sql }) => {
      const start = readCursor(body.cursor, cursorKey);
      if (isRefusal(start)) {
        return start;
      }
      const wrong = reasonNotRules(body.rules, await knownPlaces(sql, body.rules));
      if (wrong !== null) {
        return wrong;
      }
      // The moment of the first page holds for all: pages of one run look at one period.
      const earliest = now.getTime() - limits.dryRunBackMs;
      const since = new Date(start === null ? earliest : Math.max(earliest, Date.parse(start[2])));
      const withWords = body.rules.some((rule) => rule.isOn && rule.conditions.words.length > 0);
      const size = limits.dryRunPageReports;
      const reports = await reportsToTry(
        sql,
        since,
        start === null ? null : [start[0], start[1]],
        size,
        withWords,
      );
      const last = reports.at(-1);
      return {
        page: tryRules(body.rules, reports),
        next:
          reports.length < size || last === undefined
            ? null
            : writeCursor([last.reportedAt.toISOString(), last.id, since.toISOString()]),
        total: start === null ? await countToTry(sql, since) : null,
      };
    });
}

const groupOf = ({ count, medianMs, p90Ms }: AnswerTimeRow): Group => ({ count, medianMs, p90Ms });

function readTimes(database: Database): Handler<Routes['readAnswerTimes']> {
  return ({ actor }) =>
    database.read(actor, async ({ now, sql }) => {
      const since = new Date(now.getTime() - limits.answerTimesBackMs);
      const rows = await answerTimes(sql, since);
      const queues = new Map((await listQueueRows(sql)).map((row) => [row.id, row]));
      const waiting = await unanswered(sql);
      const whole = rows.find((row) => !row.isQueue && !row.isChannel);
      return {
        since: since.toISOString(),
        all: whole === undefined ? { count: 0, medianMs: null, p90Ms: null } : groupOf(whole),
        perQueue: rows
          .filter((row) => row.isQueue)
          .map((row) => {
            const queue = row.queueId === null ? undefined : queues.get(row.queueId);
            return {
              queue:
                queue === undefined
                  ? null
                  : {
                      id: queue.id,
                      name: queue.name,
                      translations: queue.translations as QueueShown['translations'],
                    },
              ...groupOf(row),
            };
          }),
        perChannel: rows
          .filter((row) => row.isChannel)
          .map((row) => ({ channel: row.channel as Report['channel'], ...groupOf(row) })),
        unanswered: waiting.count,
        oldestUnansweredAt: waiting.oldestAt?.toISOString() ?? null,
      };
    });
}
