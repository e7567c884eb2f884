// SPDX-License-Identifier: Apache-2.0
import {
  type ContentSource,
  type FieldContent,
  type FieldValue,
  functionNamed,
  type Language,
  type Tlp,
} from '@belfry/contract';
import {
  asFieldValue,
  type Form,
  type FormFact,
  fieldsOf,
  formOf,
  type IncidentFacts,
  isFilled,
  type KnownFact,
  type KnownFacts,
  type MomentName,
  prefill,
  presetsOf,
  regimes,
  type Stage,
} from '@belfry/regimes';
import type { Content } from './notification.ts';

type Facts = KnownFacts<ContentSource>;

export interface PersonKnown {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
}

/** What the desk knows, in its own words. */
export interface Known {
  /** Of the filing: what the desk itself names goes out in it. */
  readonly language: Language;
  readonly incident: {
    readonly reference: string;
    readonly title: string;
    readonly tlp: Tlp;
    readonly summary: string | null;
    readonly functions: readonly string[];
    readonly rootCause: string | null;
    readonly rootCauseClass: string | null;
    readonly whatWasDone: string | null;
    readonly resolvedAt: Date | null;
    /** The incident's own moments: occurred, detected, aware. */
    readonly moments: Readonly<Record<string, string | undefined>>;
  };
  readonly organisation: { readonly name: string; readonly phone: string };
  readonly lead: PersonKnown | null;
  readonly deputy: PersonKnown | null;
  readonly dpo: PersonKnown | null;
  readonly lateReason: string | null;
  readonly assessed: Pick<IncidentFacts, 'profile' | 'answers' | 'decisions' | 'moments'> | null;
  readonly profile: IncidentFacts['profile'];
}

/** A notification of the same incident, or an earlier one of the house. */
export interface Other {
  readonly reference: string;
  readonly regimeId: string;
  readonly stageId: string;
  readonly state: string;
  readonly authorityReference: string | null;
  readonly content: Content;
}

const source = (
  kind: ContentSource['kind'],
  name: string | null,
  notification: string | null = null,
): ContentSource => ({
  kind,
  name,
  notification,
});

type Put = (fact: FormFact, value: FieldValue | readonly string[] | undefined, origin: ContentSource) => void;

/** Fills a list of facts: what is not known stays out. */
function collecting(): { facts: Record<string, KnownFact<ContentSource>>; put: Put } {
  const facts: Record<string, KnownFact<ContentSource>> = {};
  const put: Put = (fact, value, origin) => {
    if (value !== undefined && isFilled(value)) facts[fact] = { value, origin, isEstimate: false };
  };
  return { facts, put };
}

function putPeople({ deputy, dpo, lead, organisation }: Known, put: Put): void {
  const fill = (prefix: 'contact' | 'second_contact' | 'dpo', person: PersonKnown | null, name: string) => {
    if (person === null) return;
    put(`${prefix}_name`, person.name, source('contact', name));
    put(`${prefix}_mail`, person.email, source('contact', name));
    put(`${prefix}_phone`, person.phone ?? organisation.phone, source('contact', name));
  };
  fill('contact', lead, 'lead');
  fill('second_contact', deputy, 'deputy');
  fill('dpo', dpo, 'dpo');
}

const ROOT_CAUSES: Readonly<Record<string, string>> = {
  'system-failures': 'system_failure',
  'natural-phenomena': 'external_event',
  'human-errors': 'human_error',
  'malicious-actions': 'malicious_actions',
  'third-party-failures': 'external_event',
};

function putIncident({ incident, language, lateReason, organisation }: Known, put: Put): void {
  const from = (name: string) => source('incident', name);
  put('entity_name', organisation.name, source('organisation', 'name'));
  put('incident_reference', incident.reference, from('reference'));
  put('title', incident.title, from('title'));
  put('description', incident.summary, from('summary'));
  put('root_cause', incident.rootCause, from('root_cause'));
  const rootCause = ROOT_CAUSES[incident.rootCauseClass ?? ''];
  put('root_cause_class', rootCause === undefined ? null : [rootCause], from('root_cause_class'));
  put('mitigation', incident.whatWasDone, from('what_was_done'));
  const functions = incident.functions.map((name) => functionNamed(name, language));
  put('critical_services', functions.join(', '), from('functions'));
  put('occurred_at', incident.moments['occurred'], from('occurred'));
  put('detected_at', incident.moments['detected'], from('detected'));
  put('resolved_at', incident.resolvedAt?.toISOString(), from('resolved_at'));
  put('late_reasons', lateReason, source('incident', 'late_reason'));
}

