// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { generateReference } from '../generate-reference.ts';
import { describeLimits, unitOf } from './limit-notes.ts';
import { table } from './markdown.ts';

describe('table()', () => {
  // Danger: a bar in a cell moves every cell after it into the wrong column.
  it('table() keeps a bar and a line break inside their cell', () => {
    assert.equal(table(['A', 'B'], [['x|y', 'one\n two']]), '| A | B |\n| --- | --- |\n| x\\|y | one two |');
  });
});

describe('describeLimits()', () => {
  it('describeLimits() gives a comment to every limit under it', () => {
    const source = [
      '/** Everything. */',
      'export const limits = {',
      '  /** One page,',
      '   * as a count. */',
      '  pageSizeMax: 200,',
      '  pageSizeDefault: 50,',
      '};',
    ].join('\n');
    assert.deepEqual(
      describeLimits(source).map(({ name, note }) => [name, note]),
      [
        ['pageSizeMax', 'One page, as a count.'],
        ['pageSizeDefault', 'One page, as a count.'],
      ],
    );
  });

  it('unitOf() reads the unit from the name', () => {
    assert.deepEqual(
      ['jsonBodyBytesMax', 'sessionIdleMsMax', 'tokenAgeDaysMax', 'jsonDepthMax', 'pageSizeMax'].map(unitOf),
      ['bytes', 'milliseconds', 'days', 'levels', 'count'],
    );
  });
});

describe('generateReference()', () => {
  it('generateReference() lists every limit and keeps each OpenAPI document readable in a review', async () => {
    const pages = await generateReference();
    const limitsPage = pages.get('docs/reference/limits.md') ?? '';
    for (const name of Object.keys(limits)) assert.ok(limitsPage.includes(`\`${name}\``), name);
    const documents = [...pages].filter(([path]) => path.startsWith('docs/reference/openapi/'));
    assert.ok(documents.length > 20);
    for (const [path, text] of documents) {
      assert.ok(Buffer.byteLength(text) < 100_000, `${path} has ${Buffer.byteLength(text)} bytes`);
    }
  });
});
