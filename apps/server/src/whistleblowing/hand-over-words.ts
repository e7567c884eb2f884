// SPDX-License-Identifier: Apache-2.0

/** A passage that may tell who somebody is. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly what: 'reporter' | 'address' | 'phone';
}

export interface Identity {
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

const STRUCK = '[…]';
const NAME_PART_CHARACTERS_MIN = 3;
const PHONE_DIGITS_MIN = 7;

/** Bounded repetitions: the time grows with the length of the text, whatever the text. */
const ADDRESS = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,255}/gu;
const PHONE = /\+?\d(?:[\s./()-]{0,2}\d){6,17}/g;

/**
 * Marks what could name the reporter or be followed to somebody: the reporter's name, whole and in parts, and every
 * mail address and telephone number. It finds what is written as it is written: what somebody's words betray in other
 * ways, only a person can see.
 */
export function marksOf(text: string, reporter: Identity | null): Mark[] {
  const found: Mark[] = [];
  for (const match of text.matchAll(ADDRESS)) {
    found.push({ start: match.index, end: match.index + match[0].length, what: 'address' });
  }
  for (const match of text.matchAll(PHONE)) {
    if (match[0].replaceAll(/\D/g, '').length >= PHONE_DIGITS_MIN) {
      found.push({ start: match.index, end: match.index + match[0].length, what: 'phone' });
    }
  }
  for (const word of namesOf(reporter)) {
    found.push(...occurrences(text, word));
  }
  return withoutOverlap(found);
}

/** The words with every marked passage struck out. */
export function struck(text: string, marks: readonly Mark[]): string {
  let from = 0;
  let kept = '';
  for (const { end, start } of marks) {
    kept += text.slice(from, start) + STRUCK;
    from = end;
  }
  return kept + text.slice(from);
}

/** The name as it is given, each of its parts, and the part of the mail address that is often the name again. */
function namesOf(reporter: Identity | null): string[] {
  const name = reporter?.name?.trim() ?? '';
  const local = reporter?.email?.split('@', 1)[0] ?? '';
  const parts = `${name} ${local.replaceAll(/[._+-]/g, ' ')}`
    .split(/[\s\d]+/)
    .filter((part) => part.length >= NAME_PART_CHARACTERS_MIN);
  return [...new Set([name, local, ...parts])]
    .filter((each) => each.length >= NAME_PART_CHARACTERS_MIN)
    .sort((a, b) => b.length - a.length);
}

/** One letter of the text folded to one letter: case and accents do not hide a name, and positions stay. */
function folded(text: string): string {
  let all = '';
  for (const unit of text.split('')) {
    const plain = unit.normalize('NFD').charAt(0).toLowerCase();
    all += plain.length === 1 ? plain : unit;
  }
  return all;
}

function occurrences(text: string, word: string): Mark[] {
  const where = folded(text);
  const wanted = folded(word);
  const marks: Mark[] = [];
  for (
    let start = where.indexOf(wanted);
    start !== -1;
    start = where.indexOf(wanted, start + wanted.length)
  ) {
    const end = start + wanted.length;
    const isWhole = !/[\p{L}\p{N}]/u.test(text.charAt(start - 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(end));
    if (isWhole) {
      marks.push({ start, end, what: 'reporter' });
    }
  }
  return marks;
}

/** In order; where passages meet or overlap, one that covers both. The reporter's own is named before another's. */
function withoutOverlap(marks: readonly Mark[]): Mark[] {
  const kept: Mark[] = [];
  for (const mark of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || mark.start >= last.end) {
      kept.push(mark);
    } else {
      const what = last.what === 'reporter' || mark.what === 'reporter' ? 'reporter' : last.what;
      kept[kept.length - 1] = { start: last.start, end: Math.max(last.end, mark.end), what };
    }
  }
  return kept;
}
