// SPDX-License-Identifier: Apache-2.0
import { limits, ongoingAnswers, reportKinds } from '@belfry/contract';
import { type Answers, problemsOf, type Step, stepBefore, stepsFor } from './draft.ts';
import type { DraftFile } from './draft-store.ts';
import {
  button,
  type Choice,
  choices,
  type FormContext,
  filesField,
  lineField,
  textField,
} from './fields.ts';
import { foreign, type Html, type HtmlValue, html, visible } from './html.ts';
import { at, exampleDate, megabytes, page, told } from './page.ts';
import type { MessageId, Words } from './words.ts';

/** A draft as its pages show it. */
export interface StepContext extends FormContext {
  readonly token: string;
  readonly answers: Answers;
  readonly files: readonly DraftFile[];
  /** What a report can be about, in the organisation's words. */
  readonly categories: readonly Choice[];
  /** The question is changed from the check page, and goes back to it. */
  readonly isChange: boolean;
}

export function stepPath(token: string, step: Step | 'sent' | 'confirm'): string {
  return `/report/draft/${token}/${step}`;
}

const titles: Record<Step, MessageId> = {
  kind: 'kind.title',
  happened: 'happened.title',
  about: 'about.title',
  ongoing: 'ongoing.title',
  noticed: 'noticed.title',
  files: 'files.title',
  reach: 'reach.title',
  check: 'check.title',
};

export function stepPage(context: StepContext, step: Step): string {
  const { answers, isChange, token, words: w } = context;
  const before = isChange ? 'check' : stepBefore(step, answers);
  const action = at(context, stepPath(token, step), isChange ? { to: 'check' } : {});
  const body =
    step === 'check'
      ? checkBody(context)
      : html`<form method="post" action="${action}" novalidate${step === 'files' && html` enctype="multipart/form-data"`}>
${questions[step](context)}
${step === 'files' ? button(w('page.continue'), { name: 'action', value: 'continue' }) : button(w('page.continue'))}</form>`;
  return page(context, {
    title: w(titles[step]),
    body,
    backTo: before === null ? at(context, '/report') : at(context, stepPath(token, before)),
    problems: context.problems,
    isOngoing: answers.ongoing === 'yes',
  });
}

const questions: Record<Exclude<Step, 'check'>, (context: StepContext) => Html> = {
  kind: (context) => {
    const { answers, words: w } = context;
    return choices(context, {
      name: 'kind',
      legend: w('kind.title'),
      chosen: answers.kind,
      choices: reportKinds.map((kind) => ({
        value: kind,
        label: w(`kind.${kind}`),
        hint: w(`kind.${kind}.hint`),
      })),
    });
  },
  happened: (context) => {
    const { answers, words: w } = context;
    return html`${textField(context, {
      id: 'happened',
      name: 'happened',
      label: w('happened.title'),
      isHeading: true,
      hint: w('happened.hint'),
      value: answers.happened,
      rows: 8,
    })}<div class="unseen"><label for="website">${w('trap.label')}</label><input type="text" id="website" name="website" value="" tabindex="-1" autocomplete="off"></div>`;
  },
  about: (context) => {
    const { answers, categories, words: w } = context;
    return choices(context, {
      name: 'about',
      legend: w('about.title'),
      hint: w('about.hint'),
      chosen: answers.about,
      choices: [...categories, { value: '', label: w('about.unknown') }],
    });
  },
  ongoing: (context) => {
    const { answers, words: w } = context;
    return choices(context, {
      name: 'ongoing',
      legend: w('ongoing.title'),
      chosen: answers.ongoing,
      choices: ongoingAnswers.map((value) => ({ value, label: w(`ongoing.${value}`) })),
    });
  },
  noticed: noticedQuestion,
  files: (context) => html`<h1>${context.words('files.title')}</h1>
${fileList(context, context.words('files.added'), context.files, true)}
${filesField(context, context.words('files.choose'), filesHint(context.words))}
<p>${button(context.words('files.upload'), { name: 'action', value: 'upload', isQuiet: true })}</p>`,
  reach: (context) => {
    const { answers, words: w } = context;
    const { reach } = answers;
    const optional = (label: string) => html`${label} <span class="hint">${w('page.optional')}</span>`;
    const line = { autocomplete: 'off' };
    return choices(context, {
      name: 'reach',
      legend: w('reach.title'),
      chosen: reach.way,
      choices: (['named', 'anonymous'] as const).map((way) => ({
        value: way,
        label: w(`reach.${way}`),
        hint: w(`reach.${way}.hint`),
      })),
      more: html`<div class="details">${[
        lineField(context, {
          ...line,
          id: 'reach-name',
          name: 'name',
          label: optional(w('reach.name')),
          value: reach.name,
          autocomplete: 'name',
        }),
        lineField(context, {
          ...line,
          id: 'reach-email',
          name: 'email',
          label: optional(w('reach.email')),
          value: reach.email,
          type: 'email',
          autocomplete: 'email',
        }),
        lineField(context, {
          ...line,
          id: 'reach-phone',
          name: 'phone',
          label: optional(w('reach.phone')),
          value: reach.phone,
          type: 'tel',
          autocomplete: 'tel',
          width: 'medium',
        }),
      ]}</div>`,
    });
  },
};

