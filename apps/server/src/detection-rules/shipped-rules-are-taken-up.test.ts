// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { aRule } from '../../test/rules.ts';
import { shippedFolder, shippedRulesAreTakenUp } from './shipped-rules-are-taken-up.ts';

const library = ({ query }: TestDatabase) =>
  query<{ title: string; is_active: boolean; gone: boolean }>(
    'SELECT title, is_active, removed_at IS NOT NULL AS gone FROM detection_rule ORDER BY title, gone',
  );
const recorded = async ({ query }: TestDatabase) =>
  (await query('SELECT 1 FROM outbox WHERE event = $1', ['rule_import.applied'])).length;

// Danger: an upgrade leaves rules of the version before running, or takes the same ones up at every start.
test('shippedRulesAreTakenUp() takes up what a version comes with, once, and what changed with the next', async (t) => {
  const opened = await openTestDatabase(t);
  const folder = await mkdtemp(path.join(tmpdir(), 'belfry-shipped-'));
  t.after(() => rm(folder, { recursive: true }));
  const start = () => shippedRulesAreTakenUp({ database: opened.database, folder }).doBatch();
  await writeFile(path.join(folder, 'one.yml'), aRule({ id: '1', title: 'One' }));
  await writeFile(path.join(folder, 'two.yml'), aRule({ id: '2', title: 'Two' }));
  await start();
  assert.deepEqual(await library(opened), [
    { title: 'One', is_active: true, gone: false },
    { title: 'Two', is_active: true, gone: false },
  ]);
  const once = await recorded(opened);
  await start();
  assert.equal(await recorded(opened), once);
  await rm(path.join(folder, 'two.yml'));
  await writeFile(path.join(folder, 'three.yml'), aRule({ id: '3', title: 'Three' }));
  await start();
  assert.deepEqual(await library(opened), [
    { title: 'One', is_active: true, gone: false },
    { title: 'Three', is_active: true, gone: false },
    { title: 'Two', is_active: false, gone: true },
  ]);
  assert.equal(await recorded(opened), once + 1);
});

test('shippedRulesAreTakenUp() takes up every rule of this version, and none is refused', async (t) => {
  const opened = await openTestDatabase(t);
  await shippedRulesAreTakenUp({ database: opened.database, folder: shippedFolder }).doBatch();
  const rows = await opened.query<{ problem: string | null; is_active: boolean }>(
    'SELECT problem, is_active FROM detection_rule',
  );
  assert.ok(rows.length >= 100);
  assert.ok(rows.every(({ is_active, problem }) => is_active && problem === null));
});
