// SPDX-License-Identifier: Apache-2.0

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** UTF-8 of a text; a lone surrogate becomes the replacement character, as every encoder writes it. */
export function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text.toWellFormed()) {
    const point = character.codePointAt(0) as number;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000)
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 63),
        0x80 | ((point >> 6) & 63),
        0x80 | (point & 63),
      );
  }
  return bytes;
}

/** UTF-16, with the low byte first or last. */
export function utf16(text: string, isLittleEndian: boolean): number[] {
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text.charCodeAt(index);
    return isLittleEndian ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff];
  }).flat();
}

export function base64(bytes: readonly number[]): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second = 0, third = 0] = bytes.slice(index, index + 3);
    const group = (first << 16) | (second << 8) | third;
    const left = bytes.length - index;
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63);
    text += left > 1 ? alphabet.charAt((group >> 6) & 63) : '=';
    text += left > 2 ? alphabet.charAt(group & 63) : '=';
  }
  return text;
}

/** What bytes look like inside of base64, wherever they begin: three texts, without what their neighbours decide. */
export function base64Offsets(bytes: readonly number[]): string[] {
  const starts = [0, 2, 3];
  const ends = [0, -3, -2];
  return starts.map((start, offset) => {
    const whole = base64([...Array<number>(offset).fill(0), ...bytes]);
    const end = ends[(bytes.length + offset) % 3] as number;
    return whole.slice(start, end === 0 ? undefined : end);
  });
}
