// SPDX-License-Identifier: Apache-2.0
// Deceit: phishing in waves, a false director, false text messages, a changed account number.
import { day, type Story, story } from '../scenario.ts';
import {
  accept,
  close,
  confirm,
  done,
  duplicate,
  entry,
  facts,
  lead,
  measuresDone,
  merge,
  note,
  reopen,
  report,
  resolve,
  takesPart,
  task,
  tell,
  tellNobody,
} from '../verbs.ts';

const firstWave = story(
  'first-wave',
  day(728, '08:52'),
  report('0m', 'r1', {
    from: { name: 'Els Vandamme', email: 'els.vandamme@dijkvest.example' },
    language: 'nl',
    summary: 'Mail dat mijn wachtwoord vandaag vervalt, met een knop om het te behouden.',
    description:
      'Afzender is "IT-dienst", maar het adres eindigt niet op dijkvest.example. Ik heb niet geklikt.',
    noticed: '-6m',
    ongoing: 'yes',
  }),
  report('9m', 'r2', {
    from: { name: 'Dirk Coppens', email: 'dirk.coppens@dijkvest.example' },
    language: 'nl',
    summary: 'Ik heb mijn wachtwoord ingevuld op een pagina die niet van ons is.',
    description: 'Na het invullen kwam er een foutmelding. Daarna zag ik het vreemde adres.',
    noticed: '5m',
    ongoing: 'unknown',
  }),
  report('14m', 'r3', {
    from: { name: 'Nele Baert', email: 'nele.baert@dijkvest.example' },
    language: 'nl',
    summary: 'Mail over een wachtwoord dat vandaag vervalt, klopt dit?',
    noticed: '2m',
  }),
  accept('17m', 'noor', 'r2', {
    title: 'Phishinggolf: wachtwoord vervalt vandaag',
    severity: 'medium',
    confirm: true,
  }),
  accept('19m', 'noor', 'r1', { into: 'first-wave' }),
  duplicate('20m', 'noor', 'r3', 'r1'),
  lead('22m', 'noor', 'sofie'),
  facts('25m', 'sofie', {
    type: 'phishing',
    functions: ['personnel', 'software'],
    summary:
      'Een mail met een nagemaakte aanmeldpagina kwam bij 214 medewerkers binnen. Eén medewerker vulde een wachtwoord in.',
  }),
  entry(
    '26m',
    'sofie',
    '-40m',
    'attacker',
    'Eerste mail van de golf komt binnen op de mailgateway.',
    'likely',
  ),
  entry('27m', 'sofie', '5m', 'attacker', 'Wachtwoord van één medewerker ingevuld op de nagemaakte pagina.'),
  task('28m', 'sofie', {
    key: 't1',
    title: 'Aanmelding en sessies van de medewerker intrekken',
    owner: 'wout',
    accountable: 'sofie',
    due: '1h',
  }),
  task('29m', 'sofie', {
    key: 't2',
    title: 'Mails uit alle postbussen halen en adres blokkeren',
    owner: 'tariq',
    accountable: 'sofie',
    informed: ['noor'],
    due: '3h',
  }),
  done('44m', 'wout', 't1'),
  note(
    '1h 5m',
    'wout',
    'Wachtwoord vervangen, tweede factor opnieuw ingesteld. Geen aanmelding van buiten België gezien.',
  ),
  tell('1h 10m', 'noor', 'confirmed'),
  done('2h 20m', 'tariq', 't2'),
  facts('3h', 'sofie', { personalData: 'no', reason: 'Geen aanmelding met het buitgemaakte wachtwoord' }),
  resolve('5h', 'sofie', 'Mails verwijderd uit 214 postbussen, adres geblokkeerd, één wachtwoord vervangen.'),
  tell('5h 10m', 'noor', 'resolved'),
  close('9d 2h', 'sofie', {
    rootCauseClass: 'malicious-actions',
    rootCause: 'Mail van een net geregistreerd domein werd door het filter als gewone post behandeld.',
    lessons:
      'De meldknop werkt: de eerste melding kwam zes minuten na de mail. Nieuwe domeinen verdienen wantrouwen.',
    measures: [
      {
        title: 'Mail van domeinen jonger dan dertig dagen in quarantaine zetten',
        owner: 'wout',
        dueDays: 30,
      },
      { title: 'Phishing-oefening voor alle afdelingen', owner: 'sofie', dueDays: 90 },
    ],
  }),
  measuresDone('34d', 'sofie', 2),
);

