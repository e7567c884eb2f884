// SPDX-License-Identifier: Apache-2.0
import { asLanguage, type Language } from '@belfry/contract';

/** Words to begin with, in the reporter's language. Handlers change them; the law asks for the act, not the words. */
const acknowledgements: Record<Language, string> = {
  en: 'We have received your report. An impartial person follows it up in confidence. You hear from us by {date} at the latest: what was done or will be done about it, and why. Until then we may have questions; you find them on the page your receipt opens.',
  nl: 'Wij hebben uw melding ontvangen. Een onpartijdige persoon volgt ze in vertrouwen op. U hoort uiterlijk op {date} van ons: wat er is gedaan of nog gebeurt, en waarom. Intussen hebben wij misschien vragen; u vindt ze op de pagina die uw ontvangstbewijs opent.',
  fr: 'Nous avons reçu votre signalement. Une personne impartiale en assure le suivi en toute confidentialité. Vous aurez de nos nouvelles au plus tard le {date} : ce qui a été fait ou sera fait, et pourquoi. D’ici là, nous aurons peut-être des questions ; vous les trouverez sur la page que votre reçu ouvre.',
  de: 'Wir haben Ihre Meldung erhalten. Eine unparteiische Person geht ihr vertraulich nach. Sie hören spätestens am {date} von uns: was getan wurde oder noch geschieht, und warum. Bis dahin haben wir vielleicht Fragen; Sie finden sie auf der Seite, die Ihre Quittung öffnet.',
};

const feedbacks: Record<Language, string> = {
  en: 'This is what we did with your report, or will do, and why:\n\n\n\nIf you do not agree, or if you are treated badly because you reported, you can also turn to an external channel.',
  nl: 'Dit hebben wij met uw melding gedaan of gaan wij nog doen, en waarom:\n\n\n\nBent u het er niet mee eens, of wordt u slecht behandeld omdat u gemeld hebt, dan kunt u zich ook tot een extern kanaal wenden.',
  fr: 'Voici ce que nous avons fait de votre signalement, ou ferons, et pourquoi :\n\n\n\nSi vous n’êtes pas d’accord, ou si l’on vous traite mal parce que vous avez fait un signalement, vous pouvez aussi vous adresser à un canal externe.',
  de: 'Das haben wir mit Ihrer Meldung getan oder werden wir tun, und warum:\n\n\n\nWenn Sie nicht einverstanden sind oder wegen Ihrer Meldung schlecht behandelt werden, können Sie sich auch an eine externe Meldestelle wenden.',
};

const locales: Record<Language, string> = { en: 'en-GB', nl: 'nl-BE', fr: 'fr-BE', de: 'de-BE' };

export function draftsFor(
  language: string,
  feedbackBy: Date,
  timeZone: string,
): { acknowledgement: string; feedback: string } {
  const known = asLanguage(language);
  const date = new Intl.DateTimeFormat(locales[known], { dateStyle: 'long', timeZone }).format(feedbackBy);
  return {
    acknowledgement: acknowledgements[known].replace('{date}', date),
    feedback: feedbacks[known],
  };
}

export type LetterKind = 'received' | 'soon' | 'missed' | 'joined' | 'left' | 'unmanned';

/**
 * What goes out by mail names no report, no reporter and no reference: mail is read on telephones and kept by others.
 */
