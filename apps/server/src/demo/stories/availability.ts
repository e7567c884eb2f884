// SPDX-License-Identifier: Apache-2.0
// Things that stood still: doors, counters, cables, telephones, sensors.
import { day, type Story, story } from '../scenario.ts';
import {
  accept,
  acknowledge,
  close,
  confirm,
  declare,
  done,
  dropped,
  entry,
  facts,
  lead,
  measuresDone,
  moment,
  note,
  report,
  resolve,
  takesPart,
  task,
  tell,
} from '../verbs.ts';

const badgeReaders = story(
  'badge-readers',
  day(712, '07:12'),
  report('0m', 'r1', {
    from: { person: 'thibault' },
    channel: 'desk',
    language: 'fr',
    summary: 'Les lecteurs de badges de la station de traitement ne répondent plus.',
    description: 'L’équipe du matin attend devant la porte. Le gardien ouvre avec la clé.',
    noticed: '-10m',
    ongoing: 'yes',
  }),
  accept('7m', 'noor', 'r1', {
    title: 'Badgelezers van het waterstation uitgevallen',
    severity: 'low',
    confirm: true,
  }),
  lead('9m', 'noor', 'wout'),
  facts('20m', 'wout', {
    type: 'outage',
    functions: ['infrastructure', 'Drinkwaterproductie'],
    personalData: 'no',
    summary: 'De besturing van de toegangscontrole startte niet meer na een nachtelijke herstart.',
  }),
  note('25m', 'wout', 'Gardien met papieren lijst aan de poort tot de lezers werken.'),
  tell('30m', 'noor', 'confirmed'),
  resolve('2h 10m', 'wout', 'Verlopen certificaat van de besturing vernieuwd, lezers herstart.'),
  tell('2h 20m', 'noor', 'resolved'),
  close('6d', 'wout', {
    rootCauseClass: 'system-failures',
    rootCause: 'Certificaat van de toegangscontrole was verlopen en stond op geen enkele lijst.',
    lessons: 'Ook gebouwtechniek heeft certificaten.',
    measures: [
      { title: 'Certificaten van gebouwtechniek opnemen in de bewaking', owner: 'wout', dueDays: 30 },
    ],
  }),
  measuresDone('33d', 'wout', 1),
);

const counterFlood = story(
  'counter-flood',
  day(601, '10:05'),
  report('0m', 'r1', {
    from: { person: 'fatma' },
    channel: 'desk',
    language: 'nl',
    summary: 'Het e-loket is onbereikbaar, klanten kunnen geen verhuis of meterstand doorgeven.',
    noticed: '-12m',
    ongoing: 'yes',
  }),
  report('3m', 'r2', {
    from: {},
    channel: 'detection',
    language: 'en',
    summary: 'Availability check of the e-counter failed five times in a row.',
    description:
      'Response time above 30 s from three measuring points; 41,000 requests a second at the edge.',
    ongoing: 'yes',
  }),
  report('22m', 'r3', {
    from: { name: 'Luc Verstraete', email: 'luc.verstraete@burger.example' },
    language: 'nl',
    summary: 'Ik kan mijn meterstand niet doorgeven, de pagina laadt niet.',
    ongoing: 'yes',
  }),
  accept('6m', 'noor', 'r2', { title: 'DDoS op het e-loket', severity: 'critical', confirm: true }),
  accept('7m', 'noor', 'r1', { into: 'counter-flood' }),
  acknowledge('10m', 'ilse', 'Ik neem dit op, Wout belt de provider.'),
  lead('12m', 'ilse', 'wout'),
  accept('26m', 'noor', 'r3', { into: 'counter-flood' }),
  facts('15m', 'wout', {
    type: 'ddos',
    functions: ['Klantenloket', 'infrastructure'],
    personalData: 'no',
    tlp: 'TLP:GREEN',
    summary:
      'Het e-loket krijgt 41 000 aanvragen per seconde van duizenden adressen. Facturatie en waterproductie zijn niet geraakt.',
  }),
  moment('18m', 'wout', 'occurred', '-16m', 'certain', 'Eerste piek in de meetwaarden van de rand'),
  entry('19m', 'wout', '-16m', 'attacker', 'Eerste golf van aanvragen op het e-loket.'),
  task('20m', 'wout', {
    key: 't1',
    title: 'Verkeer laten zuiveren door de provider',
    owner: 'wout',
    accountable: 'ilse',
    due: '1h',
  }),
  task('21m', 'wout', {
    key: 't2',
    title: 'Bericht op de website en het telefoonmenu',
    owner: 'jeroen',
    accountable: 'marleen',
    due: '1h',
  }),
  entry('35m', 'wout', '33m', 'ours', 'Verkeer loopt via de zuivering van de provider.'),
  done('36m', 'wout', 't1'),
  tell('40m', 'noor', 'confirmed'),
  done('50m', 'jeroen', 't2'),
  entry('2h', 'wout', '1h 48m', 'attacker', 'Tweede golf, kleiner, op het aanmeldscherm.'),
  entry('4h', 'wout', '3h 30m', 'attacker', 'Verkeer valt terug tot normaal.', 'likely'),
  resolve(
    '7h',
    'wout',
    'Verkeer gezuiverd bij de provider; het e-loket was 54 minuten onbereikbaar en daarna traag.',
  ),
  tell('7h 10m', 'noor', 'resolved'),
  close('14d', 'ilse', {
    rootCauseClass: 'malicious-actions',
    rootCause:
      'Aanval met gehuurde botnets; geen eis ontvangen. Zuivering stond wel in het contract maar niet in het draaiboek.',
    lessons:
      'De alarmering bereikte de IT-verantwoordelijke in vier minuten. Het nummer van de provider moest nog gezocht worden.',
    measures: [
      { title: 'Nummer en procedure van de provider in de noodmap', owner: 'wout', dueDays: 7 },
      { title: 'Statische noodpagina voor het e-loket bij een andere host', owner: 'wout', dueDays: 60 },
      { title: 'Zuivering altijd aan in plaats van op vraag', owner: 'ilse', dueDays: 120 },
    ],
  }),
  measuresDone('75d', 'ilse', 3),
);

