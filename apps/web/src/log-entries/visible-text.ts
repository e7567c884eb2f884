// SPDX-License-Identifier: Apache-2.0
import { base64Bytes, isFault } from '@belfry/ledger';

/** A piece of a line: text, or a character that would act or hide, by its name. */
export type Piece = { readonly text: string } | { readonly mark: string };

/**
 * Controls, marks of direction, invisible characters and lone surrogates: what could move, hide or mirror the rest of
 * a line. The line feed and the tab act on their place only, and are shown too.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\ufffd]/gu;

const nameOf = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  const short: Readonly<Record<number, string>> = { 0: 'NUL', 9: 'TAB', 10: 'LF', 13: 'CR', 27: 'ESC' };
  return short[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
};

/** Hostile text cut into pieces that can be shown: nothing in it acts on the page or on the words beside it. */
export function visiblePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(hidden)) {
    if (found.index > at) {
      pieces.push({ text: text.slice(at, found.index) });
    }
    pieces.push({ mark: nameOf(found[0]) });
    at = found.index + found[0].length;
  }
  if (at < text.length) {
    pieces.push({ text: text.slice(at) });
  }
  return pieces;
}

/** The bytes of an entry as text; those that are no UTF-8 come as hex, sixteen a line. */
export function textOfRaw(line: { readonly raw?: string | undefined; readonly raw64?: string | undefined }): {
  readonly text: string;
  readonly isHex: boolean;
} {
  if (line.raw !== undefined) {
    return { text: line.raw, isHex: false };
  }
  const bytes = base64Bytes(line.raw64 ?? '');
  if (isFault(bytes)) {
    return { text: line.raw64 ?? '', isHex: false };
  }
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const hex = [...row].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const shown = [...row].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));
    rows.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${shown.join('')}`);
  }
  return { text: rows.join('\n'), isHex: true };
}
