// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { cutText, limits, type MailInside, type MailReading, storableText } from '@belfry/contract';
import { addressParser } from 'postal-mime';
import { readHtml } from './html-text.ts';
import {
  authenticationOf,
  bounceOf,
  mailDate,
  messageIds,
  natureOf,
  refersTo,
  stationsOf,
} from './mail-facts.ts';
import { decodeWords, type Headers, parseHeaders, parseParameters } from './mail-headers.ts';
import { defangText, LinkList } from './mail-link.ts';
import type { MailOddity, Mark } from './mail-oddity.ts';
import { type Counting, type Part, readPart, splitHead, textOf } from './mime.ts';

/** The content of a file in a mail, by the number of its part. */
export interface MailPart {
  readonly part: number;
  readonly content: Uint8Array;
}

export interface MailTakenApart {
  readonly reading: MailReading;
  readonly files: MailPart[];
}

type Address = MailInside['from'][number];
type TextFrom = MailInside['textFrom'];

/** What is left of each limit that counts over the mail and the ones inside of it together. */
interface Room extends Counting {
  text: number;
  links: number;
  headers: number;
  headerCharacters: number;
  mails: number;
}

interface Work {
  readonly mails: MailInside[];
  readonly files: MailPart[];
  readonly room: Room;
  readonly mark: Mark;
}

/**
 * Takes a mail apart for reading. The same bytes give the same reading. It never refuses and never throws on purpose:
 * what is beyond a limit is cut, what is broken is read as far as it goes, and both are marked.
 */
export function readMail(raw: Uint8Array): MailTakenApart {
  const odd = new Set<MailOddity>();
  const mark: Mark = (oddity) => odd.add(oddity);
  const room: Room = {
    parts: 0,
    text: limits.mailTextCharactersMax,
    links: limits.mailLinksMax,
    headers: limits.mailHeadersMax,
    headerCharacters: limits.mailHeadersCharactersMax,
    mails: limits.mailsInsideMax,
  };
  const work: Work = { mails: [], files: [], room, mark };
  const root = readPart(raw, room, mark);
  readInto(work, root, 0);
  const subject = work.mails[0]?.subject ?? '';
  const nature = natureOf({
    headers: root.headers,
    subject,
    // As stated: a container without a boundary is read as words, and still says what it is.
    type: parseParameters(root.headers.first('content-type'), mark).value,
    reportType: (root.typeParameters.get('report-type') ?? '').toLowerCase(),
  });
  const reading: MailReading = {
    nature,
    refersTo: refersTo(root.headers),
    mails: work.mails,
    bounce: nature === 'bounce' ? readBounce(root, work) : null,
    oddities: [],
  };
  const kept = storable(reading, mark) as MailReading;
  return { reading: { ...kept, oddities: [...odd].sort() }, files: work.files };
}

/** PostgreSQL holds no NUL, and JSON no half of a character. */
function storable(value: unknown, mark: Mark): unknown {
  if (typeof value === 'string') {
    const whole = storableText(value);
    if (whole !== value) {
      mark('characters_replaced');
    }
    return whole;
  }
  if (Array.isArray(value)) {
    return value.map((each) => storable(each, mark));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, storable(each, mark)]));
  }
  return value;
}

/** Reads one mail and then, depth first, those inside of it. */
function readInto(work: Work, root: Part, depth: number): void {
  const { headers } = root;
  const found: Found = { words: [], sources: new Set(), files: [], inside: [] };
  const links = new LinkList(work.room, work.mark);
  collect(work, root, found, links, depth);
  const joined = found.words.filter((each) => each.trim() !== '').join('\n\n');
  const text = cutText(defangText(joined), work.room.text);
  if (text.length < joined.length && joined.length > work.room.text) {
    work.mark('text_cut');
  }
  work.room.text -= text.length;
  work.mails.push({
    depth,
    ...whoWrote(headers, work.mark),
    text,
    textFrom: text === '' ? 'none' : found.sources.has('html') ? 'html' : 'plain',
    links: links.list,
    files: found.files,
    authentication: authenticationOf(headers, work.mark),
    received: stationsOf(headers),
    headers: shownHeaders(headers, work),
  });
  for (const inner of found.inside) {
    readInto(work, inner, depth + 1);
  }
}

