// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import type { OwnMessage, OwnReport } from '../reports/index.ts';
import { button, type FormContext, filesField, lineField, textField } from './fields.ts';
import { type Html, type HtmlValue, html } from './html.ts';
import { type IdentityTyped, identityForm, identityPanel } from './identity-pages.ts';
import { around, at, moment, notice, type PageContext, page, told } from './page.ts';
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

/** What can have been done right before a page of a report is shown. */
export const saids = [
  'message',
  'files',
  'withdrawn',
  'identity_given',
  'identity_refused',
  'identity_withdrawn',
] as const;

export interface Mine {
  readonly ticket: string;
  readonly own: OwnReport;
  /** What was done just now. */
  readonly said: (typeof saids)[number] | null;
  /** What was not sent, as it was typed. */
  readonly typed: { readonly message: string; readonly identity: IdentityTyped };
}

type Verb = 'message' | 'files' | 'withdraw' | 'identity' | 'identity/withdraw' | 'leave';

export function ticketPath(ticket: string, verb?: Verb): string {
  return verb === undefined ? `/report/back/${ticket}` : `/report/back/${ticket}/${verb}`;
}

export function minePage(context: FormContext, mine: Mine): string {
  const { words: w } = context;
  const { own } = mine;
  const { report } = own;
  const path = (verb: Verb) => at(context, ticketPath(mine.ticket, verb));
  const files = own.files.map(({ id, name, size_bytes: sizeBytes }) => ({ id, name, sizeBytes }));
  return page(context, {
    title: w('mine.title', { reference: report.reference }),
    problems: context.problems,
    isOngoing: report.ongoing === 'yes' && own.mayWithdraw,
    isSent: true,
    body: html`${mine.said !== null && notice(context, w(`mine.said.${mine.said}`))}
<h1>${w('mine.title', { reference: report.reference })}</h1>
<h2>${w('mine.state')}</h2><p class="inset">${stateShown(context, own)}</p>
<p class="hint">${w('mine.received')}: ${moment(context, report.reported_at)}</p>
${whatNext(context, own)}
${messagesShown(context, mine)}
<h2>${w('mine.write')}</h2>
<form method="post" action="${path('message')}" novalidate>${textField(context, { id: 'message', name: 'message', label: w('mine.write.label'), value: mine.typed.message, rows: 5 })}${button(w('mine.write.send'))}</form>
<h2>${w('mine.told')}</h2>${told(report.description ?? report.summary)}
${fileList(context, w('mine.files'), files, false)}
<h2>${w('mine.add')}</h2>${report.anonymous && html`<p class="hint">${w('mine.files.author')}</p>`}
<form method="post" action="${path('files')}" enctype="multipart/form-data" novalidate>${filesField(context, w('files.choose'), filesHint(w))}${button(w('files.upload'), { isQuiet: true })}</form>
${identityPanel(context, own, path('identity/withdraw'))}
${own.mayWithdraw && html`<p><a href="${path('withdraw')}">${w('mine.withdraw')}</a></p>`}
<form method="post" action="${path('leave')}">${button(w('mine.leave'), { isQuiet: true })}</form><p class="hint">${w('mine.time')}</p>`,
  });
}

/** Where the report stands; one told in confidence follows its own clocks. */
function stateShown(context: PageContext, { confidential, standing }: OwnReport): HtmlValue {
  const { words: w } = context;
  if (confidential === null || standing === 'withdrawn') {
    return w(`mine.state.${standing}`);
  }
  const values = { moment: moment(context, confidential.feedbackDueAt) };
  return confidential.state === 'acknowledged'
    ? around(w, 'mine.confidential.acknowledged', values)
    : w(`mine.confidential.${confidential.state}`);
}

