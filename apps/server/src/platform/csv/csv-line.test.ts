// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asCell, csvLine, fromFact } from './csv-line.ts';

describe('fromFact', () => {
  // OWASP: a title written by a stranger must not run in the spreadsheet of whoever opens the export.
  for (const value of [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    "'=1",
    "''@x",
    "it's",
    '',
    'plain',
    '=',
    "'",
  ]) {
    it(`makes ${JSON.stringify(value)} harmless, and back exactly`, () => {
      const cell = fromFact(value);
      assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
      assert.equal(asCell(cell), value);
    });
  }
});

describe('csvLine()', () => {
  it('csvLine() quotes what would end a cell, and lets no cell calculate', () => {
    assert.equal(csvLine(['a', 'b;c', 'say "x"', ' d', '']), 'a,"b;c","say ""x"""," d",\r\n');
    for (const value of ['=1', ' =1', '＝1', '\n@x', '\u00a0+1']) {
      assert.match(csvLine([value]), /^"?'/, value);
    }
    assert.equal(csvLine(['a', 'b'], '\t'), 'a\tb\r\n');
  });
});
