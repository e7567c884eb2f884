// SPDX-License-Identifier: Apache-2.0
import type { FieldProblem } from './draft.ts';
import { type Html, type HtmlValue, html } from './html.ts';
import { type PageContext, problemText } from './page.ts';

/** A form and what stands in its way. */
export interface FormContext extends PageContext {
  readonly problems: readonly FieldProblem[];
}

function problemAt(context: FormContext, field: string): { text: string; id: string } | null {
  const problem = context.problems.find((each) => each.field === field);
  return problem === undefined
    ? null
    : { text: problemText(context, problem.message), id: `${field}-problem` };
}

function problemLine(problem: { text: string; id: string } | null): HtmlValue {
  return problem !== null && html`<p class="problem" id="${problem.id}">${problem.text}</p>`;
}

function describedBy(...ids: (string | false | null | undefined)[]): HtmlValue {
  const present = ids.filter(Boolean).join(' ');
  return present !== '' && html` aria-describedby="${present}"`;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string | undefined;
}

/** One question with one answer. The question is the heading of the page. */
export function choices(
  context: FormContext,
  question: {
    name: string;
    legend: string;
    hint?: string;
    choices: readonly Choice[];
    chosen: string;
    more?: HtmlValue;
  },
): Html {
  const { chosen, legend, name } = question;
  const hint = question.hint === undefined ? null : { id: `${name}-hint`, text: question.hint };
  const first = `${name}-${question.choices[0]?.value ?? ''}`;
  const problem = problemAt(context, first);
  const radios = question.choices.map(({ hint, label, value }) => {
    const id = `${name}-${value}`;
    return html`<div class="choice"><input type="radio" id="${id}" name="${name}" value="${value}"${chosen === value && html` checked`}${describedBy(hint !== undefined && `${id}-hint`)}>
<label for="${id}">${label}</label>${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}</div>`;
  });
  return html`<fieldset class="${problem === null ? 'question' : 'question wrong'}"${describedBy(hint?.id, problem?.id)}>
<legend><h1>${legend}</h1></legend>${hint !== null && html`<p class="hint" id="${hint.id}">${hint.text}</p>`}${problemLine(problem)}${radios}${question.more}</fieldset>`;
}

export interface LineField {
  readonly id: string;
  readonly name: string;
  readonly label: HtmlValue;
  readonly value: string;
  readonly type?: string;
  readonly autocomplete?: string;
  readonly inputmode?: string;
  readonly width?: 'short' | 'medium' | 'long';
  readonly hint?: string;
}

export function lineField(context: FormContext, field: LineField): Html {
  const problem = problemAt(context, field.id);
  const hintId = field.hint === undefined ? null : `${field.id}-hint`;
  return html`<div class="${problem === null ? 'field' : 'field wrong'}"><label for="${field.id}">${field.label}</label>
${field.hint !== undefined && html`<p class="hint" id="${hintId}">${field.hint}</p>`}${problemLine(problem)}
<input class="${field.width ?? 'long'}" type="${field.type ?? 'text'}" id="${field.id}" name="${field.name}" value="${field.value}" autocomplete="${field.autocomplete ?? 'off'}"${field.inputmode !== undefined && html` inputmode="${field.inputmode}"`}${problem !== null && html` aria-invalid="true"`}${describedBy(hintId, problem?.id)}></div>`;
}

export function textField(
  context: FormContext,
  field: {
    id: string;
    name: string;
    label: string;
    isHeading?: boolean;
    hint?: string;
    value: string;
    rows: number;
  },
): Html {
  const problem = problemAt(context, field.id);
  const hintId = field.hint === undefined ? null : `${field.id}-hint`;
  const label = html`<label for="${field.id}">${field.label}</label>`;
  // The line break after the opening tag is the parser's: without it a text that begins with one would lose it.
  return html`<div class="${problem === null ? 'field' : 'field wrong'}">${field.isHeading ? html`<h1>${label}</h1>` : label}
${field.hint !== undefined && html`<p class="hint" id="${hintId}">${field.hint}</p>`}${problemLine(problem)}
<textarea id="${field.id}" name="${field.name}" rows="${field.rows}" dir="auto"${problem !== null && html` aria-invalid="true"`}${describedBy(hintId, problem?.id)}>
${field.value}</textarea></div>`;
}

export function filesField(context: FormContext, label: string, hint: string): Html {
  const problems = context.problems.filter(({ field }) => field === 'files-choose');
  const lines = problems.map(({ message }, index) =>
    problemLine({ text: problemText(context, message), id: `files-problem-${index}` }),
  );
  return html`<div class="${problems.length === 0 ? 'field' : 'field wrong'}"><label for="files-choose">${label}</label>
<p class="hint" id="files-hint">${hint}</p>${lines}
<input type="file" id="files-choose" name="files" multiple${describedBy('files-hint', ...problems.map((_each, index) => `files-problem-${index}`))}></div>`;
}

export function button(label: string, more: { name?: string; value?: string; isQuiet?: boolean } = {}): Html {
  return html`<button type="submit" class="${more.isQuiet ? 'quiet' : 'go'}"${more.name !== undefined && html` name="${more.name}" value="${more.value ?? ''}"`}>${label}</button>`;
}
