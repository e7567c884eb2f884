// SPDX-License-Identifier: Apache-2.0
import { authoritiesOf } from './shipped-authority.ts';

export const finnishAuthorities = authoritiesOf('FI', {
  energiavirasto: {
    name: 'Energiavirasto',
    kinds: ['sector', 'nis2_supervisor', 'critical_entities'],
    languages: 'fi sv',
    website: 'https://energiavirasto.fi',
    notes: 'Energy.',
  },
  finanssivalvonta: {
    name: 'Finanssivalvonta (FIN-FSA)',
    kinds: ['financial'],
    languages: 'fi sv en',
    website: 'https://www.finanssivalvonta.fi',
  },
  fimea: {
    name: 'Fimea',
    kinds: ['sector', 'nis2_supervisor'],
    languages: 'fi sv',
    website: 'https://fimea.fi',
    notes: 'Medicines and medical devices.',
  },
  lvv: {
    name: 'Lupa- ja valvontavirasto',
    kinds: ['sector', 'nis2_supervisor'],
    languages: 'fi sv',
    website: 'https://lvv.fi',
    notes: 'Health care; took over from Valvira in 2026.',
  },
  'ncsc-fi': {
    name: 'Kyberturvallisuuskeskus, Liikenne- ja viestintävirasto Traficom (NCSC-FI)',
    kinds: ['csirt', 'trust_services'],
    languages: 'fi sv en',
    mail: 'cert@traficom.fi',
    website: 'https://www.kyberturvallisuuskeskus.fi',
    notes: 'CSIRT and single point of contact.',
  },
  'nsa-um': {
    name: 'Ulkoministeriö: kansallinen turvallisuusviranomainen (NSA)',
    kinds: ['national_security'],
    languages: 'fi sv en',
    website: 'https://um.fi',
  },
  poliisi: {
    name: 'Poliisi',
    kinds: ['police'],
    languages: 'fi sv',
    phone: '112',
    website: 'https://poliisi.fi',
  },
  ruokavirasto: {
    name: 'Ruokavirasto',
    kinds: ['sector', 'nis2_supervisor'],
    languages: 'fi sv',
    website: 'https://www.ruokavirasto.fi',
    notes: 'Food.',
  },
  tietosuoja: {
    name: 'Tietosuojavaltuutetun toimisto',
    kinds: ['data_protection'],
    languages: 'fi sv en',
    mail: 'tietosuoja@om.fi',
    website: 'https://tietosuoja.fi',
  },
  'traficom-nis2': {
    name: 'Liikenne- ja viestintävirasto Traficom: NIS2-valvonta',
    kinds: ['nis2_supervisor', 'telecom', 'sector'],
    languages: 'fi sv en',
    website: 'https://www.traficom.fi',
    notes: 'Transport, digital infrastructure, space, public administration.',
  },
  tukes: {
    name: 'Turvallisuus- ja kemikaalivirasto (Tukes)',
    kinds: ['sector', 'nis2_supervisor'],
    languages: 'fi sv',
    website: 'https://tukes.fi',
    notes: 'Chemicals and manufacturing.',
  },
});

export const latvianAuthorities = authoritiesOf('LV', {
  'cert-lv': {
    name: 'CERT.LV',
    kinds: ['csirt'],
    languages: 'lv en',
    mail: 'cert@cert.lv',
    website: 'https://cert.lv',
  },
  dvi: {
    name: 'Datu valsts inspekcija (DVI)',
    kinds: ['data_protection'],
    languages: 'lv',
    mail: 'pasts@dvi.gov.lv',
    website: 'https://www.dvi.gov.lv',
  },
  'latvijas-banka': {
    name: 'Latvijas Banka',
    kinds: ['financial'],
    languages: 'lv en',
    website: 'https://www.bank.lv',
  },
  milcert: {
    name: 'MilCERT, Aizsardzības ministrija',
    kinds: ['other'],
    languages: 'lv',
    notes: 'Ministry of Defence and its institutions: choose it for NIS2 where it is competent.',
  },
  sab: {
    name: 'Satversmes aizsardzības birojs (SAB)',
    kinds: ['nis2_supervisor', 'national_security'],
    languages: 'lv',
    website: 'https://www.sab.gov.lv',
    notes: 'Critical infrastructure of information and communication technology.',
  },
});

export const norwegianAuthorities = authoritiesOf('NO', {
  datatilsynet: {
    name: 'Datatilsynet',
    kinds: ['data_protection'],
    languages: 'no en',
    mail: 'postkasse@datatilsynet.no',
    website: 'https://www.datatilsynet.no',
  },
  finanstilsynet: {
    name: 'Finanstilsynet',
    kinds: ['financial', 'sector'],
    languages: 'no en',
    website: 'https://www.finanstilsynet.no',
  },
  nkom: {
    name: 'Nasjonal kommunikasjonsmyndighet (Nkom)',
    kinds: ['trust_services', 'telecom', 'nis2_supervisor'],
    languages: 'no en',
    website: 'https://nkom.no',
  },
  nsm: {
    name: 'Nasjonal sikkerhetsmyndighet (NSM), Nasjonalt cybersikkerhetssenter',
    kinds: ['csirt', 'nis2_supervisor', 'national_security'],
    languages: 'no en',
    website: 'https://nsm.no',
    notes: 'National contact point; the supervisor of the sector gets the notice, NSM a copy.',
  },
  politi: {
    name: 'Politiet',
    kinds: ['police'],
    languages: 'no',
    phone: '02800',
    website: 'https://www.politiet.no',
  },
  rme: {
    name: 'Reguleringsmyndigheten for energi (RME), NVE',
    kinds: ['sector', 'nis2_supervisor'],
    languages: 'no',
    website: 'https://www.nve.no',
    notes: 'Energy.',
  },
});
