// SPDX-License-Identifier: Apache-2.0
import type { FieldValue } from '@belfry/regimes';
import { formOf } from '@belfry/regimes';
import type { Filing } from '../src/documents/filing.ts';

/** A notification as its documents are made of it, for tests of single forms. */
export function aFiling(
  { regimeId, stageId }: { readonly regimeId: string; readonly stageId: string },
  values: Readonly<Record<string, FieldValue>>,
  given: Partial<Filing> = {},
): Filing {
  const form = formOf(regimeId, stageId);
  if (form === null) {
    throw new Error(`Cannot build a filing: no regime has the stage ${regimeId}.${stageId}`);
  }
  return {
    reference: 'NOT-2026-0042',
    incident: { reference: 'INC-2026-0042', status: 'confirmed' },
    form,
    title: 'Initial notification – DORA',
    cite: 'Regulation (EU) 2022/2554 Art. 19(4)(a)',
    language: 'en',
    tlp: 'TLP:AMBER+STRICT',
    isFinal: true,
    content: Object.fromEntries(
      Object.entries(values).map(([id, value]) => [id, { value, isEstimate: id === '3.4' }]),
    ),
    organisation: { name: 'Bank Example', timeZone: 'Europe/Brussels', ownDomains: ['example.org'] },
    authority: 'National Bank of Belgium',
    authorityReference: null,
    approvedBy: 'Ana Ruiz',
    approvedAt: new Date('2026-11-22T08:00:00Z'),
    contentSha256: 'a1'.repeat(32),
    dueAt: new Date('2026-11-22T12:00:00Z'),
    ...given,
  };
}
