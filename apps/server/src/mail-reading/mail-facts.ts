// SPDX-License-Identifier: Apache-2.0
import { cutText, limits, type MailInside, type MailReading } from '@belfry/contract';
import { type Headers, parseParameters, splitOutside, unquoted } from './mail-headers.ts';
import type { Mark } from './mail-oddity.ts';

type Authentication = MailInside['authentication'][number];
type Station = MailInside['received'][number];

/** Long enough for every real statement; longer ones are somebody's attempt. */
const within = (value: string) => cutText(value, limits.mailHeaderCharactersMax);

/** What the headers state about the sender (RFC 8601, RFC 7208, RFC 8617, RFC 6376). Nothing here is checked. */
export function authenticationOf(headers: Headers, mark: Mark): Authentication[] {
  const facts = [
    ...headers.every('authentication-results').flatMap((value) => stated(within(value), '')),
    ...headers.every('arc-authentication-results').flatMap((value) => {
      const [instance = '', ...rest] = within(value).split(';');
      return stated(rest.join(';'), ` (ARC ${instance.trim()})`);
    }),
    ...headers.every('received-spf').map((value) => receivedSpf(within(value))),
    ...headers.every('dkim-signature').map((value): Authentication => {
      const { parameters } = parseParameters(`x;${within(value)}`, mark);
      const detail = `d=${parameters.get('d') ?? ''} s=${parameters.get('s') ?? ''}`;
      return { method: 'dkim-signature', result: 'not_checked', by: '', detail: cutText(detail, 600) };
    }),
  ];
  return facts.slice(0, limits.mailFactsMax);
}

/** `server; method=result (comment) property=value; …`. Some servers leave their own name out. */
function stated(value: string, suffix: string): Authentication[] {
  const pieces = splitOutside(value, ';', true).filter((piece) => piece !== '');
  const isNamed = !/^[\w-]+\s*=/.test(pieces[0] ?? '');
  const by = isNamed ? (pieces[0] ?? '').split(/\s/)[0] : '';
  return pieces.slice(isNamed ? 1 : 0).flatMap((piece) => {
    const match = /^([\w.-]{1,40})(?:\/\d+)?\s*=\s*([\w.-]{1,40})/.exec(piece);
    return match === null
      ? []
      : [
          {
            method: (match[1] ?? '').toLowerCase(),
            result: (match[2] ?? '').toLowerCase(),
            by: `${by}${suffix}`.trim(),
            detail: piece.slice(match[0].length).trim(),
          },
        ];
  });
}

