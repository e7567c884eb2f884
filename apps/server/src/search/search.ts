// SPDX-License-Identifier: Apache-2.0

interface Found {
  readonly reference: string;
  readonly title: string;
  readonly at: string;
}

/** The very reference first, then those that begin with what was typed, then the newest. */
export function bestFirst<Hit extends Found>(typed: string, hits: readonly Hit[]): Hit[] {
  const wanted = typed.toLowerCase();
  const rank = (hit: Hit) => {
    const reference = hit.reference.toLowerCase();
    if (reference === wanted) {
      return 0;
    }
    return reference.startsWith(wanted) || hit.title.toLowerCase().startsWith(wanted) ? 1 : 2;
  };
  return hits.toSorted((a, b) => rank(a) - rank(b) || b.at.localeCompare(a.at));
}

/** The reference of a report somebody typed, whole or its beginning, as it is kept; null for other words. */
export function reportBeginning(typed: string): string | null {
  const beginning = typed.toUpperCase();
  return /^REP-\d*(-\d*)?$/.test(beginning) ? beginning : null;
}

/** Whether the words are the reference of an incident, or its beginning: then no report is asked. */
export function isOfIncident(typed: string): boolean {
  return /^inc-\d*(-\d*)?$/i.test(typed);
}

/** Whether there is anything to look for: a sign alone stands everywhere, and finding it would read everything. */
export function hasWord(typed: string): boolean {
  return /[\p{L}\p{N}]/u.test(typed);
}
