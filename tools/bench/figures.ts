// SPDX-License-Identifier: Apache-2.0

/** What was measured, beside what `ARCHITECTURE.md` promises. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The promise: the value may not be above it. */
  readonly atMost: number | null;
  /** The promise of a rate: the value may not be below it. */
  readonly atLeast?: number;
  readonly detail: string;
}

export function quantile(sorted: readonly number[], part: number): number {
  const index = Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1);
  return sorted[Math.max(0, index)] ?? Number.NaN;
}

export function latency(what: string, samplesMs: readonly number[], atMost: number | null): Figure {
  const sorted = [...samplesMs].sort((a, b) => a - b);
  const show = (value: number) => value.toFixed(1);
  return {
    what,
    value: Number(show(quantile(sorted, 0.95))),
    unit: 'ms p95',
    atMost,
    detail: `n ${sorted.length}, median ${show(quantile(sorted, 0.5))}, p99 ${show(quantile(sorted, 0.99))}, max ${show(sorted.at(-1) ?? Number.NaN)}`,
  };
}

function promiseOf({ atLeast, atMost }: Figure): string {
  return atMost !== null ? `<= ${atMost}` : atLeast !== undefined ? `>= ${atLeast}` : '';
}

/** What was not measured holds nothing. */
function isHeld({ atLeast, atMost, value }: Figure): boolean {
  return (atMost === null || value <= atMost) && (atLeast === undefined || value >= atLeast);
}

/** The figures as a table for people. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${figure.value} ${figure.unit}`,
    promiseOf(figure),
    promiseOf(figure) === '' ? '' : isHeld(figure) ? 'held' : 'NOT HELD',
    figure.detail,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
