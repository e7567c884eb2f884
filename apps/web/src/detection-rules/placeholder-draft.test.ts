// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { draftOf, listsOf, problemOf } from './placeholder-draft.ts';

describe('placeholders as they are written', () => {
  it('come back as they went, each value once, names without percent signs', () => {
    const lists = { Administrators: ['root', 'adm'], Jumphosts: ['10.0.0.1'] };
    assert.deepEqual(listsOf(draftOf(lists)), lists);
    assert.deepEqual(listsOf([{ name: '%Admins%', text: ' a \n\nb\na' }]), { Admins: ['a', 'b'] });
  });

  it('problemOf names what is missing', () => {
    const good = { name: 'A', text: 'x' };
    assert.equal(problemOf(good, [good]), null);
    assert.equal(problemOf(good, [good, { name: '%A%', text: 'y' }]), 'twice');
    assert.equal(problemOf({ name: 'with blank', text: 'x' }, []), 'name');
    assert.equal(problemOf({ name: '', text: 'x' }, []), 'name');
    assert.equal(problemOf({ name: 'B', text: ' \n' }, []), 'values');
  });
});
