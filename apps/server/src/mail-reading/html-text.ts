// SPDX-License-Identifier: Apache-2.0
import { decodeEntities } from './html-entities.ts';

/** What an HTML text says, and where it leads. Nothing of it is built, run or loaded. */
export interface HtmlRead {
  readonly text: string;
  /** What stands outside of links: an address in it leads where it says. */
  readonly loose: string;
  /** Addresses as written, with the words they hide behind; null for those that nobody sees. */
  readonly links: readonly { readonly address: string; readonly words: string | null }[];
}

/** Content that is no words. It ends at its own end tag only, as browsers read it. */
const silent = new Set([
  'script',
  'style',
  'title',
  'textarea',
  'noscript',
  'template',
  'iframe',
  'svg',
  'object',
  'xml',
]);
const rowEnds = new Set([
  'tr',
  'li',
  'dt',
  'dd',
  'option',
  'br',
  'div',
  'caption',
  'center',
  'section',
  'article',
  'header',
  'footer',
  'form',
  'address',
  'pre',
]);
const paragraphs = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'table',
  'ul',
  'ol',
  'dl',
  'blockquote',
  'hr',
  'body',
]);
const linkAttributes = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'background',
  'poster',
  'data',
  'ping',
]);

const TURNS_BACK_MAX = 20;

/** Looks forward for a text and remembers where there is none left, so that a mail full of beginnings stays linear. */
class Seeker {
  readonly #html: string;
  readonly #small: string;
  readonly #found = new Map<string, number>();
  turnsBack = 0;
  constructor(html: string) {
    this.#html = html;
    // Only ASCII letters change, so that places stay the same.
    this.#small = html.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }
  next(what: string, from: number): number {
    const known = this.#found.get(what);
    if (known === -1 || (known !== undefined && known >= from)) {
      return known;
    }
    const found = (what.startsWith('</') ? this.#small : this.#html).indexOf(what, from);
    this.#found.set(what, found);
    return found;
  }
}

interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  readonly end: number;
}

/** Takes the words out of HTML, in one pass. */
export function readHtml(html: string): HtmlRead {
  const reading = new Reading();
  const seeker = new Seeker(html);
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    reading.say(html.slice(at, open < 0 ? html.length : open));
    if (open < 0) {
      break;
    }
    const after = html.charAt(open + 1);
    if (after === '!' || after === '?') {
      at = endOfDeclaration(html, seeker, open);
      continue;
    }
    const tag = /[a-zA-Z/]/.test(after) ? readTag(html, seeker, open) : null;
    if (tag === null) {
      reading.say('<');
      at = open + 1;
      continue;
    }
    at = tag.end;
    if (silent.has(tag.name) && !tag.isEnd) {
      reading.lead(tag);
      const close = seeker.next(`</${tag.name}`, at);
      at = close < 0 ? (tag.name === 'script' || tag.name === 'style' ? html.length : at) : close;
      continue;
    }
    reading.take(tag);
  }
  return reading.done();
}

function endOfDeclaration(html: string, seeker: Seeker, open: number): number {
  const isComment = html.startsWith('<!--', open);
  const end = seeker.next(isComment ? '-->' : '>', isComment ? open + 2 : open);
  if (end >= 0) {
    return end + (isComment ? 3 : 1);
  }
  // A comment nobody closes would hide the rest of the mail: its beginning is dropped, its words are kept.
  return open + (isComment ? 4 : 2);
}

/** A tag with its attributes, or null when it has no end. */
function readTag(html: string, seeker: Seeker, open: number): Tag | null {
  const start = /<(\/?)([a-zA-Z][^\s/>]{0,60})/y;
  start.lastIndex = open;
  const named = start.exec(html);
  const close = seeker.next('>', open);
  if (close < 0) {
    return null;
  }
  const name = named?.[2]?.toLowerCase() ?? '';
  const attributes = new Map<string, string>();
  let at = start.lastIndex === 0 ? close : start.lastIndex;
  const attribute = /[\s/]*(?:([^\s=>/"'][^\s=>/]{0,60})(?:\s*=\s*(?:(["'])|([^\s>"']*)))?|[^>])/y;
  while (at < html.length && html.charAt(at) !== '>') {
    attribute.lastIndex = at;
    const match = attribute.exec(html);
    if (match === null) {
      break;
    }
    at = attribute.lastIndex;
    const [, key, quote, bare] = match;
    if (quote !== undefined) {
      const end = seeker.next(quote, at);
      if (end < 0) {
        // A quote nobody closes: the tag ends at its first bracket. Not for ever, or each beginning reads the rest again.
        seeker.turnsBack += 1;
        const isOver = seeker.turnsBack > TURNS_BACK_MAX;
        return { name, isEnd: named?.[1] === '/', attributes, end: isOver ? html.length : close + 1 };
      }
      set(attributes, key, html.slice(at, end));
      at = end + 1;
    } else {
      set(attributes, key, bare ?? '');
    }
  }
  const end = seeker.next('>', at);
  return { name, isEnd: named?.[1] === '/', attributes, end: (end < 0 ? close : end) + 1 };
}

