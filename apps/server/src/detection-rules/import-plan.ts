// SPDX-License-Identifier: Apache-2.0
import type { RuleImport, RuleSelectionLine, ruleImportChanges } from '@belfry/contract';
import type { ReadDocument } from './read-documents.ts';
import { type Candidate, decideAll } from './selection.ts';

/** A rule of a set as it is, as far as a new reading is compared with it. */
export interface KeptRule {
  readonly id: string;
  readonly path: string;
  readonly sigmaId: string;
  readonly title: string;
  readonly digest: string;
  readonly isRefused: boolean;
  readonly isActive: boolean;
}

/** What happens to one document. */
export interface PlannedDocument {
  readonly change: (typeof ruleImportChanges)[number];
  /** The rule it changes; a new one has an identifier of its own already. */
  readonly ruleId: string;
  readonly isNew: boolean;
  /** Null for one that is gone. */
  readonly document: ReadDocument | null;
  readonly runsBefore: boolean;
  readonly runsAfter: boolean;
}

export interface ImportPlan {
  readonly documents: readonly PlannedDocument[];
  readonly counts: NonNullable<RuleImport['counts']>;
}

export interface PlanParts {
  readonly setId: string;
  readonly setKind: Candidate['setKind'];
  readonly kept: readonly KeptRule[];
  readonly read: readonly ReadDocument[];
  readonly skipped: number;
  /** The whole library, that of the set included. */
  readonly candidates: readonly Candidate[];
  readonly lines: readonly RuleSelectionLine[];
  readonly newId: () => string;
  readonly nowMs: number;
}

type Matched = Omit<PlannedDocument, 'runsBefore' | 'runsAfter'>;

/** Compares what was read of a set with what it holds, and says what would run afterwards. */
export function planImport(parts: PlanParts): ImportPlan {
  const { kept, skipped } = parts;
  const matched = matchDocuments(parts);
  const before = new Map(parts.candidates.map((each) => [each.id, each]));
  const after = decideAll(candidatesAfter(parts, matched.documents, before), parts.lines);
  const wasActive = new Set(kept.filter(({ isActive }) => isActive).map(({ id }) => id));
  const runs = (id: string) => after.get(id)?.runs === true;
  const documents = matched.documents.map((each) => ({
    ...each,
    runsBefore: wasActive.has(each.ruleId),
    runsAfter: runs(each.ruleId),
  }));
  const count = (change: PlannedDocument['change']) =>
    documents.filter((each) => each.change === change).length;
  return {
    documents,
    counts: {
      added: count('added'),
      changed: count('changed'),
      removed: count('removed'),
      refused: count('refused'),
      unchanged: matched.unchanged.length,
      skipped,
      samplesFailed: parts.read.filter(({ samples }) => (samples?.failures.length ?? 0) > 0).length,
      runsBefore: wasActive.size,
      runsAfter: [...matched.unchanged, ...documents.map(({ ruleId }) => ruleId)].filter(runs).length,
    },
  };
}

/** A document that moved to another file keeps its figures and what people decided about it. */
function matchDocuments({ kept, newId, read }: PlanParts): { documents: Matched[]; unchanged: string[] } {
  const byPlace = new Map(kept.map((rule) => [`${rule.path}\0${rule.sigmaId}`, rule]));
  const found = new Map<ReadDocument, KeptRule>();
  for (const document of read) {
    const same = byPlace.get(`${document.path}\0${document.sigmaId}`);
    if (same !== undefined) found.set(document, same);
  }
  const taken = new Set(found.values());
  const moved = Map.groupBy(
    kept.filter((rule) => !taken.has(rule)),
    ({ sigmaId }) => sigmaId,
  );
  const documents: Matched[] = [];
  const unchanged: string[] = [];
  for (const document of read) {
    const rule = found.get(document) ?? moved.get(document.sigmaId)?.shift();
    if (rule !== undefined) taken.add(rule);
    const isRefused = document.refusal !== null;
    const isSame =
      rule?.digest === document.digest && rule.path === document.path && rule.isRefused === isRefused;
    if (rule !== undefined && isSame) unchanged.push(rule.id);
    else {
      const change = isRefused ? 'refused' : rule === undefined ? 'added' : 'changed';
      documents.push({ change, ruleId: rule?.id ?? newId(), isNew: rule === undefined, document });
    }
  }
  for (const rule of kept) {
    if (taken.has(rule)) continue;
    documents.push({ change: 'removed', ruleId: rule.id, isNew: false, document: null });
  }
  return { documents, unchanged };
}

function candidatesAfter(
  parts: PlanParts,
  documents: readonly Matched[],
  before: ReadonlyMap<string, Candidate>,
): Candidate[] {
  const after = new Map(before);
  for (const { document, ruleId } of documents) {
    const known = before.get(ruleId);
    if (document === null) after.delete(ruleId);
    else {
      after.set(ruleId, {
        ...document,
        id: ruleId,
        setId: parts.setId,
        setKind: parts.setKind,
        isRefused: document.refusal !== null,
        samplesFailed: (document.samples?.failures.length ?? 0) > 0,
        override: known?.override ?? null,
        addedMs: known?.addedMs ?? parts.nowMs,
      });
    }
  }
  return [...after.values()];
}
