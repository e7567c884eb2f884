// SPDX-License-Identifier: Apache-2.0

/** Words of the page in a bundle, for an auditor who has never seen us. */
export interface BundleWords {
  readonly language: string;
  readonly title: string;
  readonly what: string;
  readonly made: string;
  readonly by: string;
  readonly purpose: string;
  readonly query: string;
  readonly log: string;
  readonly entries: string;
  readonly sealedAmong: string;
  readonly insideTitle: string;
  readonly inside: readonly (readonly [file: string, words: string])[];
  readonly provesTitle: string;
  readonly proves: readonly string[];
  readonly checkTitle: string;
  readonly check: string;
  readonly steps: readonly string[];
}

const en: BundleWords = {
  language: 'English',
  title: 'Log entries with their proof',
  what: 'This is a copy of entries of a sealed log. Each entry comes with a proof that it stands in the log, unchanged, at its place. Nobody has to be trusted for that: everything needed is in this folder, and the last section says how to check it with tools of your own.',
  made: 'Made on',
  by: 'Made by',
  purpose: 'Purpose',
  query: 'Search',
  log: 'Log',
  entries: 'Entries in this copy',
  sealedAmong: 'Entries the log had when it was sealed',
  insideTitle: 'What is in here',
  inside: [
    ['entries.ndjson', 'the entries, one a line, byte for byte as they were sealed'],
    ['proofs/', 'for each entry its proof, named after its place in the log'],
    [
      'checkpoint',
      'the state of the log, signed: how many entries it had, and one value (the root) that depends on every byte of all of them',
    ],
    [
      'timestamps/',
      'where there is one: the statement of a time-stamping authority that this state existed at a moment (RFC 3161)',
    ],
    ['vkeys.txt', 'the public keys of the log. Compare them with the ones you were given by another way'],
  ],
  provesTitle: 'What it proves, and what not',
  proves: [
    'The entries are exactly those that were sealed, at those places: one changed character gives another root.',
    'The log stated this root, because it signed it.',
    'With a time-stamp or a cosignature: the state existed at that moment. Without one, the owner of the key could have written the whole log later.',
    'It does not prove that what a system reported was true, nor that these are all the entries there are about a matter.',
  ],
  checkTitle: 'How to check it yourself',
  check:
    'With Belfry, one command and no network: belfry verify, with the path of this folder or archive. Without it, these steps, for any entry:',
  steps: [
    'Take its line from entries.ndjson, without the line break. Put one zero byte in front of it and compute SHA-256: this is the hash of the entry.',
    'Open its file in proofs. The line "index" is its place, the lines under it are hashes in base64. Take them one by one: put a byte 01 in front of both hashes, the left one first, and compute SHA-256. Which is left follows from place and size (RFC 9162, section 2.1.3.2).',
    'The last result has to be the third line of the checkpoint, in base64.',
    'Check the signature under the checkpoint: it is Ed25519 over its first three lines, with the key in vkeys.txt. The signature is the base64 of its line without the first 4 bytes, the key the base64 behind the second + without the first byte (c2sp.org/signed-note).',
    'Where there is a time-stamp: write the first three lines of the checkpoint to a file and run openssl ts -verify with the certificate of the authority.',
  ],
};

