// SPDX-License-Identifier: Apache-2.0
import type { Mark } from './mail-oddity.ts';

/** Labels in use that the Encoding Standard does not list, by what reads them. */
const aliases: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  utf8mb4: 'utf-8',
  'utf-8n': 'utf-8',
};

/** US-ASCII says nothing about the bytes above it. */
const asciiLabels = new Set(['', 'us-ascii', 'ascii', 'ansi_x3.4-1968', '7bit', 'default', 'unknown-8bit']);

function decoderOf(label: string): TextDecoder | null {
  for (const name of [label, aliases[label], label.replace(/^(x-|cs)/, '').replaceAll('_', '-')]) {
    if (name !== undefined) {
      try {
        return new TextDecoder(name);
      } catch {
        // No such label in the Encoding Standard: the next spelling.
      }
    }
  }
  return null;
}

/** Bytes as text. What the mail says about them is tried first; what had to be guessed is marked. */
export function decodeText(bytes: Uint8Array, charset: string | undefined, mark: Mark): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return new TextDecoder('utf-8').decode(bytes);
  }
  const label = (charset ?? '').trim().toLowerCase().replaceAll(/["']/g, '');
  if (asciiLabels.has(label)) {
    return isAscii(bytes) ? new TextDecoder('latin1').decode(bytes) : guess(bytes, mark, 'charset_guessed');
  }
  const decoder = decoderOf(label);
  if (decoder === null) {
    return guess(bytes, mark, 'charset_unknown');
  }
  if (decoder.encoding === 'utf-8') {
    return strictly(bytes, 'utf-8') ?? guess(bytes, mark, 'charset_guessed');
  }
  return decoder.decode(bytes);
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80 && byte !== 0x1b);
}

function strictly(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-8 when it is that, the Japanese of mail when it switches like that, else what most of Europe writes. */
function guess(bytes: Uint8Array, mark: Mark, oddity: 'charset_guessed' | 'charset_unknown'): string {
  mark(oddity);
  const isSwitching = bytes.some(
    (byte, at) => byte === 0x1b && (bytes[at + 1] === 0x24 || bytes[at + 1] === 0x28),
  );
  const whole = (isSwitching ? strictly(bytes, 'iso-2022-jp') : null) ?? strictly(bytes, 'utf-8');
  return whole ?? (isMostlyUtf8(bytes) ? new TextDecoder() : new TextDecoder('windows-1252')).decode(bytes);
}

/** A text that was cut or damaged in a place is still UTF-8 when most of its characters are. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  let lost = 0;
  let above = 0;
  for (const character of new TextDecoder().decode(bytes)) {
    if (character === '\uFFFD') {
      lost += 1;
    } else if (character > '\x7f') {
      above += 1;
    }
  }
  return above > lost;
}
