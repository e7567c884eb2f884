// SPDX-License-Identifier: Apache-2.0
import { actWords } from './act-words.ts';
import { aField, contentField, entityClasses } from './content-fields.ts';
import { commonWords, contentWords } from './content-words.ts';
import { doraField } from './dora-form.ts';
import type { Field, FieldChoice } from './form.ts';
import { wordsFor } from './form-words.ts';
import { primary, recalled, secondary, unsettled } from './legal-lines.ts';
import type { Legal, Stage } from './regime.ts';

const article33 = (point: string): Legal => primary(`Regulation (EU) 2016/679 art. 33(3)(${point})`);
const choice = (value: string, word: string): FieldChoice => ({ value, label: wordsFor(actWords, word) });

/** GDPR 33(3): four points, some of several fields. What is asked "where possible" may stay empty. */
const gdprFields: Readonly<Record<string, readonly Field[]>> = {
  nature: [
    aField({
      id: 'nature',
      number: '33(3)(a)',
      label: wordsFor(actWords, 'breach_nature'),
      legal: article33('a'),
      covers: ['nature'],
      required: 'always',
      source: 'description',
    }),
  ],
  data_subjects: (['people_categories', 'people_count'] as const).map((id) =>
    aField({
      id,
      number: '33(3)(a)',
      label: wordsFor(actWords, id),
      legal: article33('a'),
      covers: ['data_subjects'],
      source: id,
      type: id === 'people_count' ? 'count' : 'long_text',
    }),
  ),
  records: (['records_categories', 'records_count'] as const).map((id) =>
    aField({
      id,
      number: '33(3)(a)',
      label: wordsFor(actWords, id),
      legal: article33('a'),
      covers: ['records'],
      source: id,
      type: id === 'records_count' ? 'count' : 'long_text',
    }),
  ),
  contact: (['dpo_name', 'dpo_mail', 'dpo_phone'] as const).map((id) =>
    aField({
      id,
      number: '33(3)(b)',
      label: wordsFor(actWords, id),
      legal: article33('b'),
      covers: ['contact'],
      source: id,
      required: id === 'dpo_phone' ? 'never' : 'always',
      type: id === 'dpo_name' ? 'text' : id === 'dpo_mail' ? 'mail' : 'phone',
    }),
  ),
  likely_consequences: [
    aField({
      id: 'likely_consequences',
      number: '33(3)(c)',
      label: wordsFor(contentWords, 'likely_consequences'),
      legal: article33('c'),
      covers: ['likely_consequences'],
      required: 'always',
      source: 'consequences',
    }),
  ],
  measures: [
    aField({
      id: 'measures',
      number: '33(3)(d)',
      label: wordsFor(actWords, 'breach_measures'),
      legal: article33('d'),
      covers: ['measures'],
      required: 'always',
      source: 'mitigation',
    }),
  ],
};

/** What the single reporting platform is reported to take, in characters. */
const CRA_LIMITS: Readonly<Record<string, number>> = {
  product: 255,
  exploited_vulnerability: 4_000,
  vulnerability: 4_000,
  nature_of_exploit: 4_000,
  nature: 4_000,
  initial_assessment: 4_000,
  description_severity_impact: 4_000,
  status_update: 4_000,
  measures_taken: 2_000,
  measures_for_users: 2_000,
  corrective_measures: 2_000,
  mitigation: 2_000,
  threat_or_root_cause: 255,
  malicious_actor: 100,
};
const platform = secondary(
  'Regulation (EU) 2024/2847 art. 16',
  'The characters the platform takes are those a reader reported, not those of its own documents.',
);

function craFields(content: string, stage: Stage): readonly Field[] {
  const field = contentField(content, stage.legal);
  const limited = { ...field, portalCharactersMax: CRA_LIMITS[content] ?? null };
  if (content !== 'sensitivity') return [limited];
  const choices = ['low', 'medium', 'high'].map((value) => choice(value, `sensitivity.${value}`));
  return [{ ...field, type: 'choice', choices }];
}

