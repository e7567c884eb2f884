// SPDX-License-Identifier: Apache-2.0
import { cutText, limits } from '@belfry/contract';
import { decodeText } from './charset.ts';
import type { Mark } from './mail-oddity.ts';
import { decodeBase64 } from './transfer-encoding.ts';

export interface Header {
  /** Name as written. */
  readonly name: string;
  /** Value in one line, still encoded. */
  readonly value: string;
}

/** A value and what stands behind its semicolons (RFC 2045 section 5.1, RFC 2231). */
export interface Parameterised {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

export class Headers {
  readonly all: readonly Header[];
  readonly #byName = new Map<string, string[]>();
  constructor(all: readonly Header[]) {
    this.all = all;
    for (const header of all) {
      const name = header.name.toLowerCase();
      const values = this.#byName.get(name);
      if (values === undefined) {
        this.#byName.set(name, [header.value]);
      } else {
        values.push(header.value);
      }
    }
  }
  /** The first of that name: a second one must not read differently here than elsewhere. */
  first(name: string): string | undefined {
    return this.#byName.get(name)?.[0];
  }
  every(name: string): readonly string[] {
    return this.#byName.get(name) ?? [];
  }
}

/** Headers of a block of bytes. Lines that are none are read past, with a mark. */
export function parseHeaders(block: Uint8Array, mark: Mark): Headers {
  const text = decodeText(block, 'utf-8', mark);
  const folded: { name: string; lines: string[] }[] = [];
  for (const [at, line] of text.split(/\r\n|\n|\r(?=[!-9;-~]+:)/).entries()) {
    const last = folded.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.lines.push(line);
      continue;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? '' : line.slice(0, colon).trimEnd();
    if (/^[!-9;-~]{1,200}$/.test(name)) {
      folded.push({ name, lines: [line.slice(colon + 1)] });
    } else if (line !== '' && !(at === 0 && line.startsWith('From ')) && !/^>From /.test(line)) {
      mark('headers_broken');
    }
  }
  return new Headers(
    folded.map(({ lines, name }) => ({
      name,
      value: lines
        .join('')
        .replaceAll(/[\r\n]+/g, ' ')
        .trim(),
    })),
  );
}

const encodedWord = /=\?([\w.:+-]{1,60})(?:\*[\w-]{0,35})?\?([bq])\?([^?]{0,4000})\?=/gi;

interface Word {
  charset: string;
  bytes: Uint8Array;
}

/** Words in another charset (RFC 2047). Neighbours in one charset are read together: some programs split a character. */
export function decodeWords(value: string, mark: Mark): string {
  if (!value.includes('=?')) {
    return value;
  }
  let decoded = '';
  let end = 0;
  let words: Word[] = [];
  const flush = () => {
    decoded += joined(words, mark);
    words = [];
  };
  for (const match of value.matchAll(encodedWord)) {
    const [whole, charset = '', encoding = '', content = ''] = match;
    const between = value.slice(end, match.index);
    if (words.length === 0 || between.trim() !== '') {
      flush();
      decoded += between;
    }
    const bytes =
      encoding.toLowerCase() === 'b'
        ? decodeBase64(Buffer.from(content, 'latin1'), mark)
        : wordBytes(content);
    words.push({ charset: charset.toLowerCase(), bytes });
    end = match.index + whole.length;
  }
  flush();
  return decoded + value.slice(end);
}

function joined(words: readonly Word[], mark: Mark): string {
  let text = '';
  for (let at = 0; at < words.length; ) {
    const charset = words[at]?.charset;
    const run: Uint8Array[] = [];
    for (; words[at]?.charset === charset && at < words.length; at += 1) {
      run.push(words[at]?.bytes ?? new Uint8Array());
    }
    text += decodeText(Buffer.concat(run), charset, mark);
  }
  return text;
}

/** The Q encoding: an underscore is a blank. */
function wordBytes(content: string): Uint8Array {
  const text = content
    .replaceAll('_', ' ')
    .replaceAll(/=([\da-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // What stands unescaped above ASCII came through `decodeText` already and goes back to bytes as UTF-8.
  return /[^\0-\xff]/.test(text) ? Buffer.from(text, 'utf8') : Buffer.from(text, 'latin1');
}

/** Pieces between separators that stand outside quotes and comments, comments left out when asked. */
export function splitOutside(value: string, separator: string, keepComments = false): string[] {
  const pieces: string[] = [];
  let piece = '';
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    if (character === '\\' && (isQuoted || depth > 0)) {
      piece += depth > 0 && !keepComments ? '' : character + value.charAt(at + 1);
      at += 1;
      continue;
    }
    if (character === '"' && depth === 0) {
      isQuoted = !isQuoted;
    } else if (!isQuoted && character === '(') {
      depth += 1;
    }
    if (character === separator && !isQuoted && depth === 0) {
      pieces.push(piece.trim());
      piece = '';
    } else if (depth === 0 || keepComments) {
      piece += character;
    }
    if (!isQuoted && character === ')' && depth > 0) {
      depth -= 1;
    }
  }
  pieces.push(piece.trim());
  return pieces;
}

export function unquoted(value: string): string {
  return value.startsWith('"')
    ? value.slice(1, value.endsWith('"') ? -1 : undefined).replaceAll(/\\(.)/g, '$1')
    : value;
}

export function parseParameters(header: string | undefined, mark: Mark): Parameterised {
  const [value = '', ...rest] = splitOutside(cutText(header ?? '', limits.mailHeaderBytesMax), ';');
  const plain = new Map<string, string>();
  const pieces = new Map<string, { at: number; isEncoded: boolean; text: string }[]>();
  for (const each of rest.slice(0, 200)) {
    const equals = each.indexOf('=');
    const name = each.slice(0, equals).trim().toLowerCase();
    const text = unquoted(each.slice(equals + 1).trim());
    const split = /^([^*]{1,60})(?:\*(\d{1,3}))?(\*)?$/.exec(name);
    if (equals <= 0 || split === null) {
      continue;
    }
    const [, base = '', number, star] = split;
    if (number === undefined && star === undefined) {
      plain.set(name, plain.get(name) ?? decodeWords(text, mark));
    } else {
      const known = pieces.get(base) ?? [];
      known.push({ at: Number(number ?? 0), isEncoded: star !== undefined, text });
      pieces.set(base, known);
    }
  }
  for (const [name, list] of pieces) {
    plain.set(name, continued(list, mark));
  }
  return { value: value.toLowerCase().replaceAll(/\s/g, ''), parameters: plain };
}

/** A value in numbered pieces, some of them percent-encoded in a charset that the first one names (RFC 2231). */
function continued(list: { at: number; isEncoded: boolean; text: string }[], mark: Mark): string {
  const ordered = list.toSorted((one, other) => one.at - other.at);
  const named = ordered[0]?.isEncoded ? /^([^']{0,60})'[^']{0,60}'/.exec(ordered[0].text) : null;
  const bytes = ordered.map(({ isEncoded, text }, at) => {
    const rest = at === 0 && named !== null ? text.slice(named[0].length) : text;
    return isEncoded
      ? Buffer.from(
          rest.replaceAll(/%([\da-f]{2})/gi, (_whole, hex: string) =>
            String.fromCharCode(Number.parseInt(hex, 16)),
          ),
          'latin1',
        )
      : Buffer.from(rest, 'utf8');
  });
  return decodeText(Buffer.concat(bytes), named?.[1] || 'utf-8', mark);
}
