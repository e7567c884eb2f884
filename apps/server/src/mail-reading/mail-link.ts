// SPDX-License-Identifier: Apache-2.0
import { domainToUnicode } from 'node:url';
import { cutText, limits, type MailInside } from '@belfry/contract';
import type { Mark } from './mail-oddity.ts';

export type MailLink = MailInside['links'][number];

const webAddress = /\b(https?|ftps?):(\/\/|\\\\|\/\\|\\\/)([^\s/?#\\"'<>]*)/gi;
const bareAddress = /(?<![\w.@/[\]-])www\.[^\s/?#\\"'<>]{1,253}/gi;

function dotted(text: string): string {
  return text.replaceAll(/(?<!\[)\.(?!\])/g, '[.]');
}

/** Makes every address in a text harmless: no program turns it into a link, no hand opens it by mistake. */
export function defangText(text: string): string {
  return text
    .replaceAll(
      webAddress,
      (_whole, scheme: string, slashes: string, authority: string) =>
        `${scheme.replace(/tt/i, 'xx').replace(/^ft/i, 'fx')}:${slashes}${dotted(authority)}`,
    )
    .replaceAll(bareAddress, dotted);
}

/** A link as a person may see it. */
export function defangLink(address: string): string {
  const scheme = /^([a-z][a-z\d+.-]{0,30}):/i.exec(address)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    return /^(\/\/|[\w-]+\.)/.test(address)
      ? address.replace(/^(\/\/)?[^/?#]*/, dotted)
      : defangText(address);
  }
  if (/^(https?|ftps?)$/.test(scheme) && /^[a-z]+:[/\\]{2}/i.test(address)) {
    return defangText(address);
  }
  const rest = address.slice(scheme.length + 1);
  return `${scheme.replace(/^http/, 'hxxp')}[:]${scheme === 'mailto' ? dotted(rest).replaceAll('@', '[@]') : defangText(rest)}`;
}

interface Host {
  /** As the network knows it; empty when there is none. */
  readonly name: string;
  readonly shown: string;
}

/** The host a link leads to, by the rules browsers follow: names before an @ and odd slashes do not deceive it. */
export function hostOf(address: string): Host {
  const mail = /^mailto:[^?]*@([^?@,;>\s]+)/i.exec(address)?.[1];
  const name = mail === undefined ? webHost(address) : mail.toLowerCase();
  if (name === '') {
    return { name, shown: '' };
  }
  const words = domainToUnicode(name);
  return {
    name,
    shown: words !== '' && words !== name ? `${dotted(name)} (${dotted(words)})` : dotted(name),
  };
}

function webHost(address: string): string {
  const absolute = address.startsWith('//') ? `https:${address}` : address;
  if (!/^(https?|ftps?):/i.test(absolute)) {
    return '';
  }
  // An address no browser would open still names a host: what stands between the slashes and the path.
  const written = /^[a-z]+:[/\\]*([^/\\?#]{0,255})/i.exec(absolute)?.[1] ?? '';
  return URL.parse(absolute)?.hostname.toLowerCase() ?? written.slice(written.lastIndexOf('@') + 1);
}

/** The part of a host that somebody owns, near enough without a list: two labels, three under such as co.uk. */
function ownedPart(host: string): string {
  const labels = host.replace(/\.$/, '').split('.');
  const isSecond = (labels.at(-1)?.length ?? 0) === 2 && (labels.at(-2)?.length ?? 0) <= 3;
  return labels.slice(isSecond ? -3 : -2).join('.');
}

const fileEnding =
  /\.(pdf|docx?|xlsx?|pptx?|html?|txt|png|jpe?g|gif|zip|rar|csv|eml|mp[34]|exe|js|php|aspx?)$/i;

/** A host that words name: an address in full, one that begins with www, or a text that is nothing but a host. */
export function hostNamed(words: string): string {
  const text = words.trim().slice(0, limits.mailLinkCharactersMax);
  const full = /(?:https?:\/\/|\bwww\.)[^\s/?#"'<>()]{3,253}/i.exec(text)?.[0];
  if (full !== undefined) {
    return (
      URL.parse(full.startsWith('www') || full.startsWith('WWW') ? `https://${full}` : full)?.hostname ?? ''
    );
  }
  const alone = /^(?:[^\s@/]{1,64}@)?((?:[\p{L}\p{N}_-]{1,63}\.){1,8}\p{L}{2,24})(?:[/?#:]\S*)?$/u.exec(
    text,
  )?.[1];
  return alone === undefined || fileEnding.test(alone) ? '' : (URL.parse(`https://${alone}`)?.hostname ?? '');
}

/** Links of the mail that is being read, each once, in order of appearance. */
export class LinkList {
  readonly list: MailLink[] = [];
  readonly #places = new Map<string, number>();
  readonly #room: { links: number };
  readonly #mark: Mark;
  constructor(room: { links: number }, mark: Mark) {
    this.#room = room;
    this.#mark = mark;
  }

  add(written: string, words: string | null): void {
    // Browsers drop line breaks and tabs inside of an address.
    const address = cutText(written.replaceAll(/[\t\r\n]/g, '').trim(), limits.mailLinkCharactersMax);
    if (address === '' || address.startsWith('#') || /^cid:/i.test(address)) {
      return;
    }
    const defanged = defangLink(address);
    const host = hostOf(address);
    const shown = words === null ? null : words.trim().replaceAll(/\s+/g, ' ');
    const named = shown === null ? '' : hostNamed(shown);
    const isDeceptive = named !== '' && host.name !== '' && ownedPart(named) !== ownedPart(host.name);
    const shownAs =
      shown === null || shown === '' || shown === address ? null : cutText(defangText(shown), 300);
    const place = this.#places.get(defanged);
    const known = place === undefined ? undefined : this.list[place];
    if (place !== undefined && known !== undefined) {
      // The same link again: what it hides behind matters more than that it also shows itself.
      if ((isDeceptive && !known.isDeceptive) || (known.shownAs === null && shownAs !== null)) {
        this.list[place] = { ...known, shownAs, isDeceptive: isDeceptive || known.isDeceptive };
      }
      return;
    }
    if (this.#room.links <= 0) {
      this.#mark('links_cut');
      return;
    }
    this.#room.links -= 1;
    this.#places.set(defanged, this.list.length);
    this.list.push({ defanged, host: host.shown, shownAs, isDeceptive });
  }

  /** Links that stand in plain words. */
  addFrom(text: string): void {
    for (const match of text.matchAll(/\b(?:https?|ftps?):\/\/[^\s"'<>]+|(?<![\w.@/-])www\.[^\s"'<>]+/gi)) {
      this.add(match[0].replace(/[.,;:!?)\]}]{1,20}$/, ''), null);
    }
  }
}
