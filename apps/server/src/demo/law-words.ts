// SPDX-License-Identifier: Apache-2.0
import type { AnnouncementTexts, FieldValue } from '@belfry/contract';

/** What the invented utility is: a Belgian essential entity for drinking water that keeps data of its customers. */
export const answersOfDijkvest = {
  'org.member_states': ['BE'],
  'org.nis2_sectors': ['drinking_water'],
  'org.nis2_class': 'essential',
  'org.nis2_entity_types': ['none'],
  'org.is_dora_entity': false,
  'org.is_controller': true,
  'org.is_processor': false,
  'org.makes_digital_products': false,
  'org.is_open_source_steward': false,
  'org.trust_service': 'none',
  'org.is_public_authority': true,
  'org.is_critical_entity': false,
  'org.is_in_social_security': false,
  'org.is_under_norwegian_digital_security_act': false,
  'org.is_under_norwegian_security_act': false,
  'org.classified_owners': ['none'],
  'org.annual_turnover_eur': 148_000_000,
  'org.service_users_count': 262_000,
};

/** What the facts of the phishing wave do not give to the forms of the authorities. */
export const writtenFields: Readonly<Record<string, { value: FieldValue; isEstimate: boolean }>> = {
  contact_name: { value: 'Amara Okonkwo', isEstimate: false },
  contact_mail: { value: 'amara.okonkwo@dijkvest.example', isEstimate: false },
  contact_phone: { value: '+32 9 000 00 20', isEstimate: false },
  suspected_malicious: { value: 'yes', isEstimate: false },
  possible_cross_border_impact: { value: 'no', isEstimate: false },
  entity_class: { value: 'essential', isEstimate: false },
  nature: {
    value:
      'Onbevoegde toegang tot één postbus van de dienst Facturatie na phishing. In de postbus stonden facturen met naam, adres en rekeningnummer.',
    isEstimate: false,
  },
  people_categories: { value: 'Klanten met een factuur in de geopende postbus', isEstimate: false },
  people_count: { value: 412, isEstimate: true },
  records_categories: { value: 'Naam, adres, rekeningnummer, verbruik', isEstimate: false },
  records_count: { value: 480, isEstimate: true },
  dpo_name: { value: 'Amara Okonkwo', isEstimate: false },
  dpo_mail: { value: 'amara.okonkwo@dijkvest.example', isEstimate: false },
  likely_consequences: {
    value: 'Valse facturen en telefoons in naam van Dijkvest; geen toegang tot rekeningen.',
    isEstimate: false,
  },
  measures: {
    value: 'Accounts afgesloten, wachtwoorden vervangen, doorstuurregel verwijderd, klanten verwittigd.',
    isEstimate: false,
  },
};

export const wordsToCustomers: AnnouncementTexts = {
  nl: {
    subject: 'Let op voor valse facturen in onze naam',
    text: 'Iemand had kort toegang tot een postbus van onze dienst Facturatie. Daarin stonden facturen met naam, adres en rekeningnummer, mogelijk ook de uwe. Betaal alleen op het rekeningnummer dat in uw klantenzone staat, en bel bij twijfel het meldpunt: +32 9 000 00 00. Wij hebben de toegang gesloten en de Gegevensbeschermingsautoriteit verwittigd. Vragen over uw gegevens: amara.okonkwo@dijkvest.example.',
  },
  fr: {
    subject: 'Attention aux fausses factures en notre nom',
    text: 'Une personne a eu brièvement accès à une boîte aux lettres de notre service de facturation. Elle contenait des factures avec nom, adresse et numéro de compte, peut-être aussi les vôtres. Payez uniquement sur le compte indiqué dans votre espace client et, en cas de doute, appelez le +32 9 000 00 00. Nous avons fermé l’accès et averti l’Autorité de protection des données. Questions sur vos données : amara.okonkwo@dijkvest.example.',
  },
};
