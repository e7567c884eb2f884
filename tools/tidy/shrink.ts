// SPDX-License-Identifier: Apache-2.0
import { afterRatchet, type Ratchet } from './finding.ts';
import { houseChecks, readHouse, readRatchet } from './house.ts';

/** The ratchet without the debts that are paid. It never takes one on: that is a line somebody writes, and defends. */
export function shrunkRatchet(): string {
  const ratchet = readRatchet();
  const tree = readHouse();
  const findings = houseChecks.flatMap(({ check }) => check(tree));
  const paid = new Set(afterRatchet(findings, ratchet).paid);
  const left: Ratchet = Object.fromEntries(
    Object.entries(ratchet)
      .map(([rule, keys]) => [rule, keys.filter((key) => !paid.has(`${rule} ${key}`)).sort()] as const)
      .filter(([, keys]) => keys.length > 0),
  );
  return `${JSON.stringify(left, null, 2)}\n`;
}
