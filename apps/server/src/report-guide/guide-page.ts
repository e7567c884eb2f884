// SPDX-License-Identifier: Apache-2.0
import { type GuideContent, type GuideSection, responsibleAreas, type Term } from '@belfry/contract';
import { at, type Html, type HtmlValue, html, type PageContext, page } from '../report-page/index.ts';
import { wordsIn } from '../vocabularies/index.ts';
import { textOf } from './content.ts';
import { markup, type NamedValue } from './markup.ts';
import { type GuideMessage, guideWord } from './words.ts';

/** What the guide says besides its texts, and whose words they are. */
export interface GuideShown {
  readonly content: GuideContent;
  readonly categories: readonly Term[];
  readonly mailboxes: readonly { readonly address: string; readonly purpose: string }[];
  /** Number and moment of the published version; `draft` in a preview, null while nothing was published. */
  readonly version: { readonly number: number; readonly at: Date } | 'draft' | null;
}

const groups = ['employees', 'contractors', 'suppliers', 'customers', 'public'] as const;
const advice = ['it_down', 'at_once', 'note', 'no_blame', 'next'] as const;

export function guidePage(context: PageContext, shown: GuideShown): string {
  const w = (id: GuideMessage, values?: Record<string, string | number>) =>
    guideWord(context.language, id, values);
  const section = (name: GuideSection) => sectionShown(context, shown, name);
  const asked = groups.map((name) => ({ name, text: section(name) })).filter(({ text }) => text !== null);
  const researchers = section('researchers');
  const heading = (id: string, text: string) => html`<h2 id="${id}">${text}</h2>`;
  return page(context, {
    title: w('title'),
    styles: ['/report/guide.css'],
    body: html`${shown.version === 'draft' && html`<p class="inset" role="note">${w('version.draft')}</p>`}
<h1>${w('title')}</h1><div class="lead">${section('intro')}</div>
${heading('where', w('heading.where'))}${ways(context, shown)}${section('hours')}
${advice.slice(0, 2).map((name) => adviceShown(context, name, section(name)))}
${heading('what', w('heading.what'))}${whatToReport(context, shown.categories)}
${advice.slice(2).map((name) => adviceShown(context, name, section(name)))}
${
  asked.length > 0 &&
  html`${heading('groups', w('heading.groups'))}${asked.map(
    ({ name, text }) => html`<h3 id="${name}">${w(`section.${name}`)}</h3>${text}`,
  )}`
}
${
  researchers !== null &&
  html`${heading('researchers', w('section.researchers'))}${researchers}${mailLine(context, mailsFor(context, shown, 'vulnerabilities'))}`
}
<p class="quiet-line">${versionShown(context, shown)}</p>
<ul class="print-links"><li><a href="${at(context, '/report/poster')}">${w('poster')}</a></li>
<li><a href="${at(context, '/report/poster', { size: 'card' })}">${w('card')}</a></li></ul>`,
  });
}

function adviceShown(context: PageContext, name: (typeof advice)[number], text: Html | null): HtmlValue {
  return (
    text !== null &&
    html`<section aria-labelledby="${name}"><h2 id="${name}">${guideWord(context.language, `section.${name}`)}</h2>${text}</section>`
  );
}

function sectionShown(context: PageContext, shown: GuideShown, name: GuideSection): Html | null {
  const text = textOf(shown.content, context.language, name);
  return text === null ? null : markup(text, namedValues(context));
}

/** What a text may name; a value the organisation has not filled in is empty. */
export function namedValues({ desk }: Pick<PageContext, 'desk'>): Record<string, NamedValue> {
  const { mail, name, phone } = desk;
  return {
    organisation: { text: name, shown: html`${name}` },
    phone: { text: phone, shown: telephone(phone) },
    mail: { text: mail, shown: mailLink(mail) },
  };
}

export function telephone(phone: string): Html {
  return html`<a href="tel:${phone.replaceAll(/[^\d+]/g, '')}">${phone}</a>`;
}

function mailLink(address: string): Html {
  return html`<a href="mailto:${address}">${address}</a>`;
}

function mailsFor(context: PageContext, { mailboxes }: GuideShown, purpose: string): string[] {
  const own = mailboxes.filter((each) => each.purpose === purpose).map(({ address }) => address);
  return own.length > 0 || context.desk.mail === '' ? own : [context.desk.mail];
}

function mailLine(context: PageContext, addresses: readonly string[]): HtmlValue {
  return (
    addresses.length > 0 &&
    html`<p>${around(context, 'way.mail', 'mail', html`${addresses.map((one, index) => html`${index > 0 && ', '}${mailLink(one)}`)}`)}</p>`
  );
}

/** The words of a message around one piece of markup. */
function around(context: PageContext, id: GuideMessage, name: string, piece: Html): Html {
  const [before = '', after = ''] = guideWord(context.language, id).split(`{${name}}`);
  return html`${before}${piece}${after}`;
}

function ways(context: PageContext, shown: GuideShown): Html {
  const { desk, words } = context;
  const link = (path: string, text: string) => html`<a href="${at(context, path)}">${text}</a>`;
  const mails = mailsFor(context, shown, 'incidents');
  const address = html`${mails.map((one, index) => html`${index > 0 && ', '}${mailLink(one)}`)}`;
  return html`<ul class="ways"><li>${around(context, 'way.form', 'link', link('/report', words('start.title')))}</li>
${desk.phone !== '' && html`<li>${around(context, 'way.phone', 'phone', telephone(desk.phone))}</li>`}
${mails.length > 0 && html`<li>${around(context, 'way.mail', 'mail', address)}</li>`}
<li>${around(context, 'way.back', 'link', link('/report/back', guideWord(context.language, 'way.back.link')))}</li></ul>`;
}

function whatToReport(context: PageContext, categories: readonly Term[]): Html {
  const { language } = context;
  const active = categories.filter(({ isActive }) => isActive);
  return html`${responsibleAreas.map((area) => {
    const own = active.filter((term) => term.area === area);
    return (
      own.length > 0 &&
      html`<h3>${guideWord(language, `area.${area}`)}</h3><ul>${own.map((term) => {
        const { hint, label } = wordsIn(term, language);
        return html`<li><strong>${label}</strong>${hint !== '' && html`<br>${hint}`}</li>`;
      })}</ul>`
    );
  })}`;
}

function versionShown(context: PageContext, { version }: GuideShown): string {
  const { desk, language } = context;
  if (version === 'draft') {
    return guideWord(language, 'version.draft');
  }
  if (version === null) {
    return guideWord(language, 'version.usual', { organisation: desk.name });
  }
  const date = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: desk.timeZone,
  }).format(version.at);
  return guideWord(language, 'version', { version: version.number, date });
}
