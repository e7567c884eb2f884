// SPDX-License-Identifier: Apache-2.0
// People's data in the wrong hands, or nearly.
import { day, type Story, story } from '../scenario.ts';
import {
  accept,
  close,
  confirm,
  declare,
  deputy,
  done,
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
  tellNobody,
} from '../verbs.ts';

const payslips = story(
  'payslips',
  day(690, '16:08'),
  report('0m', 'r1', {
    from: { name: 'Wim Desmet', email: 'wim.desmet@dijkvest.example', phone: '+32 9 000 00 42' },
    language: 'nl',
    summary: 'Ik kreeg de loonbrief van een collega in mijn mail.',
    description: 'Naam, adres, rijksregisternummer en loon staan erop. Ik heb de mail niet doorgestuurd.',
    noticed: '-15m',
    ongoing: 'unknown',
  }),
  report('12m', 'r2', {
    from: 'anonymous',
    language: 'nl',
    summary: 'Er zijn loonbrieven naar de verkeerde mensen gestuurd.',
    ongoing: 'unknown',
  }),
  accept('8m', 'noor', 'r1', {
    title: 'Loonbrieven naar verkeerde medewerkers gemaild',
    severity: 'important',
    confirm: true,
  }),
  accept('20m', 'noor', 'r2', { into: 'payslips' }),
  lead('10m', 'noor', 'sofie'),
  takesPart('14m', 'sofie', 'amara'),
  facts('25m', 'sofie', {
    type: 'data-leak',
    functions: ['Personeelsadministratie', 'software'],
    personalData: 'yes',
    tlp: 'TLP:AMBER+STRICT',
    summary:
      'Door een verschoven kolom in het verzendbestand kregen 143 medewerkers de loonbrief van een ander.',
  }),
  moment('30m', 'sofie', 'occurred', '-50m', 'certain', 'Tijdstip van de verzending in het mailjournaal'),
  entry('31m', 'sofie', '-50m', 'ours', 'Verzending van 143 loonbrieven met een verschoven kolom.'),
  task('35m', 'sofie', {
    key: 't1',
    title: 'Niet-geopende mails terugroepen uit de postbussen',
    owner: 'wout',
    accountable: 'sofie',
    due: '2h',
  }),
  task('36m', 'sofie', {
    key: 't2',
    title: 'Beoordelen of de gegevensbeschermingsautoriteit en de betrokkenen verwittigd worden',
    owner: 'amara',
    accountable: 'marleen',
    consulted: ['sofie'],
    due: '1d',
  }),
  tell('45m', 'noor', 'confirmed'),
  done('1h 40m', 'wout', 't1'),
  note('1h 45m', 'wout', '118 mails ongelezen teruggehaald, 25 waren geopend.'),
  note(
    '19h',
    'amara',
    'Risico beoordeeld: rijksregisternummer en loon van 25 mensen gezien door een collega. Melding binnen 72 uur en brief aan de 25.',
  ),
  done('20h', 'amara', 't2'),
  resolve(
    '2d',
    'sofie',
    'Mails teruggehaald, 25 ontvangers hebben verwijdering bevestigd, betrokkenen verwittigd.',
  ),
  tell('2d 1h', 'sofie', 'resolved'),
  close('21d', 'amara', {
    rootCauseClass: 'human-errors',
    rootCause: 'Verzendbestand werd met de hand gesorteerd; naam en bijlage liepen niet meer gelijk.',
    lessons: 'Een loonbrief hoort niet in een mail. Een steekproef van drie mails had de fout getoond.',
    measures: [
      { title: 'Loonbrieven alleen nog via het personeelsportaal', owner: 'koen', dueDays: 90 },
      { title: 'Controle van drie steekproeven voor elke massaverzending', owner: 'sofie', dueDays: 14 },
    ],
  }),
  measuresDone('110d', 'sofie', 2),
);