const fibreCut = story(
  'fibre-cut',
  day(580, '13:22'),
  report('0m', 'r1', {
    from: { name: 'Dispatching waterdistributie', phone: '+32 9 000 00 31' },
    channel: 'desk',
    language: 'nl',
    summary: 'Geen verbinding meer met de pompstations van Hoogwerve en Lissendijk.',
    noticed: '-2m',
    ongoing: 'yes',
  }),
  accept('3m', 'bram', 'r1', {
    title: 'Glasvezel doorgesneden bij wegenwerken',
    severity: 'important',
    confirm: true,
  }),
  lead('5m', 'bram', 'wout'),
  facts('18m', 'wout', {
    type: 'outage',
    functions: ['infrastructure', 'Riolering en pompstations', 'Waterdistributie'],
    personalData: 'no',
    summary:
      'Een graafmachine sneed de glasvezel door. Negen pompstations werken lokaal verder, zonder bewaking.',
  }),
  task('20m', 'wout', {
    key: 't1',
    title: 'Ploegen naar de pompstations tot de verbinding er is',
    owner: 'thibault',
    accountable: 'ilse',
    due: '2h',
  }),
  task('21m', 'wout', {
    key: 't2',
    title: 'Reservelijn via mobiel netwerk opzetten',
    owner: 'wout',
    accountable: 'ilse',
    due: '3h',
  }),
  done('1h 5m', 'thibault', 't1'),
  done('2h 40m', 'wout', 't2'),
  entry('2h 45m', 'wout', '2h 38m', 'ours', 'Bewaking van negen pompstations terug via mobiel netwerk.'),
  entry('9h', 'wout', '8h 50m', 'other', 'Aannemer last de glasvezel.'),
  resolve('9h 30m', 'wout', 'Glasvezel hersteld, reservelijn blijft als tweede weg in dienst.'),
  close('12d', 'wout', {
    rootCauseClass: 'third-party-failures',
    rootCause: 'Aannemer groef zonder plan van de leidingen op te vragen.',
    lessons:
      'De pompstations hielden zich lokaal aan hun regime, zoals ontworpen. De bewaking had één enkele weg.',
    measures: [
      { title: 'Tweede weg voor alle pompstations', owner: 'wout', dueDays: 180 },
      { title: 'Schadeclaim bij de aannemer', owner: 'koen', dueDays: 30 },
    ],
  }),
  measuresDone('170d', 'wout', 2),
);

const falseSensors = story(
  'false-sensors',
  day(361, '05:40'),
  report('0m', 'r1', {
    from: { person: 'thibault' },
    channel: 'desk',
    language: 'fr',
    summary: 'Les capteurs de chlore affichent zéro depuis la mise à jour de cette nuit.',
    description:
      'Les mesures manuelles sont normales. L’eau est conforme, mais nous ne le voyons plus à l’écran.',
    noticed: '-25m',
    ongoing: 'yes',
  }),
  accept('9m', 'bram', 'r1', {
    title: 'Chloorsensoren tonen nul na een update',
    severity: 'important',
    confirm: true,
  }),
  lead('12m', 'bram', 'ilse'),
  facts('20m', 'ilse', {
    type: 'misconfiguration',
    functions: ['Drinkwaterproductie', 'software'],
    personalData: 'no',
    tlp: 'TLP:AMBER',
    summary:
      'Na een update leest de besturing de sensoren op de verkeerde schaal. Handmetingen elk half uur tonen normale waarden.',
  }),
  takesPart('22m', 'ilse', 'marleen'),
  task('24m', 'ilse', {
    key: 't1',
    title: 'Elk half uur met de hand meten en noteren',
    owner: 'thibault',
    accountable: 'ilse',
    due: '8h',
  }),
  task('25m', 'ilse', {
    key: 't2',
    title: 'Update terugdraaien met de leverancier',
    owner: 'wout',
    accountable: 'ilse',
    due: '4h',
  }),
  tell('40m', 'bram', 'confirmed'),
  done('3h 10m', 'wout', 't2'),
  entry('3h 15m', 'ilse', '3h 5m', 'ours', 'Vorige versie teruggezet; sensoren tonen weer gemeten waarden.'),
  done('6h', 'thibault', 't1'),
  resolve('6h 20m', 'ilse', 'Update teruggedraaid; handmetingen bevestigen de sensoren.'),
  tell('6h 30m', 'ilse', 'resolved'),
  close('18d', 'ilse', {
    rootCauseClass: 'third-party-failures',
    rootCause: 'Nieuwe versie verwachtte een andere schaal; de leverancier had dat niet vermeld.',
    lessons: 'Geen update van de besturing zonder proef op één sensor en zonder iemand op post.',
    measures: [{ title: 'Updates van de besturing eerst op de proefopstelling', owner: 'ilse', dueDays: 30 }],
  }),
  measuresDone('45d', 'ilse', 1),
);

