// SPDX-License-Identifier: Apache-2.0
import { limits, type RuleRefusal, type TriedEvent, type TryResult } from '@belfry/contract';
import {
  createCorrelator,
  type EventFields,
  holds,
  isAbout,
  type LinkedCorrelation,
  type Placeholders,
  routeOfEvent,
  type SigmaRule,
} from '@belfry/sigma';
import { type ActiveDocument, type CompiledDocuments, compileDocuments } from '../log/index.ts';
import { readDocument, splitDocuments } from './rule-document.ts';
import { runSamples, sampleFields } from './rule-samples.ts';

/** Noon on a Wednesday; events of a try come a second apart, in the order they are pasted. */
const BASE_MS = Date.UTC(2026, 0, 7, 12);
const STEP_MS = 1_000;

type Pasted = string | Readonly<Record<string, unknown>>;

/** Events as people paste them: a JSON list, one JSON object over many lines, or one event on each line. */
function pastedEvents(text: string): Pasted[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const whole = objectsIn(trimmed);
  if (whole !== null) return whole;
  return trimmed.split(/\r\n|\n|\r/).flatMap((line): Pasted[] => {
    const each = line.trim();
    if (each === '') return [];
    return objectsIn(each) ?? [line];
  });
}

function objectsIn(text: string): Pasted[] | null {
  if (!/^[[{]/.test(text)) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const list = Array.isArray(parsed) ? parsed : [parsed];
  return list.map((each) =>
    typeof each === 'string'
      ? each
      : typeof each === 'object' && each !== null && !Array.isArray(each)
        ? (each as Readonly<Record<string, unknown>>)
        : JSON.stringify(each),
  );
}

/** Tries the documents of a text on events, and says of each what held and where it was routed. */
export function tryDocuments(
  yaml: string,
  events: string,
  companions: readonly ActiveDocument[],
  placeholders: Placeholders,
): TryResult | 'too_many_events' {
  const pasted = pastedEvents(events);
  if (pasted.length > limits.ruleTryEventsMax) return 'too_many_events';
  const parts = splitDocuments(yaml);
  const tooMany = `${parts.length} are more than ${limits.ruleTryDocumentsMax}: the first ones are tried`;
  // Each document answers for each event: more of both is an answer nobody can take in, this machine included.
  const read = parts.slice(0, limits.ruleTryDocumentsMax).map((part, index) => ({
    document: readDocument(part.yaml, 'pasted', placeholders),
    id: `pasted ${index}`,
    startLine: part.startLine,
  }));
  const usable = read.filter(({ document }) => document.refusal === null);
  const active = usable.map(({ document, id }) => ({ id, kind: document.kind, yaml: document.yaml }));
  const compiled = compileDocuments([...active, ...companions], { placeholders });
  const linkRefusals = compiled.refused.flatMap(({ column, detail, id, line, problem }): RuleRefusal[] =>
    active.some((each) => each.id === id) ? [{ code: problem, detail, line, column }] : [],
  );
  const tried = triedEvents(compiled, new Set(active.map(({ id }) => id)), pasted);
  const carrier = usable.find(({ document }) => document.hasSamples);
  const others = (id: string) => [...active.filter((each) => each.id !== id), ...companions];
  return {
    refusals: [
      ...(parts.length === 0
        ? [{ code: 'yaml.not_valid', detail: 'There is no document', line: null, column: null }]
        : []),
      ...read.flatMap(({ document, startLine }) => inFile(document.refusal, startLine)),
      ...(parts.length > limits.ruleTryDocumentsMax
        ? [{ code: 'document.too_many', detail: tooMany, line: null, column: null }]
        : []),
      ...linkRefusals,
    ],
    documents: usable.map(({ document: { kind, level, title } }) => ({ kind, title, level })),
    events: tried,
    held: tried.filter((each) => each.holds).length,
    samples:
      carrier === undefined
        ? null
        : runSamples(
            { id: carrier.id, kind: carrier.document.kind, yaml: carrier.document.yaml },
            others(carrier.id),
            placeholders,
          ),
  };
}

/** The place of a refusal in the whole text. */
function inFile(refusal: RuleRefusal | null, startLine: number): RuleRefusal[] {
  if (refusal === null) return [];
  const line = refusal.line === null || startLine === 0 ? null : refusal.line + startLine - 1;
  return [{ ...refusal, line, column: line === null ? null : refusal.column }];
}

function triedEvents(
  compiled: CompiledDocuments,
  ids: ReadonlySet<string>,
  pasted: readonly Pasted[],
): TriedEvent[] {
  const correlator = createCorrelator(compiled.linked);
  const isTried = ({ id }: { id: string }) => ids.has(compiled.documentOf.get(id) ?? '');
  const rules = compiled.engine.rules.filter(isTried);
  const correlations = compiled.linked.correlations.filter(({ rule }) => isTried(rule));
  return pasted.map((event, index): TriedEvent => {
    const at = BASE_MS + index * STEP_MS;
    const fields = sampleFields(event, at) ?? {};
    const route = routeOfEvent(fields);
    const complete = new Set<string>();
    for (const rule of compiled.engine.match(fields)) {
      for (const hit of correlator.take(rule.id, fields, at, at)) complete.add(hit.rule.id);
    }
    const told = [
      ...rules.map((rule) => triedRule(rule, fields, route)),
      ...correlations.map((linked) => triedCorrelation(linked, complete)),
    ];
    return {
      number: index + 1,
      shape: typeof event === 'string' ? 'text' : 'json',
      fields: shownFields(fields),
      product: route.product,
      categories: [...route.categories],
      services: [...route.services],
      isAboutRule: told.some(({ isAbout: is, kind }) => kind === 'rule' && is),
      holds: told.some((each) => each.holds),
      rules: told,
    };
  });
}

type Route = ReturnType<typeof routeOfEvent>;

function triedRule(rule: SigmaRule, fields: EventFields, route: Route): TriedEvent['rules'][number] {
  const about = isAbout(rule.logsource, route);
  return {
    title: rule.title,
    kind: 'rule',
    isAbout: about,
    holds: about && holds(rule.expression, fields, route),
    searches: [...rule.searches].map(([name, expression]) => ({
      name,
      holds: holds(expression, fields, route),
    })),
  };
}

const triedCorrelation = (
  { rule }: LinkedCorrelation,
  complete: ReadonlySet<string>,
): TriedEvent['rules'][number] => ({
  title: rule.title,
  kind: 'correlation',
  isAbout: true,
  holds: complete.has(rule.id),
  searches: [],
});

function shownFields(fields: EventFields): TriedEvent['fields'] {
  return Object.entries(fields)
    .slice(0, limits.ruleTryFieldsMax)
    .map(([name, value]) => ({
      name: name.slice(0, limits.ruleTryFieldCharactersMax),
      value: (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(
        0,
        limits.ruleTryFieldCharactersMax,
      ),
    }));
}
