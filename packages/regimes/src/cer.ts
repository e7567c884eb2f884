// SPDX-License-Identifier: Apache-2.0
import { primary, since, sinceFirst, unsettled } from './legal-lines.ts';
import type { Regime } from './regime.ts';

const cite = (article: string, note?: string) => primary(`Directive (EU) 2022/2557 art. ${article}`, note);

export const cer: Regime = {
  id: 'cer',
  name: 'CER critical entities',
  jurisdiction: 'EU',
  version: 1,
  validFrom: '2024-10-18',
  validUntil: null,
  legal: cite('15'),
  applies: { rule: { yes: 'org.is_critical_entity' }, legal: cite('6, 15') },
  criteria: [],
  outcomes: [
    {
      id: 'significant',
      says: 'the incident significantly disrupts, or can disrupt, an essential service',
      rule: { yes: 'inc.disrupts_essential_service' },
      legal: cite(
        '15(1)',
        'Number and share of users, duration, and area, with its isolation, are to be weighed.',
      ),
    },
  ],
  stages: [
    {
      id: 'initial',
      kind: 'notification',
      duty: 'owed',
      owedWhen: ['significant'],
      // Of the incident, not of its significance.
      due: [since('awareness', { hours: 24 })],
      recipient: 'competent authority for critical entities',
      legal: cite('15(1)', 'Unless operationally unable: then as soon as able, with the reason.'),
      late: 'reasons_required',
      contents: ['nature', 'cause', 'consequences', 'cross_border_impact'],
    },
    {
      id: 'detailed',
      kind: 'final',
      duty: 'owed',
      owedWhen: ['significant'],
      condition: { yes: 'inc.detailed_report_is_relevant' },
      // "One month thereafter": after awareness or after the first notification; the earlier binds.
      due: [since('awareness', { months: 1 }), sinceFirst('initial', { months: 1 })],
      recipient: 'competent authority for critical entities',
      legal: unsettled(
        'Directive (EU) 2022/2557 art. 15(1)',
        'Where the month starts is not settled; the earlier is taken.',
      ),
      late: 'none_stated',
      contents: ['nature', 'cause', 'consequences', 'cross_border_impact'],
    },
  ],
};