const nl: BundleWords = {
  language: 'Nederlands',
  title: 'Logregels met hun bewijs',
  what: 'Dit is een kopie van regels uit een verzegeld logboek. Bij elke regel zit het bewijs dat ze ongewijzigd op haar plaats in het logboek staat. U hoeft daarvoor niemand te vertrouwen: alles wat nodig is, zit in deze map, en het laatste deel zegt hoe u het met eigen middelen nagaat.',
  made: 'Gemaakt op',
  by: 'Gemaakt door',
  purpose: 'Doel',
  query: 'Zoekopdracht',
  log: 'Logboek',
  entries: 'Regels in deze kopie',
  sealedAmong: 'Regels in het logboek toen het verzegeld werd',
  insideTitle: 'Wat hierin zit',
  inside: [
    ['entries.ndjson', 'de regels, één per lijn, byte voor byte zoals ze verzegeld zijn'],
    ['proofs/', 'per regel haar bewijs, genoemd naar haar plaats in het logboek'],
    [
      'checkpoint',
      'de toestand van het logboek, ondertekend: hoeveel regels het had, en één waarde (de wortel) die van elke byte van al die regels afhangt',
    ],
    [
      'timestamps/',
      'waar die er is: de verklaring van een tijdstempelautoriteit dat deze toestand op een bepaald moment bestond (RFC 3161)',
    ],
    ['vkeys.txt', 'de publieke sleutels van het logboek. Vergelijk ze met die u langs een andere weg kreeg'],
  ],
  provesTitle: 'Wat het bewijst, en wat niet',
  proves: [
    'De regels zijn precies die welke verzegeld werden, op die plaatsen: één gewijzigd teken geeft een andere wortel.',
    'Het logboek heeft deze wortel verklaard, want het heeft hem ondertekend.',
    'Met een tijdstempel of een medeondertekening: de toestand bestond op dat moment. Zonder had de houder van de sleutel het hele logboek later kunnen schrijven.',
    'Het bewijst niet dat wat een systeem meldde waar was, en ook niet dat dit alle regels over een zaak zijn.',
  ],
  checkTitle: 'Hoe u het zelf nagaat',
  check:
    'Met Belfry volstaat één opdracht, zonder netwerk: belfry verify, met het pad van deze map of dit archief. Zonder Belfry zijn dit de stappen, voor elke regel:',
  steps: [
    'Neem de lijn uit entries.ndjson, zonder het regeleinde. Zet er één nulbyte voor en bereken SHA-256: dat is de hash van de regel.',
    'Open haar bestand in proofs. De lijn "index" is haar plaats, de lijnen eronder zijn hashes in base64. Neem ze een voor een: zet een byte 01 voor beide hashes, de linkse eerst, en bereken SHA-256. Welke links staat, volgt uit plaats en grootte (RFC 9162, punt 2.1.3.2).',
    'Het laatste resultaat moet de derde lijn van het checkpoint zijn, in base64.',
    'Controleer de handtekening onder het checkpoint: Ed25519 over de eerste drie lijnen, met de sleutel in vkeys.txt. De handtekening is de base64 van haar lijn zonder de eerste 4 bytes, de sleutel de base64 achter de tweede + zonder de eerste byte (c2sp.org/signed-note).',
    'Is er een tijdstempel: schrijf de eerste drie lijnen van het checkpoint naar een bestand en voer openssl ts -verify uit met het certificaat van de autoriteit.',
  ],
};

const fr: BundleWords = {
  language: 'Français',
  title: 'Entrées de journal avec leur preuve',
  what: 'Ceci est une copie d’entrées d’un journal scellé. Chaque entrée est accompagnée de la preuve qu’elle figure dans le journal, inchangée, à sa place. Il ne faut pour cela faire confiance à personne : tout ce qui est nécessaire se trouve dans ce dossier, et la dernière partie dit comment le vérifier avec vos propres outils.',
  made: 'Établi le',
  by: 'Établi par',
  purpose: 'Finalité',
  query: 'Recherche',
  log: 'Journal',
  entries: 'Entrées dans cette copie',
  sealedAmong: 'Entrées du journal au moment du scellement',
  insideTitle: 'Ce que contient ce dossier',
  inside: [
    ['entries.ndjson', 'les entrées, une par ligne, octet pour octet telles qu’elles ont été scellées'],
    ['proofs/', 'pour chaque entrée sa preuve, nommée d’après sa place dans le journal'],
    [
      'checkpoint',
      'l’état du journal, signé : le nombre d’entrées, et une valeur (la racine) qui dépend de chaque octet de toutes ces entrées',
    ],
    [
      'timestamps/',
      's’il y en a une : la déclaration d’une autorité d’horodatage que cet état existait à un moment donné (RFC 3161)',
    ],
    [
      'vkeys.txt',
      'les clés publiques du journal. Comparez-les à celles que vous avez reçues par une autre voie',
    ],
  ],
  provesTitle: 'Ce que cela prouve, et ce que cela ne prouve pas',
  proves: [
    'Les entrées sont exactement celles qui ont été scellées, à ces places : un seul caractère modifié donne une autre racine.',
    'Le journal a déclaré cette racine, puisqu’il l’a signée.',
    'Avec un horodatage ou une cosignature : l’état existait à ce moment. Sans cela, le détenteur de la clé aurait pu écrire tout le journal plus tard.',
    'Cela ne prouve pas que ce qu’un système a signalé était vrai, ni que ce sont toutes les entrées sur une affaire.',
  ],
  checkTitle: 'Comment le vérifier vous-même',
  check:
    'Avec Belfry, une seule commande et aucun réseau : belfry verify, avec le chemin de ce dossier ou de cette archive. Sans Belfry, voici les étapes, pour chaque entrée :',
  steps: [
    'Prenez sa ligne dans entries.ndjson, sans le saut de ligne. Placez un octet nul devant et calculez SHA-256 : c’est l’empreinte de l’entrée.',
    'Ouvrez son fichier dans proofs. La ligne « index » est sa place, les lignes suivantes sont des empreintes en base64. Prenez-les une à une : placez un octet 01 devant les deux empreintes, celle de gauche d’abord, et calculez SHA-256. Laquelle est à gauche découle de la place et de la taille (RFC 9162, point 2.1.3.2).',
    'Le dernier résultat doit être la troisième ligne du checkpoint, en base64.',
    'Vérifiez la signature sous le checkpoint : Ed25519 sur ses trois premières lignes, avec la clé dans vkeys.txt. La signature est le base64 de sa ligne sans les 4 premiers octets, la clé le base64 derrière le deuxième + sans le premier octet (c2sp.org/signed-note).',
    'S’il y a un horodatage : écrivez les trois premières lignes du checkpoint dans un fichier et lancez openssl ts -verify avec le certificat de l’autorité.',
  ],
};

