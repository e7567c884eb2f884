// SPDX-License-Identifier: Apache-2.0
import { authoritiesOf } from './shipped-authority.ts';

export const dutchAuthorities = authoritiesOf('NL', {
  afm: {
    name: 'Autoriteit Financiële Markten (AFM)',
    kinds: ['financial'],
    languages: 'nl en',
    website: 'https://www.afm.nl',
  },
  aivd: {
    name: 'AIVD, Nationaal Bureau voor Verbindingsbeveiliging',
    kinds: ['national_security'],
    languages: 'nl',
    website: 'https://www.aivd.nl',
  },
  ap: {
    name: 'Autoriteit Persoonsgegevens (AP)',
    kinds: ['data_protection'],
    languages: 'nl en',
    website: 'https://www.autoriteitpersoonsgegevens.nl',
    notes: 'By the form on its website.',
  },
  dnb: {
    name: 'De Nederlandsche Bank (DNB)',
    kinds: ['financial'],
    languages: 'nl en',
    website: 'https://www.dnb.nl',
  },
  igj: {
    name: 'Inspectie Gezondheidszorg en Jeugd (IGJ)',
    kinds: ['sector', 'nis2_supervisor'],
    languages: 'nl',
    website: 'https://www.igj.nl',
    notes: 'Health.',
  },
  ilt: {
    name: 'Inspectie Leefomgeving en Transport (ILT)',
    kinds: ['sector', 'nis2_supervisor'],
    languages: 'nl',
    website: 'https://www.ilent.nl',
    notes: 'Transport and drinking water.',
  },
  ncsc: {
    name: 'Nationaal Cyber Security Centrum (NCSC)',
    kinds: ['csirt'],
    languages: 'nl en',
    mail: 'cert@ncsc.nl',
    website: 'https://www.ncsc.nl',
  },
  politie: {
    name: 'Politie',
    kinds: ['police'],
    languages: 'nl',
    phone: '0900-8844',
    website: 'https://www.politie.nl',
  },
  rdi: {
    name: 'Rijksinspectie Digitale Infrastructuur (RDI)',
    kinds: ['nis2_supervisor', 'trust_services', 'telecom', 'sector'],
    languages: 'nl en',
    website: 'https://www.rdi.nl',
    notes: 'Energy, digital infrastructure, trust services.',
  },
});

export const frenchAuthorities = authoritiesOf('FR', {
  acpr: {
    name: 'Autorité de contrôle prudentiel et de résolution (ACPR)',
    kinds: ['financial'],
    languages: 'fr',
    website: 'https://acpr.banque-france.fr',
  },
  amf: {
    name: 'Autorité des marchés financiers (AMF)',
    kinds: ['financial'],
    languages: 'fr',
    website: 'https://www.amf-france.org',
  },
  anssi: {
    name: 'Agence nationale de la sécurité des systèmes d’information (ANSSI), CERT-FR',
    kinds: ['csirt', 'nis2_supervisor', 'trust_services'],
    languages: 'fr en',
    mail: 'cert-fr@ssi.gouv.fr',
    website: 'https://www.cert.ssi.gouv.fr',
  },
  cnil: {
    name: 'Commission nationale de l’informatique et des libertés (CNIL)',
    kinds: ['data_protection'],
    languages: 'fr',
    website: 'https://www.cnil.fr',
    notes: 'By the form on its website.',
  },
  ofac: {
    name: 'Office anti-cybercriminalité (OFAC), police nationale',
    kinds: ['police'],
    languages: 'fr',
    phone: '17',
  },
  sgdsn: {
    name: 'Secrétariat général de la défense et de la sécurité nationale (SGDSN)',
    kinds: ['national_security', 'critical_entities'],
    languages: 'fr',
    website: 'https://www.sgdsn.gouv.fr',
  },
});

export const germanAuthorities = authoritiesOf('DE', {
  bafin: {
    name: 'Bundesanstalt für Finanzdienstleistungsaufsicht (BaFin)',
    kinds: ['financial'],
    languages: 'de en',
    website: 'https://www.bafin.de',
    notes: 'DORA reports go by its MVP portal.',
  },
  bbk: {
    name: 'Bundesamt für Bevölkerungsschutz und Katastrophenhilfe (BBK)',
    kinds: ['critical_entities', 'crisis_centre'],
    languages: 'de',
    website: 'https://www.bbk.bund.de',
  },
  bfdi: {
    name: 'Bundesbeauftragte für den Datenschutz und die Informationsfreiheit (BfDI)',
    kinds: ['data_protection'],
    languages: 'de',
    mail: 'poststelle@bfdi.bund.de',
    website: 'https://www.bfdi.bund.de',
    notes:
      'Federal bodies, telecommunications and post. Companies tell the authority of their Land: write it down.',
  },
  bmi: {
    name: 'Bundesministerium des Innern: Nationale Sicherheitsbehörde',
    kinds: ['national_security'],
    languages: 'de',
    website: 'https://www.bmi.bund.de',
  },
  bnetza: {
    name: 'Bundesnetzagentur (BNetzA)',
    kinds: ['telecom', 'trust_services', 'sector'],
    languages: 'de',
    website: 'https://www.bundesnetzagentur.de',
  },
  bsi: {
    name: 'Bundesamt für Sicherheit in der Informationstechnik (BSI), CERT-Bund',
    kinds: ['csirt', 'nis2_supervisor'],
    languages: 'de en',
    mail: 'certbund@bsi.bund.de',
    website: 'https://www.bsi.bund.de',
    notes: 'NIS2 notifications go by its portal.',
  },
  zac: {
    name: 'Zentrale Ansprechstelle Cybercrime (ZAC) des Landeskriminalamts',
    kinds: ['police'],
    languages: 'de',
    notes: 'One for each Land: write the one of yours down.',
  },
});

export const luxembourgishAuthorities = authoritiesOf('LU', {
  anlux: {
    name: 'Autorité nationale de sécurité (ANS)',
    kinds: ['national_security'],
    languages: 'fr',
  },
  circl: {
    name: 'Computer Incident Response Center Luxembourg (CIRCL)',
    kinds: ['csirt'],
    languages: 'fr de en',
    mail: 'info@circl.lu',
    website: 'https://www.circl.lu',
    notes: 'Private sector and municipalities.',
  },
  cnpd: {
    name: 'Commission nationale pour la protection des données (CNPD)',
    kinds: ['data_protection'],
    languages: 'fr de en',
    website: 'https://cnpd.public.lu',
    notes: 'By the form on its website.',
  },
  cssf: {
    name: 'Commission de surveillance du secteur financier (CSSF)',
    kinds: ['financial', 'nis2_supervisor'],
    languages: 'fr en',
    website: 'https://www.cssf.lu',
  },
  govcert: {
    name: 'GOVCERT.LU',
    kinds: ['other'],
    languages: 'fr en',
    website: 'https://www.govcert.lu',
    notes: 'Public sector and critical infrastructure: choose it for NIS2 where it is competent.',
  },
  hcpn: {
    name: 'Haut-Commissariat à la protection nationale (HCPN)',
    kinds: ['critical_entities', 'crisis_centre'],
    languages: 'fr',
    website: 'https://hcpn.gouvernement.lu',
  },
  ilr: {
    name: 'Institut luxembourgeois de régulation (ILR)',
    kinds: ['nis2_supervisor', 'telecom'],
    languages: 'fr en',
    website: 'https://www.ilr.lu',
  },
  police: {
    name: 'Police grand-ducale',
    kinds: ['police'],
    languages: 'fr de',
    phone: '113',
    website: 'https://police.public.lu',
  },
});
