// SPDX-License-Identifier: Apache-2.0
import { wordsOf } from './form-words.ts';

/** Fields that single acts split out of what they ask for. */
export const actWords = wordsOf(`
people_categories | Categories of people concerned, where possible | Categorieën betrokkenen, waar mogelijk | Catégories de personnes concernées, si possible | Kategorien der betroffenen Personen, soweit möglich
people_count | Approximate number of people concerned, where possible | Aantal betrokkenen bij benadering, waar mogelijk | Nombre approximatif de personnes concernées, si possible | Ungefähre Zahl der betroffenen Personen, soweit möglich
records_categories | Categories of records concerned, where possible | Categorieën gegevensrecords, waar mogelijk | Catégories d’enregistrements concernés, si possible | Kategorien der betroffenen Datensätze, soweit möglich
records_count | Approximate number of records concerned, where possible | Aantal gegevensrecords bij benadering, waar mogelijk | Nombre approximatif d’enregistrements concernés, si possible | Ungefähre Zahl der betroffenen Datensätze, soweit möglich
dpo_name | Data protection officer or other contact: name | Functionaris voor gegevensbescherming of ander contact: naam | Délégué à la protection des données ou autre contact : nom | Datenschutzbeauftragte Person oder andere Anlaufstelle: Name
dpo_mail | Data protection officer or other contact: mail address | Functionaris voor gegevensbescherming of ander contact: mailadres | Délégué à la protection des données ou autre contact : adresse électronique | Datenschutzbeauftragte Person oder andere Anlaufstelle: E-Mail-Adresse
dpo_phone | Data protection officer or other contact: telephone | Functionaris voor gegevensbescherming of ander contact: telefoon | Délégué à la protection des données ou autre contact : téléphone | Datenschutzbeauftragte Person oder andere Anlaufstelle: Telefon
breach_nature | Nature of the personal data breach | Aard van de inbreuk in verband met persoonsgegevens | Nature de la violation de données à caractère personnel | Art der Verletzung des Schutzes personenbezogener Daten
breach_measures | Measures taken or proposed, also to mitigate its effects | Genomen of voorgestelde maatregelen, ook om de gevolgen te beperken | Mesures prises ou proposées, y compris pour en atténuer les effets | Ergriffene oder vorgeschlagene Maßnahmen, auch zur Abmilderung der Folgen
cross_border_likelihood | Likelihood of cross-border effects, and what helps to foresee them | Waarschijnlijkheid van grensoverschrijdende gevolgen, en wat helpt om ze te voorzien | Probabilité d’effets transfrontières, et informations permettant de les anticiper | Wahrscheinlichkeit grenzüberschreitender Auswirkungen und Angaben, um sie vorherzusehen
cross_border_states | Member States concerned | Betrokken lidstaten | États membres concernés | Betroffene Mitgliedstaaten
isolated_system | The service of annex I or II that is hit | De geraakte dienst van bijlage I of II | Le service de l’annexe I ou II qui est touché | Der betroffene Dienst nach Anhang I oder II
pec_justification | Why part of it is to be withheld (particularly exceptional circumstances) | Waarom een deel moet worden achtergehouden (bijzonder uitzonderlijke omstandigheden) | Pourquoi une partie doit être retenue (circonstances particulièrement exceptionnelles) | Warum ein Teil zurückgehalten werden soll (besonders außergewöhnliche Umstände)
title | Title | Titel | Titre | Titel
sensitivity.low | Low | Laag | Faible | Gering
sensitivity.medium | Medium | Middelmatig | Moyenne | Mittel
sensitivity.high | High | Hoog | Élevée | Hoch
level.1 | 1: negligible | 1: verwaarloosbaar | 1 : négligeable | 1: vernachlässigbar
level.2 | 2: minor | 2: gering | 2 : mineur | 2: gering
level.3 | 3: significant | 3: aanzienlijk | 3 : significatif | 3: erheblich
level.4 | 4: large | 4: groot | 4 : grave | 4: groß
level.5 | 5: disaster | 5: ramp | 5 : désastre | 5: Katastrophe
reporter_mail | Contact: mail address | Contact: mailadres | Contact : adresse électronique | Kontakt: E-Mail-Adresse
reporter_phone | Contact: telephone | Contact: telefoon | Contact : téléphone | Kontakt: Telefon
`);