type StageName = Pick<Form, 'regimeId' | 'stageId'>;

const stagesOf = ({ regimeId }: StageName): readonly Stage[] =>
  regimes.find(({ id }) => id === regimeId)?.stages ?? [];

const stageOf = (form: StageName): Stage | undefined => stagesOf(form).find(({ id }) => id === form.stageId);

/**
 * The moment of awareness that this stage is about: no other stands in for it. A stage that counts from a submission
 * has that of what was submitted, one that counts from anything else that of the stages owed for the same reason.
 */
function awarenessOf(form: StageName): MomentName {
  const stages = stagesOf(form);
  const line = new Set(stages.filter(({ id }) => id === form.stageId));
  const reasons = [...line].map(({ owedWhen }) => owedWhen.join());
  for (const { due } of line) {
    // What is added meanwhile has its turn as well, so a final report reaches the first warning.
    const before = due.flatMap(({ from }) => ('of' in from ? from.of : []));
    for (const stage of stages) if (before.includes(stage.id)) line.add(stage);
  }
  const alike = stages.filter(({ owedWhen }) => reasons.includes(owedWhen.join()));
  return (
    [...line, ...alike]
      .flatMap(({ due }) => due.flatMap(({ from }) => (from.kind === 'moment' ? [from.moment] : [])))
      .find((moment) => moment.startsWith('awareness')) ?? 'awareness'
  );
}

function putMoments(form: Form, known: Known, put: Put): void {
  const moments = known.assessed?.moments ?? {};
  const stage = stageOf(form);
  const awareness = awarenessOf(form);
  const told = (name: MomentName) => moments[name]?.toString();
  const ownAwareness = awareness === 'awareness' ? known.incident.moments['aware'] : undefined;
  put('aware_at', told(awareness) ?? ownAwareness, source('assessment', awareness));
  put('occurred_at', told('occurrence'), source('assessment', 'occurrence'));
  put('detected_at', told('detection'), source('assessment', 'detection'));
  put('recovered_at', told('recovery'), source('assessment', 'recovery'));
  put('resolved_at', told('end_of_handling'), source('assessment', 'end_of_handling'));
  const outcomes = stage?.owedWhen ?? [];
  const decided = (known.assessed?.decisions ?? [])
    .filter(({ is, outcomeId, regimeId }) => is && regimeId === form.regimeId && outcomes.includes(outcomeId))
    .map(({ decidedAt }) => decidedAt.toString())
    .sort();
  put('classified_at', decided[0], source('assessment', 'decision'));
}

const percentOf = (part: unknown, whole: unknown): number | null =>
  typeof part === 'number' && typeof whole === 'number' && whole > 0
    ? Math.min(100, Math.round((part / whole) * 10_000) / 100)
    : null;

/** Fact of a form -> question of the assessment. */
const ANSWERED: readonly (readonly [FormFact, string])[] = [
  ['suspected_malicious', 'inc.is_suspected_malicious'],
  ['clients_count', 'inc.clients_affected_count'],
  ['counterparts_count', 'inc.counterparts_affected_count'],
  ['transactions_count', 'inc.transactions_affected_count'],
  ['transactions_eur', 'inc.transactions_affected_eur'],
  ['relevant_client', 'inc.relevant_client_affected'],
  ['duration_minutes', 'inc.duration_minutes'],
  ['downtime_minutes', 'inc.downtime_minutes'],
  ['client_financial_interest', 'inc.hits_clients_financial_interests'],
  ['gross_costs_eur', 'inc.gross_costs_eur'],
];

const SHARES: readonly (readonly [FormFact, string, string])[] = [
  ['clients_percent', 'inc.clients_affected_count', 'inc.service_clients_count'],
  ['counterparts_percent', 'inc.counterparts_affected_count', 'inc.counterparts_count'],
  ['transactions_percent', 'inc.transactions_affected_count', 'inc.transactions_daily_count'],
];

