// SPDX-License-Identifier: Apache-2.0

/** A list as it is written: its name, and a value a line. */
export interface PlaceholderDraft {
  readonly name: string;
  readonly text: string;
}

type Lists = Readonly<Record<string, readonly string[]>>;

export const draftOf = (lists: Lists): PlaceholderDraft[] =>
  Object.entries(lists)
    .map(([name, values]) => ({ name, text: values.join('\n') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const valuesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ),
];

/** What is sent: names without the signs of percent that people write around them. */
export const listsOf = (draft: readonly PlaceholderDraft[]): Record<string, string[]> =>
  Object.fromEntries(draft.map((one) => [nameOf(one), valuesOf(one.text)]));

const nameOf = ({ name }: PlaceholderDraft): string => name.trim().replace(/^%|%$/g, '');

/** What is wrong with one list, if anything. */
export function problemOf(
  one: PlaceholderDraft,
  all: readonly PlaceholderDraft[],
): 'name' | 'twice' | 'values' | null {
  if (!/^[A-Za-z0-9_.-]+$/.test(nameOf(one))) {
    return 'name';
  }
  if (all.filter((other) => nameOf(other) === nameOf(one)).length > 1) {
    return 'twice';
  }
  return valuesOf(one.text).length === 0 ? 'values' : null;
}
