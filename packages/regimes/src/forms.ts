// SPDX-License-Identifier: Apache-2.0
import { actFields, craExtras, nis2Extras } from './act-fields.ts';
import { aField } from './content-fields.ts';
import { commonWords, sectionWords } from './content-words.ts';
import { doraSections } from './dora-form.ts';
import { helpFor } from './field-help.ts';
import type { Field, FieldType, FieldValue, Form, FormSection } from './form.ts';
import type { FormFact } from './form-facts.ts';
import { wordsFor } from './form-words.ts';
import { recalled } from './legal-lines.ts';
import type { Regime, Stage } from './regime.ts';
import { regimes } from './regimes.ts';

type FilerFact = FormFact & Parameters<typeof commonWords.get>[0];

const commonField = (id: FilerFact, type: FieldType, stage: Stage, isRequired = true): Field =>
  aField({
    id,
    label: wordsFor(commonWords, id),
    legal: recalled(stage.legal.cite, 'The act does not name it; every authority asks for it.'),
    type,
    required: isRequired ? 'always' : 'never',
    source: id,
  });

/** Stages that go to people or stay in the house name who speaks, and nothing an authority would file by. */
const TO_OTHERS: readonly Stage['kind'][] = [
  'user',
  'client',
  'data_subject',
  'public',
  'record',
  'management',
];

function whoSection(stage: Stage): FormSection {
  const isToAuthority = !TO_OTHERS.includes(stage.kind);
  const isLater = ['intermediate', 'progress', 'final'].includes(stage.kind) || stage.isOnRequest === true;
  const fields = [
    commonField('entity_name', 'text', stage),
    commonField('contact_name', 'text', stage, isToAuthority),
    commonField('contact_mail', 'mail', stage, isToAuthority),
    commonField('contact_phone', 'phone', stage, false),
    ...(isToAuthority ? [commonField('incident_reference', 'text', stage)] : []),
    ...(isToAuthority && isLater ? [commonField('authority_reference', 'text', stage, false)] : []),
    ...(isToAuthority ? [commonField('aware_at', 'instant', stage, false)] : []),
  ];
  return { id: 'who', title: wordsFor(sectionWords, 'who'), fields };
}

/** Where the act asks for reasons of a delay, there is room for them. */
function lateSection(stage: Stage): readonly FormSection[] {
  if (stage.late !== 'reasons_required') return [];
  const reasons = { ...commonField('late_reasons', 'long_text', stage, false), legal: stage.legal };
  return [{ id: 'late', title: wordsFor(sectionWords, 'late'), fields: [reasons] }];
}

function extrasOf(regime: Regime, stage: Stage): readonly Field[] {
  if (regime.id.startsWith('cra')) return craExtras(stage);
  return regime.id.startsWith('nis2') ? nis2Extras(regime.id, stage) : [];
}

/** The act's own fields first; two contents that lead to the same field ask it once. */
function contentSection(regime: Regime, stage: Stage): FormSection {
  const fields = new Map<string, Field>();
  const asked = stage.contents.flatMap((content) => actFields(regime.id, stage, content));
  for (const field of [...asked, ...extrasOf(regime, stage)]) {
    const before = fields.get(field.id);
    fields.set(field.id, { ...field, covers: [...(before?.covers ?? []), ...field.covers] });
  }
  return { id: 'what', title: wordsFor(sectionWords, 'what'), fields: [...fields.values()] };
}

const REPORTS = ['general', 'initial', 'intermediate', 'final'];

function sectionsOf(regime: Regime, stage: Stage): readonly FormSection[] {
  if (regime.id !== 'dora' || !stage.contents.includes('general')) {
    return [whoSection(stage), contentSection(regime, stage), ...lateSection(stage)];
  }
  const rest = stage.contents.filter((content) => !REPORTS.includes(content));
  const reports = doraSections(stage.contents);
  return rest.length === 0 ? reports : [...reports, contentSection(regime, { ...stage, contents: rest })];
}

/**
 * The form of a stage: the act's own fields with their numbers where it has them, else one field for each of its
 * contents. Null where no regime has the stage.
 */
export function formOf(regimeId: string, stageId: string): Form | null {
  const regime = regimes.find(({ id }) => id === regimeId);
  const stage = regime?.stages.find(({ id }) => id === stageId);
  if (regime === undefined || stage === undefined) return null;
  const sections = sectionsOf(regime, stage).map((section) => ({
    ...section,
    fields: section.fields.map((field) => ({ ...field, help: helpFor(regimeId, field) })),
  }));
  return { regimeId, stageId, sections };
}

const SUBMISSIONS: Readonly<Record<string, string>> = {
  initial: 'initial_notification',
  intermediate: 'intermediate_report',
  intermediate_update: 'intermediate_report',
  final: 'final_report',
  reclassification: 'reclassified_as_non_major',
};

/** What a stage says by being that stage: the type of submission, and the currency the desk counts in. */
export function presetsOf({ regimeId, stageId }: Form): Readonly<Record<string, FieldValue>> {
  const submission = regimeId === 'dora' ? SUBMISSIONS[stageId] : undefined;
  if (submission === undefined) return {};
  return stageId === 'reclassification' ? { '1.1': submission } : { '1.1': submission, '1.15': 'EUR' };
}
