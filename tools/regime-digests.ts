// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { Regime } from '@belfry/regimes';

export const regimeDigestsFile = 'packages/regimes/regime-digests.json';

/** `id version` of a regime -> SHA-256 of its data. */
export type RegimeDigests = Readonly<Record<string, string>>;

/** Names in order: the same data written in another order are the same data. */
const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const digestOf = (regime: Regime): string =>
  createHash('sha256').update(JSON.stringify(regime, inOrder)).digest('hex');

/**
 * What is to be committed. An obligation says of which version of a regime it was computed, so data that changed under
 * the same version would make an old obligation cite what was never so.
 * @throws where the data of a version differ from what was committed for it
 */
export function regimeDigests(regimes: readonly Regime[], committed: RegimeDigests): RegimeDigests {
  const changed = regimes.filter((regime) => {
    const before = committed[`${regime.id} ${regime.version}`];
    return before !== undefined && before !== digestOf(regime);
  });
  if (changed.length > 0) {
    const what = changed.map(({ id, version }) => `${id} to ${version + 1}`).join(', ');
    throw new Error(`Cannot keep the versions of regimes: their data changed. Raise ${what}`);
  }
  return Object.fromEntries(regimes.map((regime) => [`${regime.id} ${regime.version}`, digestOf(regime)]));
}
