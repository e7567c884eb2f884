// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import {
  applyFilters,
  type CorrelationRule,
  createEngine,
  type Engine,
  type EngineOptions,
  type LinkedCorrelations,
  linkCorrelations,
  type Placeholders,
  type ReadRules,
  type RuleProblemCode,
  readRules,
  type SigmaFilter,
  type SigmaRule,
} from '@belfry/sigma';
import type { ActiveDocument } from './detection.ts';
import { type RuleExtras, readRuleExtras } from './rule-extras.ts';

/** Why a document is refused: what Sigma says, or what is ours. */
export type DocumentProblemCode =
  | RuleProblemCode
  | 'document.extras_not_valid'
  | 'document.id_taken'
  | 'document.too_many';

/** A document that is not run, and why. */
export interface RefusedDocument {
  /** Of the library. */
  readonly id: string;
  readonly problem: DocumentProblemCode;
  readonly detail: string;
  readonly line: number | null;
  readonly column: number | null;
}

/** Rules that are ready to run. */
export interface CompiledDocuments {
  readonly engine: Engine;
  readonly linked: LinkedCorrelations;
  /** Document of the library a rule or correlation stands in, by its identifier in Sigma. */
  readonly documentOf: ReadonlyMap<string, string>;
  /** What a rule or correlation says beyond Sigma, by its identifier there. */
  readonly extrasOf: ReadonlyMap<string, RuleExtras>;
  /** Rules and correlations that run; filters are in them. */
  readonly ruleCount: number;
  readonly refused: readonly RefusedDocument[];
}

export interface CompileOptions extends EngineOptions {
  /** Values for `%name%`. */
  readonly placeholders?: Placeholders;
  /** Reads a document; one that remembers reads only what changed. */
  readonly read?: (document: ActiveDocument, placeholders: Placeholders) => ReadRules;
}

interface Gathered {
  readonly rules: SigmaRule[];
  readonly filters: SigmaFilter[];
  readonly correlations: CorrelationRule[];
  readonly documentOf: Map<string, string>;
  readonly extrasOf: Map<string, RuleExtras>;
  readonly refused: RefusedDocument[];
}

/**
 * Makes documents of the library into what runs: reads each, applies the filters, links the correlations. Whatever is
 * refused is refused as a whole document and belongs to one, so that whoever wrote it can be told; the others run.
 */
export function compileDocuments(
  documents: readonly ActiveDocument[],
  options: CompileOptions = {},
): CompiledDocuments {
  const { placeholders = {}, read = (document, values) => readRules(document.yaml, values) } = options;
  const gathered: Gathered = {
    ...{ rules: [], filters: [], correlations: [], refused: [] },
    documentOf: new Map(),
    extrasOf: new Map(),
  };
  for (const [at, document] of documents.entries()) {
    const refused =
      at >= limits.detectionDocumentsMax
        ? ours('document.too_many', `more than ${limits.detectionDocumentsMax} documents are in effect`)
        : gather(gathered, document.id, read(document, placeholders));
    if (refused !== null) gathered.refused.push({ id: document.id, ...refused });
  }
  const { correlations, documentOf, extrasOf, filters, rules } = gathered;
  const linked = linkCorrelations(rules, correlations);
  // Each correlation is linked or has a problem, in the order they were given.
  const there = new Set(linked.correlations.map(({ rule }) => rule));
  const unlinked = correlations.filter((rule) => !there.has(rule));
  const refusedLinks = linked.problems.map((problem, at) => {
    const { id = '' } = unlinked[at] ?? {};
    return { id: documentOf.get(id) ?? '', ...problem };
  });
  return {
    engine: createEngine(applyFilters(rules, filters), options),
    ...{ linked, documentOf, extrasOf },
    ruleCount: rules.length + linked.correlations.length,
    refused: [...gathered.refused, ...refusedLinks],
  };
}

type Refused = Omit<RefusedDocument, 'id'>;

const ours = (problem: DocumentProblemCode, detail: string): Refused => ({
  ...{ problem, detail },
  line: null,
  column: null,
});

/** Takes over what a document holds. @returns why it is refused, or null */
function gather(into: Gathered, documentId: string, read: ReadRules): Refused | null {
  const [problem] = read.problems;
  if (problem !== undefined) return problem;
  const ruled = [...read.rules, ...read.correlations];
  if (ruled.length === 0 && read.filters.length === 0) {
    return ours('document.not_supported', 'it holds neither a rule nor a correlation nor a filter');
  }
  const found: (readonly [id: string, extras: RuleExtras])[] = [];
  for (const { custom, id } of ruled) {
    const extras = readRuleExtras(custom);
    if ('refused' in extras) return ours('document.extras_not_valid', extras.refused);
    if (into.documentOf.has(id) || found.some(([other]) => other === id)) {
      const detail = `another document in effect has the identifier "${id.slice(0, 100)}": the first one runs`;
      return ours('document.id_taken', detail);
    }
    found.push([id, extras]);
  }
  for (const [id, extras] of found) {
    into.documentOf.set(id, documentId);
    into.extrasOf.set(id, extras);
  }
  into.rules.push(...read.rules);
  into.correlations.push(...read.correlations);
  into.filters.push(...read.filters);
  return null;
}