const director = story(
  'director',
  day(640, '15:41'),
  report('0m', 'r1', {
    from: { name: 'Katrien Moens', email: 'katrien.moens@dijkvest.example', phone: '+32 9 000 00 41' },
    language: 'nl',
    summary: 'De "algemeen directeur" vraagt per mail om dringend 48 600 euro over te schrijven.',
    description:
      'De mail komt van een privéadres met de naam van Marleen. Ik heb haar gebeld: zij weet van niets. Er is niets betaald.',
    noticed: '-20m',
    ongoing: 'yes',
  }),
  accept('11m', 'noor', 'r1', {
    title: 'CEO-fraude: valse betaalopdracht aan de boekhouding',
    severity: 'important',
    confirm: true,
  }),
  lead('15m', 'noor', 'tariq'),
  takesPart('16m', 'tariq', 'koen'),
  facts('20m', 'tariq', {
    type: 'masquerade',
    functions: ['personnel', 'Facturatie'],
    personalData: 'no',
    tlp: 'TLP:AMBER',
    summary: 'Poging tot betalingsfraude op naam van de algemeen directeur. Geen betaling uitgevoerd.',
  }),
  entry(
    '24m',
    'tariq',
    '-55m',
    'attacker',
    'Eerste mail aan de boekhouding, op toon van haast en geheimhouding.',
  ),
  entry(
    '25m',
    'tariq',
    '-20m',
    'ours',
    'Boekhouding belt de directeur terug op het gekende nummer en weigert de betaling.',
  ),
  task('30m', 'tariq', {
    key: 't1',
    title: 'Andere ontvangers zoeken in het mailverkeer',
    owner: 'wout',
    accountable: 'tariq',
    due: '4h',
  }),
  tell('40m', 'noor', 'confirmed'),
  done('2h 10m', 'wout', 't1'),
  note('2h 15m', 'wout', 'Twee andere medewerkers kregen dezelfde mail; geen van beiden antwoordde.'),
  resolve(
    '23h',
    'tariq',
    'Afzender geblokkeerd, boekhouding en directie verwittigd, terugbelregel herhaald.',
  ),
  tell('23h 5m', 'tariq', 'resolved'),
  close('6d', 'tariq', {
    rootCauseClass: 'malicious-actions',
    rootCause: 'Namen en functies van directie en boekhouding staan samen op de publieke website.',
    lessons:
      'De terugbelregel heeft de fraude gestopt. Hij staat nu ook in de onthaalmap van nieuwe medewerkers.',
    measures: [{ title: 'Terugbelregel opnemen in de betaalprocedure', owner: 'koen', dueDays: 21 }],
  }),
  measuresDone('25d', 'tariq', 1),
);

