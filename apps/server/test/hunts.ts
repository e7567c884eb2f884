// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Hunt, HuntHit } from '@belfry/contract';
import type { Origin } from '../src/log/batch.ts';
import { openTestDesk, type Somebody, type TestDesk, type TestDeskOptions } from './desk.ts';
import { wordRule } from './detection.ts';
import { openTestLog, type TestLog } from './log.ts';
import { batchOf } from './log-entries.ts';

/** Finds failed logins, by the address they come from. */
export const loginRule = wordRule('Failed login', 'Failed password', 'belfry: { group-by: [src_ip] }');

export interface HuntedDesk {
  readonly desk: TestDesk;
  readonly log: TestLog;
  readonly hunter: Somebody;
}

/** A desk and the log beside it, on one database; the engine of the index is not there. */
export async function openHuntedDesk(t: TestContext, options: TestDeskOptions = {}): Promise<HuntedDesk> {
  let log: TestLog | null = null;
  const link: NonNullable<TestDeskOptions['log']> = {
    get address() {
      return log?.link.address ?? null;
    },
    call: async (...call) => (await linkOf(log)).call(...call),
    stream: async (...call) => (await linkOf(log)).stream(...call),
  };
  const desk = await openTestDesk(t, { log: link, ...options });
  log = await openTestLog(t, { opened: desk, configuration: { clickhouseUrl: 'http://127.0.0.1:9' } });
  return { desk, log, hunter: await desk.as('log_owner') };
}

async function linkOf(log: TestLog | null) {
  return log?.link ?? assert.fail('The log is asked before it is there');
}

export async function append(
  { log }: Pick<HuntedDesk, 'log'>,
  lines: readonly string[],
  origin?: Origin,
): Promise<void> {
  await log.log.house.journal.append(batchOf(lines, origin));
}

export const lastDay = () => new Date(Date.now() - 86_400_000).toISOString();

export async function ask({ api }: Somebody, yaml = loginRule, more: object = {}): Promise<string> {
  const { id } = await api.askHunt({
    body: { what: { kind: 'text', yaml }, from: lastDay(), purpose: 'Try it', ...more },
  });
  return id;
}

/** Waits until a hunt is where it is looked for. */
export async function untilHunt(
  { api }: Somebody,
  id: string,
  isThere: (hunt: Hunt) => boolean = ({ endedAt }) => endedAt !== null,
): Promise<Hunt> {
  let hunt = await api.readHunt({ params: { id } });
  for (let waited = 0; waited < 240_000 && !isThere(hunt); waited += 50) {
    await delay(50);
    hunt = await api.readHunt({ params: { id } });
  }
  return isThere(hunt) ? hunt : assert.fail(`the hunt stays at ${JSON.stringify({ ...hunt, yaml: '' })}`);
}

export async function hitsOf({ api }: Somebody, id: string): Promise<HuntHit[]> {
  return (await api.listHuntHits({ params: { id }, query: { limit: 200 } })).items;
}
