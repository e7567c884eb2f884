// SPDX-License-Identifier: Apache-2.0
// Reports nobody has decided on yet, of different age, from every side.
import { day, minutes, type Story, story } from '../scenario.ts';
import { answer, ask, report, snooze, write } from '../verbs.ts';

export const waiting: readonly Story[] = [
  story(
    'waiting-stolen-badge',
    day(3, '16:40'),
    report('0m', 'r1', {
      from: { name: 'Stijn Hermans', email: 'stijn.hermans@dijkvest.example' },
      category: 'lost-pass',
      language: 'nl',
      summary: 'Mijn badge is weg sinds het bedrijfsfeest.',
      description: 'Misschien ligt hij nog in de zaal. Ik wil hem niet te vroeg laten blokkeren.',
      ongoing: 'unknown',
    }),
    ask(
      '25m',
      'noor',
      'r1',
      'Dag Stijn, we blokkeren de badge voor de zekerheid; dat is zo teruggedraaid. Ben je er daarna nog mee binnengegaan?',
    ),
    answer('18h', 'r1', 'Neen, ik werk sindsdien thuis. Blokkeren is goed.'),
  ),
  story(
    'waiting-anonymous-talk',
    day(4, '19:05'),
    report('0m', 'r1', {
      from: 'anonymous',
      kind: 'weakness',
      category: 'rule-broken',
      language: 'nl',
      summary: 'Op de afdeling Facturatie deelt iedereen één wachtwoord voor de bank.',
      description: 'Het hangt op een briefje aan het scherm. Ik wil niet dat mijn naam bekend wordt.',
      ongoing: 'yes',
    }),
    write(
      '14h 20m',
      'noor',
      'r1',
      'Bedankt voor je melding. Gaat het om het aanmelden bij de bank of om het goedkeuren van betalingen?',
    ),
    answer('1d 1h', 'r1', 'Om beide. Ook de kaartlezer ligt in een open lade.'),
    answer('1d 1h 5m', 'r1', 'Vrijdagmiddag is er niemand; dan kan u zelf kijken.'),
  ),
  story(
    'waiting-snoozed',
    day(5, '11:15'),
    report('0m', 'r1', {
      from: { name: 'Softwarehuis Lindelaan', email: 'support@lindelaan.example' },
      channel: 'mail',
      kind: 'weakness',
      category: 'vulnerability',
      language: 'nl',
      summary:
        'Uw versie van ons pakket voor aansluitingen heeft een fout; de herstelde versie komt volgende week.',
      description:
        'De fout laat toe dat een aangemelde gebruiker bijlagen van anderen ziet. Omweg: module "Bijlagen" uitzetten.',
      ongoing: 'yes',
    }),
    snooze('3h', 'noor', 'r1', '9d'),
  ),
  story(
    'waiting-asked',
    day(1, '10:02'),
    report('0m', 'r1', {
      from: { name: 'Chantal Renard', email: 'c.renard@courriel.example' },
      category: 'data-leak',
      language: 'fr',
      summary: 'Votre site m’a montré la facture de quelqu’un d’autre.',
      ongoing: 'unknown',
    }),
    ask(
      '55m',
      'bram',
      'r1',
      'Bonjour, merci pour votre message. À quel moment avez-vous vu cette facture, et étiez-vous connectée à votre espace client ?',
    ),
  ),
  story(
    'waiting-parking-camera',
    day(1, '17:22'),
    report('0m', 'r1', {
      from: { name: 'Herr Schneider', email: 'schneider@nachbar.example', phone: '+49 30 00 00 00 62' },
      category: 'vulnerability',
      language: 'de',
      summary: 'Das Bild Ihrer Parkplatzkamera ist ohne Anmeldung im Internet zu sehen.',
      description: 'Ich fand die Adresse über eine Suchmaschine. Man erkennt Nummernschilder.',
      ongoing: 'yes',
    }),
  ),
  story(
    'waiting-odd-caller',
    day(1, '14:48'),
    report('0m', 'r1', {
      from: { name: 'Onthaal', email: 'onthaal@dijkvest.example' },
      kind: 'threat',
      category: 'phishing',
      language: 'nl',
      summary: 'Iemand belde en zei van de IT-dienst te zijn; hij vroeg een code die op mijn gsm kwam.',
      description: 'Ik heb de code niet gegeven. Het nummer was verborgen.',
      ongoing: 'no',
    }),
  ),
  story(
    'waiting-slow-scanner',
    minutes(305),
    report('0m', 'r1', {
      from: {},
      channel: 'detection',
      kind: 'threat',
      category: 'attack',
      language: 'en',
      summary: 'Port scan of the public address range from one network, slow and steady.',
      description: '2,048 ports on 16 addresses in six hours from 192.0.2.0/24.',
      ongoing: 'yes',
    }),
  ),
  story(
    'waiting-double-one',
    minutes(171),
    report('0m', 'r1', {
      from: { name: 'Anke Wuyts', email: 'anke.wuyts@dijkvest.example' },
      category: 'phishing',
      language: 'nl',
      summary: 'Mail van de personeelsdienst over een nieuw verlofsysteem vraagt mijn wachtwoord.',
      noticed: '-8m',
      ongoing: 'yes',
    }),
  ),
  story(
    'waiting-double-two',
    minutes(158),
    report('0m', 'r1', {
      from: { name: 'Wim Desmet', email: 'wim.desmet@dijkvest.example' },
      category: 'phishing',
      language: 'nl',
      summary:
        'Mail van de personeelsdienst over nieuw verlofsysteem vraagt om mijn wachtwoord in te vullen.',
      ongoing: 'yes',
    }),
  ),
  story(
    'waiting-near-miss',
    minutes(74),
    report('0m', 'r1', {
      from: { person: 'thibault' },
      channel: 'desk',
      kind: 'near_miss',
      language: 'fr',
      summary: 'Un sous-traitant a failli brancher son ordinateur sur le réseau de commande.',
      description: 'L’équipe l’a arrêté à temps. La prise n’est pas verrouillée.',
      ongoing: 'no',
    }),
  ),
  story(
    'waiting-newest',
    minutes(6),
    report('0m', 'r1', {
      from: 'anonymous',
      category: 'outage',
      language: 'nl',
      summary: 'Bij het klantenloket kan niemand nog een dossier openen.',
      ongoing: 'yes',
    }),
  ),
];
