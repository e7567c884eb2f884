// SPDX-License-Identifier: Apache-2.0

/** Country calling codes (ITU-T E.164), and the digit that is dialled first at home and left out from abroad. */
const dialling: Readonly<Record<string, readonly [code: string, trunk: '' | '0' | '06' | '8']>> = {
  AT: ['43', '0'],
  BE: ['32', '0'],
  BG: ['359', '0'],
  CH: ['41', '0'],
  CY: ['357', ''],
  CZ: ['420', ''],
  DE: ['49', '0'],
  DK: ['45', ''],
  EE: ['372', ''],
  ES: ['34', ''],
  FI: ['358', '0'],
  FR: ['33', '0'],
  GB: ['44', '0'],
  GR: ['30', ''],
  HR: ['385', '0'],
  HU: ['36', '06'],
  IE: ['353', '0'],
  IS: ['354', ''],
  // In Italy the zero belongs to the number.
  IT: ['39', ''],
  LI: ['423', ''],
  LT: ['370', '0'],
  LU: ['352', ''],
  LV: ['371', ''],
  MT: ['356', ''],
  NL: ['31', '0'],
  NO: ['47', ''],
  PL: ['48', ''],
  PT: ['351', ''],
  RO: ['40', '0'],
  SE: ['46', '0'],
  SI: ['386', '0'],
  SK: ['421', '0'],
};

const DIGITS_MIN = 3;
/** E.164 allows fifteen. */
const DIGITS_MAX = 15;
const ENDING_DIGITS = 8;

interface Dialled {
  readonly digits: string;
  readonly isInternational: boolean;
}

/** The digits as dialled: without blanks, dots and strokes, without an extension, and without a "(0)" for show. */
function dialled(typed: string): Dialled | null {
  const plain = (typed.split(/(?:ext|toestel|poste|durchwahl|x|#)/i)[0] ?? '').replace(/\(0\)/g, '').trim();
  if (/[^\d\s+().\-–/]/u.test(plain)) {
    return null;
  }
  const digits = plain.replace(/\D/g, '');
  if (digits.length < DIGITS_MIN || digits.length > DIGITS_MAX + 2) {
    return null;
  }
  return digits.startsWith('00')
    ? { digits: digits.slice(2), isInternational: true }
    : { digits, isInternational: plain.startsWith('+') };
}

/** Leaves out the zero that some write after the country code: +32 0470. */
function withoutTrunk(digits: string): string {
  for (const [code, trunk] of Object.values(dialling)) {
    if (trunk === '0' && digits.startsWith(`${code}0`)) {
      return code + digits.slice(code.length + 1);
    }
  }
  return digits;
}

/** One number however it is written: its digits from abroad, or null where it is none. */
export function phoneKey(typed: string, country: string): string | null {
  const number = dialled(typed);
  if (number === null) {
    return null;
  }
  const { digits, isInternational } = number;
  const home = dialling[country];
  if (isInternational || home === undefined) {
    return withoutTrunk(digits);
  }
  const [code, trunk] = home;
  if (trunk !== '' && digits.startsWith(trunk)) {
    return code + digits.slice(trunk.length);
  }
  // Some write the country code without a sign for it; a number at home has at most ten digits in these countries.
  return digits.startsWith(code) && digits.length > 9 ? withoutTrunk(digits) : code + digits;
}

/** What keys look like while a number is being typed: a LIKE pattern of digits, or null for words. */
export function phonePattern(typed: string, country: string): string | null {
  const number = dialled(typed);
  if (number === null) {
    return null;
  }
  const [code, trunk] = dialling[country] ?? ['', ''];
  if (number.isInternational) {
    return `${withoutTrunk(number.digits)}%`;
  }
  return trunk !== '' && number.digits.startsWith(trunk)
    ? `${code}${number.digits.slice(trunk.length)}%`
    : `%${number.digits}%`;
}

/** The last eight digits: the same wherever one calls from. Empty while too little is typed. */
export function phoneEnding(typed: string): string {
  const digits = dialled(typed)?.digits ?? '';
  return digits.length < ENDING_DIGITS ? '' : digits.slice(-ENDING_DIGITS);
}