const parcelWave = story(
  'parcel-wave',
  day(565, '09:18'),
  report('0m', 'r1', {
    from: { name: 'Sarah Lemmens', email: 'sarah.lemmens@dijkvest.example' },
    language: 'nl',
    summary: 'Mail over een pakje waarvoor ik 1,95 euro moet betalen.',
    ongoing: 'yes',
    noticed: '-10m',
  }),
  report('21m', 'r2', {
    from: { name: 'Julien Marchal', email: 'julien.marchal@dijkvest.example' },
    language: 'fr',
    summary: 'Un courriel me demande de payer des frais pour un colis que je n’attends pas.',
    description: 'Le lien mène vers une page qui demande le numéro de la carte bancaire.',
    ongoing: 'yes',
  }),
  accept('30m', 'bram', 'r1', { title: 'Phishinggolf: onbetaald pakje', severity: 'low', confirm: true }),
  accept('31m', 'bram', 'r2', { into: 'parcel-wave' }),
  lead('33m', 'bram', 'tariq'),
  facts('40m', 'tariq', {
    type: 'phishing',
    functions: ['personnel'],
    personalData: 'no',
    summary: 'Brede golf zonder aanknopingspunt met Dijkvest; 61 ontvangers, geen klik.',
  }),
  tell('45m', 'bram', 'confirmed'),
  note(
    '1h',
    'tariq',
    'Golf loopt in heel het land; bij ons 61 ontvangers, geen bezoek aan de pagina gezien.',
  ),
  resolve('3h', 'tariq', 'Pagina geblokkeerd op de proxy, mails verwijderd.'),
  tell('3h 10m', 'bram', 'resolved'),
  close('8d', 'tariq', {
    rootCauseClass: 'malicious-actions',
    rootCause: 'Algemene golf, niet op Dijkvest gericht.',
    lessons:
      'Dubbele incidenten bij één golf kosten tijd: eerst in de lijst kijken of er al een incident is.',
  }),
);

const parcelWaveAgain = story(
  'parcel-wave-again',
  day(565, '10:02'),
  report('0m', 'r1', {
    from: { name: 'Anke Wuyts', email: 'anke.wuyts@dijkvest.example' },
    language: 'nl',
    summary: 'Valse pakjesdienst vraagt mijn bankkaart.',
  }),
  accept('6m', 'noor', 'r1', { title: 'Phishing via valse pakjesdienst', severity: 'low' }),
  note('20m', 'noor', 'Zelfde webadres als bij het incident van vanmorgen.'),
  merge('25m', 'noor', 'parcel-wave', 'Zelfde golf, zelfde webadres'),
);

