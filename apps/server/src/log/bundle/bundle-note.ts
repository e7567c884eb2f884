// SPDX-License-Identifier: Apache-2.0
import {
  formatNote,
  isFault,
  type Json,
  jsonDigest,
  type NoteSigner,
  parseNote,
  signNote,
} from '@belfry/ledger';

/**
 * What the logs sign of a bundle. The second line of a checkpoint is a number and it has three lines: neither text can
 * pass for the other under the same key.
 */
const FIRST_LINE = 'belfry bundle v1';

type Members = { readonly [name: string]: Json };

const textOf = (manifest: Members) => `${FIRST_LINE}\n${jsonDigest(manifest)}\n`;

/** The manifest with a note of the logs in it, so that who made a bundle, why and with which words of search is no mere claim. */
export async function withNote<Manifest extends Members>(
  manifest: Manifest,
  signers: readonly NoteSigner[],
): Promise<Manifest | (Manifest & { readonly note: string })> {
  if (signers.length === 0) return manifest;
  return { ...manifest, note: formatNote(await signNote(textOf(manifest), signers)) };
}

/** As it lies in the bundle. */
export const manifestFile = (manifest: object): string => `${JSON.stringify(manifest, null, 2)}\n`;

/** The note in a `bundle.json`; 'altered' when it is not over what stands beside it, null when there is none. */
export function noteIn(content: string) {
  const { note: told, ...manifest } = JSON.parse(content) as Members;
  if (told === undefined) return null;
  const note = typeof told === 'string' ? parseNote(told) : null;
  if (note === null || isFault(note)) return 'altered';
  try {
    // A member that stands twice is read once: only what we would write ourselves is what was signed.
    const isOurs = content === manifestFile({ ...manifest, note: told });
    return isOurs && note.text === textOf(manifest) ? note : 'altered';
  } catch {
    // A number or a text that has no canonical form was signed by nobody.
    return 'altered';
  }
}
