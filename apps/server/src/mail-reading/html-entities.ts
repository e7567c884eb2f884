// SPDX-License-Identifier: Apache-2.0

/** Characters that mails write by name. Names that are not here stay as they are written. */
const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
  pound: '£',
  yen: '¥',
  cent: '¢',
  sect: '§',
  para: '¶',
  middot: '·',
  bull: '•',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  lsaquo: '‹',
  rsaquo: '›',
  times: '×',
  divide: '÷',
  deg: '°',
  plusmn: '±',
  frac12: '½',
  frac14: '¼',
  frac34: '¾',
  sup2: '²',
  sup3: '³',
  micro: 'µ',
  iexcl: '¡',
  iquest: '¿',
  larr: '←',
  rarr: '→',
  uarr: '↑',
  darr: '↓',
  check: '✓',
  hearts: '♥',
  shy: '\u00ad',
  zwnj: '\u200c',
  zwj: '\u200d',
  lrm: '\u200e',
  rlm: '\u200f',
  ensp: '\u2002',
  emsp: '\u2003',
  thinsp: '\u2009',
  agrave: 'à',
  aacute: 'á',
  acirc: 'â',
  atilde: 'ã',
  auml: 'ä',
  aring: 'å',
  aelig: 'æ',
  ccedil: 'ç',
  egrave: 'è',
  eacute: 'é',
  ecirc: 'ê',
  euml: 'ë',
  igrave: 'ì',
  iacute: 'í',
  icirc: 'î',
  iuml: 'ï',
  eth: 'ð',
  ntilde: 'ñ',
  ograve: 'ò',
  oacute: 'ó',
  ocirc: 'ô',
  otilde: 'õ',
  ouml: 'ö',
  oslash: 'ø',
  ugrave: 'ù',
  uacute: 'ú',
  ucirc: 'û',
  uuml: 'ü',
  yacute: 'ý',
  thorn: 'þ',
  yuml: 'ÿ',
  szlig: 'ß',
  oelig: 'œ',
  scaron: 'š',
  sol: '/',
  colon: ':',
  period: '.',
  comma: ',',
  commat: '@',
  num: '#',
  percnt: '%',
  equals: '=',
  quest: '?',
  excl: '!',
  lpar: '(',
  rpar: ')',
  lowbar: '_',
  Tab: '\t',
  NewLine: '\n',
};

/** Text with characters instead of their names and numbers. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) {
    return text;
  }
  return text.replaceAll(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][a-zA-Z\d]{1,12}));?/g,
    (whole, decimal, hex, name) => {
      if (name !== undefined) {
        return byName(whole, name);
      }
      return byNumber(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal));
    },
  );
}

function byName(whole: string, name: string): string {
  const exact = Object.hasOwn(named, name) ? named[name] : undefined;
  if (exact !== undefined) {
    return whole.endsWith(';') || name !== name.toLowerCase() || name.length > 1 ? exact : whole;
  }
  const small = name.toLowerCase();
  const lower = Object.hasOwn(named, small) ? named[small] : undefined;
  if (lower === undefined) {
    return whole;
  }
  return /^[A-Z][a-z]/.test(name) ? lower.toUpperCase() : lower;
}

/** C1 numbers mean what Windows means by them, as browsers read them; what is no character reads as lost. */
function byNumber(point: number): string {
  if (point >= 0x80 && point <= 0x9f) {
    return new TextDecoder('windows-1252').decode(Uint8Array.of(point));
  }
  return point === 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)
    ? '\uFFFD'
    : String.fromCodePoint(point);
}
