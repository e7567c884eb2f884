// SPDX-License-Identifier: Apache-2.0
// What could have gone wrong: weaknesses that people told us, near misses, an exercise.
import { day, type Story, story } from '../scenario.ts';
import {
  accept,
  answer,
  ask,
  close,
  confirm,
  declare,
  done,
  entry,
  facts,
  lead,
  measuresDone,
  note,
  report,
  resolve,
  takesPart,
  task,
  tell,
  write,
} from '../verbs.ts';

const testConsole = story(
  'test-console',
  day(655, '11:26'),
  report('0m', 'r1', {
    from: { person: 'heike' },
    channel: 'desk',
    kind: 'weakness',
    language: 'de',
    summary: 'Die Testkonsole der Steuerung nimmt das Kennwort des Herstellers an.',
    description: 'Beim Anschließen der Protokolle bemerkt. Die Konsole ist nur im Betriebsnetz erreichbar.',
    ongoing: 'yes',
  }),
  accept('50m', 'noor', 'r1', {
    title: 'Standaardwachtwoord op de testconsole van de besturing',
    severity: 'medium',
    confirm: true,
  }),
  lead('55m', 'noor', 'wout'),
  facts('1h', 'wout', {
    type: 'vulnerable-system',
    functions: ['Drinkwaterproductie', 'infrastructure'],
    personalData: 'no',
    tlp: 'TLP:AMBER',
    summary:
      'De testconsole aanvaardt het wachtwoord uit de handleiding. Alleen bereikbaar vanuit het bedrijfsnet.',
  }),
  tell('1h 10m', 'noor', 'confirmed'),
  resolve('3h', 'wout', 'Wachtwoord vervangen, console in een apart segment gezet.'),
  tell('3h 10m', 'noor', 'resolved'),
  close('12d', 'wout', {
    rootCauseClass: 'human-errors',
    rootCause: 'De proefopstelling werd bij oplevering niet aan de hardingslijst getoetst.',
    lessons: 'Ook wat maar tijdelijk is, komt op de lijst.',
    measures: [{ title: 'Hardingslijst verplicht bij elke oplevering', owner: 'ilse', dueDays: 60 }],
  }),
  measuresDone('70d', 'wout', 1),
);

const strangerReadings = story(
  'stranger-readings',
  day(540, '22:17'),
  report('0m', 'r1', {
    from: { name: 'J. Achterberg', email: 'j.achterberg@onderzoek.example' },
    kind: 'weakness',
    language: 'en',
    summary: 'By changing one number in the address I can read meter readings of other customers.',
    description:
      'On the page /mijn/meter?aansluiting=…; I looked at two of my neighbours (with their consent) and stopped there. I am happy to help you test a fix.',
    noticed: '-1h',
    ongoing: 'yes',
  }),
  ask(
    '10h 20m',
    'noor',
    'r1',
    'Thank you for telling us. Which browser account did you use, and did you keep any of the pages?',
  ),
  answer(
    '11h',
    'r1',
    'My own customer account. I kept two screenshots and will delete them when you say so. I told nobody else.',
  ),
  accept('11h 10m', 'noor', 'r1', {
    title: 'Meterstanden van andere klanten opvraagbaar in het e-loket',
    severity: 'important',
    confirm: true,
  }),
  lead('11h 15m', 'noor', 'sofie'),
  takesPart('11h 16m', 'sofie', 'amara'),
  facts('11h 30m', 'sofie', {
    type: 'information-disclosure',
    functions: ['Klantenloket', 'software'],
    personalData: 'yes',
    tlp: 'TLP:AMBER+STRICT',
    summary:
      'Het e-loket controleerde de eigenaar van een aansluiting niet. Een onderzoeker meldde dit te goeder trouw.',
  }),
  task('11h 40m', 'sofie', {
    key: 't1',
    title: 'Pagina uitzetten tot ze gerepareerd is',
    owner: 'wout',
    accountable: 'ilse',
    due: '13h',
  }),
  task('11h 41m', 'sofie', {
    key: 't2',
    title: 'Toegangslog van zes maanden nakijken op misbruik',
    owner: 'heike',
    accountable: 'sofie',
    due: '4d',
  }),
  done('12h 20m', 'wout', 't1'),
  tell(
    '12h 30m',
    'sofie',
    'confirmed',
    'Dear J. Achterberg, we confirmed what you found and took the page offline. We will tell you when it is repaired. Thank you for your care.',
  ),
  done('3d', 'heike', 't2'),
  entry('3d 1h', 'sofie', '-180d', 'ours', 'Fout ontstaan bij de vernieuwing van het e-loket.', 'likely'),
  write('4d', 'sofie', 'r1', 'The repair is live. Would you look once more? You may delete the screenshots.'),
  answer('4d 6h', 'r1', 'Looked again: I now get a clean refusal. Screenshots are deleted. Well done.'),
  resolve(
    '4d 20h',
    'sofie',
    'Controle van de eigenaar toegevoegd aan alle pagina’s met een aansluitingsnummer; geen misbruik in de log.',
  ),
  tell('4d 21h', 'sofie', 'resolved'),
  close('25d', 'sofie', {
    rootCauseClass: 'human-errors',
    rootCause: 'De controle stond op het scherm en niet op de server.',
    lessons:
      'De onderzoeker was vriendelijk en volledig. Een meldpagina voor kwetsbaarheden verdient een vaste plaats.',
    measures: [
      {
        title: 'Beleid voor gecoördineerde melding van kwetsbaarheden publiceren',
        owner: 'jeroen',
        dueDays: 45,
      },
      { title: 'Toegangscontrole in elke test van het e-loket', owner: 'wout', dueDays: 60 },
    ],
  }),
  measuresDone('80d', 'sofie', 2),
);

