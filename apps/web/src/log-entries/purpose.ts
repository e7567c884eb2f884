// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';

const rememberedAs = 'belfry.log-purpose';
const listeners = new Set<() => void>();

/** Purposes that come up most; each fills the field, which stays open to be said more exactly. */
export const cannedPurposes = ['incident', 'trouble', 'audit', 'data_subject', 'legal', 'trial'] as const;

function read(): string | null {
  return sessionStorage.getItem(rememberedAs);
}

/** Said once in a browser tab; it goes with the tab, so that a shared machine does not look in somebody's name. */
export function rememberPurpose(purpose: string | null): void {
  if (purpose === null) {
    sessionStorage.removeItem(rememberedAs);
  } else {
    sessionStorage.setItem(rememberedAs, purpose);
  }
  for (const listener of listeners) {
    listener();
  }
}

/** What this tab looks into the logs for; null until it was said. */
export function usePurpose(): string | null {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
}

/**
 * What an address says one comes for: the field begins with it, and the person sends it. Only a reference counts, so
 * that no link puts words of its own into somebody's mouth.
 */
export function purposeIn(
  state: Readonly<Record<string, string | undefined>>,
  t: (id: string, values: { reference: string }) => string,
): string {
  const reference = state['finding'] ?? '';
  return /^FND-\d{4}-\d{4,}$/.test(reference) ? t('logbook:purpose.finding', { reference }) : '';
}
