// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Permission } from '@belfry/contract';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { type PersonActor, systemActor } from '../platform/authorization/actor.ts';
import { type Follower, Live, type LiveChange } from './live.ts';

const system = systemActor('live-is-tested');
const silent = { warn: () => undefined };

function aPerson(...permissions: Permission[]): PersonActor {
  return {
    kind: 'person',
    id: randomUUID(),
    name: 'Pat',
    email: 'pat@example.org',
    language: 'en',
    roles: [],
    permissions: new Set(permissions),
    via: { kind: 'session', id: 's' },
  };
}

function follower(identify: () => PersonActor | null, heard: LiveChange[]): Follower {
  return {
    personId: 'pat',
    identify: async () => identify(),
    tell: (changes) => heard.push(...changes),
    end: () => undefined,
  };
}

/** Declares an incident as the system, with its entry in the record. */
function declare({ database }: TestDatabase, reference: string, restricted: boolean): Promise<void> {
  return database.change(system, async ({ sql, now, record }) => {
    const id = randomUUID();
    await sql
      .insertInto('incident')
      .values({
        id,
        reference,
        title: reference,
        status: 'pending',
        tlp: 'TLP:AMBER',
        personal_data: 'no',
        restricted,
        declared_at: now,
        updated_at: now,
      })
      .execute();
    const subject = { kind: 'incident', id, reference };
    record({ event: 'incident.declared', subject, incident: { id, reference } });
  });
}

async function openLive(t: TestContext): Promise<{ opened: TestDatabase; live: Live }> {
  const opened = await openTestDatabase(t);
  const live = new Live(opened.database, () => opened.application, silent);
  await live.start();
  opened.closeFirst(() => live.stop());
  return { opened, live };
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; waited < 240_000 && !condition(); waited += 20) {
    await delay(20);
  }
  assert.ok(condition(), 'nothing arrived within 10 s');
}

// Danger: a live update that betrays a restricted incident to whoever looks at the screen.
test('Live tells a follower what was committed, and nothing beyond their wall', async (t) => {
  const { opened, live } = await openLive(t);
  const heard: LiveChange[] = [];
  live.follow(follower(() => aPerson('incidents.read'), heard));
  await declare(opened, 'INC-2026-0001', true);
  await declare(opened, 'INC-2026-0002', false);
  await until(() => heard.some((change) => change.position === 2));
  assert.deepEqual(heard, [
    {
      ...{ position: 2, kind: 'incident.declared', by: 'system' },
      ...{ incident: 'INC-2026-0002', report: null, finding: null },
    },
  ]);
});

// Danger: a role that was taken away goes on to read what happens, for as long as the page stays open.
test('Live asks who follows each time it tells, and tells nobody who may no longer see', async (t) => {
  const { opened, live } = await openLive(t);
  const heard: LiveChange[] = [];
  const all: LiveChange[] = [];
  let who: PersonActor | null = aPerson('incidents.read');
  live.follow(follower(() => who, heard));
  live.follow(follower(() => aPerson('incidents.read'), all));
  await declare(opened, 'INC-2026-0001', false);
  await until(() => heard.length === 1 && all.length === 1);
  who = aPerson();
  await declare(opened, 'INC-2026-0002', false);
  await until(() => all.length === 2);
  who = null;
  await declare(opened, 'INC-2026-0003', false);
  await until(() => all.length === 3);
  assert.deepEqual(
    heard.map((change) => change.incident),
    ['INC-2026-0001'],
  );
});

test('Live tells nobody who has stopped following', async (t) => {
  const { opened, live } = await openLive(t);
  const heard: LiveChange[] = [];
  const stop = live.follow(follower(() => aPerson('incidents.read'), heard));
  const witness: LiveChange[] = [];
  live.follow(follower(() => aPerson('incidents.read'), witness));
  stop();
  await declare(opened, 'INC-2026-0001', false);
  await until(() => witness.length === 1);
  assert.deepEqual(heard, []);
});

// Danger: a connection that breaks silently, and a screen that stands still for the rest of the day.
test('Live tells what was committed while its connection was broken', async (t) => {
  const { opened, live } = await openLive(t);
  const heard: LiveChange[] = [];
  live.follow(follower(() => aPerson('incidents.read'), heard));
  await declare(opened, 'INC-2026-0001', false);
  await until(() => heard.length === 1);
  await opened.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%outbox_head%' AND state = 'idle' AND query LIKE 'SELECT position%'`,
  );
  await declare(opened, 'INC-2026-0002', false);
  await until(() => heard.length === 2);
  assert.equal(heard[1]?.incident, 'INC-2026-0002');
});
