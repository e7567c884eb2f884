// SPDX-License-Identifier: Apache-2.0

/** Text as PostgreSQL and JSON can hold it: NUL and half a surrogate pair become the sign for "unreadable". */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/**
 * Text cut to a length in UTF-16 units, without leaving half a character behind.
 *
 * @param mark ends what was cut, within the length, so that nothing is cut in silence
 */
export function cutText(text: string, charactersMax: number, mark = ''): string {
  return text.length <= charactersMax
    ? text
    : text.slice(0, charactersMax - mark.length).replace(/[\uD800-\uDBFF]$/, '') + mark;
}
