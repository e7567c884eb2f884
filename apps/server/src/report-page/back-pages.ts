// SPDX-License-Identifier: Apache-2.0
import type { ReportState } from '@belfry/contract';
import { isUndecided, type ReportRow } from '../reports/index.ts';
import { button, type FormContext, filesField, lineField, textField } from './fields.ts';
import { type Html, html } from './html.ts';
import { at, moment, notice, type PageContext, page, told } from './page.ts';
import { fileList, filesHint } from './step-pages.ts';

export function receiptPage(
  context: FormContext,
  shown: { typed: string; isOver: boolean; unsent: string },
): string {
  const { words: w } = context;
  return page(context, {
    title: w('back.title'),
    backTo: at(context, '/report'),
    problems: context.problems,
    body: html`<h1>${w('back.title')}</h1>
${shown.isOver && html`<p class="inset">${w('back.over')}</p>`}
${shown.unsent !== '' && html`<p>${w('back.unsent')}</p>${told(shown.unsent)}`}
<form method="post" action="${at(context, '/report/back')}" novalidate>${lineField(context, {
      id: 'receipt',
      name: 'receipt',
      label: w('back.receipt'),
      hint: w('back.receipt.hint'),
      value: shown.typed,
      inputmode: 'numeric',
      width: 'medium',
    })}${button(w('back.open'))}</form>`,
  });
}

export interface Mine {
  readonly ticket: string;
  readonly report: ReportRow;
  readonly files: readonly { id: string; name: string; sizeBytes: number }[];
  readonly messages: readonly { direction: string; text: string; written_at: Date }[];
  /** What was done just now. */
  readonly said: 'message' | 'files' | 'withdrawn' | null;
  /** A message that was not sent, as it was typed. */
  readonly typed: string;
}

export function ticketPath(ticket: string, verb?: 'message' | 'files' | 'withdraw'): string {
  return verb === undefined ? `/report/back/${ticket}` : `/report/back/${ticket}/${verb}`;
}

export function minePage(context: FormContext, mine: Mine): string {
  const { words: w } = context;
  const { report } = mine;
  const state = report.state as ReportState;
  const stands = state === 'asked' && report.unread_from_reporter > 0 ? 'answered' : state;
  const messages = mine.messages.map((message) => messageShown(context, message));
  const path = (verb: 'message' | 'files' | 'withdraw') => at(context, ticketPath(mine.ticket, verb));
  return page(context, {
    title: w('mine.title', { reference: report.reference }),
    problems: context.problems,
    isOngoing: report.ongoing === 'yes' && isUndecided(state),
    isSent: true,
    body: html`${mine.said !== null && notice(context, w(`mine.said.${mine.said}`))}
<h1>${w('mine.title', { reference: report.reference })}</h1>
<h2>${w('mine.state')}</h2><p class="inset">${w(`mine.state.${stands}`)}</p>
<p class="hint">${w('mine.received')}: ${moment(context, report.reported_at)}</p>
<h2>${w('mine.messages')}</h2>${messages.length === 0 ? html`<p>${w('mine.messages.none')}</p>` : html`<ol class="messages">${messages}</ol>`}
<h2>${w('mine.write')}</h2>
<form method="post" action="${path('message')}" novalidate>${textField(context, { id: 'message', name: 'message', label: w('mine.write.label'), value: mine.typed, rows: 5 })}${button(w('mine.write.send'))}</form>
<h2>${w('mine.told')}</h2>${told(report.description ?? report.summary)}
${fileList(context, w('mine.files'), mine.files, false)}
<h2>${w('mine.add')}</h2>
<form method="post" action="${path('files')}" enctype="multipart/form-data" novalidate>${filesField(context, w('files.choose'), filesHint(w))}${button(w('files.upload'), { isQuiet: true })}</form>
${isUndecided(state) && html`<p><a href="${path('withdraw')}">${w('mine.withdraw')}</a></p>`}
<p><a href="${at(context, '/report')}">${w('mine.leave')}</a></p><p class="hint">${w('mine.time')}</p>`,
  });
}

function messageShown(
  context: PageContext,
  message: { direction: string; text: string; written_at: Date },
): Html {
  const { desk, words: w } = context;
  const isOurs = message.direction === 'to_reporter';
  return html`<li class="${isOurs ? 'ours' : 'theirs'}"><h3>${isOurs ? w('mine.from.desk', { organisation: desk.name }) : w('mine.from.you')}</h3>
<p class="hint">${moment(context, message.written_at)}</p>${told(message.text)}</li>`;
}

export function withdrawPage(context: PageContext, ticket: string): string {
  const { words: w } = context;
  return page(context, {
    title: w('mine.withdraw.title'),
    backTo: at(context, ticketPath(ticket)),
    body: html`<h1>${w('mine.withdraw.title')}</h1><p>${w('mine.withdraw.text')}</p>
<form method="post" action="${at(context, ticketPath(ticket, 'withdraw'))}">${button(w('mine.withdraw.yes'))}</form>
<p><a href="${at(context, ticketPath(ticket))}">${w('mine.withdraw.no')}</a></p>`,
  });
}
