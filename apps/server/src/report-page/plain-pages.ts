// SPDX-License-Identifier: Apache-2.0
import { grouped } from '../reports/index.ts';
import { button } from './fields.ts';
import { html } from './html.ts';
import { around, at, moment, type PageContext, page } from './page.ts';

const examples = ['mail', 'lost', 'data', 'broken', 'weak'] as const;

export function startPage(context: PageContext): string {
  const { desk, words: w } = context;
  return page(context, {
    title: w('start.title'),
    isOngoing: true,
    body: html`<h1>${w('start.title')}</h1>
<p class="lead">${w('start.lead', { organisation: desk.name })}</p>
<h2>${w('start.what')}</h2><ul>${examples.map((each) => html`<li>${w(`start.what.${each}`)}</li>`)}</ul>
<p><a href="${at(context, '/report/guide')}">${w('start.guide')}</a></p>
<h2>${w('start.who')}</h2><p>${w('start.who.text')}</p>
<form method="post" action="${at(context, '/report')}">${button(w('start.button'))}</form>
<p class="hint">${w('start.time')}</p>
<h2>${w('start.back')}</h2><p><a href="${at(context, '/report/back')}">${w('start.back.link')}</a></p>`,
  });
}

export interface Sent {
  readonly reference: string;
  /** Null once the time of showing it is over. */
  readonly receipt: string | null;
  readonly receivedAt: Date;
  readonly contentSha256: string;
  readonly isOngoing: boolean;
  /** Told in confidence: other people read it, within other terms. */
  readonly isConfidential: boolean;
}

export function sentPage(context: PageContext, sent: Sent): string {
  const { words: w } = context;
  const receipt =
    sent.receipt === null
      ? html`<p>${w('sent.receipt.gone')}</p>`
      : html`<p class="receipt"><output id="receipt">${grouped(sent.receipt)}</output></p><p>${w('sent.receipt.text')}</p>`;
  const proof = {
    moment: moment(context, sent.receivedAt),
    sha256: html`<code>${sent.contentSha256}</code>`,
  };
  return page(context, {
    title: w('sent.title'),
    isOngoing: sent.isOngoing,
    isSent: true,
    body: html`<div class="panel"><h1>${w('sent.title')}</h1><p>${w('sent.reference')}<br><strong class="reference">${sent.reference}</strong></p></div>
<section class="keep" aria-labelledby="receipt-title"><h2 id="receipt-title">${w('sent.receipt')}</h2>${receipt}
<p><a href="${at(context, '/report/back')}">${w('start.back.link')}</a></p></section>
<h2>${w('sent.next')}</h2><ol>${(['read', 'ask', 'tell'] as const).map((each) => html`<li>${w(sent.isConfidential ? `sent.confidential.${each}` : `sent.next.${each}`)}</li>`)}</ol>
<p class="quiet-line">${around(w, 'sent.proof', proof)}</p>
<p>${w('sent.close')}</p>`,
  });
}

export function closedPage(context: PageContext): string {
  const { words: w } = context;
  return page(context, {
    title: w('closed.title'),
    body: html`<h1>${w('closed.title')}</h1><p>${w('closed.text')}</p>`,
  });
}

export function gonePage(context: PageContext): string {
  const { words: w } = context;
  return page(context, {
    title: w('gone.title'),
    body: html`<h1>${w('gone.title')}</h1><p>${w('gone.text')}</p>
<ul><li><a href="${at(context, '/report/back')}">${w('start.back.link')}</a></li><li><a href="${at(context, '/report')}">${w('start.button')}</a></li></ul>`,
  });
}

export function tooManyPage(context: PageContext, seconds: number): string {
  const { words: w } = context;
  return page(context, {
    title: w('many.title'),
    body: html`<h1>${w('many.title')}</h1><p>${w('many.text', { minutes: Math.ceil(seconds / 60) })}</p>`,
  });
}

export function failedPage(context: PageContext): string {
  const { words: w } = context;
  return page(context, {
    title: w('failed.title'),
    body: html`<h1>${w('failed.title')}</h1><p>${w('failed.text')}</p>`,
  });
}

export function missingPage(context: PageContext): string {
  const { words: w } = context;
  return page(context, {
    title: w('missing.title'),
    body: html`<h1>${w('missing.title')}</h1><p>${w('missing.text')}</p><p><a href="${at(context, '/report')}">${w('missing.link')}</a></p>`,
  });
}