const letters: Record<Language, Record<LetterKind, readonly [subject: string, text: string]>> = {
  en: {
    received: [
      'Something new in the confidential room',
      'Something new waits in the confidential room: {url}',
    ],
    soon: ['A term ends in two days', 'A term of the confidential room ends in two days: {url}'],
    missed: ['A term has ended', 'A term of the confidential room has ended without an answer: {url}'],
    joined: [
      'Confidential handlers have changed',
      '{by} made {person} a confidential handler. From now on {person} sees what you see: {url}',
    ],
    left: [
      'Confidential handlers have changed',
      '{person} is no longer a confidential handler, by {by}: {url}',
    ],
    unmanned: [
      'No confidential handler',
      'Nobody is designated who can read reports about wrongdoing at work. The public form takes none until somebody is: {url}',
    ],
  },
  nl: {
    received: [
      'Iets nieuws in de vertrouwelijke kamer',
      'Er wacht iets nieuws in de vertrouwelijke kamer: {url}',
    ],
    soon: [
      'Een termijn eindigt over twee dagen',
      'Een termijn van de vertrouwelijke kamer eindigt over twee dagen: {url}',
    ],
    missed: [
      'Een termijn is verstreken',
      'Een termijn van de vertrouwelijke kamer is verstreken zonder antwoord: {url}',
    ],
    joined: [
      'Andere vertrouwelijke behandelaars',
      '{by} heeft {person} vertrouwelijke behandelaar gemaakt. {person} ziet voortaan wat u ziet: {url}',
    ],
    left: [
      'Andere vertrouwelijke behandelaars',
      '{person} is geen vertrouwelijke behandelaar meer, door {by}: {url}',
    ],
    unmanned: [
      'Geen vertrouwelijke behandelaar',
      'Er is niemand aangewezen die meldingen over misstanden op het werk kan lezen. Het openbare formulier neemt er geen aan tot er iemand is: {url}',
    ],
  },
  fr: {
    received: [
      'Du nouveau dans l’espace confidentiel',
      'Quelque chose de nouveau attend dans l’espace confidentiel : {url}',
    ],
    soon: [
      'Un délai expire dans deux jours',
      'Un délai de l’espace confidentiel expire dans deux jours : {url}',
    ],
    missed: ['Un délai a expiré', 'Un délai de l’espace confidentiel a expiré sans réponse : {url}'],
    joined: [
      'Les gestionnaires confidentiels ont changé',
      '{by} a désigné {person} comme gestionnaire confidentiel. Désormais {person} voit ce que vous voyez : {url}',
    ],
    left: [
      'Les gestionnaires confidentiels ont changé',
      '{person} n’est plus gestionnaire confidentiel, par {by} : {url}',
    ],
    unmanned: [
      'Aucun gestionnaire confidentiel',
      'Personne n’est désigné pour lire les signalements d’actes répréhensibles au travail. Le formulaire public n’en accepte aucun d’ici là : {url}',
    ],
  },
  de: {
    received: ['Neues im vertraulichen Raum', 'Im vertraulichen Raum wartet etwas Neues: {url}'],
    soon: ['Eine Frist endet in zwei Tagen', 'Eine Frist des vertraulichen Raums endet in zwei Tagen: {url}'],
    missed: [
      'Eine Frist ist abgelaufen',
      'Eine Frist des vertraulichen Raums ist ohne Antwort abgelaufen: {url}',
    ],
    joined: [
      'Die vertraulichen Bearbeitenden haben sich geändert',
      '{by} hat {person} mit der vertraulichen Bearbeitung betraut. {person} sieht ab jetzt, was Sie sehen: {url}',
    ],
    left: [
      'Die vertraulichen Bearbeitenden haben sich geändert',
      '{person} gehört nicht mehr zur vertraulichen Bearbeitung, durch {by}: {url}',
    ],
    unmanned: [
      'Keine vertrauliche Bearbeitung',
      'Niemand ist benannt, der Meldungen über Missstände bei der Arbeit lesen kann. Das öffentliche Formular nimmt bis dahin keine an: {url}',
    ],
  },
};

export function letterOf(
  kind: LetterKind,
  language: string,
  values: Readonly<Record<string, string>>,
): { subject: string; text: string; language: Language } {
  const known = asLanguage(language);
  const [subject, text] = letters[known][kind];
  return {
    subject,
    language: known,
    text: text.replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? ''),
  };
}

/** Where else whistle-blowers can turn to, until handlers write it in the organisation's own words. */
export const externalChannelsOfOurs: Record<Language, string> = {
  en: 'You can also report outside this organisation, at once or after reporting here. In Belgium the Federal Ombudsman receives such reports and sends them to the competent authority: www.federalombudsman.be. Other countries of the European Union have authorities of their own.',
  nl: 'U kunt ook buiten deze organisatie melden, meteen of nadat u hier hebt gemeld. In België ontvangt de Federale Ombudsman zulke meldingen en bezorgt ze aan de bevoegde autoriteit: www.federaalombudsman.be. Andere landen van de Europese Unie hebben eigen autoriteiten.',
  fr: 'Vous pouvez aussi faire un signalement hors de cette organisation, d’emblée ou après l’avoir fait ici. En Belgique, le Médiateur fédéral reçoit ces signalements et les transmet à l’autorité compétente : www.mediateurfederal.be. Les autres pays de l’Union européenne ont leurs propres autorités.',
  de: 'Sie können auch außerhalb dieser Organisation melden, sofort oder nachdem Sie hier gemeldet haben. In Belgien nimmt der Föderale Ombudsmann solche Meldungen entgegen und leitet sie an die zuständige Behörde weiter: www.foederalerombudsmann.be. Andere Länder der Europäischen Union haben eigene Behörden.',
};
