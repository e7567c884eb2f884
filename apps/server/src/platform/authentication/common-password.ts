// SPDX-License-Identifier: Apache-2.0
import { dictionary } from '@zxcvbn-ts/language-common';

/**
 * Passwords that stand in lists of leaked ones, and the words people build longer ones from. The first list holds
 * few of twelve characters and more, so the words are what catches `Password2026!` and `correcthorsebatterystaple`.
 */
interface Guesses {
  readonly leaked: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

/** Made when the first password is chosen: a desk that only starts needs neither the time nor the memory. */
let kept: Guesses | null = null;

function guesses(): Guesses {
  kept ??= {
    leaked: new Set(dictionary['passwords-common']),
    words: new Set([
      ...dictionary['passwords-common'].filter((word) => word.length >= 4),
      ...dictionary['diceware-common'].filter((word) => word.length >= 4),
    ]),
  };
  return kept;
}

const WORD_CHARACTERS_MAX = 24;
/** The pass phrase everybody knows from a drawing: each of its words is fine, together they are the first guess. */
const famous = ['correcthorsebatterystaple', 'correcthorsebattery', 'horsebatterystaple'];

const lookalikes: Record<string, string> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Lower case, without what people add around a word: blanks, and digits and signs at both ends. */
function bare(password: string): string {
  return password
    .toLowerCase()
    .replace(/[\s_.-]+/g, '')
    .replace(/^[\d\W]+|[\d\W]+$/gu, '');
}

function withoutLookalikes(text: string): string {
  return text.replace(/[013457@$!]/g, (sign) => lookalikes[sign] ?? sign);
}

/** Whether a password is among the first guesses: a known one, one or two known words with trimmings, or a pattern. */
export function isCommonPassword(password: string): boolean {
  const folded = password.toLowerCase();
  const { leaked } = guesses();
  const forms = [folded, bare(password), bare(withoutLookalikes(folded)), withoutLookalikes(folded)];
  return forms.some(
    (form) =>
      leaked.has(form) ||
      famous.some((phrase) => form.includes(phrase)) ||
      isPattern(form) ||
      (form.length < WORD_CHARACTERS_MAX && isOneOrTwoWords(form)),
  );
}

function isOneOrTwoWords(text: string): boolean {
  const { leaked, words } = guesses();
  if (words.has(text)) {
    return true;
  }
  for (let at = 4; at <= text.length - 4; at += 1) {
    if (leaked.has(text.slice(0, at)) && leaked.has(text.slice(at))) {
      return true;
    }
  }
  return false;
}

const rows = [
  'qwertyuiopasdfghjklzxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
];

/** One part repeated, or a walk along the keyboard, the alphabet or the digits. */
function isPattern(text: string): boolean {
  const partLengthMax = Math.floor(text.length / 2);
  for (let length = 1; length <= partLengthMax; length += 1) {
    if (text.length % length === 0 && text.slice(0, length).repeat(text.length / length) === text) {
      return true;
    }
  }
  const backwards = [...text].reverse().join('');
  return text.length >= 6 && rows.some((row) => row.includes(text) || row.includes(backwards));
}