function receivedSpf(value: string): Authentication {
  const result = /^[\w-]{1,40}/.exec(value)?.[0] ?? '';
  const by =
    /receiver=([^\s;]{1,255})/i.exec(value)?.[1] ?? /^[\w-]+\s*\(([\w.-]{1,255}):/.exec(value)?.[1] ?? '';
  return { method: 'spf', result: result.toLowerCase(), by, detail: value.slice(result.length).trim() };
}

export function stationsOf(headers: Headers): Station[] {
  return headers
    .every('received')
    .slice(0, limits.mailFactsMax)
    .map((whole) => {
      const value = within(whole);
      const semicolon = value.lastIndexOf(';');
      const way = semicolon < 0 ? value : value.slice(0, semicolon);
      const by = / by (\S{1,255})/.exec(` ${way}`)?.[1] ?? '';
      const from = /^\s*from /i.test(way)
        ? way.replace(/^\s*from /i, '').split(/ by | with | id | for /)[0]
        : '';
      return { from: cutText((from ?? '').trim(), 600), by, at: mailDate(value.slice(semicolon + 1)) };
    });
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const zones: Readonly<Record<string, number>> = {
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};
const dateShape =
  /(\d{1,2})[ -]([a-z]{3})[a-z]{0,6}[ -](\d{2,4}),?\s{1,9}(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s{0,9}(?:([+-])(\d{2}):?(\d{2})|([a-z]{1,5})\b)?/i;

/** A date of a header (RFC 5322 section 3.3), the same whatever zone this machine lives in; null when it is none. */
export function mailDate(value: string): string | null {
  const match = dateShape.exec(value.slice(0, 200));
  const month = months.indexOf((match?.[2] ?? '').toLowerCase());
  if (match === null || month < 0) {
    return null;
  }
  const [, day, , year = '', hour, minute, second = '0', sign, zoneHours, zoneMinutes, zone] = match;
  const offset =
    sign === undefined
      ? (zones[(zone ?? '').toLowerCase()] ?? 0)
      : (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1);
  const short = Number(year);
  const whole = year.length > 2 ? short + (year.length === 3 ? 1900 : 0) : short + (short < 50 ? 2000 : 1900);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60 || whole < 1900 || Number(day) > 31) {
    return null;
  }
  const at =
    Date.UTC(whole, month, Number(day), Number(hour), Number(minute), Number(second)) - offset * 60_000;
  return new Date(at).toISOString();
}

export function messageIds(value: string | undefined): string[] {
  return within(value ?? '').match(/<[^<>\s]{1,998}>/g) ?? [];
}

/** In-Reply-To, then References from the nearest on. */
export function refersTo(headers: Headers): string[] {
  const references = messageIds(headers.first('references')?.slice(-limits.mailHeaderCharactersMax));
  return [...new Set([...messageIds(headers.first('in-reply-to')), ...references.toReversed()])].slice(
    0,
    limits.mailFactsMax,
  );
}

const answeredByMachine =
  /^\s*(auto(matic|mated)?[ -]?(reply|response)|out of (the )?office|automatisch (antwoord|bericht)|automatische (antwort|reactie|afwezigheid)|afwezig|abwesenheit|abwesend|réponse automatique|absence|absent)/i;
const failedWords =
  /^\s*(undeliver|delivery (status|failure|has failed|incomplete)|mail delivery (failed|system|subsystem)|returned mail|failure notice|unzustellbar|onbestelbaar|niet bezorgd|non remis|échec de la remise|message non distribué)/i;

interface Outer {
  readonly headers: Headers;
  readonly subject: string;
  readonly type: string;
  readonly reportType: string;
}

/** What wrote a mail, as its headers state (RFC 3834, RFC 3464, RFC 2369). */
export function natureOf({ headers, reportType, subject, type }: Outer): MailReading['nature'] {
  const has = (name: string) => headers.first(name) !== undefined;
  const submitted = (headers.first('auto-submitted') ?? 'no').toLowerCase().split(/[;\s]/)[0] ?? 'no';
  const precedence = (headers.first('precedence') ?? '').toLowerCase().trim();
  const from = headers.first('from') ?? '';
  const isFromSystem = /(mailer-daemon|postmaster|mail delivery)/i.test(within(from));
  const isNull = /^\s*<\s*>\s*$/.test(headers.first('return-path') ?? '');
  const isReport = type === 'multipart/report';
  if (
    (isReport && /^(delivery-status|feedback-report)?$/.test(reportType)) ||
    has('x-failed-recipients') ||
    ((isFromSystem || isNull) && failedWords.test(subject))
  ) {
    return 'bounce';
  }
  const isAnswer = has('in-reply-to') || has('references') || has('x-auto-response-suppress') || isNull;
  if (
    isReport ||
    submitted === 'auto-replied' ||
    has('x-autoreply') ||
    has('x-autorespond') ||
    has('x-autoresponse') ||
    /^auto[_-]reply/.test(precedence) ||
    (answeredByMachine.test(subject) && (submitted !== 'no' || isAnswer))
  ) {
    return 'automatic_reply';
  }
  const isBulk =
    submitted !== 'no' ||
    /^(bulk|list|junk)$/.test(precedence) ||
    ['list-id', 'list-unsubscribe', 'list-post', 'feedback-id'].some(has);
  return isBulk ? 'bulk' : 'person';
}

export interface BounceParts {
  /** Words of the mail. */
  readonly text: string;
  /** Content of message/delivery-status, when there is one: blocks of headers with blank lines between. */
  readonly status: readonly Headers[];
  /** Headers of the mail that came back. */
  readonly original: Headers | null;
  readonly outer: Headers;
}

/** What a delivery status notification tells (RFC 3464), and what common servers write that keep to no standard. */
export function bounceOf({ original, outer, status, text }: BounceParts): NonNullable<MailReading['bounce']> {
  const fields = status.find(
    (block) => block.first('action') !== undefined || block.first('status') !== undefined,
  );
  const addressOf = (value: string | undefined) =>
    value
      ?.replace(/^\s*[\w-]+\s*;/, '')
      .trim()
      .replaceAll(/[<>]/g, '');
  const words = text.slice(0, limits.mailHeaderBytesMax);
  const recipient =
    addressOf(fields?.first('original-recipient')) ??
    addressOf(fields?.first('final-recipient')) ??
    outer.first('x-failed-recipients')?.split(',')[0]?.trim() ??
    /<([^<>\s@]{1,64}@[^<>\s@]{1,255})>/.exec(words)?.[1] ??
    null;
  const code = fields?.first('status') ?? /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(words)?.[0];
  const diagnostic = fields?.first('diagnostic-code') ?? /^.{0,100}\b[45]\d\d[ -].{1,900}$/m.exec(words)?.[0];
  const action = (fields?.first('action') ?? '').trim().toLowerCase();
  return {
    messageId:
      messageIds(original?.first('message-id') ?? /^message-id:.{0,998}$/im.exec(words)?.[0])[0] ?? null,
    recipient: recipient === null ? null : cutText(unquoted(recipient), 320),
    status: /[245]\.\d{1,3}\.\d{1,3}/.exec(code ?? '')?.[0] ?? null,
    diagnostic: diagnostic === undefined ? null : cutText(diagnostic.trim(), limits.mailHeaderCharactersMax),
    isFinal: action === '' ? !/^\s*4\./.test(code ?? '') : action === 'failed',
  };
}
