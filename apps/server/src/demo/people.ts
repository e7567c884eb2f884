// SPDX-License-Identifier: Apache-2.0
import type { Language, Role } from '@belfry/contract';

/** The invented organisation of the demonstration. Mail domains are reserved (RFC 2606) and reach nobody. */
export const sampleOrganisation = {
  name: 'Dijkvest Nutsbedrijf',
  sector: 'drinking_water',
  country: 'BE',
  languages: ['nl', 'fr', 'de', 'en'] as Language[],
  timeZone: 'Europe/Brussels',
  helpdeskMail: 'meldpunt@dijkvest.example',
  helpdeskPhone: '+32 9 000 00 00',
  businessFunctions: [
    'Drinkwaterproductie',
    'Waterdistributie',
    'Riolering en pompstations',
    'Klantenloket',
    'Facturatie',
    'Meterbeheer',
    'Personeelsadministratie',
    'Telefonie',
  ],
};

export const severityWords = {
  critical: {
    nl: {
      label: 'Kritiek',
      meaning:
        'De levering van water of de veiligheid van mensen is in gevaar, of alle klanten zijn geraakt.',
    },
    fr: {
      label: 'Critique',
      meaning:
        'La distribution d’eau ou la sécurité des personnes est menacée, ou tous les clients sont touchés.',
    },
  },
  important: {
    nl: {
      label: 'Belangrijk',
      meaning:
        'Een dienst valt langer dan vier uur uit, of persoonsgegevens van meer dan honderd mensen zijn geraakt.',
    },
  },
  medium: { nl: { label: 'Matig', meaning: 'Hinder voor één afdeling, binnen een werkdag te herstellen.' } },
  low: { nl: { label: 'Laag', meaning: 'Weinig of geen hinder; geen persoonsgegevens geraakt.' } },
};

export interface SamplePerson {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly language: Language;
  readonly roles: readonly Role[];
  readonly deputy?: string;
  /** What they do here, for the page where one chooses whom to be. */
  readonly does: string;
}

/** The first of them sets the desk up. A deputy stands before the one they stand in for. */
export const samplePeople = [
  {
    key: 'greet',
    name: 'Greet Vandervoort',
    email: 'greet.vandervoort@dijkvest.example',
    phone: '+32 9 000 00 11',
    language: 'nl',
    roles: ['administrator'],
    does: 'Administrator: people, roles and settings',
  },
  {
    key: 'bram',
    name: 'Bram Declercq',
    email: 'bram.declercq@dijkvest.example',
    phone: '+32 9 000 00 12',
    language: 'nl',
    roles: ['helpdesk'],
    does: 'Helpdesk, late shift',
  },
  {
    key: 'noor',
    name: 'Noor El Amrani',
    email: 'noor.elamrani@dijkvest.example',
    phone: '+32 9 000 00 13',
    language: 'nl',
    roles: ['helpdesk'],
    deputy: 'bram',
    does: 'Helpdesk: triage of every report',
  },
  {
    key: 'tariq',
    name: 'Tariq Benhaddou',
    email: 'tariq.benhaddou@dijkvest.example',
    phone: '+32 9 000 00 14',
    language: 'nl',
    roles: ['handler'],
    does: 'Incident handler, backup',
  },
  {
    key: 'sofie',
    name: 'Sofie Maertens',
    email: 'sofie.maertens@dijkvest.example',
    phone: '+32 9 000 00 15',
    language: 'nl',
    roles: ['handler'],
    deputy: 'tariq',
    does: 'Incident handler, primary: works incidents from start to end',
  },
  {
    key: 'wout',
    name: 'Wout Janssens',
    email: 'wout.janssens@dijkvest.example',
    phone: '+32 9 000 00 16',
    language: 'nl',
    roles: ['handler', 'log_owner'],
    does: 'Systems and networks; stands in for the IT responsible',
  },
  {
    key: 'ilse',
    name: 'Ilse Verhaeghe',
    email: 'ilse.verhaeghe@dijkvest.example',
    phone: '+32 9 000 00 17',
    language: 'nl',
    roles: ['it_responsible', 'handler'],
    deputy: 'wout',
    does: 'IT responsible: sees and works everything, is alerted at once',
  },
  {
    key: 'koen',
    name: 'Koen Stevens',
    email: 'koen.stevens@dijkvest.example',
    phone: '+32 9 000 00 18',
    language: 'nl',
    roles: ['organisation_responsible'],
    does: 'Finance director; stands in for the general director',
  },
  {
    key: 'marleen',
    name: 'Marleen Dewitte',
    email: 'marleen.dewitte@dijkvest.example',
    phone: '+32 9 000 00 19',
    language: 'nl',
    roles: ['organisation_responsible'],
    deputy: 'koen',
    does: 'General director: alerted to critical incidents',
  },
  {
    key: 'amara',
    name: 'Amara Okonkwo',
    email: 'amara.okonkwo@dijkvest.example',
    phone: '+32 9 000 00 20',
    language: 'nl',
    roles: ['dpo'],
    does: 'Data protection officer',
  },
  {
    key: 'hilde',
    name: 'Hilde Roels',
    email: 'hilde.roels@dijkvest.example',
    phone: '+32 9 000 00 28',
    language: 'nl',
    roles: ['whistleblowing_handler'],
    does: 'Confidential adviser: alone sees what whistle-blowers report',
  },
  {
    key: 'jeroen',
    name: 'Jeroen Pauwels',
    email: 'jeroen.pauwels@dijkvest.example',
    phone: '+32 9 000 00 21',
    language: 'nl',
    roles: ['communicator'],
    does: 'Communication: what is said outside',
  },
  {
    key: 'fatma',
    name: 'Fatma Yıldırım',
    email: 'fatma.yildirim@dijkvest.example',
    phone: '+32 9 000 00 22',
    language: 'nl',
    roles: ['department_representative'],
    does: 'Represents the customer desk',
  },
  {
    key: 'thibault',
    name: 'Thibault Lacroix',
    email: 'thibault.lacroix@dijkvest.example',
    phone: '+32 9 000 00 23',
    language: 'fr',
    roles: ['department_representative'],
    does: 'Represents water production',
  },
  {
    key: 'heike',
    name: 'Heike Brandt',
    email: 'heike.brandt@dijkvest.example',
    phone: '+32 9 000 00 24',
    language: 'de',
    roles: ['log_owner'],
    does: 'Owner of the logs',
  },
  {
    key: 'ruth',
    name: 'Ruth Adeyemi',
    email: 'ruth.adeyemi@controle.example',
    phone: '+32 9 000 00 25',
    language: 'en',
    roles: ['auditor'],
    does: 'Auditor from outside: reads, changes nothing',
  },
] as const satisfies readonly SamplePerson[];

export type PersonKey = (typeof samplePeople)[number]['key'];