function shownHeaders(headers: Headers, work: Work): MailInside['headers'] {
  const shown = headers.all.slice(0, Math.max(0, work.room.headers));
  work.room.headers -= shown.length;
  if (shown.length < headers.all.length) {
    work.mark('headers_cut');
  }
  return shown.map(({ name, value }) => {
    const room = Math.min(limits.mailHeaderCharactersMax, work.room.headerCharacters);
    if (value.length > room) {
      work.mark('headers_cut');
    }
    const read = cutText(defangText(decodeWords(cutText(value, room), work.mark)), 2 * room);
    work.room.headerCharacters -= Math.min(value.length, room);
    return { name, value: read };
  });
}

function whoWrote(headers: Headers, mark: Mark) {
  const addresses = (name: string) => addressesOf(headers.every(name).join(', '), mark);
  const from = addresses('from');
  const sender = addresses('sender')[0] ?? null;
  const line = (name: string) => cutText(headers.first(name) ?? '', limits.mailHeaderCharactersMax);
  const path = headers.first('return-path');
  return {
    subject: decodeWords(line('subject'), mark),
    from,
    sender: sender !== null && sender.address !== from[0]?.address ? sender : null,
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    returnPath: path === undefined ? null : cutText(path.replaceAll(/[<>]/g, '').trim(), 320),
    writtenAt: mailDate(line('date')),
    messageId: messageIds(headers.first('message-id'))[0] ?? (line('message-id').trim() || null),
  };
}

/** Some 100 addresses a page: a header of a million is cut before anything looks at it. */
const ADDRESS_HEADER_CHARACTERS_MAX = 32_768;

function addressesOf(value: string, mark: Mark): Address[] {
  if (value === '') {
    return [];
  }
  const read = addressParser(cutText(value, ADDRESS_HEADER_CHARACTERS_MAX), { flatten: true });
  if (value.length > ADDRESS_HEADER_CHARACTERS_MAX || read.length > limits.mailAddressesMax) {
    mark('addresses_cut');
  }
  const addresses: Address[] = [];
  let name = '';
  for (const each of read.slice(0, limits.mailAddressesMax)) {
    const whole = [name, each.name].filter((piece) => piece !== '').join(', ');
    // A name with a comma that nobody quoted comes as two: what has no address belongs to the next that has one.
    if (each.address === '' || each.address === undefined) {
      name = whole;
    } else {
      addresses.push({ name: cutText(whole, 1_000), address: cutText(each.address, 1_000) });
      name = '';
    }
  }
  return name === '' ? addresses : [...addresses, { name: cutText(name, 1_000), address: '' }];
}

interface Found {
  readonly words: string[];
  readonly sources: Set<TextFrom>;
  readonly files: MailInside['files'];
  readonly inside: Part[];
}

/** Sorts the parts of one mail into words, files and mails inside. */
function collect(work: Work, part: Part, found: Found, links: LinkList, depth: number): void {
  if (part.type === 'multipart/alternative') {
    collectAlternative(work, part, found, links, depth);
  } else if (part.parts.length > 0) {
    for (const each of part.parts) {
      collect(work, each, found, links, depth);
    }
  } else if (isWords(part)) {
    const { from, text } = wordsOf(work, part, links);
    found.words.push(text);
    if (text.trim() !== '') {
      found.sources.add(from);
    }
  } else if (!part.type.startsWith('multipart/') || part.content.length > 0) {
    collectFile(work, part, found, depth);
  }
}

/** One of several forms of the same words: the plain one when it says something. Links and files of all count. */
function collectAlternative(work: Work, part: Part, found: Found, links: LinkList, depth: number): void {
  const plain: Found = { ...found, words: [], sources: new Set() };
  const rich: Found = { ...found, words: [], sources: new Set() };
  for (const each of part.parts) {
    collect(work, each, isWords(each) && each.type === 'text/plain' ? plain : rich, links, depth);
  }
  const chosen = plain.words.some((text) => /[\p{L}\p{N}]/u.test(text)) ? plain : rich;
  found.words.push(...chosen.words);
  for (const source of chosen.sources) {
    found.sources.add(source);
  }
}