const falseTexts = story(
  'false-texts',
  day(402, '17:25'),
  report('0m', 'r1', {
    from: { name: 'Mme Delvaux', email: 'n.delvaux@courriel.example', phone: '+32 9 000 00 52' },
    language: 'fr',
    summary: 'J’ai reçu un SMS au nom de Dijkvest qui annonce une coupure d’eau si je ne paie pas.',
    description: 'Le message contient un lien court. J’ai payé 38 euros avant de me méfier.',
    noticed: '-2h',
    ongoing: 'yes',
  }),
  report('35m', 'r2', {
    from: { person: 'fatma' },
    channel: 'desk',
    language: 'nl',
    summary:
      'Zeven klanten belden het loket over een sms in onze naam: betalen of het water wordt afgesloten.',
    ongoing: 'yes',
  }),
  report('1h 12m', 'r3', {
    from: 'anonymous',
    kind: 'threat',
    language: 'nl',
    summary: 'Er gaan valse sms’en rond in naam van jullie bedrijf in Sint-Annavliet.',
    ongoing: 'yes',
  }),
  accept('50m', 'bram', 'r2', {
    title: 'Valse sms’en in naam van Dijkvest: betalen of afsluiten',
    severity: 'important',
    confirm: true,
  }),
  accept('52m', 'bram', 'r1', { into: 'false-texts' }),
  accept('1h 20m', 'bram', 'r3', { into: 'false-texts' }),
  lead('1h', 'bram', 'sofie'),
  takesPart('1h 2m', 'sofie', 'jeroen'),
  facts('1h 15m', 'sofie', {
    type: 'masquerade',
    functions: ['Klantenloket', 'Telefonie'],
    personalData: 'no',
    tlp: 'TLP:GREEN',
    summary: 'Onbekenden sturen burgers valse betaalverzoeken in onze naam. Onze systemen zijn niet geraakt.',
  }),
  task('1h 16m', 'sofie', {
    key: 't1',
    title: 'Waarschuwing op de website en bij de gemeenten',
    owner: 'jeroen',
    accountable: 'sofie',
    consulted: ['marleen'],
    due: '4h',
  }),
  task('1h 17m', 'sofie', {
    key: 't2',
    title: 'Antwoord voor het klantenloket opstellen',
    owner: 'fatma',
    accountable: 'sofie',
    due: '3h',
  }),
  tell('1h 30m', 'bram', 'confirmed'),
  done('2h 50m', 'fatma', 't2'),
  done('3h 20m', 'jeroen', 't1'),
  entry(
    '20h',
    'sofie',
    '19h',
    'other',
    'Het meldpunt voor verdachte berichten laat de betaalpagina sluiten.',
    'likely',
  ),
  resolve('1d 3h', 'sofie', 'Betaalpagina gesloten, burgers gewaarschuwd via website, gemeenten en loket.'),
  tell(
    '1d 3h 20m',
    'sofie',
    'resolved',
    'Madame, monsieur, la page de paiement est fermée. Dijkvest ne demande jamais un paiement par SMS. Contactez votre banque pour le montant payé.',
  ),
  close('11d', 'sofie', {
    rootCauseClass: 'malicious-actions',
    rootCause: 'Misbruik van onze naam door derden; afzendernamen van sms’en zijn vrij te kiezen.',
    lessons:
      'Burgers bellen eerst het loket. Het loket moet de eerste tien minuten zonder ons kunnen antwoorden.',
    measures: [
      {
        title: 'Vaste tekst "wij vragen nooit betaling per sms" op facturen en website',
        owner: 'jeroen',
        dueDays: 45,
      },
      { title: 'Draaiboek misbruik van onze naam voor het loket', owner: 'fatma', dueDays: 60 },
    ],
  }),
  measuresDone('64d', 'sofie', 2),
);

const accountNumber = story(
  'account-number',
  day(221, '11:04'),
  report('0m', 'r1', {
    from: { name: 'Uwe Hartmann', email: 'u.hartmann@lieferant.example', phone: '+49 30 00 00 00 61' },
    language: 'de',
    summary: 'Unsere Rechnung vom letzten Monat wurde laut Ihnen bezahlt, aber das Geld ist nicht bei uns.',
    description:
      'Ihre Buchhaltung nennt eine Kontonummer, die nicht uns gehört. Wir haben nie eine Änderung mitgeteilt.',
    noticed: '-1d',
    ongoing: 'no',
  }),
  accept('34m', 'noor', 'r1', {
    title: 'Factuurfraude: gewijzigd rekeningnummer van een leverancier',
    severity: 'important',
  }),
  lead('40m', 'noor', 'sofie'),
  takesPart('41m', 'sofie', 'koen'),
  note(
    '1h',
    'koen',
    'Betaling van 17 240 euro is vijf dagen geleden uitgevoerd. De bank is gevraagd terug te roepen.',
  ),
  confirm('1h 20m', 'sofie', {
    severity: 'important',
    reason: 'Betaling naar een vreemde rekening staat vast',
  }),
  facts('1h 25m', 'sofie', {
    type: 'phishing',
    functions: ['Facturatie', 'personnel'],
    tlp: 'TLP:AMBER+STRICT',
    personalData: 'no',
    summary: 'Een nagemaakte brief met een nieuw rekeningnummer werd zonder terugbellen verwerkt.',
  }),
  entry(
    '1h 30m',
    'sofie',
    '-26d',
    'attacker',
    'Valse brief met nieuw rekeningnummer komt binnen per mail.',
    'estimated',
  ),
  entry('1h 31m', 'sofie', '-5d', 'ours', 'Betaling van 17 240 euro naar de valse rekening.'),
  task('1h 40m', 'sofie', {
    key: 't1',
    title: 'Terugroeping opvolgen bij de bank',
    owner: 'koen',
    accountable: 'marleen',
    due: '1d',
  }),
  task('1h 41m', 'sofie', {
    key: 't2',
    title: 'Alle wijzigingen van rekeningnummers sinds januari natrekken',
    owner: 'tariq',
    accountable: 'sofie',
    consulted: ['koen'],
    due: '3d',
  }),
  tell(
    '2h',
    'sofie',
    'confirmed',
    'Sehr geehrter Herr Hartmann, wir haben den Vorfall bestätigt und unsere Bank um Rückruf gebeten. Wir melden uns, sobald wir mehr wissen.',
  ),
  done('2d 3h', 'tariq', 't2'),
  done('6d', 'koen', 't1'),
  resolve(
    '6d 2h',
    'sofie',
    'Bank heeft 15 900 euro geblokkeerd en teruggestort. Aangifte gedaan. Leverancier correct betaald.',
  ),
  tell('6d 3h', 'sofie', 'resolved'),
  close('20d', 'sofie', {
    rootCauseClass: 'human-errors',
    rootCause: 'Wijzigingen van rekeningnummers werden op één handtekening verwerkt, zonder terugbellen.',
    lessons: 'Vier ogen op het stamgegeven, niet alleen op de betaling.',
    measures: [
      {
        title: 'Vier-ogen op wijziging van rekeningnummers in het boekhoudpakket',
        owner: 'koen',
        dueDays: 30,
      },
      { title: 'Terugbellen op het gekende nummer bij elke wijziging', owner: 'koen', dueDays: 14 },
    ],
  }),
  measuresDone('48d', 'koen', 2),
);

