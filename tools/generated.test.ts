// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { generateAll } from './generate.ts';

describe('generateAll()', () => {
  // A stale generated file tells readers, and the compiler, something that is no longer so.
  it('generateAll() gives exactly what is committed', async () => {
    for (const [path, content] of await generateAll()) {
      const committed = await readFile(new URL(`../${path}`, import.meta.url), 'utf8').catch(() => null);
      assert.equal(committed, content, `${path} is stale: run "npm run generate" and commit it`);
    }
  });
});
