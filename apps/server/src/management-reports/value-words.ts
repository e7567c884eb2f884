// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';

/** What values are called on paper: English, Dutch, French, German. */
const values: Readonly<Record<string, readonly [string, string, string, string]>> = {
  critical: ['Critical', 'Kritiek', 'Critique', 'Kritisch'],
  important: ['Important', 'Belangrijk', 'Important', 'Wichtig'],
  medium: ['Medium', 'Gemiddeld', 'Moyen', 'Mittel'],
  low: ['Low', 'Laag', 'Faible', 'Gering'],
  pending: ['Pending', 'In afwachting', 'En attente', 'Ausstehend'],
  confirmed: ['Confirmed', 'Bevestigd', 'Confirmé', 'Bestätigt'],
  resolved: ['Resolved', 'Opgelost', 'Résolu', 'Behoben'],
  closed: ['Closed', 'Gesloten', 'Clos', 'Abgeschlossen'],
  dismissed: ['Dismissed', 'Afgewezen', 'Écarté', 'Verworfen'],
  merged: ['Merged', 'Samengevoegd', 'Fusionné', 'Zusammengeführt'],
  'abusive-content': ['Abusive content', 'Ongewenste inhoud', 'Contenu abusif', 'Missbräuchliche Inhalte'],
  'malicious-code': ['Malicious code', 'Kwaadaardige code', 'Code malveillant', 'Schadsoftware'],
  'information-gathering': [
    'Information gathering',
    'Informatievergaring',
    'Collecte d’informations',
    'Informationsbeschaffung',
  ],
  'intrusion-attempts': [
    'Intrusion attempts',
    'Inbraakpogingen',
    'Tentatives d’intrusion',
    'Eindringversuche',
  ],
  intrusions: ['Intrusions', 'Inbraken', 'Intrusions', 'Eindringen'],
  availability: ['Availability', 'Beschikbaarheid', 'Disponibilité', 'Verfügbarkeit'],
  'information-content-security': [
    'Information content security',
    'Informatiebeveiliging',
    'Sécurité du contenu',
    'Informationssicherheit',
  ],
  fraud: ['Fraud', 'Fraude', 'Fraude', 'Betrug'],
  vulnerable: ['Vulnerable', 'Kwetsbaar', 'Vulnérable', 'Verwundbar'],
  other: ['Other', 'Andere', 'Autre', 'Sonstiges'],
  test: ['Test', 'Test', 'Test', 'Test'],
  'system-failures': ['System failures', 'Systeemfouten', 'Défaillances des systèmes', 'Systemausfälle'],
  'natural-phenomena': [
    'Natural phenomena',
    'Natuurverschijnselen',
    'Phénomènes naturels',
    'Naturereignisse',
  ],
  'human-errors': ['Human errors', 'Menselijke fouten', 'Erreurs humaines', 'Menschliche Fehler'],
  'malicious-actions': [
    'Malicious actions',
    'Kwaadwillige handelingen',
    'Actes malveillants',
    'Böswillige Handlungen',
  ],
  'third-party-failures': [
    'Failures of third parties',
    'Fouten van derden',
    'Défaillances de tiers',
    'Ausfälle Dritter',
  ],
  not_owed: ['Not owed', 'Niet verplicht', 'Non dû', 'Nicht verpflichtend'],
  undecided: ['Undecided', 'Niet beslist', 'Non décidé', 'Nicht entschieden'],
  waiting: ['Waiting', 'Wacht', 'En attente', 'Wartet'],
  on_request: ['On request', 'Op verzoek', 'Sur demande', 'Auf Ersuchen'],
  conditional: ['Conditional', 'Voorwaardelijk', 'Conditionnel', 'Bedingt'],
  running: ['Running', 'Lopend', 'En cours', 'Läuft'],
  overdue: ['Missed', 'Gemist', 'Manqué', 'Versäumt'],
  met: ['Kept', 'Gehaald', 'Respecté', 'Eingehalten'],
  met_late: ['Late', 'Te laat', 'En retard', 'Verspätet'],
  voluntary: ['Voluntary', 'Vrijwillig', 'Volontaire', 'Freiwillig'],
  draft: ['Draft', 'Ontwerp', 'Projet', 'Entwurf'],
  proposed: ['Proposed', 'Voorgesteld', 'Proposé', 'Vorgeschlagen'],
  approved: ['Approved', 'Goedgekeurd', 'Approuvé', 'Freigegeben'],
  sending: ['Being sent', 'Wordt verzonden', 'En cours d’envoi', 'Wird gesendet'],
  submitted: ['Submitted', 'Ingediend', 'Transmis', 'Übermittelt'],
  acknowledged: ['Acknowledged', 'Bevestigd door de autoriteit', 'Réception confirmée', 'Eingang bestätigt'],
  withdrawn: ['Withdrawn', 'Ingetrokken', 'Retiré', 'Zurückgezogen'],
};

const places: Readonly<Record<Language, 0 | 1 | 2 | 3>> = { en: 0, nl: 1, fr: 2, de: 3 };

/** A value in words; one that we have no words for stands as it is. */
export function valueWords(language: Language, value: string): string {
  return values[value]?.[places[language]] ?? value;
}