function noticedQuestion(context: StepContext): Html {
  const { answers, words: w } = context;
  const { noticed } = answers;
  const isWrong = context.problems.length > 0;
  const number = { inputmode: 'numeric', width: 'short' } as const;
  const parts = [
    lineField(context, {
      ...number,
      id: 'noticed-day',
      name: 'day',
      label: w('noticed.day'),
      value: noticed.day,
    }),
    lineField(context, {
      id: 'noticed-month',
      name: 'month',
      label: w('noticed.month'),
      value: noticed.month,
      width: 'short',
    }),
    lineField(context, {
      ...number,
      id: 'noticed-year',
      name: 'year',
      label: w('noticed.year'),
      value: noticed.year,
    }),
    lineField(context, {
      id: 'noticed-time',
      name: 'time',
      label: html`${w('noticed.time')} <span class="hint">${w('page.optional')}</span>`,
      value: noticed.time,
      width: 'medium',
    }),
  ];
  const hint = w('noticed.hint', { example: exampleDate(context), zone: context.desk.timeZone });
  return html`<fieldset class="${isWrong ? 'question wrong' : 'question'}" aria-describedby="noticed-hint">
<legend><h1>${w('noticed.title')}</h1></legend><p class="hint" id="noticed-hint">${hint}</p>
<div class="parts">${parts}</div>
<div class="choice"><input type="checkbox" id="noticed-unknown" name="known" value="no"${noticed.known === 'no' && html` checked`}><label for="noticed-unknown">${w('noticed.unknown')}</label></div></fieldset>`;
}

export function filesHint(w: Words): string {
  return w('files.hint', { count: limits.attachmentsPerReportMax, size: megabytes() });
}

export function fileList(
  context: FormContext,
  title: string,
  files: readonly { id: string; name: string; sizeBytes: number }[],
  isRemovable: boolean,
): HtmlValue {
  const { words: w } = context;
  if (files.length === 0) {
    return false;
  }
  const items = files.map(({ id, name, sizeBytes }) => {
    const label = w('files.remove.of', { name: visible(name) });
    return html`<li><span>${foreign(name)} <span class="hint">${fileSize(context, sizeBytes)}</span></span>${isRemovable && html`<button type="submit" class="quiet" name="remove" value="${id}" aria-label="${label}">${w('files.remove')}</button>`}</li>`;
  });
  return html`<h2>${title}</h2><ul class="files">${items}</ul>`;
}

function fileSize(context: FormContext, bytes: number): string {
  const [value, unit] =
    bytes < 1_000_000 ? [Math.max(1, bytes / 1_000), 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  const format = { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(context.language, format).format(value);
}

function checkBody(context: StepContext): Html {
  const { token, words: w } = context;
  const rows = stepsFor(context.answers)
    .filter((step) => step !== 'check')
    .map((step) => {
      const question = w(titles[step]);
      const change = at(context, stepPath(token, step), { to: 'check' });
      return html`<div><dt>${question}</dt><dd>${answerShown(context, step)}</dd>
<dd class="change"><a href="${change}" aria-label="${`${w('check.change')}: ${question}`}">${w('check.change')}</a></dd></div>`;
    });
  return html`<h1>${w('check.title')}</h1><dl class="answers">${rows}</dl>
<form method="post" action="${at(context, stepPath(token, 'check'))}" novalidate>
<p>${w('check.after')}</p>${button(w('check.send'))}</form>`;
}

function answerShown(context: StepContext, step: Exclude<Step, 'check'>): HtmlValue {
  const { answers, desk, files, language, now, words: w } = context;
  if (problemsOf(step, answers, { language, timeZone: desk.timeZone, now }).length > 0) {
    return html`<strong>${w('check.unanswered')}</strong>`;
  }
  switch (step) {
    case 'kind':
      return w(`kind.${reportKinds.find((kind) => kind === answers.kind) ?? 'incident'}`);
    case 'happened':
      return told(answers.happened);
    case 'about':
      return context.categories.find(({ value }) => value === answers.about)?.label ?? w('about.unknown');
    case 'ongoing':
      return w(`ongoing.${ongoingAnswers.find((answer) => answer === answers.ongoing) ?? 'unknown'}`);
    case 'noticed': {
      const { day, known, month, time, year } = answers.noticed;
      return known === 'no'
        ? w('noticed.unknown')
        : foreign([day, month, year, time].filter(Boolean).join(' '));
    }
    case 'files':
      return files.length === 0
        ? w('files.none')
        : html`<ul>${files.map(({ name }) => html`<li>${foreign(name)}</li>`)}</ul>`;
    case 'reach': {
      const { email, name, phone, way } = answers.reach;
      const given = [name, email, phone].filter(Boolean);
      if (way === 'anonymous') {
        return w('reach.anonymous');
      }
      return given.length === 0
        ? w('check.nothing')
        : html`<ul>${given.map((line) => html`<li>${foreign(line)}</li>`)}</ul>`;
    }
  }
}

/** Shown instead of refusing when a report looks like a robot's: nothing is lost, and a person presses once more. */
export function confirmPage(context: StepContext): string {
  const { token, words: w } = context;
  return page(context, {
    title: w('confirm.title'),
    backTo: at(context, stepPath(token, 'check')),
    isOngoing: context.answers.ongoing === 'yes',
    body: html`<h1>${w('confirm.title')}</h1><p>${w('confirm.text')}</p>
<form method="post" action="${at(context, stepPath(token, 'check'))}"><input type="hidden" name="confirmed" value="yes">${button(w('confirm.button'))}</form>`,
  });
}
