// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const sourceDir = fileURLToPath(new URL('..', import.meta.url));

// French sets a space before its colon: who writes one behind a word writes it in the messages.
it('a colon behind a word comes from the messages of its language', () => {
  const files = globSync('**/*.tsx', { cwd: sourceDir });
  assert.ok(files.length > 50);
  for (const file of files) {
    assert.doesNotMatch(readFileSync(`${sourceDir}/${file}`, 'utf8'), /[^$]\{t\('[a-z_]+:[\w.]+'\)\}:/, file);
  }
});