const telephones = story(
  'telephones',
  day(244, '08:31'),
  report('0m', 'r1', {
    from: { name: 'Onthaal', email: 'onthaal@dijkvest.example' },
    language: 'nl',
    summary: 'Niemand kan ons bellen, ook het noodnummer voor lekken niet.',
    ongoing: 'yes',
    noticed: '-5m',
  }),
  accept('4m', 'noor', 'r1', {
    title: 'Telefooncentrale uitgevallen, noodnummer inbegrepen',
    severity: 'critical',
    confirm: true,
  }),
  acknowledge('21m', 'wout', 'Ilse zit in de trein, ik heb het.'),
  lead('23m', 'wout', 'wout'),
  facts('25m', 'wout', {
    type: 'outage',
    functions: ['Telefonie', 'Klantenloket'],
    personalData: 'no',
    summary: 'De telefooncentrale aanvaardt geen oproepen. Het noodnummer voor lekken is mee uitgevallen.',
  }),
  task('26m', 'wout', {
    key: 't1',
    title: 'Noodnummer omleiden naar de gsm van de wachtdienst',
    owner: 'wout',
    accountable: 'ilse',
    due: '45m',
  }),
  task('27m', 'wout', {
    key: 't2',
    title: 'Extra ploeg aan het loket',
    owner: 'fatma',
    accountable: 'marleen',
    due: '2h',
  }),
  done('38m', 'wout', 't1'),
  entry('39m', 'wout', '37m', 'ours', 'Noodnummer omgeleid naar de wachtdienst.'),
  tell('45m', 'noor', 'confirmed'),
  dropped('3h', 'fatma', 't2'),
  resolve(
    '3h 20m',
    'wout',
    'Licentieserver van de centrale herstart en vervangen; noodnummer blijft rechtstreeks bij de wachtdienst.',
  ),
  tell('3h 30m', 'noor', 'resolved'),
  close('9d', 'wout', {
    rootCauseClass: 'system-failures',
    rootCause: 'De centrale weigert dienst zodra de licentieserver een dag weg is.',
    lessons:
      'De alarmering klom na twee herhalingen naar de vervanger, zoals bedoeld. Een noodnummer mag niet achter een licentie hangen.',
    measures: [{ title: 'Noodnummer buiten de centrale om', owner: 'ilse', dueDays: 30 }],
  }),
  measuresDone('30d', 'wout', 1),
);

const signInOutage = story(
  'sign-in-outage',
  day(178, '09:02'),
  declare('0m', 'wout', 'Aanmelden bij de kantoorsoftware lukt niet', {
    severity: 'medium',
    summary: 'De aanmelddienst van de clouddienst heeft een storing.',
  }),
  report('4m', 'r1', {
    from: { name: 'Anke Wuyts', phone: '+32 9 000 00 44' },
    channel: 'desk',
    language: 'nl',
    summary: 'Niemand op onze verdieping kan aanmelden.',
    ongoing: 'yes',
  }),
  accept('8m', 'noor', 'r1', { into: 'sign-in-outage' }),
  confirm('10m', 'wout', { reason: 'De dienst meldt zelf een storing' }),
  lead('11m', 'wout', 'wout'),
  facts('14m', 'wout', { type: 'outage', functions: ['software'], personalData: 'no' }),
  note(
    '20m',
    'wout',
    'Noodaanmelding van het meldpunt gebruikt: de balie werkt verder buiten de clouddienst om.',
  ),
  resolve('3h 15m', 'wout', 'Storing bij de aanbieder opgelost; geen eigen handeling nodig.'),
  close('4d', 'wout', {
    rootCauseClass: 'third-party-failures',
    rootCause: 'Storing bij de aanbieder van de clouddienst.',
    lessons: 'De noodaanmelding was getest en werkte. De binder op papier was van vorig jaar.',
    measures: [{ title: 'Noodbinder elk kwartaal vernieuwen', owner: 'noor', dueDays: 60 }],
  }),
  measuresDone('52d', 'wout', 1),
);

export const availability: readonly Story[] = [
  badgeReaders,
  counterFlood,
  fibreCut,
  falseSensors,
  telephones,
  signInOutage,
];
