// SPDX-License-Identifier: Apache-2.0
import { button } from './fields.ts';
import { type Html, html } from './html.ts';
import { at, type PageContext, page, told } from './page.ts';

export interface Confidential {
  /** Where else one can turn to, in the organisation's words. */
  readonly external: string;
  readonly isManned: boolean;
  /** The way on: to the next question of a draft there is, or to begin one. */
  readonly onward: { readonly draft: string } | { readonly begin: true };
  readonly backTo: string;
}

const promises = ['read', 'kept', 'unknown', 'owner'] as const;
const terms = ['seven', 'three', 'page'] as const;
const omissions = ['danger', 'own', 'break', 'files'] as const;

/** Before anything is told: who reads it, what is kept secret, what happens when, and where else one can go. */
export function confidentialPage(context: PageContext, shown: Confidential): string {
  const { words: w } = context;
  return page(context, {
    title: w('confidential.title'),
    backTo: shown.backTo,
    body: shown.isManned ? explained(context, shown) : nobodyThere(context, shown),
  });
}

function explained(context: PageContext, { external, onward }: Confidential): Html {
  const { desk, words: w } = context;
  const way =
    'draft' in onward
      ? html`<p><a class="go way-on" href="${onward.draft}">${w('page.continue')}</a></p>`
      : html`<form method="post" action="${at(context, '/report/whistleblowing')}">${button(w('confidential.begin'))}</form>`;
  return html`<h1>${w('confidential.title')}</h1>
<p class="lead">${w('confidential.lead', { organisation: desk.name })}</p>
<h2>${w('confidential.who')}</h2><ul>${promises.map((each) => html`<li>${w(`confidential.who.${each}`)}</li>`)}</ul>
<h2>${w('confidential.when')}</h2><ol>${terms.map((each) => html`<li>${w(`confidential.when.${each}`)}</li>`)}</ol>
<h2>${w('confidential.not')}</h2><ul>${omissions.map((each) => html`<li>${w(`confidential.not.${each}`)}</li>`)}</ul>
<h2>${w('confidential.external')}</h2>${told(external)}
${way}`;
}

function nobodyThere(context: PageContext, { external }: Confidential): Html {
  const { desk, words: w } = context;
  return html`<h1>${w('confidential.nobody.title')}</h1>
<p class="lead">${w('confidential.nobody', { organisation: desk.name })}</p>
<h2>${w('confidential.external')}</h2>${told(external)}
<p><a href="${at(context, '/report')}">${w('confidential.nobody.else')}</a></p>`;
}