const formSpam = story(
  'form-spam',
  day(75, '13:37'),
  report('0m', 'r1', {
    from: { person: 'fatma' },
    channel: 'desk',
    language: 'nl',
    summary: 'Het contactformulier op de website stuurt ons honderden berichten met reclame.',
    noticed: '-3h',
    ongoing: 'yes',
  }),
  accept('18m', 'noor', 'r1', {
    title: 'Contactformulier misbruikt voor reclame',
    severity: 'low',
    confirm: true,
  }),
  lead('20m', 'noor', 'tariq'),
  facts('30m', 'tariq', {
    type: 'spam',
    functions: ['Klantenloket', 'software'],
    personalData: 'no',
    summary: 'Ruim 1 900 reclameberichten via het contactformulier in drie uur.',
  }),
  task('35m', 'tariq', {
    key: 't1',
    title: 'Vertraging en toegankelijke botval op het formulier',
    owner: 'wout',
    accountable: 'tariq',
    due: '2d',
  }),
  tellNobody('40m', 'noor', 'confirmed', 'Het loket is mondeling op de hoogte'),
  done('1d 2h', 'wout', 't1'),
  resolve(
    '1d 4h',
    'tariq',
    'Formulier kreeg een botval en een grens van vijf berichten per minuut; de berichten zijn verwijderd.',
  ),
  tell('1d 5h', 'noor', 'resolved'),
  report('71d', 'r2', {
    from: { person: 'fatma' },
    channel: 'desk',
    language: 'nl',
    summary: 'De reclame via het contactformulier is terug, nu met vijf per minuut.',
    ongoing: 'yes',
  }),
  reopen('71d 20m', 'tariq', 'De berichten komen nu traag en van veel adressen'),
  accept('71d 25m', 'noor', 'r2', { into: 'form-spam' }),
  task('71d 40m', 'tariq', {
    title: 'Formulier laten bevestigen per mail voor het bericht aankomt',
    owner: 'wout',
    accountable: 'tariq',
    due: '76d',
  }),
);

export const fraud: readonly Story[] = [
  firstWave,
  director,
  parcelWave,
  parcelWaveAgain,
  falseTexts,
  accountNumber,
  formSpam,
];
