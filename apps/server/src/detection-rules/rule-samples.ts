// SPDX-License-Identifier: Apache-2.0
import { limits, logStreams, type RuleSamplesResult } from '@belfry/contract';
import { createCorrelator, type EventFields, type Placeholders } from '@belfry/sigma';
import {
  type ActiveDocument,
  type CompiledDocuments,
  compileDocuments,
  eventOfSample,
  type RuleSample,
} from '../log/index.ts';

/** Noon on a Wednesday: a moment for samples that tell none. */
const BASE_MS = Date.UTC(2026, 0, 7, 12);

/** The fields of an event somebody wrote, as if it had come in at that moment; undefined for what is no event. */
export function sampleFields(
  event: string | Readonly<Record<string, unknown>>,
  receivedMs: number,
): EventFields | undefined {
  if (typeof event === 'string') return eventOfSample(event, { receivedMs })?.fields;
  const told = logStreams.find((known) => known === event['stream']);
  // Only the record of the desk has an event and who did it, so a short one is known by them.
  const isDesk =
    typeof event['event'] === 'string' &&
    ['actor.kind', 'subject.kind', 'alarm', 'recordedAt'].some((name) => event[name] !== undefined);
  const stream = told ?? (isDesk ? 'desk' : undefined);
  return eventOfSample(event, { receivedMs, ...(stream === undefined ? {} : { stream }) })?.fields;
}

/**
 * Runs the samples of a document as the engine would meet them: each is received, sealed and read, and a correlation
 * sees its sequence with nothing before it.
 *
 * @param document whose samples they are; what a correlation counts stands among the companions
 * @returns null where it carries none
 */
export function runSamples(
  document: ActiveDocument,
  companions: readonly ActiveDocument[],
  placeholders: Placeholders,
): RuleSamplesResult | null {
  const compiled = compileDocuments([document, ...companions], { placeholders });
  const [sigmaId] = [...compiled.documentOf].find(([, id]) => id === document.id) ?? [];
  const extras = sigmaId === undefined ? undefined : compiled.extrasOf.get(sigmaId);
  if (sigmaId === undefined || extras === undefined) return null;
  const { matches, misses } = extras.samples;
  if (matches.length + misses.length === 0) return null;
  const refused = compiled.refused.find(({ id }) => id === document.id);
  const failures = (['matches', 'misses'] as const).flatMap((list) =>
    extras.samples[list].flatMap((sample, index) => {
      const isFound = refused === undefined && isFoundIn(compiled, document, sigmaId, sample);
      if (isFound === (list === 'matches')) return [];
      const detail = refused?.detail ?? (isFound ? 'The rule finds it' : 'The rule does not find it');
      return [{ list, number: index + 1, detail }];
    }),
  );
  return {
    matches: matches.length,
    misses: misses.length,
    failures: failures.slice(0, limits.ruleSampleFailuresMax),
  };
}

function isFoundIn(
  { engine, linked }: CompiledDocuments,
  { kind }: ActiveDocument,
  sigmaId: string,
  { events }: RuleSample,
): boolean {
  const correlator = createCorrelator(linked);
  let isFound = false;
  for (const { atMs, event } of events) {
    const at = BASE_MS + atMs;
    const fields = sampleFields(event, at);
    if (fields === undefined) continue;
    for (const rule of engine.match(fields)) {
      if (kind === 'rule' && rule.id === sigmaId) isFound = true;
      const hits = correlator.take(rule.id, fields, at, at);
      if (kind === 'correlation' && hits.some((hit) => hit.rule.id === sigmaId)) isFound = true;
    }
  }
  return isFound;
}
