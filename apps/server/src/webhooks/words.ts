// SPDX-License-Identifier: Apache-2.0
import type { Language, Severity } from '@belfry/contract';

/** What Belfry itself says in a report of a system; the rest are the system's own words. */
interface Words {
  unmapped(webhook: string): string;
  unmappedWhy(problem: string): string;
  payload: string;
  readonly severity: Readonly<Record<Severity, string>>;
  suggested(severity: string): string;
  link(url: string): string;
  earlier(reference: string, count: number): string;
}

export const words: Readonly<Record<Language, Words>> = {
  en: {
    unmapped: (webhook) => `“${webhook}” sent something that its mapping cannot read`,
    unmappedWhy: (problem) => `What was missing: ${problem}. Mend the mapping of the webhook.`,
    payload: 'It begins like this:',
    severity: { critical: 'critical', important: 'important', medium: 'medium', low: 'low' },
    suggested: (severity) => `Severity suggested by the system: ${severity}`,
    link: (url) => `At the system: ${url}`,
    earlier: (reference, count) =>
      `The same was told ${count} times before, until it fell silent: ${reference}`,
  },
  nl: {
    unmapped: (webhook) => `“${webhook}” stuurde iets wat zijn toewijzing niet kan lezen`,
    unmappedWhy: (problem) => `Wat ontbrak: ${problem}. Herstel de toewijzing van de webhook.`,
    payload: 'Het begint zo:',
    severity: { critical: 'kritiek', important: 'belangrijk', medium: 'matig', low: 'laag' },
    suggested: (severity) => `Ernst volgens het systeem: ${severity}`,
    link: (url) => `Bij het systeem: ${url}`,
    earlier: (reference, count) =>
      `Hetzelfde werd eerder ${count} keer gemeld, tot het stil werd: ${reference}`,
  },
  fr: {
    unmapped: (webhook) => `« ${webhook} » a envoyé quelque chose que sa correspondance ne sait pas lire`,
    unmappedWhy: (problem) => `Ce qui manquait : ${problem}. Corrigez la correspondance du webhook.`,
    payload: 'Cela commence ainsi :',
    severity: { critical: 'critique', important: 'importante', medium: 'moyenne', low: 'faible' },
    suggested: (severity) => `Gravité suggérée par le système : ${severity}`,
    link: (url) => `Auprès du système : ${url}`,
    earlier: (reference, count) =>
      `La même chose a été signalée ${count} fois auparavant, jusqu’au silence : ${reference}`,
  },
  de: {
    unmapped: (webhook) => `„${webhook}“ hat etwas gesendet, das seine Zuordnung nicht lesen kann`,
    unmappedWhy: (problem) => `Was fehlte: ${problem}. Berichtigen Sie die Zuordnung des Webhooks.`,
    payload: 'Es beginnt so:',
    severity: { critical: 'kritisch', important: 'wichtig', medium: 'mittel', low: 'niedrig' },
    suggested: (severity) => `Schweregrad laut System: ${severity}`,
    link: (url) => `Beim System: ${url}`,
    earlier: (reference, count) =>
      `Dasselbe wurde zuvor ${count}-mal gemeldet, bis es still wurde: ${reference}`,
  },
};
