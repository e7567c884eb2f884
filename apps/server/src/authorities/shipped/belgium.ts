// SPDX-License-Identifier: Apache-2.0
import { authoritiesOf } from './shipped-authority.ts';

const THREE = 'nl fr de';

export const belgianAuthorities = authoritiesOf('BE', {
  'apd-gba': {
    name: 'Gegevensbeschermingsautoriteit / Autorité de protection des données (GBA/APD)',
    kinds: ['data_protection'],
    languages: 'nl fr de en',
    mail: 'contact@apd-gba.be',
    website: 'https://www.dataprotectionauthority.be',
    notes: 'Breaches are notified by the form on its website; mail is for questions.',
  },
  bipt: {
    name: 'Belgisch Instituut voor postdiensten en telecommunicatie / IBPT (BIPT)',
    kinds: ['telecom', 'nis2_supervisor', 'sector'],
    languages: 'nl fr de en',
    website: 'https://www.bipt.be',
    notes: 'Digital infrastructure and electronic communications.',
  },
  ccb: {
    name: 'Centrum voor Cybersecurity België / Centre pour la Cybersécurité Belgique (CCB, CERT.be)',
    kinds: ['csirt', 'nis2_supervisor'],
    languages: 'nl fr de en',
    mail: 'cert@cert.be',
    website: 'https://ccb.belgium.be',
    form: 'https://notif.safeonweb.be',
    notes:
      'National CSIRT. It passes a notification on to the authority of the sector, and to NCCN where the entity is essential.',
  },
  coc: {
    name: 'Controleorgaan op de politionele informatie / Organe de contrôle de l’information policière (COC)',
    kinds: ['other'],
    languages: 'nl fr',
    website: 'https://www.controleorgaan.be',
    notes:
      'Data protection authority of the police: choose it for GDPR where the organisation is a police service.',
    evidence: 'secondary',
  },
  economy: {
    name: 'FOD Economie / SPF Économie: energie / énergie',
    kinds: ['sector', 'nis2_supervisor', 'critical_entities'],
    languages: THREE,
    website: 'https://economie.fgov.be',
    notes: 'Sector authority of energy.',
  },
  famhp: {
    name: 'FAGG / AFMPS (Federaal Agentschap voor Geneesmiddelen en Gezondheidsproducten)',
    kinds: ['sector', 'nis2_supervisor'],
    languages: 'nl fr en',
    website: 'https://www.famhp.be',
    notes: 'Medicines and medical devices.',
  },
  fanc: {
    name: 'Federaal Agentschap voor Nucleaire Controle / AFCN (FANC)',
    kinds: ['sector'],
    languages: 'nl fr',
    website: 'https://fanc.fgov.be',
    notes: 'Nuclear installations.',
  },
  fccu: {
    name: 'Federale gerechtelijke politie / Police judiciaire fédérale: Federal Computer Crime Unit (FCCU)',
    kinds: ['police'],
    languages: THREE,
    website: 'https://www.politie.be',
    notes:
      'Critical infrastructure and large attacks; a complaint is usually lodged through the local police or an RCCU.',
  },
  finance: {
    name: 'FOD Financiën / SPF Finances',
    kinds: ['sector', 'critical_entities'],
    languages: THREE,
    website: 'https://financien.belgium.be',
  },
  fsma: {
    name: 'Autoriteit voor Financiële Diensten en Markten / Autorité des services et marchés financiers (FSMA)',
    kinds: ['financial'],
    languages: 'nl fr en',
    website: 'https://www.fsma.be',
    notes:
      'DORA: entities under its supervision, such as asset managers, trading venues and occupational pension funds.',
    evidence: 'secondary',
  },
  health: {
    name: 'FOD Volksgezondheid / SPF Santé publique',
    kinds: ['sector', 'nis2_supervisor', 'critical_entities'],
    languages: THREE,
    website: 'https://www.health.belgium.be',
    notes: 'Sector authority of health.',
  },
  'ksz-bcss': {
    name: 'Kruispuntbank van de Sociale Zekerheid / Banque Carrefour de la sécurité sociale (KSZ/BCSS)',
    kinds: ['social_security'],
    languages: 'nl fr',
    website: 'https://www.ksz-bcss.fgov.be',
    notes: 'Through the information security adviser of the institution.',
  },
  'local-police': {
    name: 'Lokale politie / Police locale',
    kinds: ['police'],
    languages: THREE,
    phone: '101',
    website: 'https://www.politie.be',
    notes: '101 where somebody is in danger now. A complaint is lodged at the zone of the place.',
  },
  mobility: {
    name: 'FOD Mobiliteit en Vervoer / SPF Mobilité et Transports',
    kinds: ['sector', 'nis2_supervisor', 'critical_entities'],
    languages: THREE,
    website: 'https://mobilit.belgium.be',
    notes: 'Sector authority of transport.',
  },
  nbb: {
    name: 'Nationale Bank van België / Banque nationale de Belgique (NBB)',
    kinds: ['financial', 'critical_entities'],
    languages: 'nl fr en',
    website: 'https://www.nbb.be',
    notes:
      'DORA: credit institutions, insurers, payment and electronic money institutions, central counterparties.',
  },
  nccn: {
    name: 'Nationaal Crisiscentrum / Centre de crise national (NCCN)',
    kinds: ['critical_entities', 'crisis_centre'],
    languages: THREE,
    website: 'https://crisiscenter.be',
    notes: 'Contact point for critical entities; the CCB tells it of essential ones.',
  },
  'nvo-ans': {
    name: 'Nationale Veiligheidsoverheid / Autorité nationale de sécurité (NVO/ANS)',
    kinds: ['national_security'],
    languages: 'nl fr',
    website: 'https://www.nvoans.be',
    notes: 'By registered letter of the security officer.',
  },
  rccu: {
    name: 'Regional Computer Crime Unit (RCCU), federale gerechtelijke politie van het arrondissement',
    kinds: ['police'],
    languages: THREE,
    website: 'https://www.politie.be',
    notes: 'One for each judicial district: write the one of yours down.',
  },
  'economy-trust': {
    name: 'FOD Economie / SPF Économie: vertrouwensdiensten / services de confiance',
    kinds: ['trust_services'],
    languages: THREE,
    website: 'https://economie.fgov.be',
    notes: 'Supervisory body of trust services (eIDAS).',
  },
  vtc: {
    name: 'Vlaamse Toezichtcommissie voor de verwerking van persoonsgegevens (VTC)',
    kinds: ['other'],
    languages: 'nl',
    website: 'https://www.vlaanderen.be/vlaamse-toezichtcommissie',
    notes: 'Flemish public bodies: whether a breach goes to it, the GBA or both is for the DPO to say.',
    evidence: 'unsettled',
  },
});
