// SPDX-License-Identifier: Apache-2.0
import type { ImportPreview, ImportProblem } from '@belfry/contract';
import { cellProblem } from './import-problem.ts';
import type { ImportedFacts, ImportedRow } from './imported-row.ts';

export type RowOutcome = ImportPreview['rows'][number]['outcome'];

/** What this desk knows of the rows of a file. */
export interface Known {
  /** Keys that were imported before. */
  readonly keys: ReadonlySet<string>;
  /** Reference of the incident a row became, where the reader sees it: by key. */
  readonly references: ReadonlyMap<string, string>;
  /** Incidents of this very desk the reader sees, as `reference` + NUL + `title`: an export that came home. */
  readonly ownIncidents: ReadonlySet<string>;
}

export interface PlannedRow {
  readonly row: ImportedRow;
  readonly outcome: RowOutcome;
  readonly reference: string | null;
  readonly problems: readonly ImportProblem[];
}

export interface ReadyRow extends ImportedRow {
  readonly facts: ImportedFacts;
}

export const ownIncident = (reference: string, title: string) => `${reference}\0${title}`;

/** What becomes of each row: nothing comes in twice, and a row that points to another comes in only with it. */
export function planImport(rows: readonly ImportedRow[], known: Known): PlannedRow[] {
  const seen = new Set<string>();
  const planned = rows.map((row) => {
    const isRepeated = seen.has(row.key);
    seen.add(row.key);
    return plan(row, isRepeated, known);
  });
  return withoutLostMerges(planned);
}

function plan(row: ImportedRow, isRepeated: boolean, known: Known): PlannedRow {
  const { number, title, problems } = row;
  if (known.keys.has(row.key) || isRepeated) {
    return { row, outcome: 'already_there', reference: known.references.get(row.key) ?? null, problems: [] };
  }
  if (number !== null && title !== null && known.ownIncidents.has(ownIncident(number, title))) {
    return { row, outcome: 'already_there', reference: number, problems: [] };
  }
  return { row, outcome: row.facts === null ? 'wrong' : 'create', reference: null, problems };
}

/** A row that was merged needs the row it went into, at whatever distance; losing one may lose others. */
function withoutLostMerges(planned: readonly PlannedRow[]): PlannedRow[] {
  let current = [...planned];
  for (;;) {
    const created = new Map(
      current.flatMap((line) =>
        line.outcome === 'create' && line.row.number !== null ? [[line.row.number, line.row]] : [],
      ),
    );
    const next = current.map((line) => {
      const problem = line.outcome === 'create' ? mergeProblem(line.row, created) : null;
      return problem === null
        ? line
        : {
            ...line,
            outcome: 'wrong' as const,
            problems: [
              ...line.problems,
              cellProblem(line.row.line, 'merged_into', line.row.facts?.mergedInto ?? null, problem),
            ],
          };
    });
    if (next.every((line, index) => line === current[index])) {
      return next;
    }
    current = next;
  }
}

function mergeProblem(row: ImportedRow, created: ReadonlyMap<string, ImportedRow>): string | null {
  if (row.facts?.status !== 'merged') {
    return null;
  }
  const passed = new Set<ImportedRow>();
  for (let at: ImportedRow = row; at.facts?.status === 'merged'; ) {
    if (passed.has(at)) {
      return 'merged_into.circle';
    }
    passed.add(at);
    if (at.facts.mergedInto === null) {
      return at === row ? 'merged_into.missing' : 'merged_into.not_in_file';
    }
    const target = created.get(at.facts.mergedInto);
    if (target === undefined) {
      return 'merged_into.not_in_file';
    }
    at = target;
  }
  return null;
}

export function countsOf(planned: readonly PlannedRow[]): ImportPreview['counts'] {
  const count = (outcome: RowOutcome) => planned.filter((line) => line.outcome === outcome).length;
  return {
    rows: planned.length,
    create: count('create'),
    alreadyThere: count('already_there'),
    wrong: count('wrong'),
  };
}

export function readyRows(planned: readonly PlannedRow[]): ReadyRow[] {
  return planned.flatMap(({ row, outcome }) => {
    const { facts } = row;
    return outcome === 'create' && facts !== null ? [{ ...row, facts }] : [];
  });
}