function putAnswers({ assessed, profile }: Known, put: Put): void {
  const answers = assessed?.answers ?? {};
  for (const [fact, question] of ANSWERED) put(fact, answers[question], source('assessment', question));
  for (const [fact, part, whole] of SHARES) {
    put(fact, percentOf(answers[part], answers[whole]), source('assessment', part));
  }
  const states = answers['inc.member_states_hit_count'];
  if (typeof states === 'number') {
    put('cross_border', states >= 2, source('assessment', 'inc.member_states_hit_count'));
  }
  const organisation = assessed?.profile ?? profile;
  put('entity_class', organisation['org.nis2_class'], source('profile', 'org.nis2_class'));
  put('sectors', organisation['org.nis2_sectors'], source('profile', 'org.nis2_sectors'));
  put('dora_entity_types', organisation['org.dora_entity_types'], source('profile', 'org.dora_entity_types'));
}

const REPORTED_TO: readonly (readonly [RegExp, string])[] = [
  [/^gdpr$/, 'data_protection_authority'],
  [/^nis2/, 'csirt'],
];

function putOthers(others: readonly Other[], put: Put): void {
  const sent = others.filter(({ state }) => state === 'submitted' || state === 'acknowledged');
  const told = REPORTED_TO.filter(([pattern]) => sent.some(({ regimeId }) => pattern.test(regimeId)));
  const names = told.map(([, name]) => name);
  put('other_authorities', names, source('notification', null, sent[0]?.reference ?? null));
}

/** What the incident, its assessment and the organisation say, for a form. */
function knownFacts(form: Form, known: Known, others: readonly Other[]): Facts {
  const { facts, put } = collecting();
  putIncident(known, put);
  putPeople(known, put);
  putMoments(form, known, put);
  putAnswers(known, put);
  putOthers(
    others.filter(({ regimeId }) => regimeId !== form.regimeId),
    put,
  );
  return facts;
}

/** Words that somebody wrote for another authority are better than what the incident says in short. */
const WRITTEN: readonly FormFact[] = [
  'description',
  'severity_and_impact',
  'consequences',
  'mitigation',
  'root_cause',
  'user_measures',
  'indicators',
  'people_categories',
  'records_categories',
];

/** What hardly changes from one incident to the next, and that no setting holds. */
const REMEMBERED: readonly FormFact[] = [
  'entity_lei',
  'parent_name',
  'parent_lei',
  'second_contact_name',
  'second_contact_mail',
  'second_contact_phone',
];

/** Each law counts from an awareness of its own: what another law was told of it says nothing under this one. */
const isOtherMoment = (fact: FormFact, form: Form, other: Other) =>
  fact === 'aware_at' && awarenessOf(form) !== awarenessOf(other);

function factsFrom(
  others: readonly Other[],
  wanted: (fact: FormFact, other: Other) => boolean,
): Record<string, KnownFact<ContentSource>> {
  const facts: Record<string, KnownFact<ContentSource>> = {};
  for (const other of others) {
    const form = formOf(other.regimeId, other.stageId);
    for (const field of form === null ? [] : fieldsOf(form)) {
      const there = other.content[field.id];
      if (there === undefined || field.source === null || !wanted(field.source, other)) continue;
      if (!isFilled(there.value) || facts[field.source] !== undefined) continue;
      const origin = source('notification', field.id, other.reference);
      facts[field.source] = { value: there.value, origin, isEstimate: there.isEstimate };
    }
  }
  return facts;
}

export interface Neighbours {
  /** Of the same incident, the newest first, withdrawn ones left out. */
  readonly ofIncident: readonly Other[];
  /** Of other incidents, the newest first. */
  readonly ofHouse: readonly Other[];
}

