// SPDX-License-Identifier: Apache-2.0
import { asLanguage, cutText, limits, storableText } from '@belfry/contract';
import type { ReportContent } from '../reports/index.ts';
import { isMapped, type MappedAlert, type ReadAlert } from './mapping.ts';
import type { WebhookRow } from './webhook-store.ts';
import { words } from './words.ts';

/** What of an unread payload stands in the report itself; the whole lies with the occurrence. */
const SHOWN_CHARACTERS_MAX = 4_000;

export interface Earlier {
  readonly reference: string;
  readonly count: number;
}

/** The report an alert opens. */
export function reportOf(
  alert: ReadAlert,
  webhook: WebhookRow,
  about: { payload: string; earlier: Earlier | null; now: Date },
): ReportContent {
  const say = words[asLanguage(webhook.language)];
  const after = about.earlier === null ? [] : [say.earlier(about.earlier.reference, about.earlier.count)];
  const paragraphs = isMapped(alert)
    ? [...mappedParagraphs(alert, say), ...after]
    : [say.unmappedWhy(alert.problem), ...after, say.payload, about.payload.slice(0, SHOWN_CHARACTERS_MAX)];
  const description = paragraphs.filter((each) => each.trim() !== '').join('\n\n');
  return {
    summary: isMapped(alert) ? alert.summary : say.unmapped(webhook.name),
    description: description === '' ? null : cutText(storableText(description), limits.textCharactersMax),
    kind: webhook.mapping.kind,
    category: null,
    // A clock that runs ahead at the sender is no reason to believe in the future.
    noticedAt:
      isMapped(alert) && alert.occurredAt !== null && alert.occurredAt <= about.now ? alert.occurredAt : null,
    ongoing: ongoingOf(alert),
    anonymous: false,
    language: asLanguage(webhook.language),
    reporter: { name: webhook.name, email: null, phone: null },
    files: [],
  };
}

export function ongoingOf(alert: ReadAlert): ReportContent['ongoing'] {
  if (!isMapped(alert) || alert.state === 'unknown') {
    return 'unknown';
  }
  return alert.state === 'firing' ? 'yes' : 'no';
}

function mappedParagraphs(alert: MappedAlert, say: (typeof words)['en']): string[] {
  return [
    alert.description ?? '',
    alert.facts
      // The sender's own word stays where it says something ours does not.
      .filter(({ name, value }) => name !== 'severity' || value !== alert.severity)
      .map(({ name, value }) => `${name}: ${value}`)
      .join('\n'),
    [
      ...(alert.severity === null ? [] : [say.suggested(say.severity[alert.severity])]),
      ...(alert.link === null ? [] : [say.link(alert.link)]),
    ].join('\n'),
  ];
}
