// SPDX-License-Identifier: Apache-2.0
import type { CoverageState } from '@belfry/contract';
import { parentOf, type Tactic, type Technique, tactics, techniques } from './attack.ts';

/** Best first. A technique that no rule of the library names has no state at the server: `none` here. */
export const cellStates = ['watched', 'possible', 'blind', 'lacking', 'none'] as const satisfies readonly (
  | CoverageState
  | 'none'
)[];

interface Counts {
  readonly active: number;
  readonly blind: number;
  readonly could: number;
  readonly lacks: number;
}

export interface Cell extends Technique, Counts {
  readonly state: (typeof cellStates)[number];
}

type Told = Counts & { readonly technique: string; readonly state: CoverageState };

/**
 * The matrix with what is known of each technique. A part of a technique counts for its parent, and the best state
 * of them is the parent's; counts of parts are not added up, because one rule may name several.
 */
export function cellsOf(told: readonly Told[]): Cell[] {
  const byParent = new Map<string, Told[]>();
  for (const one of told) {
    const parent = parentOf(one.technique);
    byParent.set(parent, [...(byParent.get(parent) ?? []), one]);
  }
  return techniques.map((technique) => {
    const parts = byParent.get(technique.id) ?? [];
    const states = new Set(parts.map((one) => one.state));
    const most = (name: keyof Counts) => Math.max(0, ...parts.map((one) => one[name]));
    return {
      ...technique,
      active: most('active'),
      blind: most('blind'),
      could: most('could'),
      lacks: most('lacks'),
      state: cellStates.find((one) => one !== 'none' && states.has(one)) ?? 'none',
    };
  });
}

/** Columns with something in them, in the order of the matrix. */
export function columnsOf(
  cells: readonly Cell[],
  only: string | undefined,
): { tactic: Tactic; cells: Cell[] }[] {
  return tactics
    .filter(({ id }) => only === undefined || id === only)
    .map((tactic) => ({ tactic, cells: cells.filter((one) => one.tactics.includes(tactic.id)) }))
    .filter((column) => column.cells.length > 0);
}