const laptop = story(
  'laptop',
  day(622, '07:58'),
  report('0m', 'r1', {
    from: { name: 'Joris Claes', phone: '+32 9 000 00 43' },
    channel: 'desk',
    language: 'nl',
    summary: 'Laptop gestolen uit de wagen van een meteropnemer, met lijsten van klanten.',
    description: 'Ruit ingeslagen op de parking van het station van Oudmeer. Aangifte gedaan.',
    noticed: '-35m',
    ongoing: 'no',
  }),
  accept('6m', 'bram', 'r1', {
    title: 'Laptop met klantenlijsten gestolen',
    severity: 'important',
    confirm: true,
  }),
  lead('9m', 'bram', 'tariq'),
  takesPart('15m', 'tariq', 'amara'),
  facts('20m', 'tariq', {
    type: 'data-loss',
    functions: ['Meterbeheer', 'infrastructure'],
    personalData: 'yes',
    tlp: 'TLP:AMBER',
    summary:
      'Laptop van een meteropnemer gestolen; lokaal stond een lijst met 1 260 adressen en meterstanden.',
  }),
  moment('22m', 'tariq', 'occurred', '-11h', 'estimated', 'Wagen stond er van 21 uur tot 7.20 uur'),
  task('24m', 'tariq', {
    key: 't1',
    title: 'Toestel op afstand wissen en toegang intrekken',
    owner: 'wout',
    accountable: 'tariq',
    due: '1h',
  }),
  task('25m', 'tariq', {
    key: 't2',
    title: 'Nagaan of de schijf versleuteld was',
    owner: 'wout',
    accountable: 'tariq',
    informed: ['amara'],
    due: '1d',
  }),
  done('50m', 'wout', 't1'),
  done('4h', 'wout', 't2'),
  note(
    '4h 5m',
    'wout',
    'Schijf versleuteld; sleutel opgevraagd in het beheer, toestel was uit. Wisopdracht staat klaar als het ooit online komt.',
  ),
  note(
    '6h',
    'amara',
    'Versleuteld en sleutel niet bij het toestel: risico onwaarschijnlijk. Geen melding, wel opgenomen in het register.',
  ),
  resolve('1d 2h', 'tariq', 'Toegang ingetrokken, nieuw toestel gegeven, aangifte toegevoegd.'),
  close('10d', 'tariq', {
    rootCauseClass: 'malicious-actions',
    rootCause: 'Toestel bleef ’s nachts in de wagen.',
    lessons:
      'Versleuteling maakte van een lek een verlies. De afspraak over toestellen in wagens was onbekend.',
    measures: [
      { title: 'Afspraak "geen toestel in de wagen" in de ploegbespreking', owner: 'tariq', dueDays: 30 },
    ],
  }),
  measuresDone('30d', 'tariq', 1),
);

const openShare = story(
  'open-share',
  day(521, '10:33'),
  report('0m', 'r1', {
    from: 'anonymous',
    kind: 'weakness',
    language: 'nl',
    summary: 'Iedereen in het bedrijf kan de map "Evaluaties" van de personeelsdienst openen.',
    description:
      'Ik zocht een sjabloon en kwam op evaluaties van collega’s uit. Dat kan de bedoeling niet zijn.',
    ongoing: 'yes',
  }),
  accept('25m', 'noor', 'r1', {
    title: 'Map met evaluaties leesbaar voor iedereen',
    severity: 'important',
    confirm: true,
  }),
  lead('28m', 'noor', 'sofie'),
  takesPart('30m', 'sofie', 'amara'),
  facts('40m', 'sofie', {
    type: 'unauthorised-information-access',
    functions: ['Personeelsadministratie', 'infrastructure'],
    personalData: 'yes',
    tlp: 'TLP:AMBER+STRICT',
    summary:
      'Na de migratie van de bestandsserver erfde een map de rechten van haar ouder: 380 medewerkers konden lezen.',
  }),
  moment('42m', 'sofie', 'occurred', '-19d', 'likely', 'Dag van de migratie van de bestandsserver'),
  task('45m', 'sofie', {
    key: 't1',
    title: 'Rechten herstellen en overerving uitzetten',
    owner: 'wout',
    accountable: 'sofie',
    due: '1h',
  }),
  task('46m', 'sofie', {
    key: 't2',
    title: 'Toegangslog nakijken: wie heeft gelezen?',
    owner: 'heike',
    accountable: 'sofie',
    consulted: ['amara'],
    due: '2d',
  }),
  done('58m', 'wout', 't1'),
  tell('1h 10m', 'noor', 'confirmed'),
  done('1d 5h', 'heike', 't2'),
  note(
    '1d 6h',
    'sofie',
    'Volgens de toegangslog openden vier medewerkers een bestand; alle vier gesproken, niets bewaard.',
  ),
  resolve('2d 4h', 'sofie', 'Rechten hersteld, vier lezers gesproken, alle gemigreerde mappen nagekeken.'),
  tell('2d 4h 30m', 'sofie', 'resolved'),
  close('15d', 'amara', {
    rootCauseClass: 'human-errors',
    rootCause: 'Het migratiescript zette overerving aan; het draaiboek vroeg geen controle van rechten.',
    lessons: 'Een anonieme melding vond in een dag wat onze controles in negentien dagen niet vonden.',
    measures: [
      { title: 'Wekelijks rapport van mappen die voor iedereen leesbaar zijn', owner: 'wout', dueDays: 30 },
      { title: 'Controle van rechten in het migratiedraaiboek', owner: 'wout', dueDays: 14 },
    ],
  }),
  measuresDone('40d', 'wout', 2),
);

