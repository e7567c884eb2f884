// SPDX-License-Identifier: Apache-2.0
import { authoritiesOf, type ShippedAuthority } from './shipped-authority.ts';

type Body = readonly [name: string, website: string, mail?: string];

/** The CSIRT and the data protection authority of a state; the others of it are written down where they are needed. */
function bothOf(country: string, languages: string, csirt: Body, dpa: Body): readonly ShippedAuthority[] {
  const row = ([name, website, mail]: Body) => ({
    name,
    languages,
    ...(website === '' ? {} : { website }),
    ...(mail === undefined ? {} : { mail }),
  });
  return authoritiesOf(country, {
    csirt: { ...row(csirt), kinds: ['csirt'] },
    'data-protection': { ...row(dpa), kinds: ['data_protection'] },
  });
}

export const authoritiesElsewhere: readonly ShippedAuthority[] = [
  ...bothOf(
    'AT',
    'de en',
    ['CERT.at', 'https://www.cert.at', 'reports@cert.at'],
    ['Österreichische Datenschutzbehörde (DSB)', 'https://www.dsb.gv.at', 'dsb@dsb.gv.at'],
  ),
  ...bothOf(
    'BG',
    'bg en',
    ['CERT Bulgaria', 'https://www.govcert.bg'],
    ['Комисия за защита на личните данни (КЗЛД)', 'https://www.cpdp.bg', 'kzld@cpdp.bg'],
  ),
  ...bothOf(
    'CY',
    'el en',
    ['National CSIRT-CY', 'https://csirt.cy'],
    ['Επίτροπος Προστασίας Δεδομένων Προσωπικού Χαρακτήρα', 'https://www.dataprotection.gov.cy'],
  ),
  ...bothOf(
    'CZ',
    'cs en',
    [
      'Národní úřad pro kybernetickou a informační bezpečnost (NÚKIB), GovCERT.CZ',
      'https://nukib.gov.cz',
      'cert.incident@nukib.gov.cz',
    ],
    ['Úřad pro ochranu osobních údajů (ÚOOÚ)', 'https://uoou.gov.cz', 'posta@uoou.gov.cz'],
  ),
  ...bothOf(
    'DK',
    'da en',
    ['Styrelsen for Samfundssikkerhed, Center for Cybersikkerhed', 'https://samsik.dk'],
    ['Datatilsynet', 'https://www.datatilsynet.dk', 'dt@datatilsynet.dk'],
  ),
  ...bothOf(
    'EE',
    'et en',
    ['CERT-EE, Riigi Infosüsteemi Amet (RIA)', 'https://www.ria.ee', 'cert@cert.ee'],
    ['Andmekaitse Inspektsioon (AKI)', 'https://www.aki.ee', 'info@aki.ee'],
  ),
  ...bothOf(
    'ES',
    'es en',
    ['INCIBE-CERT', 'https://www.incibe.es', 'incidencias@incibe-cert.es'],
    ['Agencia Española de Protección de Datos (AEPD)', 'https://www.aepd.es'],
  ),
  ...bothOf(
    'GR',
    'el en',
    ['Εθνική Αρχή Κυβερνοασφάλειας (National Cybersecurity Authority)', ''],
    ['Αρχή Προστασίας Δεδομένων Προσωπικού Χαρακτήρα', 'https://www.dpa.gr', 'contact@dpa.gr'],
  ),
  ...bothOf(
    'HR',
    'hr en',
    ['Nacionalni CERT (CERT.hr)', 'https://www.cert.hr'],
    ['Agencija za zaštitu osobnih podataka (AZOP)', 'https://azop.hr', 'azop@azop.hr'],
  ),
  ...bothOf(
    'HU',
    'hu en',
    ['Nemzeti Kibervédelmi Intézet (NKI)', 'https://nki.gov.hu'],
    [
      'Nemzeti Adatvédelmi és Információszabadság Hatóság (NAIH)',
      'https://naih.hu',
      'ugyfelszolgalat@naih.hu',
    ],
  ),
  ...bothOf(
    'IE',
    'en ga',
    ['National Cyber Security Centre (NCSC)', 'https://www.ncsc.gov.ie', 'certreport@ncsc.gov.ie'],
    ['Data Protection Commission (DPC)', 'https://www.dataprotection.ie'],
  ),
  ...bothOf(
    'IS',
    'is en',
    ['CERT-IS', 'https://cert.is', 'cert@cert.is'],
    ['Persónuvernd', 'https://www.personuvernd.is', 'postur@personuvernd.is'],
  ),
  ...bothOf(
    'IT',
    'it',
    ['CSIRT Italia, Agenzia per la cybersicurezza nazionale (ACN)', 'https://www.acn.gov.it'],
    ['Garante per la protezione dei dati personali', 'https://www.garanteprivacy.it'],
  ),
  ...bothOf(
    'LI',
    'de',
    ['Stabsstelle Cyber-Sicherheit', ''],
    ['Datenschutzstelle Fürstentum Liechtenstein', 'https://www.datenschutzstelle.li', 'info.dss@llv.li'],
  ),
  ...bothOf(
    'LT',
    'lt en',
    ['Nacionalinis kibernetinio saugumo centras (NKSC), CERT-LT', 'https://www.nksc.lt', 'cert@nksc.lt'],
    ['Valstybinė duomenų apsaugos inspekcija (VDAI)', 'https://vdai.lrv.lt', 'ada@ada.lt'],
  ),
  ...bothOf(
    'MT',
    'en mt',
    ['CSIRTMalta', ''],
    ['Information and Data Protection Commissioner (IDPC)', 'https://idpc.org.mt', 'idpc.info@idpc.org.mt'],
  ),
  ...bothOf(
    'PL',
    'pl en',
    ['CSIRT NASK (CERT Polska)', 'https://cert.pl', 'cert@cert.pl'],
    ['Urząd Ochrony Danych Osobowych (UODO)', 'https://uodo.gov.pl'],
  ),
  ...bothOf(
    'PT',
    'pt en',
    ['Centro Nacional de Cibersegurança (CNCS), CERT.PT', 'https://www.cncs.gov.pt', 'cert@cert.pt'],
    ['Comissão Nacional de Proteção de Dados (CNPD)', 'https://www.cnpd.pt', 'geral@cnpd.pt'],
  ),
  ...bothOf(
    'RO',
    'ro en',
    ['Directoratul Național de Securitate Cibernetică (DNSC)', 'https://dnsc.ro'],
    [
      'Autoritatea Națională de Supraveghere a Prelucrării Datelor cu Caracter Personal (ANSPDCP)',
      'https://www.dataprotection.ro',
    ],
  ),
  ...bothOf(
    'SE',
    'sv en',
    ['CERT-SE', 'https://www.cert.se', 'cert@cert.se'],
    ['Integritetsskyddsmyndigheten (IMY)', 'https://www.imy.se', 'imy@imy.se'],
  ),
  ...bothOf(
    'SI',
    'sl en',
    ['SI-CERT', 'https://www.cert.si', 'cert@cert.si'],
    ['Informacijski pooblaščenec', 'https://www.ip-rs.si', 'gp.ip@ip-rs.si'],
  ),
  ...bothOf(
    'SK',
    'sk en',
    ['SK-CERT, Národný bezpečnostný úrad (NBÚ)', 'https://www.sk-cert.sk'],
    ['Úrad na ochranu osobných údajov', 'https://dataprotection.gov.sk', 'statny.dozor@pdp.gov.sk'],
  ),
];
