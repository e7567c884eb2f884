// SPDX-License-Identifier: Apache-2.0
// Reports that came by mail, from a system and by telephone, and what only the confidential adviser sees.
import type { MailTold } from '../scenario.ts';
import { day, minutes, type Story, story } from '../scenario.ts';
import { alert, answer, ask, classify, decline, inCase, mail, report, write } from '../verbs.ts';

const falseParcel: MailTold = {
  from: { name: 'bpost levering', email: 'pakket@bpost-levering.example' },
  to: 'marc.dewaele@dijkvest.example',
  subject: 'Uw pakket wacht: betaal 1,99 EUR',
  headers: [
    'Received: from vps-88.hosting.example (vps-88.hosting.example [198.51.100.88]) by mx1.dijkvest.example with ESMTPS id 7Q2; Mon, 02 Mar 2026 07:58:11 +0000',
    'Authentication-Results: mx1.dijkvest.example; spf=fail smtp.mailfrom=pakket@bpost-levering.example; dkim=none; dmarc=fail header.from=bpost-levering.example',
    'Reply-To: <inning@betaal-nu.example>',
  ],
  text: 'Uw pakket kon niet geleverd worden. Betaal 1,99 EUR: https://bpost-levering.example/betaal?id=88412',
  html: '<p>Uw pakket kon niet geleverd worden.</p><p><a href="https://bpost-levering.example/betaal?id=88412">https://www.bpost.be/betaal</a></p>',
};

const marc = { name: 'Marc De Waele', email: 'marc.dewaele@dijkvest.example' };
const forwardedParcel = story(
  'forwarded-parcel',
  day(2, '09:12'),
  mail('0m', 'r1', {
    from: marc,
    subject: 'FW: Uw pakket wacht: betaal 1,99 EUR',
    text: 'Dit kreeg ik daarnet op mijn werkadres. Ik verwacht geen pakket.\n\nGroeten,\nMarc',
    forwards: falseParcel,
  }),
  classify('11m', 'noor', 'r1', { category: 'phishing' }),
  ask(
    '12m',
    'noor',
    'r1',
    'Dag Marc, bedankt voor je melding. Heb je op de link geklikt, of iets ingevuld? Verwijder de mail nog niet.',
  ),
  mail('1h 40m', 'r1', {
    from: marc,
    subject: 'Re: Uw melding',
    text: 'Ik heb wel geklikt maar niets ingevuld. De pagina vroeg mijn bankkaart.\n\nMarc',
  }),
);

const pumpAlert = (status: 'firing' | 'resolved') => (at: string) => ({
  version: '4',
  groupKey: '{}:{alertname="ManySignInsFailed", station="oost"}',
  status,
  alerts: [
    {
      status,
      labels: {
        alertname: 'ManySignInsFailed',
        station: 'oost',
        instance: 'pomp-oost:9100',
        severity: 'warning',
      },
      annotations: {
        summary: 'Veel mislukte aanmeldingen op pompstation Oost',
        description: 'Meer dan vijftig mislukte aanmeldingen in tien minuten op pomp-oost; gewoonlijk twee.',
      },
      startsAt: at,
      endsAt: status === 'resolved' ? at : '0001-01-01T00:00:00Z',
      fingerprint: '5d0e4b1f9a6c7283',
    },
  ],
});

const pumpStation = story(
  'pump-station-alerts',
  minutes(252),
  ...['0m', '14m', '31m', '55m', '1h 20m', '1h 52m', '2h 31m', '3h 4m', '3h 40m'].map((after) =>
    alert(after, 'r1', pumpAlert('firing')),
  ),
  alert('3h 58m', 'r1', pumpAlert('resolved')),
);

const diskFull = story(
  'disk-full',
  day(17, '03:20'),
  alert('0m', 'r1', (at) => ({
    version: '4',
    groupKey: '{}:{alertname="DiskAlmostFull"}',
    status: 'firing',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'DiskAlmostFull', instance: 'archief-2:9100', severity: 'warning' },
        annotations: { summary: 'Schijf van archief-2 is voor 91 % vol' },
        startsAt: at,
        fingerprint: 'c3f1a8d2b7e4905a',
      },
    ],
  })),
  classify('4h 50m', 'wout', 'r1', { category: 'outage', qualification: 'not-security' }),
  decline('4h 52m', 'wout', 'r1', 'not_security', 'Geen beveiliging: ruimte bijgemaakt met de ploeg opslag.'),
);