const exercise = story(
  'exercise',
  day(380, '13:00'),
  declare('0m', 'ilse', 'OEFENING: ransomware op de bestandsserver', {
    severity: 'low',
    summary: 'Jaarlijkse oefening aan tafel. Geen echt incident.',
  }),
  confirm('5m', 'ilse', { reason: 'Oefening' }),
  lead('6m', 'ilse', 'tariq'),
  takesPart('7m', 'tariq', 'marleen'),
  takesPart('7m', 'tariq', 'jeroen'),
  takesPart('8m', 'tariq', 'amara'),
  facts('10m', 'tariq', {
    type: 'test',
    functions: ['infrastructure'],
    personalData: 'no',
    tlp: 'TLP:GREEN',
  }),
  note('15m', 'tariq', 'Inject 1: drie medewerkers melden onleesbare bestanden.'),
  note('45m', 'marleen', 'Besluit: geen losgeld. Communicatie spreekt als enige naar buiten.'),
  note('1h 20m', 'tariq', 'Inject 3: een journalist belt het loket. Het loket verwees meteen door.'),
  task('1h 30m', 'tariq', {
    key: 't1',
    title: 'Tijd tot terugzetten van één map meten',
    owner: 'wout',
    accountable: 'tariq',
    due: '3h',
  }),
  done('2h 40m', 'wout', 't1'),
  resolve('3h', 'tariq', 'Oefening afgerond; terugzetten van één map duurde 52 minuten.'),
  close('7d', 'ilse', {
    rootCauseClass: 'human-errors',
    rootCause: 'Oefening: geen oorzaak.',
    lessons: 'Rollen waren duidelijk. Niemand wist waar de sleutels van de reservekopieën lagen.',
    measures: [
      { title: 'Sleutels van reservekopieën in de kluis, met een tweede houder', owner: 'ilse', dueDays: 14 },
    ],
  }),
  measuresDone('20d', 'ilse', 1),
);

const lostPhone = story(
  'lost-phone',
  day(311, '18:20'),
  report('0m', 'r1', {
    from: { name: 'Nele Baert', email: 'nele.baert@dijkvest.example' },
    kind: 'near_miss',
    language: 'nl',
    summary: 'Mijn diensttelefoon lag twee uur in de bus. De chauffeur heeft hem teruggebracht.',
    ongoing: 'no',
  }),
  accept('14h', 'noor', 'r1', {
    title: 'Diensttelefoon twee uur kwijt, teruggevonden',
    severity: 'low',
    confirm: true,
  }),
  lead('14h 2m', 'noor', 'noor'),
  facts('14h 5m', 'noor', {
    type: 'data-loss',
    functions: ['personnel'],
    personalData: 'no',
    summary: 'Telefoon was vergrendeld en versleuteld; geen aanmelding in die twee uur.',
  }),
  tell('14h 10m', 'noor', 'confirmed'),
  resolve('15h', 'noor', 'Toestel nagekeken, code vervangen.'),
  tell(
    '15h 5m',
    'noor',
    'resolved',
    'Dag Nele, je telefoon is nagekeken en in orde. Fijn dat je het meteen meldde.',
  ),
  close('3d', 'noor', {
    rootCauseClass: 'human-errors',
    rootCause: 'Toestel vergeten op de bus.',
    lessons: 'Bijna-incidenten melden loont: de pincode bleek vier cijfers, nu zijn het er acht.',
    measures: [{ title: 'Acht cijfers als minimum op diensttelefoons', owner: 'wout', dueDays: 30 }],
  }),
  measuresDone('25d', 'wout', 1),
);

const almostSent = story(
  'almost-sent',
  day(98, '10:50'),
  report('0m', 'r1', {
    from: 'anonymous',
    kind: 'near_miss',
    language: 'nl',
    summary: 'Ik stond op het punt een lijst met achterstallige klanten naar alle medewerkers te sturen.',
    description: 'De adresaanvulling koos "Alle medewerkers" in plaats van "Anke". Ik zag het net op tijd.',
    ongoing: 'no',
  }),
  accept('1h 5m', 'bram', 'r1', {
    title: 'Bijna-incident: verzendlijst in plaats van collega',
    severity: 'low',
    confirm: true,
  }),
  lead('1h 10m', 'bram', 'sofie'),
  facts('1h 20m', 'sofie', {
    type: 'data-leak',
    functions: ['Facturatie'],
    personalData: 'no',
    summary: 'Een lijst met achterstallige klanten ging bijna naar 412 medewerkers.',
  }),
  tell(
    '1h 25m',
    'bram',
    'confirmed',
    'Dank je wel om dit te melden. Je blijft onbekend. Wij kijken hoe de adresaanvulling veiliger kan.',
  ),
  task('1h 30m', 'sofie', {
    key: 't1',
    title: 'Waarschuwing bij verzending naar grote lijsten',
    owner: 'wout',
    accountable: 'sofie',
    due: '10d',
  }),
  done('8d', 'wout', 't1'),
  resolve('8d 1h', 'sofie', 'Verzenden naar lijsten van meer dan vijftig mensen vraagt nu een bevestiging.'),
  tell('8d 2h', 'sofie', 'resolved'),
);

export const weaknesses: readonly Story[] = [testConsole, strangerReadings, exercise, lostPhone, almostSent];
