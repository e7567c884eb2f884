// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';
import type { StageKind } from '@belfry/regimes';

/** What a stage is called on paper: the terms of the acts, in each language. */
export const stageWords: Readonly<Record<StageKind, Readonly<Record<Language, string>>>> = {
  early_warning: {
    en: 'Early warning',
    nl: 'Vroegtijdige waarschuwing',
    fr: 'Alerte précoce',
    de: 'Frühwarnung',
  },
  notification: { en: 'Notification', nl: 'Melding', fr: 'Notification', de: 'Meldung' },
  intermediate: {
    en: 'Intermediate report',
    nl: 'Tussentijds verslag',
    fr: 'Rapport intermédiaire',
    de: 'Zwischenbericht',
  },
  progress: {
    en: 'Progress report',
    nl: 'Voortgangsverslag',
    fr: 'Rapport d’avancement',
    de: 'Fortschrittsbericht',
  },
  final: { en: 'Final report', nl: 'Eindverslag', fr: 'Rapport final', de: 'Abschlussbericht' },
  delay_notice: {
    en: 'Notice of delay',
    nl: 'Bericht van vertraging',
    fr: 'Avis de retard',
    de: 'Mitteilung einer Verzögerung',
  },
  reclassification: {
    en: 'Reclassification',
    nl: 'Herclassificatie',
    fr: 'Reclassement',
    de: 'Neueinstufung',
  },
  management: {
    en: 'Report to management',
    nl: 'Rapport aan de directie',
    fr: 'Rapport à la direction',
    de: 'Bericht an die Leitung',
  },
  client: {
    en: 'Information to clients',
    nl: 'Informatie aan cliënten',
    fr: 'Information des clients',
    de: 'Unterrichtung der Kunden',
  },
  data_subject: {
    en: 'Communication to data subjects',
    nl: 'Mededeling aan betrokkenen',
    fr: 'Communication aux personnes concernées',
    de: 'Benachrichtigung der betroffenen Personen',
  },
  user: {
    en: 'Information to users',
    nl: 'Informatie aan gebruikers',
    fr: 'Information des utilisateurs',
    de: 'Unterrichtung der Nutzer',
  },
  public: {
    en: 'Information to the public',
    nl: 'Informatie aan het publiek',
    fr: 'Information du public',
    de: 'Unterrichtung der Öffentlichkeit',
  },
  record: { en: 'Record', nl: 'Registratie', fr: 'Consignation', de: 'Dokumentation' },
  voluntary: {
    en: 'Voluntary notification',
    nl: 'Vrijwillige melding',
    fr: 'Notification volontaire',
    de: 'Freiwillige Meldung',
  },
  inbound: {
    en: 'Answer of the authority',
    nl: 'Antwoord van de autoriteit',
    fr: 'Réponse de l’autorité',
    de: 'Antwort der Behörde',
  },
};
