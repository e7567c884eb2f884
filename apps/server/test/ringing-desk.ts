// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { systemClock, systemIds } from '../src/platform/clock/clock.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { takeDueStep } from '../src/processes/alert-climbs.ts';
import { ringDueMarks } from '../src/processes/limit-pages-people.ts';

/** A desk of its own that does nothing but ring: told where its database is, it begins when its standard input ends. */
const database = openDatabase(JSON.parse(process.argv[2] ?? ''), systemClock, systemIds);
process.stdout.write('here\n');
for await (const _ of process.stdin);
const climbs = { database, limits, publicUrl: () => 'https://desk.example' };
for (let hasMore = true; hasMore; ) {
  const hasRung = await ringDueMarks({ database, wakeAlerts: () => undefined });
  const hasCalled = await takeDueStep(climbs);
  hasMore = hasRung || hasCalled;
}
await database.close();
