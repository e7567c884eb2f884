// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsOf, logsourceOf } from './logsource-fields.ts';
import { copyOf, templateNames, templateText } from './rule-templates.ts';

const nothing = { product: null, category: null, service: null };

describe('logsourceOf', () => {
  it('reads what is written so far, however far that is', () => {
    const yaml =
      'title: x\nlogsource:\n    category: "process_creation"\n    product: Windows # ours\ndetection:\n';
    assert.deepEqual(logsourceOf(yaml), { ...nothing, product: 'windows', category: 'process_creation' });
    assert.deepEqual(logsourceOf('logsource:'), nothing);
    assert.deepEqual(logsourceOf('logsource:\n  product: linux'), { ...nothing, product: 'linux' });
    assert.deepEqual(logsourceOf('detection:\n  a:\n    product: linux\n'), nothing);
  });
});

describe('fieldsOf', () => {
  it('names the fields of the log source first, and those every entry has', () => {
    const fields = fieldsOf({ ...nothing, product: 'windows', category: 'process_creation' });
    assert.equal(fields[0], 'Image');
    assert.ok(fields.includes('CommandLine') && fields.includes('host'));
    assert.deepEqual(fieldsOf(nothing)[0], 'source');
    assert.equal(new Set(fields).size, fields.length);
  });
});

describe('copyOf', () => {
  it('gives the copy an identifier of its own and names where it is from', () => {
    const copy = copyOf('title: A\nid: old-1\nlevel: low\n', 'new-1');
    assert.equal(copy, 'title: A\nid: new-1\nrelated:\n    - id: old-1\n      type: derived\nlevel: low\n');
    const related = copyOf('title: A\nid: old-1\nrelated:\n    - id: older\n      type: similar\n', 'new-1');
    assert.match(related, /related:\n {4}- id: old-1\n {6}type: derived\n {4}- id: older/);
    assert.equal(copyOf('title: A\n', 'new-1'), 'title: A\nid: new-1\n');
  });
});

describe('templateText', () => {
  it('every template has a title and the identifier it was given', () => {
    for (const name of templateNames) {
      const text = templateText(name, '7f1c0c44-0000-4000-8000-000000000001');
      assert.match(text, /^title: .+\nid: 7f1c0c44-/, name);
      assert.ok(!text.includes('{id}'), name);
    }
  });
});
