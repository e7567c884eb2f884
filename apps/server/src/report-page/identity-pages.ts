// SPDX-License-Identifier: Apache-2.0
import { type IdentityGiven, limits } from '@belfry/contract';
import type { OwnReport } from '../reports/index.ts';
import type { FieldProblem } from './draft.ts';
import { button, type FormContext, lineField, textField } from './fields.ts';
import { type Html, type HtmlValue, html } from './html.ts';
import { around, at, moment, type PageContext, page } from './page.ts';

export type IdentityTyped = IdentityGiven;
export const nothingTyped: IdentityTyped = { name: '', contact: '', note: '' };

/** Checks what a reporter typed about themselves; nothing but a name is needed. */
export function problemsOfIdentity(typed: IdentityTyped): FieldProblem[] {
  const tooLong = (field: string, text: string, max: number): FieldProblem[] =>
    text.length > max ? [{ field, message: `problem.identity.long:${max}` }] : [];
  return [
    ...(typed.name === '' ? [{ field: 'identity-name', message: 'problem.identity.name' }] : []),
    ...tooLong('identity-name', typed.name, limits.titleCharactersMax),
    ...tooLong('identity-contact', typed.contact, limits.titleCharactersMax),
    ...tooLong('identity-note', typed.note, limits.identityNoteCharactersMax),
  ];
}

/** The form under the desk's question: say who one is, or stay unknown. Both are answers. */
export function identityForm(context: FormContext, address: string, typed: IdentityTyped): Html {
  const { words: w } = context;
  const optional = (label: string) => html`${label} <span class="hint">${w('page.optional')}</span>`;
  return html`<p class="inset">${w('identity.means')}</p>
<form method="post" action="${address}" novalidate>
${lineField(context, { id: 'identity-name', name: 'name', label: w('identity.name'), value: typed.name })}
${lineField(context, { id: 'identity-contact', name: 'contact', label: optional(w('identity.contact')), value: typed.contact })}
${textField(context, { id: 'identity-note', name: 'note', label: `${w('identity.note')} ${w('page.optional')}`, value: typed.note, rows: 2 })}
<p>${button(w('identity.give'), { name: 'action', value: 'give' })} ${button(w('identity.refuse'), { name: 'action', value: 'refuse', isQuiet: true })}</p></form>`;
}

/** What became of the question, and every opening: when and by which role. Names of the desk's people stay with the desk. */
export function identityPanel(context: PageContext, own: OwnReport, withdraw: string): HtmlValue {
  const { words: w } = context;
  const { identity, openings } = own;
  if (identity === null || (identity.state === 'asked' && openings.length === 0)) {
    return false;
  }
  const items = openings.map(
    ({ opened_at: openedAt, role }) =>
      html`<li>${around(w, 'identity.opened', { moment: moment(context, openedAt), role: html`${w(`identity.role.${role}`)}` })}</li>`,
  );
  const isGiven = identity.state === 'given';
  const state =
    isGiven && identity.answered_at !== null
      ? around(w, 'identity.given', { moment: moment(context, identity.answered_at) })
      : identity.state === 'refused' || identity.state === 'withdrawn'
        ? w(`identity.${identity.state}`)
        : false;
  return html`<h2>${w('identity.title')}</h2>${state !== false && html`<p>${state}</p>`}
${items.length > 0 ? html`<h3>${w('identity.openings')}</h3><ul>${items}</ul>` : isGiven && html`<p>${w('identity.openings.none')}</p>`}
${isGiven && html`<p><a href="${withdraw}">${w('identity.withdraw')}</a></p>`}`;
}

export function withdrawIdentityPage(context: PageContext, back: string, address: string): string {
  const { words: w } = context;
  return page(context, {
    title: w('identity.withdraw.title'),
    backTo: at(context, back),
    body: html`<h1>${w('identity.withdraw.title')}</h1><p>${w('identity.withdraw.text')}</p>
<form method="post" action="${at(context, address)}">${button(w('identity.withdraw.yes'))}</form>
<p><a href="${at(context, back)}">${w('identity.withdraw.no')}</a></p>`,
  });
}
