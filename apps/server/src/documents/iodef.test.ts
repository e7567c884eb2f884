// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tlpLabels } from '@belfry/contract';
import { fieldsOf } from '@belfry/regimes';
import { Ajv } from 'ajv';
import { aFiling } from '../../test/filing.ts';
import { iodefDocument } from './iodef.ts';

/** RFC 8727 sections 3 and 5, as far as the document goes; written for this test. */
const text = { type: 'string', minLength: 1 };
const moment = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
};
const some = (items: object) => ({ type: 'array', minItems: 1, items });
const strict = (required: readonly string[], properties: object) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const incidentId = strict(['id', 'name'], { id: text, name: text });
const schema = strict(['version', 'Incident'], {
  version: { const: '2.0' },
  lang: text,
  Incident: some(
    strict(['purpose', 'IncidentID', 'GenerationTime', 'Contact'], {
      purpose: { enum: ['traceback', 'mitigation', 'reporting', 'watch', 'other', 'ext-value'] },
      lang: text,
      restriction: {
        enum: [
          'public',
          'partner',
          'need-to-know',
          'private',
          'default',
          'white',
          'green',
          'amber',
          'red',
          'ext-value',
        ],
      },
      'ext-restriction': text,
      IncidentID: incidentId,
      AlternativeID: strict(['IncidentID'], { IncidentID: some(incidentId) }),
      ...{ DetectTime: moment, StartTime: moment, EndTime: moment, RecoveryTime: moment },
      GenerationTime: moment,
      Description: some(text),
      Contact: some(
        strict(['role', 'type'], {
          role: {
            enum: [
              'creator',
              'reporter',
              'admin',
              'tech',
              'provider',
              'user',
              'billing',
              'legal',
              'irt',
              'abuse',
              'cc',
            ],
          },
          type: { enum: ['person', 'organization', 'ext-value'] },
          ContactName: some(text),
          Email: some(strict(['EmailTo'], { EmailTo: text })),
          Telephone: some(strict(['TelephoneNumber'], { TelephoneNumber: text })),
        }),
      ),
      Indicator: some(
        strict(['IndicatorID', 'Observable'], {
          IndicatorID: strict(['id', 'name', 'version'], { id: text, name: text, version: text }),
          Observable: strict(['BulkObservable'], {
            BulkObservable: strict(['BulkObservableList'], {
              type: { enum: ['ipv4-addr', 'ipv6-addr', 'domain-name', 'site-uri', 'file-hash'] },
              BulkObservableList: text,
            }),
          }),
        }),
      ),
      AdditionalData: some(
        strict(['value', 'dtype'], { value: text, dtype: { const: 'string' }, name: text, meaning: text }),
      ),
    }),
  ),
});
const check = new Ajv({ strict: false }).compile(schema);
const madeAt = new Date('2026-11-22T08:00:00Z');
const nis2 = { regimeId: 'nis2-be', stageId: 'notification' };

test('iodefDocument() holds to RFC 8727 with every label, full and empty', () => {
  for (const tlp of tlpLabels) {
    const document = iodefDocument(aFiling(nis2, { contact_mail: 'soc@example.org' }, { tlp }), madeAt);
    assert.ok(check(document), `${tlp}: ${JSON.stringify(check.errors)}`);
  }
  const { form } = aFiling(nis2, {});
  const values = fieldsOf(form).map(({ id, source, type }): [string, string] => [
    id,
    type === 'instant'
      ? '2026-11-21T14:05:00+01:00'
      : source === 'indicators'
        ? '203.0.113.7 evil.example'
        : 'Words',
  ]);
  const full = iodefDocument(aFiling(nis2, Object.fromEntries(values)), madeAt);
  assert.ok(check(full), JSON.stringify(check.errors));
  assert.ok(JSON.stringify(full).includes('2026-11-21T13:05:00Z'));
});

test('iodefDocument() carries the strict label as an extension: the format knows the first TLP only', () => {
  const [incident] = iodefDocument(aFiling(nis2, {}), madeAt).Incident;
  assert.equal(incident?.restriction, 'ext-value');
  assert.equal(incident?.['ext-restriction'], 'TLP:AMBER+STRICT');
});
