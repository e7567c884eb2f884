// SPDX-License-Identifier: Apache-2.0
import type { Sql } from '../platform/database/database.ts';
import { type Matcher, matcherOf, type Routable } from './routing.ts';
import { handlingRoles } from './rule-set.ts';
import { currentVersion, findRules, peopleAmong } from './rule-store.ts';

/** Where the rules send a report, and the rule that says so. */
export interface Suggestion {
  readonly queueId: string;
  readonly queueName: string;
  readonly handlerId: string | null;
  readonly rule: string;
  readonly version: number;
  readonly name: string;
}

interface Prepared {
  readonly version: number;
  readonly matcher: Matcher;
}

/**
 * Routes reports by the rules of the transaction's own moment. Rules are prepared once a version; the version is
 * read each time, so that several desk processes route alike from the commit of a save on.
 */
export function createRouter(): (trx: Sql, report: Routable) => Promise<Suggestion | null> {
  let prepared: Prepared = { version: 0, matcher: matcherOf([]) };
  return async (trx, report) => {
    if (report.kind === 'whistleblowing') {
      return null;
    }
    const version = await currentVersion(trx);
    if (prepared.version !== version) {
      prepared = { version, matcher: matcherOf((await findRules(trx, version))?.rules ?? []) };
    }
    const rule = prepared.matcher.first(report);
    if (rule === null) {
      return null;
    }
    const queue = await trx
      .selectFrom('triage_queue')
      .select('name')
      .where('id', '=', rule.queue)
      .executeTakeFirst();
    if (queue === undefined) {
      return null;
    }
    // Whoever was blocked since the rule was saved gets nothing more: the report waits in the queue for anybody.
    const able = await peopleAmong(trx, rule.handler === null ? [] : [rule.handler], handlingRoles);
    return {
      queueId: rule.queue,
      queueName: queue.name,
      handlerId: rule.handler !== null && able.has(rule.handler) ? rule.handler : null,
      rule: rule.id,
      version,
      name: rule.name,
    };
  };
}
