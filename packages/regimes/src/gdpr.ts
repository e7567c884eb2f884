// SPDX-License-Identifier: Apache-2.0
import { primary, recalled, since, sinceFirst } from './legal-lines.ts';
import type { Regime } from './regime.ts';

const cite = (article: string) => primary(`Regulation (EU) 2016/679 art. ${article}`);
const CONTENTS = ['nature', 'data_subjects', 'records', 'contact', 'likely_consequences', 'measures'];

export const gdpr: Regime = {
  id: 'gdpr',
  name: 'GDPR',
  jurisdiction: 'EU',
  version: 1,
  validFrom: '2018-05-25',
  validUntil: null,
  legal: primary(
    'Regulation (EU) 2016/679 arts 33-34',
    'A proposal of November 2025 gives 96 hours and a single entry point; it was no law in what was read.',
  ),
  applies: {
    rule: { any: [{ yes: 'org.is_controller' }, { yes: 'org.is_processor' }] },
    legal: cite('33(1)-(2)'),
  },
  criteria: [
    {
      id: 'gdpr.34.3.a',
      says: 'the data are unintelligible to whoever has them, as by encryption',
      rule: { yes: 'inc.personal_data_unintelligible' },
      legal: cite('34(3)(a)'),
    },
    {
      id: 'gdpr.34.3.b',
      says: 'later measures make the high risk no longer likely',
      rule: { yes: 'inc.high_risk_removed' },
      legal: cite('34(3)(b)'),
    },
    {
      id: 'gdpr.34.3.c',
      says: 'telling each of them would be a disproportionate effort',
      rule: { yes: 'inc.telling_disproportionate' },
      legal: cite('34(3)(c)'),
    },
  ],
  outcomes: [
    {
      id: 'breach',
      says: 'personal data were breached',
      rule: { yes: 'inc.personal_data_breached' },
      legal: cite('4(12)'),
    },
    {
      id: 'risk',
      says: 'a risk to the rights and freedoms of people is not unlikely',
      rule: { yes: 'inc.risk_to_people' },
      legal: cite('33(1)'),
    },
    {
      id: 'high_risk',
      says: 'a high risk to the rights and freedoms of people is likely',
      rule: { yes: 'inc.high_risk_to_people' },
      legal: cite('34(1)'),
    },
  ],
  stages: [
    {
      id: 'authority',
      kind: 'notification',
      duty: 'owed',
      // Awareness of the breach, not of the risk: the duty ends only with a decision that a risk is unlikely.
      owedWhen: ['breach'],
      unlessNot: ['risk'],
      condition: { yes: 'org.is_controller' },
      due: [since('awareness_of_breach', { hours: 72 })],
      recipient: 'supervisory authority (art. 55; lead authority, art. 56)',
      legal: primary(
        'Regulation (EU) 2016/679 art. 33(1)',
        'Aware is who is reasonably certain that personal data were compromised: EDPB Guidelines 9/2022, recalled.',
      ),
      late: 'reasons_required',
      contents: CONTENTS,
    },
    {
      id: 'authority_follow_up',
      kind: 'intermediate',
      duty: 'owed',
      owedWhen: ['breach'],
      unlessNot: ['risk'],
      condition: { all: [{ yes: 'org.is_controller' }, { yes: 'inc.breach_notified_in_phases' }] },
      due: [sinceFirst('authority', 'immediate')],
      recipient: 'supervisory authority (art. 55; lead authority, art. 56)',
      legal: cite('33(4)'),
      late: 'none_stated',
      contents: CONTENTS,
    },
    {
      id: 'controller',
      kind: 'client',
      duty: 'owed',
      // A processor judges no risk: the controller does.
      owedWhen: ['breach'],
      condition: { all: [{ yes: 'org.is_processor' }, { yes: 'inc.hits_data_of_controllers' }] },
      due: [since('awareness_of_breach', 'immediate')],
      recipient: 'the controllers whose data are touched',
      legal: cite('33(2)'),
      late: 'none_stated',
      contents: CONTENTS,
    },
    {
      id: 'data_subjects',
      kind: 'data_subject',
      duty: 'owed',
      owedWhen: ['breach', 'high_risk'],
      condition: { yes: 'org.is_controller' },
      exception: { any: ['a', 'b', 'c'].map((letter) => ({ criterion: `gdpr.34.3.${letter}` })) },
      due: [since('awareness_of_breach', 'immediate')],
      recipient: 'the people whose data they are',
      legal: cite('34(1)-(3)'),
      late: 'none_stated',
      contents: ['nature', 'contact', 'likely_consequences', 'measures'],
    },
    {
      id: 'public_instead',
      kind: 'public',
      duty: 'owed',
      owedWhen: ['breach', 'high_risk'],
      condition: { all: [{ yes: 'org.is_controller' }, { criterion: 'gdpr.34.3.c' }] },
      exception: { any: [{ criterion: 'gdpr.34.3.a' }, { criterion: 'gdpr.34.3.b' }] },
      due: [since('awareness_of_breach', 'immediate')],
      recipient: 'the public, so that those concerned learn of it as well',
      legal: cite('34(3)(c)'),
      late: 'none_stated',
      contents: ['nature', 'contact', 'likely_consequences', 'measures'],
    },
    {
      id: 'register',
      kind: 'record',
      duty: 'owed',
      // Every breach, whatever the risk.
      owedWhen: ['breach'],
      condition: { yes: 'org.is_controller' },
      due: [since('awareness_of_breach', 'immediate')],
      recipient: 'our own register of breaches',
      legal: cite('33(5)'),
      late: 'none_stated',
      contents: ['facts', 'effects', 'remedial_action'],
    },
    {
      id: 'data_subjects_by_order',
      kind: 'data_subject',
      duty: 'owed',
      owedWhen: ['breach'],
      isOnRequest: true,
      due: [{ from: { kind: 'request' }, plus: 'immediate' }],
      recipient: 'the people whose data they are',
      legal: recalled('Regulation (EU) 2016/679 art. 34(4)', 'The order of the authority sets the time.'),
      late: 'none_stated',
      contents: ['nature', 'contact', 'likely_consequences', 'measures'],
    },
  ],
};
