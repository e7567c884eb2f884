// SPDX-License-Identifier: Apache-2.0
import { type Html, html } from '../report-page/index.ts';

/** What a text may name: the value as text, and as markup where it is more than that. */
export interface NamedValue {
  readonly text: string;
  readonly shown: Html;
}

/** Only these leave the page; `javascript:` and `data:` stay the text they are. */
const ADDRESS = /^(?:https?:\/\/[^\s/?#]+|mailto:[^\s@]+@[^\s@]+$|tel:\+?[\d .()-]+$)/i;
const INLINE = /\*\*([^*\n]+)\*\*|\[([^\]\n]+)\]\(([^()\s]+)\)|\{(\w+)\}/g;

/**
 * Text of staff as markup: paragraphs between empty lines, lines that begin with `- ` as a list, `**bold**`, and
 * `[words](address)`. Everything else is text and is escaped, tags included. A paragraph or line that names something
 * the organisation has not filled in, such as `{phone}`, is left out: "Call" without a number helps nobody.
 */
export function markup(source: string, values: Readonly<Record<string, NamedValue>>): Html {
  const blocks = source
    .split(/\n[ \t]*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '');
  return html`${blocks.map((block) => blockShown(block, values))}`;
}

function blockShown(block: string, values: Readonly<Record<string, NamedValue>>): Html {
  const lines = block.split('\n').filter((line) => line.trim() !== '' && isWhole(line, values));
  const isItem = (line: string) => /^\s*- /.test(line);
  const shown: Html[] = [];
  for (let at = 0; at < lines.length; ) {
    const isList = isItem(lines[at] ?? '');
    const end = lines.findIndex((line, index) => index > at && isItem(line) !== isList);
    const run = lines.slice(at, end === -1 ? undefined : end);
    at += run.length;
    shown.push(
      isList
        ? html`<ul>${run.map((line) => html`<li>${inline(line.replace(/^\s*- /, ''), values)}</li>`)}</ul>`
        : html`<p>${run.map((line, index) => html`${index > 0 && html`<br>`}${inline(line, values)}`)}</p>`,
    );
  }
  return html`${shown}`;
}

function isWhole(line: string, values: Readonly<Record<string, NamedValue>>): boolean {
  return [...line.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => namedIn(values, name)?.text !== '');
}

function namedIn(values: Readonly<Record<string, NamedValue>>, name: string): NamedValue | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function inline(text: string, values: Readonly<Record<string, NamedValue>>): Html {
  const parts: (Html | string)[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, words, address, name] = match;
    parts.push(text.slice(from, match.index));
    from = match.index + whole.length;
    if (bold !== undefined) {
      parts.push(html`<strong>${inline(bold, values)}</strong>`);
    } else if (words !== undefined && address !== undefined) {
      parts.push(ADDRESS.test(address) ? html`<a href="${address}">${words}</a>` : whole);
    } else {
      parts.push(namedIn(values, name ?? '')?.shown ?? whole);
    }
  }
  parts.push(text.slice(from));
  return html`${parts}`;
}
