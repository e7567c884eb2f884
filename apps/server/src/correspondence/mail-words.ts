// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';

/** Words around what a mail says, in the language of its mailbox. Placeholders in braces are filled in. */
export interface MailWords {
  readonly forwarded: string;
  readonly noSubject: string;
  readonly unreadable: string;
  readonly inside: string;
  readonly from: string;
  readonly subject: string;
  readonly replyTo: string;
  readonly refers: string;
  readonly cut: string;
  readonly moreFiles: string;
}

export const mailWords: Record<Language, MailWords> = {
  en: {
    forwarded: 'Forwarded mail: {subject}',
    noSubject: 'Mail without a subject',
    unreadable: 'This mail could not be taken apart. It is attached as it came.',
    inside: 'The mail inside',
    from: 'From',
    subject: 'Subject',
    replyTo: 'The sender asks for answers at another address: {address}',
    refers:
      'The mail refers to {reference}. Its sender has no part in that conversation, so it stands here by itself.',
    cut: '[The rest stands in the attached mail.]',
    moreFiles: '[More files are in the attached mail.]',
  },
  nl: {
    forwarded: 'Doorgestuurde mail: {subject}',
    noSubject: 'Mail zonder onderwerp',
    unreadable: 'Deze mail kon niet ontleed worden. Ze is bijgevoegd zoals ze aankwam.',
    inside: 'De doorgestuurde mail',
    from: 'Van',
    subject: 'Onderwerp',
    replyTo: 'De afzender vraagt antwoord op een ander adres: {address}',
    refers:
      'De mail verwijst naar {reference}. De afzender neemt niet deel aan dat gesprek, daarom staat ze hier apart.',
    cut: '[De rest staat in de bijgevoegde mail.]',
    moreFiles: '[In de bijgevoegde mail zitten nog bestanden.]',
  },
  fr: {
    forwarded: 'Courriel transféré : {subject}',
    noSubject: 'Courriel sans objet',
    unreadable: 'Ce courriel n’a pas pu être analysé. Il est joint tel qu’il est arrivé.',
    inside: 'Le courriel transféré',
    from: 'De',
    subject: 'Objet',
    replyTo: 'L’expéditeur demande une réponse à une autre adresse : {address}',
    refers:
      'Le courriel se réfère à {reference}. Son expéditeur ne prend pas part à cet échange ; il figure donc ici séparément.',
    cut: '[La suite se trouve dans le courriel joint.]',
    moreFiles: '[D’autres fichiers se trouvent dans le courriel joint.]',
  },
  de: {
    forwarded: 'Weitergeleitete Mail: {subject}',
    noSubject: 'Mail ohne Betreff',
    unreadable: 'Diese Mail konnte nicht zerlegt werden. Sie ist angehängt, wie sie ankam.',
    inside: 'Die weitergeleitete Mail',
    from: 'Von',
    subject: 'Betreff',
    replyTo: 'Der Absender bittet um Antwort an eine andere Adresse: {address}',
    refers:
      'Die Mail bezieht sich auf {reference}. Ihr Absender ist an diesem Austausch nicht beteiligt, darum steht sie hier für sich.',
    cut: '[Der Rest steht in der angehängten Mail.]',
    moreFiles: '[Weitere Dateien stecken in der angehängten Mail.]',
  },
};