/** What the same stage, or an earlier one, already told the same authority. */
function earlierContent(form: Form, earlier: Other | undefined): Readonly<Record<string, FieldContent>> {
  if (earlier === undefined) return {};
  const filled: Record<string, FieldContent> = {};
  for (const field of fieldsOf(form)) {
    const there = earlier.content[field.id];
    const value = there === undefined ? null : asFieldValue(field, there.value);
    if (there === undefined || value === null) continue;
    filled[field.id] = {
      value: asMutable(value),
      isEstimate: there.isEstimate,
      from: source('stage', earlier.stageId, earlier.reference),
      version: 1,
    };
  }
  const reference = fieldsOf(form).find((field) => field.source === 'authority_reference');
  if (reference !== undefined && earlier.authorityReference !== null) {
    const from = source('stage', earlier.stageId, earlier.reference);
    filled[reference.id] = { value: earlier.authorityReference, isEstimate: false, from, version: 1 };
  }
  return filled;
}

type FormValue = ReturnType<typeof asFieldValue>;
const asMutable = (value: FormValue): FieldValue =>
  typeof value === 'object' && value !== null ? [...value] : value;

/** What the facts give now for each field of a form. */
export function givenNow(
  form: Form,
  known: Known,
  { ofHouse, ofIncident }: Neighbours,
): Readonly<Record<string, FieldContent>> {
  const elsewhere = ofIncident.filter(({ regimeId }) => regimeId !== form.regimeId);
  const facts: Facts = {
    ...factsFrom(ofHouse, (fact) => REMEMBERED.includes(fact)),
    ...factsFrom(elsewhere, (fact, other) => !isOtherMoment(fact, form, other)),
    ...knownFacts(form, known, ofIncident),
    ...factsFrom(elsewhere, (fact) => WRITTEN.includes(fact)),
  };
  const filled = Object.entries(prefill(form, facts)).map(
    ([id, { isEstimate, origin, value }]) =>
      [id, { value: asMutable(value), isEstimate, from: origin, version: 1 }] as const,
  );
  return Object.fromEntries(filled);
}

/** What a draft begins with: what the stage says by itself, then what was told before, then what is known. */
export function beginningOf(form: Form, known: Known, neighbours: Neighbours): Content {
  const earlier = neighbours.ofIncident.find(({ regimeId }) => regimeId === form.regimeId);
  const presets = Object.entries(presetsOf(form)).map(
    ([id, value]) =>
      [
        id,
        { value: asMutable(value), isEstimate: false, from: source('stage', form.stageId), version: 1 },
      ] as const,
  );
  return {
    ...givenNow(form, known, neighbours),
    ...earlierContent(form, earlier),
    ...Object.fromEntries(presets),
  };
}

const differ = (a: FieldValue, b: FieldValue) => JSON.stringify(a) !== JSON.stringify(b);

/** Values the facts give now and that do not stand there. */
export function suggestionsOf(form: Form, content: Content, given: Readonly<Record<string, FieldContent>>) {
  const presets = presetsOf(form);
  return fieldsOf(form).flatMap(({ id }) => {
    const now = given[id];
    if (now === undefined || now.from === null || presets[id] !== undefined) return [];
    if (!differ(now.value, content[id]?.value ?? null)) return [];
    return [{ field: id, value: now.value, from: now.from, isEstimate: now.isEstimate }];
  });
}

/** The same fact told otherwise to another authority: the newest notification of each other regime counts. */
export function differencesOf<O extends Other>(form: Form, content: Content, others: readonly O[]) {
  const newest = new Map<string, O>();
  for (const other of others) {
    if (other.regimeId !== form.regimeId && !newest.has(other.regimeId)) newest.set(other.regimeId, other);
  }
  return fieldsOf(form).flatMap((field) => {
    const here = content[field.id]?.value ?? null;
    if (field.source === null || !isFilled(here)) return [];
    const { source: fact } = field;
    const comparables = [...newest.values()].filter((other) => !isOtherMoment(fact, form, other));
    return comparables.flatMap((other) => {
      const theirForm = formOf(other.regimeId, other.stageId);
      const theirs =
        theirForm === null ? [] : fieldsOf(theirForm).filter((each) => each.source === field.source);
      return theirs.flatMap((theirField) => {
        const value = other.content[theirField.id]?.value ?? null;
        const comparable = asFieldValue(field, value);
        if (comparable === null || !differ(asMutable(comparable), here)) return [];
        return [{ field: field.id, other, theirField: theirField.id, theirValue: value }];
      });
    });
  });
}
