// SPDX-License-Identifier: Apache-2.0

/** A piece of a value: text as it is, any text, or any one character. */
export type Piece = string | typeof ANY | typeof ONE;
export const ANY = 0;
export const ONE = 1;
/** A value of a rule, wildcards and escapes resolved (Sigma rules specification, "Escaping"). */
export type Pattern = readonly Piece[];

/**
 * Reads a value: `*` and `?` are wildcards; a backslash makes the next `*`, `?` or backslash plain, and is plain
 * itself before anything else.
 *
 * @example
 * ```ts
 * readPattern('C:\\*.exe'); // ['C:*.exe'] : an escaped star; `C:\\\\*.exe` is a backslash and a wildcard
 * ```
 */
export function readPattern(value: string): Pattern {
  const pieces: Piece[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') pieces.push(text);
    text = '';
  };
  for (let index = 0; index < value.length; index += 1) {
    const character = value.charAt(index);
    const next = value.charAt(index + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      text += next;
      index += 1;
    } else if (character === '*' || character === '?') {
      flush();
      // Two stars say what one says.
      if (character === '?' || pieces.at(-1) !== ANY) pieces.push(character === '*' ? ANY : ONE);
    } else {
      text += character;
    }
  }
  flush();
  return pieces;
}

/** A pattern of plain text only, or null. */
export function plainText(pattern: Pattern): string | null {
  if (pattern.length === 0) return '';
  return pattern.length === 1 && typeof pattern[0] === 'string' ? pattern[0] : null;
}

function startsOpen(pattern: Pattern): boolean {
  return pattern[0] === ANY;
}

function endsOpen(pattern: Pattern): boolean {
  return pattern.at(-1) === ANY;
}

/** Opens a pattern at its beginning or end, once. */
export function opened(pattern: Pattern, atStart: boolean, atEnd: boolean): Pattern {
  const begun: Pattern = atStart && !startsOpen(pattern) ? [ANY as Piece, ...pattern] : pattern;
  return atEnd && !endsOpen(begun) ? [...begun, ANY] : begun;
}

/** The characters of a text, each one code point: what `?` stands for. */
function width(text: string, at: number): number {
  const point = text.codePointAt(at) ?? 0;
  return point > 0xffff ? 2 : 1;
}

/**
 * Whether a text is what a pattern describes, from its first character to its last. Goes back to the last star only:
 * linear in the text for each star.
 */
export function fits(pattern: Pattern, text: string): boolean {
  let piece = 0;
  let at = 0;
  let starPiece = -1;
  let starAt = 0;
  while (at < text.length || piece < pattern.length) {
    const wanted = pattern[piece];
    if (wanted === ANY) {
      starPiece = piece;
      starAt = at;
      piece += 1;
      if (piece === pattern.length) return true;
      continue;
    }
    if (wanted === ONE && at < text.length) {
      at += width(text, at);
      piece += 1;
      continue;
    }
    if (typeof wanted === 'string' && text.startsWith(wanted, at)) {
      at += wanted.length;
      piece += 1;
      continue;
    }
    if (starPiece < 0 || starAt >= text.length) return false;
    const after = pattern[starPiece + 1];
    // The next place the text behind the star can begin at all.
    const found = typeof after === 'string' ? text.indexOf(after, starAt + 1) : starAt + width(text, starAt);
    if (found < 0) return false;
    starAt = found;
    at = found;
    piece = starPiece + 1;
  }
  return true;
}

/** The longest plain text in a pattern: it has to occur wherever the pattern fits. */
export function longestText(pattern: Pattern): string {
  return pattern.reduce<string>(
    (longest, piece) => (typeof piece === 'string' && piece.length > longest.length ? piece : longest),
    '',
  );
}

/**
 * How rare a text is inside another, in letters: a sign that everyday lines hardly have counts for several. Rules look
 * for single ones of those (a backtick, a caret, a letter of another alphabet).
 */
export function rarityOf(text: string): number {
  let rarity = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    rarity += unit > 127 || unit === 0x5e || unit === 0x60 ? 3 : isSign(unit) ? 1.5 : 1;
  }
  return rarity;
}

const signs = new Set(Array.from('~{}|;!@#$&<>+?%*', (sign) => sign.charCodeAt(0)));
const isSign = (unit: number) => signs.has(unit);

/**
 * A text without case. The last sigma of a Greek word is a letter of its own in lower case, and not where the text is
 * a part of another: both count as one.
 */
export function folded(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower;
}

export function lowered(pattern: Pattern): Pattern {
  return pattern.map((piece) => (typeof piece === 'string' ? folded(piece) : piece));
}
