// SPDX-License-Identifier: Apache-2.0

/** `./en/incidents.json` holds the words whose ids begin with `incidents:`. */
export function byNoun(
  files: Record<string, Record<string, string>>,
): Record<string, Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).map(([path, entries]) => [path.replace(/^.*\/|\.json$/g, ''), entries]),
  );
}
