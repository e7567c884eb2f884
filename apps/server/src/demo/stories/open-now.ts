// SPDX-License-Identifier: Apache-2.0
// What is on people's desks today.
import { day, minutes, type Story, story } from '../scenario.ts';
import {
  accept,
  confirm,
  declare,
  deputy,
  done,
  duplicate,
  entry,
  facts,
  lead,
  moment,
  note,
  report,
  takesPart,
  task,
  tell,
} from '../verbs.ts';

const invoiceWave = story(
  'invoice-wave',
  day(6, '08:47'),
  report('0m', 'r1', {
    from: { name: 'Sarah Lemmens', email: 'sarah.lemmens@dijkvest.example' },
    category: 'phishing',
    language: 'nl',
    summary: 'Mail van een gekende aannemer met een link naar een gedeelde factuur, maar de link is vreemd.',
    noticed: '-12m',
    ongoing: 'yes',
  }),
  report('26m', 'r2', {
    from: { name: 'Julien Marchal', email: 'julien.marchal@dijkvest.example' },
    category: 'phishing',
    language: 'fr',
    summary: 'J’ai ouvert une facture partagée et saisi mon mot de passe. Le document était vide.',
    noticed: '10m',
    ongoing: 'unknown',
  }),
  report('41m', 'r3', {
    from: { name: 'Katrien Moens', email: 'katrien.moens@dijkvest.example' },
    category: 'phishing',
    language: 'nl',
    summary: 'Factuur van aannemer De Groot gekregen via een deelsite, wij werken daar niet meer mee.',
    ongoing: 'yes',
  }),
  accept('31m', 'noor', 'r2', {
    title: 'Phishinggolf: gedeelde factuur van een aannemer',
    severity: 'important',
    confirm: true,
  }),
  accept('33m', 'noor', 'r1', { into: 'invoice-wave' }),
  duplicate('45m', 'noor', 'r3', 'r1'),
  lead('38m', 'noor', 'sofie'),
  deputy('39m', 'sofie', 'tariq'),
  takesPart('40m', 'sofie', 'ilse'),
  facts('50m', 'sofie', {
    type: 'phishing',
    functions: ['personnel', 'Facturatie', 'software'],
    personalData: 'unknown',
    tlp: 'TLP:AMBER',
    summary:
      'Vanuit een overgenomen postbus van een aannemer kregen 96 medewerkers een link naar een valse deelsite. Drie medewerkers vulden een wachtwoord in; bij één is een aanmelding gelukt.',
  }),
  moment('52m', 'sofie', 'occurred', '-24m', 'certain', 'Eerste mail in het mailjournaal'),
  entry('53m', 'sofie', '-24m', 'attacker', 'Eerste mail uit de postbus van de aannemer komt binnen.'),
  entry(
    '54m',
    'sofie',
    '12m',
    'attacker',
    'Aanmelding met het wachtwoord van een medewerker van Facturatie, vanaf een gehuurde server.',
    'likely',
  ),
  entry('1h 20m', 'sofie', '1h 12m', 'ours', 'Drie accounts afgesloten, deelsite geblokkeerd op de proxy.'),
  tell('1h 30m', 'noor', 'confirmed'),
  task('1h 40m', 'sofie', {
    key: 't1',
    title: 'Drie wachtwoorden en sessies vervangen',
    owner: 'wout',
    accountable: 'sofie',
    due: '3h',
  }),
  task('1h 41m', 'sofie', {
    title: 'Nagaan wat er in de geopende postbus stond',
    owner: 'ilse',
    accountable: 'sofie',
    consulted: ['amara'],
    due: '3d',
  }),
  task('1h 42m', 'sofie', {
    title: 'Beoordelen of persoonsgegevens geraakt zijn',
    owner: 'amara',
    accountable: 'marleen',
    consulted: ['sofie'],
    due: '2d 8h',
  }),
  task('1h 43m', 'sofie', {
    title: 'Aannemer opbellen op het gekende nummer en opvolgen',
    owner: 'tariq',
    accountable: 'sofie',
    due: '4d',
  }),
  task('1h 44m', 'sofie', {
    title: 'Waarschuwing voor alle medewerkers opstellen',
    owner: 'jeroen',
    accountable: 'ilse',
    due: '1d',
  }),
  task('1h 45m', 'sofie', {
    title: 'Alle ontvangers die nog niet reageerden bellen',
    owner: 'noor',
    accountable: 'sofie',
    due: '4d 4h',
  }),
  done('2h 30m', 'wout', 't1'),
  note(
    '3h',
    'wout',
    'Bij één account stond een nieuwe doorstuurregel naar een adres buiten België. Verwijderd en bewaard als bewijs.',
  ),
  report('2d 1h', 'r4', {
    from: { name: 'Rita Segers', email: 'rita.segers@dijkvest.example' },
    category: 'phishing',
    language: 'nl',
    summary: 'Ik vond vandaag pas de mail met de gedeelde factuur, ik heb vorige week op de link geklikt.',
    ongoing: 'no',
  }),
  accept('2d 2h', 'bram', 'r4', { into: 'invoice-wave' }),
  note(
    '4d 1h',
    'sofie',
    'Vierde medewerker: geklikt, niets ingevuld. Aannemer bevestigt dat zijn postbus al een week overgenomen was.',
  ),
  task('4d 2h', 'sofie', {
    title: 'Slotverslag voor de directie',
    owner: 'sofie',
    accountable: 'ilse',
    informed: ['marleen'],
    due: '9d',
  }),
  task('4d 3h', 'sofie', {
    title: 'Mailfilter verscherpen voor deelsites',
    owner: 'ilse',
    accountable: 'ilse',
    due: '11d',
  }),
);

