// SPDX-License-Identifier: Apache-2.0
import { type Language, languages, limits } from '@belfry/contract';
import type { FieldProblem } from './draft.ts';
import { foreign, type Html, type HtmlValue, html } from './html.ts';
import { isMessage, type MessageId, messages, type Words, wordsOf } from './words.ts';

/** The desk as a stranger may know it. */
export interface DeskShown {
  readonly name: string;
  readonly phone: string;
  readonly mail: string;
  readonly timeZone: string;
}

/** What every page needs to know about the request it answers. */
export interface PageContext {
  readonly desk: DeskShown;
  readonly language: Language;
  /** Whether the address names the language; links then keep naming it. */
  readonly isLanguageChosen: boolean;
  readonly words: Words;
  /** The path of this page, for the links that only change the language. */
  readonly path: string;
  readonly now: Date;
}

export interface PageContent {
  readonly title: string;
  readonly body: HtmlValue;
  /** Style sheets besides our own; addresses of ours. */
  readonly styles?: readonly string[] | undefined;
  readonly backTo?: string | undefined;
  readonly problems?: readonly FieldProblem[] | undefined;
  /** The reporter said that it is happening now: the telephone comes first. */
  readonly isOngoing?: boolean | undefined;
  /** The report is here already: the telephone does not ask to come back to the form. */
  readonly isSent?: boolean | undefined;
}

/** An address of ours, in the language of the page. Parts come from us: tokens and names of steps. */
export function at(context: PageContext, path: string, query: Readonly<Record<string, string>> = {}): string {
  const parameters = new URLSearchParams(query);
  if (context.isLanguageChosen) {
    parameters.set('lang', context.language);
  }
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

export function page(context: PageContext, content: PageContent): string {
  const { desk, language, words: w } = context;
  const hasProblem = (content.problems?.length ?? 0) > 0;
  const title = hasProblem ? w('page.error', { title: content.title }) : content.title;
  const document = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${w('page.title', { title, organisation: desk.name })}</title>
<link rel="icon" type="image/svg+xml" href="/report/icon.svg">
<link rel="stylesheet" href="/report/style.css">
${content.styles?.map((address) => html`<link rel="stylesheet" href="${address}">`)}
</head>
<body>
<a class="skip" href="#content">${w('page.skip')}</a>
<header class="top">
<a class="home" href="${at(context, '/report')}"><span class="desk">${desk.name}</span> <span>${w('page.desk')}</span></a>
${languageLinks(context)}
</header>
<main id="content">
${content.backTo && html`<a class="back" href="${content.backTo}">${w('page.back')}</a>`}
${hasProblem && problemSummary(context, content.problems ?? [])}
${content.isOngoing && phoneFirst(context, content.isSent ? 'now.sent' : 'now.text')}
${content.body}
</main>
${help(context)}
</body>
</html>
`;
  return document.toString();
}

function languageLinks(context: PageContext): Html {
  const links = languages.map((language) =>
    language === context.language
      ? html`<li><span aria-current="true" lang="${language}">${messages[language]['language.name']}</span></li>`
      : html`<li><a href="${context.path}?lang=${language}" lang="${language}" hreflang="${language}">${messages[language]['language.name']}</a></li>`,
  );
  return html`<nav aria-label="${context.words('page.languages')}"><ul class="languages">${links}</ul></nav>`;
}

function telephone(phone: string): Html {
  return html`<a href="tel:${phone.replaceAll(/[^\d+]/g, '')}">${phone}</a>`;
}

/** The words of a message around pieces of markup, each where its `{name}` stands. */
export function around(w: Words, id: MessageId, pieces: Readonly<Record<string, Html>>): HtmlValue {
  return w(id)
    .split(/\{(\w+)\}/)
    .map((part, index) => (index % 2 === 0 ? part : pieces[part]));
}

function phoneFirst(context: PageContext, words: 'now.sent' | 'now.text'): HtmlValue {
  const { desk, words: w } = context;
  return (
    desk.phone !== '' &&
    html`<div class="urgent"><h2>${w('now.title')}</h2><p>${around(w, words, { phone: telephone(desk.phone) })}</p></div>`
  );
}

/** The same help in the same place on each page, the telephone first (WCAG 2.2, 3.2.6). */
function help(context: PageContext): HtmlValue {
  const { desk, words: w } = context;
  if (desk.phone === '' && desk.mail === '') {
    return false;
  }
  return html`<footer class="help"><h2>${w('help.title')}</h2>
${desk.phone !== '' && html`<p>${around(w, 'help.phone', { phone: telephone(desk.phone) })}</p>`}
${desk.mail !== '' && html`<p>${around(w, 'help.mail', { mail: html`<a href="mailto:${desk.mail}">${desk.mail}</a>` })}</p>`}
</footer>`;
}

/** The words of a problem. Numbers in them come from the limits; counts travel after a colon. */
export function problemText(context: PageContext, message: string): string {
  const [id = '', count = ''] = message.split(':');
  const values = {
    count,
    max:
      id === 'problem.files.many'
        ? limits.attachmentsPerReportMax
        : id.startsWith('problem.reach')
          ? limits.titleCharactersMax
          : limits.textCharactersMax,
    size: megabytes(),
    example: exampleDate(context),
  };
  return isMessage(id) ? context.words(id, values) : '';
}

export function megabytes(): number {
  return Math.floor(limits.attachmentBytesMax / 1_048_576);
}

/** Yesterday, as one writes a date in parts: an example that is always in the past. */
export function exampleDate(context: PageContext): string {
  const yesterday = new Date(context.now.getTime() - 86_400_000);
  return new Intl.DateTimeFormat(localeOf(context.language), {
    day: 'numeric',
    month: 'numeric',
    year: 'numeric',
    timeZone: context.desk.timeZone,
  }).format(yesterday);
}

/** Dates in English are written the European way round: 4/5 is the fourth of May. */
function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : language;
}

/** A moment with its zone named. */
export function moment(context: PageContext, instant: Date): Html {
  const shown = new Intl.DateTimeFormat(localeOf(context.language), {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: context.desk.timeZone,
  }).format(instant);
  return html`<time datetime="${instant.toISOString()}">${shown} (${context.desk.timeZone})</time>`;
}

function problemSummary(context: PageContext, problems: readonly FieldProblem[]): Html {
  const items = problems.map(
    ({ field, message }) => html`<li><a href="#${field}">${problemText(context, message)}</a></li>`,
  );
  return html`<div class="problems" role="alert" tabindex="-1" autofocus aria-labelledby="problems-title">
<h2 id="problems-title">${context.words('problem.title')}</h2><ul>${items}</ul></div>`;
}

export function notice(context: PageContext, text: string): Html {
  return html`<div class="notice" role="status" tabindex="-1" autofocus aria-labelledby="notice-title">
<h2 id="notice-title">${context.words('notice.title')}</h2><p>${text}</p></div>`;
}

/** Text of a reporter with its line breaks. */
export function told(text: string): Html {
  return html`<div class="told" dir="auto">${foreign(text)}</div>`;
}

export function contextOf(
  desk: DeskShown,
  language: Language,
  isLanguageChosen: boolean,
  path: string,
  now: Date,
): PageContext {
  return { desk, language, isLanguageChosen, words: wordsOf(language), path, now };
}
