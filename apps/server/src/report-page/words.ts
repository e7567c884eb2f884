// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';
import de from './messages/de.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import nl from './messages/nl.json' with { type: 'json' };

export type MessageId = keyof typeof en;
export type Words = (id: MessageId, values?: Readonly<Record<string, string | number>>) => string;

/** A language without one of the messages does not compile. */
export const messages: Readonly<Record<Language, Readonly<Record<MessageId, string>>>> = { en, nl, fr, de };

export function wordsOf(language: Language): Words {
  return (id, values = {}) =>
    messages[language][id].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function isMessage(id: string): id is MessageId {
  return Object.hasOwn(en, id);
}