function set(attributes: Map<string, string>, key: string | undefined, value: string): void {
  const name = key?.toLowerCase();
  if (name !== undefined && attributes.size < 100 && !attributes.has(name)) {
    attributes.set(name, decodeEntities(value));
  }
}

/** What was said so far, and which link is open. */
class Reading {
  readonly #pieces: string[] = [];
  readonly #loose: string[] = [];
  readonly #links: { address: string; words: string | null }[] = [];
  #anchor: { address: string; from: number } | null = null;
  #breaks = 0;
  #isBlank = true;
  #hiddenIn: { name: string; depth: number; from: number } | null = null;

  say(html: string): void {
    const words = decodeEntities(html).replaceAll(/[ \t\r\n\f]+/g, ' ');
    if (words === '' || (words === ' ' && this.#isBlank)) {
      return;
    }
    const text = this.#isBlank ? words.trimStart() : words;
    if (text === '') {
      return;
    }
    this.#pieces.push(text);
    this.#loose.push(this.#anchor === null ? text : ' ');
    this.#breaks = 0;
    this.#isBlank = text.endsWith(' ');
  }

  #break(count: number): void {
    for (; this.#breaks < count && this.#pieces.length > 0; this.#breaks += 1) {
      this.#pieces.push('\n');
      this.#loose.push('\n');
    }
    this.#isBlank = true;
  }

  /** Every address a tag carries. The words of an `a` are known when it closes. */
  lead(tag: Tag): void {
    for (const [name, value] of tag.attributes) {
      if (linkAttributes.has(name) && !(tag.name === 'a' && name === 'href') && value.trim() !== '') {
        this.#links.push({ address: value, words: null });
      } else if (name === 'style') {
        for (const [, address = ''] of value.matchAll(/url\(\s{0,9}["']?([^"'()]{1,2000})/gi)) {
          this.#links.push({ address, words: null });
        }
      }
    }
  }

  take(tag: Tag): void {
    this.#hide(tag);
    if (!tag.isEnd) {
      this.lead(tag);
    }
    if (tag.name === 'a') {
      this.#close();
      const address = tag.isEnd ? undefined : tag.attributes.get('href');
      this.#anchor = address === undefined ? null : { address, from: this.#pieces.length };
    } else if (tag.name === 'img' && !tag.isEnd) {
      this.#picture(tag);
    } else if (paragraphs.has(tag.name)) {
      this.#break(2);
    } else if (tag.name === 'br') {
      this.#pieces.push('\n');
      this.#loose.push('\n');
      this.#breaks += 1;
      this.#isBlank = true;
    } else if (rowEnds.has(tag.name)) {
      this.#break(1);
      if (tag.name === 'li' && !tag.isEnd) {
        this.say('• ');
      }
    } else if ((tag.name === 'td' || tag.name === 'th') && tag.isEnd) {
      this.say('  ');
    }
  }

  #picture(tag: Tag): void {
    const alt = tag.attributes.get('alt')?.trim() ?? '';
    if (alt !== '') {
      this.say(`[${alt}] `.replaceAll(/[&<]/g, (sign) => (sign === '&' ? '&amp;' : '&lt;')));
    }
  }

  #close(): void {
    if (this.#anchor !== null) {
      const words = this.#pieces.slice(this.#anchor.from).join('').trim();
      this.#links.push({ address: this.#anchor.address, words });
      this.#anchor = null;
    }
  }

  /** What a mail hides from its reader is left out, unless it never stops hiding: then it was a fault. */
  #hide(tag: Tag): void {
    const hidden = this.#hiddenIn;
    if (hidden !== null && tag.name === hidden.name) {
      hidden.depth += tag.isEnd ? -1 : 1;
      if (hidden.depth === 0) {
        this.#pieces.length = Math.min(this.#pieces.length, hidden.from);
        this.#hiddenIn = null;
      }
    } else if (hidden === null && !tag.isEnd && /^(div|span|p|td|tr|table)$/.test(tag.name)) {
      const style = tag.attributes.get('style') ?? '';
      if (/display\s*:\s*none/i.test(style)) {
        this.#hiddenIn = { name: tag.name, depth: 1, from: this.#pieces.length };
      }
    }
  }

  done(): HtmlRead {
    this.#close();
    const lines = this.#pieces.join('').split('\n');
    const text = lines.map((line) => line.trimEnd()).join('\n');
    return {
      text: text.replaceAll(/\n{3,}/g, '\n\n').trim(),
      loose: this.#loose.join(''),
      links: this.#links,
    };
  }
}
