// SPDX-License-Identifier: Apache-2.0

/** One thing that is not as the house wants it, with the way out in its message. */
export interface Finding {
  readonly rule: string;
  readonly path: string;
  readonly line?: number;
  readonly message: string;
  /** What the ratchet knows it by: stable when lines move. */
  readonly key: string;
}

export function show(finding: Finding): string {
  const place = finding.line === undefined ? finding.path : `${finding.path}:${finding.line}`;
  return `${place} ${finding.message} [${finding.rule}]`;
}

/** Debts that were there when a rule came, by rule: they may shrink, and nothing may join them. */
export type Ratchet = Readonly<Record<string, readonly string[]>>;

/** What is new, and which entries of the ratchet are paid and have to go. */
export function afterRatchet(
  findings: readonly Finding[],
  ratchet: Ratchet,
): { open: Finding[]; paid: string[] } {
  const known = new Set(
    Object.entries(ratchet).flatMap(([rule, keys]) => keys.map((key) => `${rule} ${key}`)),
  );
  const found = new Set(findings.map(({ rule, key }) => `${rule} ${key}`));
  return {
    open: findings.filter(({ rule, key }) => !known.has(`${rule} ${key}`)),
    paid: [...known].filter((entry) => !found.has(entry)),
  };
}
