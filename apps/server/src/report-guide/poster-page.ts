// SPDX-License-Identifier: Apache-2.0
import { type Language, languages } from '@belfry/contract';
import { at, type Html, html, type PageContext } from '../report-page/index.ts';
import { textOf } from './content.ts';
import { type GuideShown, namedValues, telephone } from './guide-page.ts';
import { markup } from './markup.ts';
import { type GuideMessage, guideWord } from './words.ts';

export const posterSizes = ['a4', 'a5', 'card'] as const;
export type PosterSize = (typeof posterSizes)[number];

export interface Poster {
  readonly size: PosterSize;
  /** One language, or all of them on one sheet. */
  readonly isEverybody: boolean;
  /** Address of the form, as the code carries it. */
  readonly address: string;
}

const sizeNames: Record<PosterSize, string> = { a4: 'A4', a5: 'A5', card: 'A6' };
const languageNames: Record<Language, string> = {
  en: 'English',
  nl: 'Nederlands',
  fr: 'Français',
  de: 'Deutsch',
};

/** A sheet for the wall or the wallet: black on white, readable from two metres, nothing that needs colour. */
export function posterPage(context: PageContext, shown: GuideShown, poster: Poster): string {
  const { desk, language } = context;
  const { address, isEverybody, size } = poster;
  const spoken = isEverybody ? languages : [language];
  const title = guideWord(language, size === 'card' ? 'section.it_down' : 'poster.title');
  const qr = html`<img class="code" src="/report/qr.svg" alt="${guideWord(language, 'poster.qr', { address })}" width="300" height="300">`;
  const plain = address.replace(/^https?:\/\//, '');
  const document = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – ${desk.name}</title>
<link rel="icon" type="image/svg+xml" href="/report/icon.svg">
<link rel="stylesheet" href="/report/poster.css">
<link rel="stylesheet" href="/report/poster-${size}.css">
</head>
<body class="size-${size}${isEverybody && ' everybody'}">
${choices(context, poster)}
<main class="sheet">
<p class="whose">${desk.name}</p>
${size === 'card' ? card(context, shown, spoken) : html`<h1>${lines(spoken, 'poster.title')}</h1><p class="what">${lines(spoken, 'poster.what')}</p>`}
<div class="scan">${qr}<div><p>${lines(spoken, 'poster.scan')}</p><p class="address">${broken(plain)}</p></div></div>
${desk.phone !== '' && html`<div class="call">${size !== 'card' && html`<p>${lines(spoken, 'poster.call')}</p>`}<p class="phone">${telephone(desk.phone)}</p></div>`}
${size !== 'card' && html`<p class="promise">${lines(spoken, 'poster.promise')}</p>`}
</main>
</body>
</html>
`;
  return document.toString();
}

/** The same words in each language, each marked as what it is. */
function lines(spoken: readonly Language[], id: GuideMessage): Html {
  return html`${spoken.map((language) => html`<span lang="${language}">${guideWord(language, id)}</span> `)}`;
}

function card(context: PageContext, shown: GuideShown, spoken: readonly Language[]): Html {
  const [first = context.language] = spoken;
  return html`<h1>${lines(spoken, 'section.it_down')}</h1><div lang="${first}" class="advice">${markup(textOf(shown.content, first, 'it_down') ?? '', namedValues(context))}</div>`;
}

/** An address that may break after a slash or a dot, and nowhere else. */
function broken(address: string): Html {
  return html`${address.split(/(?<=[/.])/).map((part) => html`${part}<wbr>`)}`;
}

function choices(context: PageContext, poster: Poster): Html {
  const { language } = context;
  const to = (size: PosterSize, spoken: string) => `/report/poster?size=${size}&lang=${spoken}`;
  const chosen = poster.isEverybody ? 'all' : language;
  const choice = (href: string, text: string, isCurrent: boolean) =>
    html`<li>${isCurrent ? html`<strong aria-current="true">${text}</strong>` : html`<a href="${href}">${text}</a>`}</li>`;
  return html`<nav class="choices" aria-label="${guideWord(language, 'poster.page')}">
<ul>${posterSizes.map((size) => choice(to(size, chosen), sizeNames[size], size === poster.size))}</ul>
<ul>${languages.map((one) => choice(to(poster.size, one), languageNames[one], one === chosen))}${choice(to(poster.size, 'all'), languages.map((one) => one.toUpperCase()).join(' '), poster.isEverybody)}</ul>
<ul><li><a href="${at(context, '/report/guide')}">${guideWord(language, 'title')}</a></li></ul></nav>`;
}
