// SPDX-License-Identifier: Apache-2.0
import { authoritiesOf } from './shipped-authority.ts';

/** Bodies of the Union, and those that serve all of it at once. */
export const unionAuthorities = authoritiesOf('EU', {
  'cra-platform': {
    name: 'ENISA: CRA single reporting platform',
    kinds: ['cra'],
    languages: 'en',
    form: 'https://portal.cra-srp.enisa.europa.eu',
    notes: 'Reaches the CSIRT designated as coordinator and ENISA at once.',
    evidence: 'secondary',
  },
  'cert-eu': {
    name: 'CERT-EU',
    kinds: ['csirt'],
    languages: 'en',
    mail: 'services@cert.europa.eu',
    website: 'https://cert.europa.eu',
    notes: 'Institutions, bodies and agencies of the Union only.',
  },
  edps: {
    name: 'European Data Protection Supervisor (EDPS)',
    kinds: ['data_protection'],
    languages: 'en fr de',
    mail: 'edps@edps.europa.eu',
    website: 'https://www.edps.europa.eu',
    notes: 'Institutions, bodies and agencies of the Union only.',
  },
  enisa: {
    name: 'European Union Agency for Cybersecurity (ENISA)',
    kinds: ['other'],
    languages: 'en',
    website: 'https://www.enisa.europa.eu',
  },
  'security-directorate': {
    name: 'Council of the European Union: security authority for EU classified information',
    kinds: ['national_security'],
    languages: 'en fr',
    website: 'https://www.consilium.europa.eu',
    notes: 'A member of the Union’s own bodies; others tell the national security authority of their state.',
  },
});
