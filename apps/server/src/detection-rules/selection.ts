// SPDX-License-Identifier: Apache-2.0
import {
  type DetectionLevel,
  type DetectionRuleKind,
  type detectionStatuses,
  limits,
  type RuleSelectionLine,
  type ruleDeciders,
  type ruleOverrides,
  type ruleSetKinds,
} from '@belfry/contract';

/** What decides whether a document runs. */
export interface Candidate {
  readonly id: string;
  readonly sigmaId: string;
  readonly name: string | null;
  readonly kind: DetectionRuleKind;
  /** What a correlation counts, and what a filter is about: none for any rule. */
  readonly refers: readonly string[];
  readonly level: DetectionLevel | null;
  readonly status: (typeof detectionStatuses)[number] | null;
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
  readonly tags: readonly string[];
  readonly setId: string;
  readonly setKind: (typeof ruleSetKinds)[number];
  readonly isRefused: boolean;
  readonly samplesFailed: boolean;
  readonly override: (typeof ruleOverrides)[number] | null;
  readonly addedMs: number;
}

export interface Decision {
  readonly runs: boolean;
  readonly by: (typeof ruleDeciders)[number];
  /** Line of the selection, from zero. */
  readonly line: number | null;
}

/** Which of two documents with one identifier runs: what was written here wins over what comes from elsewhere. */
const rank: Readonly<Record<Candidate['setKind'], number>> = { own: 0, shipped: 1, path: 2, upload: 3 };

const isAmong = <T>(list: readonly T[], value: T | null) =>
  list.length === 0 || (value !== null && list.includes(value));
const isWordAmong = (list: readonly string[], value: string | null) =>
  list.length === 0 || (value !== null && list.some((each) => each.toLowerCase() === value.toLowerCase()));

function isTagged(wanted: readonly string[], tags: readonly string[]): boolean {
  return (
    wanted.length === 0 ||
    wanted.some((each) => {
      const word = each.toLowerCase();
      const start = word.endsWith('*') ? word.slice(0, -1) : null;
      return tags.some((tag) =>
        start === null ? tag.toLowerCase() === word : tag.toLowerCase().startsWith(start),
      );
    })
  );
}

function lineHolds(line: RuleSelectionLine, of: Candidate): boolean {
  return (
    isAmong(line.sets, of.setKind) &&
    isAmong(line.ruleSets, of.setId) &&
    isAmong(line.kinds, of.kind) &&
    isWordAmong(line.products, of.product) &&
    isWordAmong(line.categories, of.category) &&
    isWordAmong(line.services, of.service) &&
    isAmong(line.levels, of.level) &&
    isAmong(line.statuses, of.status) &&
    isTagged(line.tags, of.tags)
  );
}

function decideAlone(of: Candidate, lines: readonly RuleSelectionLine[]): Decision {
  if (of.isRefused) return { runs: false, by: 'refused', line: null };
  // Samples of its own that do not hold mean it does not do what it says: nobody should lean on it.
  if (of.samplesFailed) return { runs: false, by: 'samples', line: null };
  if (of.override !== null) return { runs: of.override === 'on', by: 'override', line: null };
  // One document from elsewhere that silences every rule is somebody's decision, and no selection's.
  if (of.kind === 'filter' && of.refers.length === 0 && (of.setKind === 'upload' || of.setKind === 'path')) {
    return { runs: false, by: 'selection', line: null };
  }
  const line = lines.findIndex((each) => lineHolds(each, of));
  return line === -1
    ? { runs: false, by: 'selection', line: null }
    : { runs: lines[line]?.runs === true, by: 'selection', line };
}

/**
 * Decides which documents run. One identifier runs once, and what a running correlation counts runs with it unless
 * somebody switched it off: a correlation without its rules would find nothing and say nothing.
 */
export function decideAll(
  candidates: readonly Candidate[],
  lines: readonly RuleSelectionLine[],
): Map<string, Decision> {
  const decisions = new Map(candidates.map((each) => [each.id, decideAlone(each, lines)]));
  const runs = (of: Candidate) => decisions.get(of.id)?.runs === true;
  const found = new Map<string, Candidate[]>();
  for (const each of candidates) {
    if (each.kind === 'filter') continue;
    for (const word of new Set([each.sigmaId, each.name])) {
      if (word === null) continue;
      const others = found.get(word);
      if (others === undefined) found.set(word, [each]);
      else others.push(each);
    }
  }
  const before = (one: Candidate, other: Candidate) =>
    Number(runs(other)) - Number(runs(one)) ||
    rank[one.setKind] - rank[other.setKind] ||
    one.addedMs - other.addedMs ||
    (one.id < other.id ? -1 : 1);
  const needed = candidates.filter((each) => each.kind === 'correlation' && runs(each));
  // Whatever another correlation made of a word holds for the next one too.
  const asked = new Set<string>();
  for (let next = 0; next < needed.length; next += 1) {
    for (const reference of needed[next]?.refers ?? []) {
      if (asked.has(reference)) continue;
      asked.add(reference);
      const [best] = [...(found.get(reference) ?? [])].sort(before);
      if (best === undefined || runs(best)) continue;
      if (best.isRefused || best.samplesFailed || best.override === 'off') continue;
      decisions.set(best.id, { runs: true, by: 'correlation', line: null });
      if (best.kind === 'correlation') needed.push(best);
    }
  }
  const runsOnce = (same: readonly Candidate[]) => {
    for (const each of [...same].sort(before).slice(1)) {
      decisions.set(each.id, { runs: false, by: 'duplicate', line: null });
    }
  };
  groupedById(candidates.filter(runs)).forEach(runsOnce);
  // A correlation that counts a word two rules go by counts nothing: what comes from elsewhere would disarm ours.
  for (const word of asked) {
    runsOnce((found.get(word) ?? []).filter((each) => each.name === word && runs(each)));
  }
  const running = candidates.filter(runs);
  // What was written here runs first, then what came first: which ones are left out is the same every time.
  for (const each of running.sort(before).slice(limits.detectionDocumentsMax)) {
    decisions.set(each.id, { runs: false, by: 'limit', line: null });
  }
  return decisions;
}

function groupedById(candidates: readonly Candidate[]): Candidate[][] {
  const groups = Map.groupBy(candidates, ({ kind, sigmaId }) => `${kind === 'filter'} ${sigmaId}`);
  return [...groups.values()].filter((group) => group.length > 1);
}
