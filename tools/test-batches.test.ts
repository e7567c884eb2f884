// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { batchesOf } from './test-batches.mjs';

const root = path.resolve(import.meta.dirname, '..');

function testFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(test|e2e)\.tsx?$/.test(name) && !name.includes('node_modules'))
    .map((name) => `${folder}/${name}`);
}

// A file that falls out of its batch is a test that nobody runs any more, and the run stays green.
it('batchesOf() runs every test file, and each once', (t) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'belfry-batches-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const files = ['apps/server/src', 'apps/server/test', 'apps/cli', 'apps/web', 'packages', 'tools'].flatMap(
    testFiles,
  );
  const runs = batchesOf(root, files, directory).flatMap((given) =>
    path.isAbsolute(given)
      ? [...readFileSync(given, 'utf8').matchAll(/'(file:[^']+)'/g)].map(([, url = '']) =>
          path.relative(root, fileURLToPath(url)),
        )
      : [given],
  );
  assert.deepEqual(runs.toSorted(), files.toSorted());
});