const quietCopy = story(
  'quiet-copy',
  day(12, '15:10'),
  declare('0m', 'amara', 'Vermoeden van meenemen van klantenlijsten bij vertrek', {
    severity: 'important',
    restricted: true,
    summary: 'Een medewerker die vertrekt naar een leverancier kopieerde op één avond 2 300 bestanden.',
  }),
  takesPart('4m', 'amara', 'sofie'),
  lead('5m', 'amara', 'sofie'),
  takesPart('6m', 'amara', 'marleen'),
  takesPart('7m', 'amara', 'ilse'),
  confirm('1h', 'sofie', { reason: 'Kopie staat in de log van de bestandsserver' }),
  facts('1h 5m', 'sofie', {
    type: 'data-leak',
    functions: ['personnel', 'Klantenloket'],
    personalData: 'yes',
    tlp: 'TLP:RED',
  }),
  entry('1h 10m', 'sofie', '-3d', 'attacker', '2 300 bestanden gekopieerd tussen 19.40 en 20.25 uur.'),
  task('1h 15m', 'sofie', {
    key: 't1',
    title: 'Log van de bestandsserver veiligstellen',
    owner: 'ilse',
    accountable: 'amara',
    due: '1d',
  }),
  task('1h 16m', 'amara', {
    title: 'Advies van de jurist vragen voor het gesprek',
    owner: 'amara',
    accountable: 'marleen',
    due: '10d',
  }),
  task('1h 17m', 'amara', {
    title: 'Gesprek plannen met de personeelsdienst',
    owner: 'marleen',
    accountable: 'marleen',
    due: '14d',
  }),
  done('18h', 'ilse', 't1'),
  note('1d', 'amara', 'Niemand buiten de deelnemers weet hiervan. Vragen alleen mondeling.'),
);

const oddTraffic = story(
  'odd-traffic',
  day(2, '22:31'),
  report('0m', 'r1', {
    from: {},
    channel: 'detection',
    category: 'attack',
    language: 'en',
    summary: 'New outbound connection from the control network to an unknown address.',
    description:
      'Source: gateway of pumping station Hoogwerve. 443/tcp to 198.51.100.77, every 60 s, 412 bytes.',
    ongoing: 'yes',
  }),
  accept('10h 20m', 'noor', 'r1', { title: 'Onbekend verkeer vanuit het net van de besturing' }),
  lead('10h 25m', 'noor', 'ilse'),
  deputy('10h 26m', 'ilse', 'wout'),
  facts('10h 40m', 'wout', {
    type: 'undetermined',
    functions: ['Riolering en pompstations'],
    tlp: 'TLP:AMBER',
    summary:
      'Eén router belt elke minuut naar een onbekend adres. Mogelijk nieuwe bewaking van de leverancier; antwoord gevraagd.',
  }),
  task('10h 45m', 'wout', {
    title: 'Leverancier van de router om uitleg vragen',
    owner: 'wout',
    accountable: 'ilse',
    due: '1d 18h',
  }),
  task('10h 46m', 'wout', {
    title: 'Verkeer van een etmaal bewaren',
    owner: 'heike',
    accountable: 'wout',
    due: '1d 12h',
  }),
);

const lockedFiles = story(
  'locked-files',
  minutes(34),
  report('0m', 'r1', {
    from: { person: 'fatma' },
    channel: 'desk',
    category: 'malware',
    language: 'nl',
    summary: 'Bestanden op de schijf van het klantenloket zijn onleesbaar en heten nu anders.',
    description:
      'In elke map staat een tekstbestand met een adres om te betalen. Drie collega’s zien hetzelfde.',
    noticed: '-10m',
    ongoing: 'yes',
  }),
  report('5m', 'r2', {
    from: {},
    channel: 'detection',
    category: 'malware',
    language: 'en',
    summary: 'Mass renaming of files on share KLANTEN: 18,000 in four minutes.',
    description: 'Account: svc-scan. Rule "many files renamed with a new extension".',
    ongoing: 'yes',
  }),
  accept('9m', 'noor', 'r1', {
    title: 'Versleutelde bestanden op de server van het klantenloket',
    severity: 'critical',
  }),
  accept('10m', 'noor', 'r2', { into: 'locked-files' }),
  facts('12m', 'noor', {
    type: 'infected-system',
    functions: ['Klantenloket', 'infrastructure'],
    summary:
      'Bestanden van het klantenloket worden versleuteld vanuit een dienstaccount. De server staat nog aan.',
  }),
  note('14m', 'noor', 'Loket gevraagd de kabels uit te trekken en de toestellen aan te laten.'),
);

export const openNow: readonly Story[] = [invoiceWave, quietCopy, oddTraffic, lockedFiles];