const de: BundleWords = {
  language: 'Deutsch',
  title: 'Protokolleinträge mit ihrem Beweis',
  what: 'Dies ist eine Kopie von Einträgen eines versiegelten Protokolls. Zu jedem Eintrag gehört der Beweis, dass er unverändert an seiner Stelle im Protokoll steht. Dafür muss niemandem vertraut werden: Alles Nötige liegt in diesem Ordner, und der letzte Abschnitt sagt, wie Sie es mit eigenen Mitteln prüfen.',
  made: 'Erstellt am',
  by: 'Erstellt von',
  purpose: 'Zweck',
  query: 'Suche',
  log: 'Protokoll',
  entries: 'Einträge in dieser Kopie',
  sealedAmong: 'Einträge des Protokolls bei der Versiegelung',
  insideTitle: 'Was darin liegt',
  inside: [
    ['entries.ndjson', 'die Einträge, je einer pro Zeile, Byte für Byte wie versiegelt'],
    ['proofs/', 'zu jedem Eintrag sein Beweis, benannt nach seiner Stelle im Protokoll'],
    [
      'checkpoint',
      'der Stand des Protokolls, unterschrieben: wie viele Einträge es hatte, und ein Wert (die Wurzel), der von jedem Byte aller Einträge abhängt',
    ],
    [
      'timestamps/',
      'wo es einen gibt: die Erklärung einer Zeitstempelstelle, dass dieser Stand zu einem Zeitpunkt bestand (RFC 3161)',
    ],
    [
      'vkeys.txt',
      'die öffentlichen Schlüssel des Protokolls. Vergleichen Sie sie mit denen, die Sie auf anderem Weg erhalten haben',
    ],
  ],
  provesTitle: 'Was es beweist, und was nicht',
  proves: [
    'Die Einträge sind genau die versiegelten, an diesen Stellen: Ein geändertes Zeichen ergibt eine andere Wurzel.',
    'Das Protokoll hat diese Wurzel erklärt, denn es hat sie unterschrieben.',
    'Mit Zeitstempel oder Mitunterschrift: Der Stand bestand zu diesem Zeitpunkt. Ohne sie hätte der Inhaber des Schlüssels das ganze Protokoll später schreiben können.',
    'Es beweist nicht, dass stimmt, was ein System gemeldet hat, und nicht, dass dies alle Einträge zu einer Sache sind.',
  ],
  checkTitle: 'Wie Sie es selbst prüfen',
  check:
    'Mit Belfry genügt ein Befehl, ohne Netz: belfry verify, mit dem Pfad dieses Ordners oder Archivs. Ohne Belfry sind dies die Schritte, für jeden Eintrag:',
  steps: [
    'Nehmen Sie seine Zeile aus entries.ndjson, ohne den Zeilenumbruch. Setzen Sie ein Nullbyte davor und berechnen Sie SHA-256: Das ist der Hash des Eintrags.',
    'Öffnen Sie seine Datei in proofs. Die Zeile „index“ ist seine Stelle, die Zeilen darunter sind Hashes in Base64. Nehmen Sie sie der Reihe nach: Setzen Sie ein Byte 01 vor beide Hashes, den linken zuerst, und berechnen Sie SHA-256. Welcher links steht, folgt aus Stelle und Größe (RFC 9162, Abschnitt 2.1.3.2).',
    'Das letzte Ergebnis muss die dritte Zeile des Checkpoints sein, in Base64.',
    'Prüfen Sie die Unterschrift unter dem Checkpoint: Ed25519 über seine ersten drei Zeilen, mit dem Schlüssel in vkeys.txt. Die Unterschrift ist das Base64 ihrer Zeile ohne die ersten 4 Bytes, der Schlüssel das Base64 hinter dem zweiten + ohne das erste Byte (c2sp.org/signed-note).',
    'Gibt es einen Zeitstempel: Schreiben Sie die ersten drei Zeilen des Checkpoints in eine Datei und rufen Sie openssl ts -verify mit dem Zertifikat der Stelle auf.',
  ],
};

export const bundleWords: Readonly<Record<string, BundleWords>> = { en, nl, fr, de };
