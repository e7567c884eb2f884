// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages, severities } from '@belfry/contract';
import { reportOf } from './alert-report.ts';
import type { MappedAlert } from './mapping.ts';
import type { WebhookRow } from './webhook-store.ts';

const alert = {
  summary: 'Veel mislukte aanmeldingen',
  description: null,
  facts: [],
  severity: 'medium',
  link: null,
  occurredAt: null,
  state: 'firing',
} as unknown as MappedAlert;
const about = { payload: '{}', earlier: null, now: new Date('2026-03-01T08:00:00Z') };
const webhook = (language: string) =>
  ({ name: 'Bewaking', language, mapping: { kind: 'incident' } }) as unknown as WebhookRow;

describe('reportOf()', () => {
  it('reportOf() says a severity in the words of the report, not in those of the machine', () => {
    const said = languages.map((language) => reportOf(alert, webhook(language), about).description);
    assert.equal(said[languages.indexOf('nl')], 'Ernst volgens het systeem: matig');
    assert.equal(new Set(said).size, languages.length);
    for (const severity of severities) {
      const words = reportOf({ ...alert, severity }, webhook('nl'), about).description ?? '';
      assert.doesNotMatch(words, /critical|important$|medium|low/);
    }
  });
});
