// SPDX-License-Identifier: Apache-2.0

export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Lines left out between two changes. */
export interface DiffGap {
  readonly kind: 'gap';
  readonly count: number;
}

/** Above this many comparisons the middle is shown as taken out and put in, whole. */
const comparisonsMax = 4_000_000;

/** What became of a text, line by line: the longest common part stays, what is around it went or came. */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) {
    start += 1;
  }
  let end = 0;
  while (
    end < old.length - start &&
    end < now.length - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  ) {
    end += 1;
  }
  const line = (kind: DiffLine['kind']) => (text: string) => ({ kind, text });
  return [
    ...old.slice(0, start).map(line('same')),
    ...middle(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...old.slice(old.length - end).map(line('same')),
  ];
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/));

function middle(old: readonly string[], now: readonly string[]): DiffLine[] {
  if (old.length * now.length > comparisonsMax) {
    return [
      ...old.map((text) => ({ kind: 'gone' as const, text })),
      ...now.map((text) => ({ kind: 'new' as const, text })),
    ];
  }
  const longest = commonLengths(old, now);
  const width = now.length + 1;
  const lines: DiffLine[] = [];
  let at = 0;
  let to = 0;
  while (at < old.length || to < now.length) {
    const here = old[at];
    const there = now[to];
    if (here !== undefined && here === there) {
      lines.push({ kind: 'same', text: here });
      at += 1;
      to += 1;
    } else if (
      here !== undefined &&
      (there === undefined || (longest[(at + 1) * width + to] ?? 0) >= (longest[at * width + to + 1] ?? 0))
    ) {
      lines.push({ kind: 'gone', text: here });
      at += 1;
    } else {
      lines.push({ kind: 'new', text: there ?? '' });
      to += 1;
    }
  }
  return lines;
}

/** Length of the longest common part from each pair of places to the end. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint32Array {
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let at = old.length - 1; at >= 0; at -= 1) {
    for (let to = now.length - 1; to >= 0; to -= 1) {
      longest[at * width + to] =
        old[at] === now[to]
          ? (longest[(at + 1) * width + to + 1] ?? 0) + 1
          : Math.max(longest[(at + 1) * width + to] ?? 0, longest[at * width + to + 1] ?? 0);
    }
  }
  return longest;
}

/** Only what changed, with some lines around it. */
export function withContext(lines: readonly DiffLine[], around = 3): (DiffLine | DiffGap)[] {
  const kept = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some((one) => one.kind !== 'same'),
  );
  const shown: (DiffLine | DiffGap)[] = [];
  let left = 0;
  for (const [at, line] of lines.entries()) {
    if (kept[at] === true) {
      if (left > 0) {
        shown.push({ kind: 'gap', count: left });
        left = 0;
      }
      shown.push(line);
    } else {
      left += 1;
    }
  }
  return left > 0 ? [...shown, { kind: 'gap', count: left }] : shown;
}