function isWords(part: Part): boolean {
  const isText = part.type === 'text/plain' || part.type === 'text/html';
  return isText && part.disposition !== 'attachment' && part.name === '';
}

function wordsOf(work: Work, part: Part, links: LinkList): { text: string; from: 'html' | 'plain' } {
  const written = textOf(part, work.mark);
  if (part.type === 'text/plain') {
    links.addFrom(written);
    return { text: written.replaceAll('\r\n', '\n').trim(), from: 'plain' };
  }
  const html = readHtml(written);
  for (const { address, words } of html.links) {
    links.add(address, words);
  }
  links.addFrom(html.loose);
  return { text: html.text, from: 'html' };
}

/** A mail that travels as a file: by its type, or by its name when a program did not know the type. */
function isMail(part: Part): boolean {
  if (part.type === 'message/rfc822' || part.type === 'message/global') {
    return true;
  }
  return (
    /\.eml$/i.test(part.name) && /^(From |[!-9;-~]{1,76}:[ \t])/.test(latin1(part.content.subarray(0, 200)))
  );
}

const latin1 = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

function collectFile(work: Work, part: Part, found: Found, depth: number): void {
  if (work.files.length >= limits.mailFilesMax) {
    work.mark('files_cut');
    return;
  }
  const inner = isMail(part) && part.content.length > 0 ? readInner(work, part, depth) : null;
  work.files.push({ part: part.number, content: part.content });
  found.files.push({
    part: part.number,
    name: cutText(part.name, 1_000),
    mediaType: part.type,
    sizeBytes: part.content.length,
    sha256: createHash('sha256').update(part.content).digest('hex'),
    isInline:
      part.disposition === 'inline' ||
      (part.disposition === '' && part.headers.first('content-id') !== undefined),
    isMessage: inner !== null,
  });
  if (inner !== null) {
    found.inside.push(inner);
  }
}

/** A mail inside, or null when it lies deeper than anybody reads. It stays a file either way. */
function readInner(work: Work, part: Part, depth: number): Part | null {
  if (depth + 1 > limits.mailInsideDepthMax) {
    work.mark('nesting_cut');
    return null;
  }
  if (work.room.parts >= limits.mailPartsMax || work.room.mails <= 0) {
    work.mark('parts_cut');
    return null;
  }
  work.room.mails -= 1;
  return readPart(part.content, work.room, work.mark);
}

function readBounce(root: Part, work: Work): MailReading['bounce'] {
  const status = root.parts.find((part) => /^message\/(global-)?delivery-status$/.test(part.type));
  const returned = root.parts.find((part) =>
    /^(message\/(rfc822|global)(-headers)?|text\/rfc822-headers)$/.test(part.type),
  );
  const blocks =
    status === undefined
      ? []
      : latin1(status.content)
          .split(/\r?\n\r?\n/)
          .slice(0, limits.mailFactsMax);
  return bounceOf({
    text: work.mails[0]?.text ?? '',
    outer: root.headers,
    original:
      returned === undefined
        ? null
        : parseHeaders(returned.content.subarray(0, limits.mailHeaderBytesMax), () => undefined),
    status: blocks.map((block) => parseHeaders(Buffer.from(block, 'latin1'), () => undefined)),
  });
}

/** What the first lines of a mail give when it cannot be taken apart whole. */
export function readBeginning(raw: Uint8Array, oddity: 'too_large_to_read' | 'unreadable'): MailTakenApart {
  const { reading } = readMail(splitHead(raw.subarray(0, BEGINNING_BYTES)).head);
  return { reading: { ...reading, oddities: [oddity] }, files: [] };
}

/** Enough for who wrote, when and about what; too little to do harm. */
const BEGINNING_BYTES = 16_384;
