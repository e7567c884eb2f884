// SPDX-License-Identifier: Apache-2.0
import type { RecipientSays } from './law-texts.ts';
import { recalled, secondary } from './legal-lines.ts';
import type { Legal, Regime, Stage } from './regime.ts';

const stagesOf = (ids: readonly string[], recipient: RecipientSays, legal: Legal): readonly Stage[] =>
  ids.map((id) => ({
    id,
    kind: 'voluntary',
    duty: 'voluntary',
    // Nothing is decided for it, nothing follows from it: sending brings no further duty.
    owedWhen: [],
    due: [],
    recipient,
    legal,
    late: 'none_stated',
    contents: ['description'],
  }));

const nis2Article = recalled(
  'Directive (EU) 2022/2555 art. 30',
  'Who is no NIS2 entity sends significant incidents only. Mandatory ones may be handled first; none brings a duty.',
);
const craArticle = secondary('Regulation (EU) 2024/2847 art. 15');
const shared = { jurisdiction: 'EU', version: 1, validUntil: null, criteria: [], outcomes: [] } as const;

export const voluntary: readonly Regime[] = [
  {
    ...shared,
    id: 'voluntary-nis2',
    name: 'Voluntary notification to the CSIRT',
    validFrom: '2024-10-18',
    legal: nis2Article,
    applies: { rule: { always: true }, legal: nis2Article },
    stages: stagesOf(['incident', 'cyber_threat', 'near_miss'], 'national CSIRT', nis2Article),
  },
  {
    ...shared,
    id: 'voluntary-cra',
    name: 'Voluntary notification about products',
    validFrom: '2026-09-11',
    legal: craArticle,
    applies: { rule: { always: true }, legal: craArticle },
    stages: stagesOf(
      ['vulnerability', 'cyber_threat', 'incident', 'near_miss'],
      'CSIRT designated as coordinator, or ENISA',
      craArticle,
    ),
  },
];
