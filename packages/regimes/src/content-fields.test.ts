// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contentField } from './content-fields.ts';
import { primary } from './legal-lines.ts';

describe('contentField()', () => {
  const legal = primary('Directive (EU) 2022/2555 art. 23(4)(a)');

  it('asks for a content by itself, under the article of its stage', () => {
    const field = contentField('suspected_malicious', legal);
    assert.deepEqual(
      field.choices.map(({ value }) => value),
      ['yes', 'no', 'not_known'],
    );
    assert.equal(field.required, 'always');
    assert.equal(field.legal, legal);
  });

  it('lets what the law asks for "where available" stay empty', () => {
    assert.equal(contentField('indicators_of_compromise', legal).required, 'never');
  });

  it('fails for a content nobody has named in four languages', () => {
    assert.throws(() => contentField('nobody_named_this', legal));
  });
});