const calledIn = story(
  'called-in',
  minutes(44),
  report('0m', 'r1', {
    from: { name: 'Linda Bogaert', phone: '+32 9 000 00 71' },
    channel: 'phone',
    category: 'phishing',
    language: 'nl',
    summary: 'Klant belde: iemand aan de deur vroeg haar meterstand én haar bankkaart.',
    description: 'De man droeg een hesje met ons logo. Ze gaf niets mee. Straat: Molenwijk.',
    ongoing: 'unknown',
  }),
);

const newsletter = story(
  'newsletter',
  day(9, '13:05'),
  mail('0m', 'r1', {
    from: { name: 'Sabine Claes', email: 'sabine.claes@dijkvest.example' },
    subject: 'Verdachte nieuwsbrief?',
    text: 'Ik krijg elke week een nieuwsbrief over kantoormeubels. Is dit phishing?',
  }),
  classify('22m', 'bram', 'r1', { category: 'phishing', qualification: 'not-security' }),
  decline('23m', 'bram', 'r1', 'not_security', 'Dit is gewone reclame zonder gevaar. Je mag ze verwijderen.'),
);

const favours = story(
  'whistle-favours',
  day(24, '21:14'),
  report('0m', 'r1', {
    from: 'anonymous',
    kind: 'whistleblowing',
    language: 'nl',
    summary: 'Bestekken voor pompen worden geschreven op maat van één leverancier.',
    description: 'Ik zag een bestek dat door de leverancier zelf was opgesteld, drie weken voor de opening.',
    ongoing: 'yes',
  }),
  inCase(
    '1d 12h',
    'hilde',
    'r1',
    'acknowledge',
    'Ik heb uw melding gelezen en behandel ze vertrouwelijk. U hoort binnen drie maanden wat er gebeurt.',
  ),
  inCase('2d 11h', 'hilde', 'r1', 'message', 'Weet u om welk bestek het gaat, en hebt u het zelf gezien?'),
  answer('3d 23h', 'r1', 'Het bestek voor station West, van vorig voorjaar. Ik zag het op papier.'),
  inCase(
    '8d 12h',
    'hilde',
    'r1',
    'follow_up',
    'Bestek West opgevraagd bij het archief, zonder reden te geven.',
  ),
  inCase('8d 13h', 'hilde', 'r1', 'note', 'De dienst Aankoop blijft hier voorlopig buiten.'),
);

const emissions = story(
  'whistle-emissions',
  day(5, '20:31'),
  report('0m', 'r1', {
    from: 'anonymous',
    kind: 'whistleblowing',
    language: 'fr',
    summary: 'Des mesures de rejet sont recopiées d’une semaine à l’autre au lieu d’être relevées.',
    ongoing: 'yes',
  }),
);

const thanks = story(
  'odd-sender',
  day(30, '10:40'),
  mail('0m', 'r1', {
    from: { name: 'Didier Lambert', email: 'd.lambert@courriel.example' },
    subject: 'Facture en double ?',
    text: 'Bonjour,\n\nJ’ai reçu deux fois la même facture, avec deux numéros de compte différents. Laquelle est la vôtre ?\n\nDidier Lambert',
  }),
  classify('35m', 'noor', 'r1', { category: 'phishing', qualification: 'observation' }),
  write('38m', 'noor', 'r1', 'Bonjour, ne payez pas encore. Pouvez-vous nous envoyer les deux factures ?'),
  mail('5h', 'r1', {
    from: { name: 'Didier Lambert', email: 'd.lambert@courriel.example' },
    subject: 'Re: Facture en double ?',
    text: 'Les deux venaient de vous : la seconde corrige la première. Désolé du dérangement.\n\nDidier Lambert',
  }),
  decline(
    '6h',
    'noor',
    'r1',
    'not_security',
    'Merci de nous avoir écrit : la seconde facture remplace la première.',
  ),
);

export const waysIn: readonly Story[] = [
  forwardedParcel,
  pumpStation,
  diskFull,
  calledIn,
  newsletter,
  favours,
  emissions,
  thanks,
];