const curiousEyes = story(
  'curious-eyes',
  day(482, '14:20'),
  declare('0m', 'amara', 'Opzoeken van klantgegevens zonder dienstreden', {
    severity: 'important',
    restricted: true,
    summary: 'Klacht van een klant: haar ex-partner, die bij ons werkt, kent haar nieuwe adres.',
  }),
  takesPart('5m', 'amara', 'sofie'),
  lead('6m', 'amara', 'sofie'),
  takesPart('8m', 'amara', 'marleen'),
  confirm('30m', 'sofie', { reason: 'Zes opzoekingen zonder dossier staan in de toegangslog' }),
  facts('35m', 'sofie', {
    type: 'unauthorised-information-access',
    functions: ['personnel', 'Klantenloket'],
    personalData: 'yes',
    tlp: 'TLP:RED',
  }),
  moment('40m', 'sofie', 'detected', '-3h', 'certain', 'Telefoon van de klant aan de functionaris'),
  entry('45m', 'sofie', '-24d', 'attacker', 'Eerste opzoeking van het klantendossier zonder dienstreden.'),
  entry('46m', 'sofie', '-2d', 'attacker', 'Zesde en laatste opzoeking.'),
  task('50m', 'amara', {
    key: 't1',
    title: 'Gesprek met de medewerker, samen met de personeelsdienst',
    owner: 'marleen',
    accountable: 'marleen',
    consulted: ['amara'],
    due: '4d',
  }),
  task('52m', 'amara', {
    key: 't2',
    title: 'Brief aan de betrokken klant',
    owner: 'amara',
    accountable: 'marleen',
    due: '2d',
  }),
  done('1d 20h', 'amara', 't2'),
  done('3d 22h', 'marleen', 't1'),
  note(
    '4d',
    'amara',
    'Medewerker erkent de opzoekingen. Verdere stappen lopen in het personeelsdossier en niet hier.',
  ),
  resolve('6d', 'sofie', 'Toegang ingetrokken, klant verwittigd, melding aan de autoriteit gedaan.'),
  close('30d', 'amara', {
    rootCauseClass: 'malicious-actions',
    rootCause: 'Elke loketmedewerker ziet elk dossier; niemand kijkt na waarom.',
    lessons: 'Wie kijkt, moet een reden achterlaten. De toegangslog bestond, maar werd nooit gelezen.',
    measures: [
      {
        title: 'Maandelijkse steekproef op de toegangslog van het klantenbestand',
        owner: 'amara',
        dueDays: 60,
      },
    ],
  }),
  measuresDone('80d', 'amara', 1),
);

