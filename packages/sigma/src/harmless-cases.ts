// SPDX-License-Identifier: Apache-2.0

/** How authors of rules write that they know of none; half of all public rules do. */
const saysNothing = /^(?:unknown|unlikely|none(?: known| so far)?|not? known|n\/?a|-)\.?$/i;

/** What else may look like what a rule looks for, without the words that say nothing of the kind. */
export function harmlessCases(falsePositives: readonly string[]): string[] {
  return falsePositives.filter((one) => !saysNothing.test(one.trim()));
}