/** What happens next and by when, as far as it can be said. */
function whatNext(context: PageContext, own: OwnReport): HtmlValue {
  const { words: w } = context;
  const { answerBy, report, standing } = own;
  if (report.kind === 'whistleblowing') {
    return false;
  }
  const next = (words: HtmlValue) => html`<h2>${w('mine.next')}</h2><p>${words}</p>`;
  switch (standing) {
    case 'waiting':
    case 'snoozed': {
      if (answerBy === null) {
        return false;
      }
      const isLate = standing === 'waiting' && answerBy < context.now;
      const id = isLate ? 'mine.next.late' : `mine.next.${standing}`;
      return next(around(w, id as 'mine.next.late', { moment: moment(context, answerBy) }));
    }
    case 'asked':
    case 'answered':
      return next(w(`mine.next.${standing}`));
    case 'taken_up':
    case 'joined':
      return next(w('mine.next.taken_up'));
    default:
      return false;
  }
}

function messagesShown(context: FormContext, mine: Mine): Html {
  const { words: w } = context;
  const { own } = mine;
  const items = own.messages.map((message) => messageShown(context, mine, message));
  const fromDesk = own.messages.some(({ isOurs }) => isOurs);
  return html`<h2>${w('mine.messages')}</h2>
${own.unread > 0 ? html`<p><strong>${w('mine.new', { count: own.unread })}</strong></p>` : fromDesk && html`<p class="hint">${w('mine.new.none')}</p>`}
${items.length === 0 ? html`<p>${w('mine.messages.none')}</p>` : html`<ol class="messages">${items}</ol>`}`;
}

function messageShown(context: FormContext, mine: Mine, message: OwnMessage): Html {
  const { desk, words: w } = context;
  const { identity } = mine.own;
  const isAsking = identity?.message_id === message.id;
  const who = message.isOurs
    ? w(isAsking ? 'identity.asked' : 'mine.from.desk', { organisation: desk.name })
    : w('mine.from.you');
  return html`<li class="${message.isOurs ? 'ours' : 'theirs'}"><h3>${who}${message.isNew && html` <mark>${w('mine.new.mark')}</mark>`}</h3>
<p class="hint">${moment(context, message.written_at)}</p>${told(message.text)}
${isAsking && identity.state === 'asked' && identityForm(context, at(context, ticketPath(mine.ticket, 'identity')), mine.typed.identity)}</li>`;
}

export function withdrawPage(context: PageContext, ticket: string): string {
  const { words: w } = context;
  return page(context, {
    title: w('mine.withdraw.title'),
    backTo: at(context, ticketPath(ticket)),
    body: html`<h1>${w('mine.withdraw.title')}</h1><p>${w('mine.withdraw.text')}</p><p>${w('mine.withdraw.link')}</p>
<form method="post" action="${at(context, ticketPath(ticket, 'withdraw'))}">${button(w('mine.withdraw.yes'))}</form>
<p><a href="${at(context, ticketPath(ticket))}">${w('mine.withdraw.no')}</a></p>`,
  });
}

export function leftPage(context: PageContext): string {
  const { words: w } = context;
  return page(context, {
    title: w('mine.left.title'),
    body: html`<h1>${w('mine.left.title')}</h1><p>${w('mine.left.text')}</p>
<p><a href="${at(context, '/report/back')}">${w('start.back.link')}</a></p>`,
  });
}

/** What a link from a mail shows first: nothing of the report, and a button. Scanners of mail follow links, and press none. */
export function linkPage(
  context: PageContext,
  link: string,
  stands: 'open' | 'over' | 'sent' | 'closed',
): string {
  const { words: w } = context;
  const address = `/report/back/link/${encodeURIComponent(link)}`;
  const receipt = html`<p><a href="${at(context, '/report/back')}">${w('start.back.link')}</a></p>`;
  const days = limits.reportLinkAgeMsMax / 86_400_000;
  const shown = {
    open: html`<p>${w('link.text')}</p><form method="post" action="${at(context, address)}">${button(w('back.open'))}</form>`,
    over: html`<p>${w('link.over.text', { days })}</p><form method="post" action="${at(context, `${address}/new`)}">${button(w('link.over.send'))}</form>${receipt}`,
    sent: html`<p>${w('link.sent.text')}</p>${receipt}`,
    closed: html`<p>${w('link.closed.text')}</p>${receipt}`,
  }[stands];
  const title = w(
    stands === 'open' ? 'link.title' : stands === 'sent' ? 'link.sent.title' : 'link.over.title',
  );
  return page(context, { title, body: html`<h1>${title}</h1>${shown}` });
}