const paperContainer = story(
  'paper-container',
  day(290, '08:14'),
  report('0m', 'r1', {
    from: { name: 'Hilde Peeters', email: 'hilde.peeters@gemeente-lissendijk.example' },
    language: 'nl',
    summary: 'In de open papiercontainer achter jullie kantoor liggen dossiers van klanten.',
    description: 'Ik passeerde er met de fiets en zag namen en meterstanden bovenop liggen.',
    noticed: '-20m',
    ongoing: 'yes',
  }),
  accept('10m', 'noor', 'r1', {
    title: 'Klantendossiers in een open papiercontainer',
    severity: 'medium',
    confirm: true,
  }),
  lead('12m', 'noor', 'tariq'),
  takesPart('13m', 'tariq', 'amara'),
  facts('20m', 'tariq', {
    type: 'data-leak',
    functions: ['Klantenloket'],
    personalData: 'yes',
    summary: 'Twee dozen met aansluitingsdossiers van voor 2012 belandden bij het oud papier.',
  }),
  task('22m', 'tariq', {
    key: 't1',
    title: 'Container leegmaken en dossiers veiligstellen',
    owner: 'fatma',
    accountable: 'tariq',
    due: '1h',
  }),
  tell('25m', 'noor', 'confirmed'),
  done('45m', 'fatma', 't1'),
  resolve('4h', 'tariq', 'Alle dossiers uit de container gehaald en vernietigd; niets bleek te ontbreken.'),
  tell('4h 10m', 'noor', 'resolved'),
  close('12d', 'tariq', {
    rootCauseClass: 'human-errors',
    rootCause: 'Bij de opruiming van het archief stonden gesloten en open containers naast elkaar.',
    lessons: 'Papier is ook een gegevensdrager.',
    measures: [{ title: 'Alleen gesloten containers voor archiefpapier', owner: 'greet', dueDays: 20 }],
  }),
  measuresDone('28d', 'tariq', 1),
);

const wrongTown = story(
  'wrong-town',
  day(150, '09:46'),
  report('0m', 'r1', {
    from: {
      name: 'Secretariat Hoogwerve',
      email: 'secretariaat@gemeente-hoogwerve.example',
      phone: '+32 9 000 00 53',
    },
    channel: 'mail',
    language: 'nl',
    summary: 'Wij kregen het rioleringsbestand van Lissendijk in plaats van dat van Hoogwerve.',
    description: 'Het bestand bevat namen en adressen van eigenaars. Wij hebben het verwijderd.',
    ongoing: 'no',
  }),
  accept('40m', 'noor', 'r1', {
    title: 'Eigenaarslijst naar de verkeerde gemeente gestuurd',
    severity: 'medium',
    confirm: true,
  }),
  lead('45m', 'noor', 'sofie'),
  deputy('46m', 'sofie', 'tariq'),
  takesPart('47m', 'sofie', 'amara'),
  facts('55m', 'sofie', {
    type: 'data-leak',
    functions: ['Riolering en pompstations'],
    personalData: 'yes',
    tlp: 'TLP:AMBER',
    summary:
      'Lijst met 812 eigenaars ging naar Hoogwerve in plaats van Lissendijk. Ontvanger bevestigt verwijdering.',
  }),
  tell('1h', 'noor', 'confirmed'),
  note(
    '3h',
    'amara',
    'Ontvanger is een overheid met beroepsgeheim en bevestigt schriftelijk: risico onwaarschijnlijk, alleen register.',
  ),
  task('3h 10m', 'sofie', {
    title: 'Uitwisseling via het beveiligde loket in plaats van mail',
    owner: 'wout',
    accountable: 'ilse',
    due: '170d',
  }),
  resolve(
    '1d',
    'sofie',
    'Ontvanger verwijderde het bestand; het juiste is bezorgd via het beveiligde loket.',
  ),
  tellNobody('1d 1h', 'sofie', 'resolved', 'Telefonisch afgesproken met het secretariaat'),
);

export const personalData: readonly Story[] = [
  payslips,
  laptop,
  openShare,
  curiousEyes,
  paperContainer,
  wrongTown,
];
