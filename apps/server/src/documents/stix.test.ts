// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { stixBundle } from './stix.ts';

/** STIX 2.1 sections 3.2, 4.7, 7.2 and 8, as far as the bundle goes; written for this test. */
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const instant = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' };
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'id', 'objects'],
  properties: {
    type: { const: 'bundle' },
    id: { pattern: `^bundle--${uuid}$` },
    objects: {
      type: 'array',
      minItems: 2,
      items: {
        oneOf: [
          {
            required: ['type', 'spec_version', 'id', 'created', 'extensions'],
            properties: {
              type: { const: 'marking-definition' },
              id: { pattern: `^marking-definition--${uuid}$` },
              created: instant,
            },
          },
          {
            additionalProperties: false,
            required: [
              'type',
              'spec_version',
              'id',
              'created',
              'modified',
              'pattern',
              'pattern_type',
              'valid_from',
            ],
            properties: {
              type: { const: 'indicator' },
              spec_version: { const: '2.1' },
              id: { pattern: `^indicator--${uuid}$` },
              ...{ created: instant, modified: instant, valid_from: instant },
              indicator_types: { type: 'array', minItems: 1, items: { type: 'string' } },
              pattern: { type: 'string', pattern: "^\\[[a-z0-9-]+:[a-zA-Z0-9.'-]+ = '.*'\\]$" },
              pattern_type: { const: 'stix' },
              object_marking_refs: { type: 'array', items: { pattern: `^marking-definition--${uuid}$` } },
            },
          },
        ],
      },
    },
  },
};

// Danger: an indicator that is shared says by its author or its minute whose house it was seen in.
test('stixBundle() is a valid bundle that names nobody and no hour', () => {
  let last = 0;
  const bundle = stixBundle(
    [
      { type: 'ipv4', value: '203.0.113.7' },
      { type: 'url', value: "https://evil.example/'x\\" },
      { type: 'sha256', value: 'ab'.repeat(32) },
    ],
    'TLP:AMBER+STRICT',
    {
      madeAt: new Date('2026-11-22T13:37:42Z'),
      uuid: () => {
        last += 1;
        return `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
      },
    },
  );
  const check = new Ajv({ strict: false }).compile(schema);
  assert.ok(check(bundle), JSON.stringify(check.errors));
  const text = JSON.stringify(bundle);
  assert.ok(!text.includes('created_by_ref') && !text.includes('13:37'));
  assert.ok(text.includes('939a9414-2ddd-4d32-a0cd-375ea402b003'));
  assert.equal(bundle.objects.length, 4);
  assert.ok(JSON.stringify(bundle.objects[2]).includes("https://evil.example/\\\\'x\\\\\\\\"));
});