/** The title every filing on the platform opens with, and what a vulnerability notification may ask to withhold. */
export function craExtras(stage: Stage): readonly Field[] {
  if (stage.kind === 'user' || stage.kind === 'inbound') return [];
  const title = aField({
    id: 'title',
    label: wordsFor(actWords, 'title'),
    legal: platform,
    type: 'text',
    required: 'always',
    portalCharactersMax: 255,
    source: 'title',
  });
  if (stage.id !== 'v_notification') return [title];
  const withheld = aField({
    id: 'pec_justification',
    number: '16(2)',
    label: wordsFor(actWords, 'pec_justification'),
    legal: secondary('Regulation (EU) 2024/2847 art. 16(2)'),
    portalCharactersMax: 800,
  });
  return [title, withheld];
}

function norwegianTrust(content: string, stage: Stage): readonly Field[] {
  const field = contentField(content, stage.legal);
  if (content !== 'level') return [field];
  const choices = ['1', '2', '3', '4', '5'].map((value) => choice(value, `level.${value}`));
  return [{ ...field, type: 'choice', choices }];
}

const reporterContact = (stage: Stage): readonly Field[] => [
  contentField('contact', stage.legal),
  ...(['reporter_mail', 'reporter_phone'] as const).map((id) =>
    aField({
      id,
      label: wordsFor(actWords, id),
      legal: stage.legal,
      covers: ['contact'],
      type: id === 'reporter_mail' ? 'mail' : 'phone',
    }),
  ),
];

function doraFields(content: string, stage: Stage): readonly Field[] {
  if (content === 'contact') return reporterContact(stage);
  if (content === 'type_of_submission') return [doraField('1.1', content, 'always')];
  if (content === 'other_relevant_information') return [doraField('2.10', content, 'always')];
  return [contentField(content, stage.legal)];
}

/** Fields of one content of one stage, where an act has its own. */
export function actFields(regimeId: string, stage: Stage, content: string): readonly Field[] {
  if (regimeId === 'gdpr') return gdprFields[content] ?? [contentField(content, stage.legal)];
  if (regimeId.startsWith('cra')) return craFields(content, stage);
  if (regimeId === 'dora') return doraFields(content, stage);
  if (regimeId === 'no-trust') return norwegianTrust(content, stage);
  return [contentField(content, stage.legal)];
}

/** What national acts, or their portals, ask for beside the contents of NIS2. */
export function nis2Extras(regimeId: string, stage: Stage): readonly Field[] {
  if (stage.kind === 'user' || stage.kind === 'public' || stage.kind === 'inbound') return [];
  const states = aField({
    id: 'cross_border_states',
    label: wordsFor(actWords, 'cross_border_states'),
    legal: recalled(stage.legal.cite, 'What portals ask for beside the answer.'),
    type: 'countries',
    source: 'member_states',
    required: { field: 'possible_cross_border_impact', isOneOf: ['yes'] },
  });
  const isFirst = stage.contents.includes('possible_cross_border_impact');
  if (regimeId === 'nis2-be') {
    // Art. 34 par. 1: what essential entities notify goes on to the NCCN.
    const portal = unsettled(
      'Law of 26 April 2024 (BE) arts 34, 35',
      'The fields of the portal were not seen.',
    );
    return [
      ...(isFirst ? [states] : []),
      aField({
        id: 'entity_class',
        label: wordsFor(commonWords, 'entity_class'),
        legal: portal,
        type: 'choice',
        choices: entityClasses,
        required: 'always',
        source: 'entity_class',
      }),
      aField({
        id: 'annex_service',
        label: wordsFor(actWords, 'isolated_system'),
        legal: portal,
        type: 'text',
        source: 'critical_services',
      }),
    ];
  }
  if (regimeId === 'nis2-fi' && isFirst) {
    const likelihood = aField({
      id: 'cross_border_likelihood',
      number: '11 § 3',
      label: wordsFor(actWords, 'cross_border_likelihood'),
      legal: secondary('Kyberturvallisuuslaki 124/2025 (FI) § 11'),
      required: { field: 'possible_cross_border_impact', isOneOf: ['yes'] },
    });
    return [states, likelihood];
  }
  return isFirst ? [states] : [];
}
