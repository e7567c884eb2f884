// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as ledger from './index.ts';

const here = new URL('./', import.meta.url);
const files = readdirSync(here).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));

/** The examples in the comments of a file, line by line. */
function examplesOf(source: string): string[][] {
  const found = source.matchAll(/@example\n \* ```ts\n([\s\S]*?)\n \* ```/g);
  return [...found].map(([, code = '']) => code.split('\n').map((line) => line.replace(/^ \* ?/, '')));
}

/** A line `expression; // value` becomes a check where the value is a literal or the code of a fault. */
function checked(line: string): string {
  const [, expression, said = ''] = /^( *\S.*); \/\/ (.+)$/.exec(line) ?? [];
  const code = /^\{ fault: ('[^']+')/.exec(said)?.[1];
  if (expression === undefined || /^\s*(const|import)\b/.test(expression)) return line;
  if (code !== undefined) return `equal((${expression}).fault, ${code});`;
  return /^('[^']*'|-?\d+|true|false|null)$/.test(said) ? `equal(${expression}, ${said});` : line;
}

// Danger: an example that does not run teaches whoever verifies us something wrong.
for (const file of files) {
  examplesOf(readFileSync(new URL(file, here), 'utf8')).forEach((lines, index) => {
    test(`example ${index + 1} of ${file} runs and says the truth`, () => {
      const names = Object.keys(ledger);
      const run = new Function('equal', ...names, lines.map(checked).join('\n'));
      run(assert.deepEqual, ...Object.values(ledger));
    });
  });
}

test('every example was found', () => {
  const all = files.flatMap((file) => examplesOf(readFileSync(new URL(file, here), 'utf8')));
  assert.ok(all.length >= 25, `${all.length} examples`);
});
