// SPDX-License-Identifier: Apache-2.0
// What turned out to be nothing, and what turned out to be something already known.
import { day, type Story, story } from '../scenario.ts';
import { accept, decline, dismiss, facts, lead, merge, note, report } from '../verbs.ts';

const updateScreen = story(
  'update-screen',
  day(668, '09:05'),
  report('0m', 'r1', {
    from: { name: 'Rita Segers', email: 'rita.segers@dijkvest.example' },
    language: 'nl',
    summary: 'Mijn computer wordt gehackt: het scherm is blauw en er loopt een percentage.',
    ongoing: 'yes',
  }),
  accept('8m', 'noor', 'r1', { title: 'Blauw scherm met percentage' }),
  note('15m', 'noor', 'Ter plaatse gekeken: een gewone update van het besturingssysteem.'),
  dismiss('18m', 'noor', 'Gewone update, geen incident'),
);

const handoutSticks = story(
  'handout-sticks',
  day(500, '13:48'),
  report('0m', 'r1', {
    from: { name: 'Dirk Coppens', email: 'dirk.coppens@dijkvest.example' },
    kind: 'threat',
    language: 'nl',
    summary: 'Op de parking liggen vijf USB-sticks met ons logo.',
    ongoing: 'unknown',
  }),
  accept('12m', 'bram', 'r1', { title: 'USB-sticks op de parking', severity: 'medium' }),
  lead('14m', 'bram', 'tariq'),
  note(
    '3h',
    'tariq',
    'Sticks op een losse machine bekeken: foto’s van de opendeurdag. Uit een gescheurde doos gevallen.',
  ),
  dismiss('3h 5m', 'tariq', 'Relatiegeschenken van de opendeurdag, inhoud nagekeken'),
);

const nightCopy = story(
  'night-copy',
  day(260, '02:44'),
  report('0m', 'r1', {
    from: {},
    channel: 'detection',
    language: 'en',
    summary: 'Unusual outbound transfer of 1.8 TB from the backup server.',
    description: 'Destination 198.51.100.40, not seen in the last ninety days.',
    ongoing: 'yes',
  }),
  accept('5h 30m', 'noor', 'r1', {
    title: 'Ongewone uitgaande overdracht vanaf de back-upserver',
    severity: 'important',
  }),
  lead('5h 32m', 'noor', 'wout'),
  facts('5h 40m', 'wout', { type: 'undetermined', functions: ['infrastructure'] }),
  note(
    '6h',
    'wout',
    'Doel is de nieuwe externe kopie die vorige week besteld is. De leverancier begon een dag te vroeg.',
  ),
  dismiss('6h 5m', 'wout', 'Geplande externe reservekopie, een dag te vroeg gestart'),
);

const doorOpen = story(
  'door-open',
  day(47, '16:35'),
  report('0m', 'r1', {
    from: 'anonymous',
    kind: 'weakness',
    language: 'nl',
    summary: 'De deur van het serverlokaal staat elke vrijdag open.',
    ongoing: 'unknown',
  }),
  accept('20m', 'bram', 'r1', { title: 'Deur van het serverlokaal zou openstaan', severity: 'low' }),
  lead('25m', 'bram', 'wout'),
  note(
    '2d',
    'wout',
    'Deurcontact en camera van vier weken nagekeken: alleen open tijdens onderhoud, met begeleiding.',
  ),
  dismiss('2d 5m', 'wout', 'Open tijdens begeleid onderhoud; de melder krijgt uitleg op de ontvangstpagina'),
);

const sameFlood = story(
  'same-flood',
  day(601, '10:22'),
  report('0m', 'r1', {
    from: { name: 'Gemeente Oudmeer, onthaal', email: 'onthaal@gemeente-oudmeer.example' },
    language: 'nl',
    summary: 'Jullie e-loket geeft een foutmelding aan onze inwoners.',
    ongoing: 'yes',
  }),
  accept('4m', 'bram', 'r1', { title: 'E-loket geeft fouten', severity: 'important' }),
  merge('9m', 'bram', 'counter-flood', 'Zelfde oorzaak als de DDoS van vanmorgen'),
);

/** Reports that never became incidents. */
const declined = story(
  'declined',
  day(430, '09:00'),
  report('0m', 'r1', {
    from: { name: 'Promotie', email: 'aanbod@reclame.example' },
    channel: 'mail',
    language: 'nl',
    summary: 'Verdien 4 000 euro per maand van thuis uit, antwoord vandaag!',
  }),
  decline('20m', 'noor', 'r1', 'spam', 'Reclame'),
  report('58d', 'r2', {
    from: { name: 'Mia Goossens', phone: '+32 9 000 00 55' },
    channel: 'desk',
    language: 'nl',
    summary: 'Er staat water in mijn kelder, kunt u iemand sturen?',
    ongoing: 'yes',
  }),
  decline('58d 5m', 'bram', 'r2', 'not_security', 'Doorverbonden met de wachtdienst waterdistributie'),
  report('190d', 'r3', {
    from: { person: 'tariq' },
    channel: 'desk',
    language: 'nl',
    summary: 'Test van het meldformulier na de update.',
  }),
  decline('190d 3m', 'noor', 'r3', 'test', 'Test door Tariq'),
  report('305d', 'r4', {
    from: 'anonymous',
    language: 'fr',
    summary: 'Quelqu’un m’a regardé bizarrement à l’accueil.',
  }),
  decline(
    '305d 4h',
    'noor',
    'r4',
    'insufficient_information',
    'Aucune question possible, aucun fait de sécurité',
  ),
);

export const noIncident: readonly Story[] = [
  updateScreen,
  handoutSticks,
  nightCopy,
  doorOpen,
  sameFlood,
  declined,
];
