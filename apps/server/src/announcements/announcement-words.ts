// SPDX-License-Identifier: Apache-2.0
import type { AnnouncementTexts, Language } from '@belfry/contract';
import type { Audience } from './announcement.ts';

/** What a template knows by itself. */
export interface TemplateFacts {
  readonly organisation: string;
  /** Where people ask: mail address and telephone of the helpdesk, as far as known. */
  readonly contact: string;
}

/** A template: which act asks for what, in the words of its readers. `[[...]]` is for a person to fill. */
type Template = Record<Language, (facts: TemplateFacts) => { subject: string; text: string }>;

const template = (words: Record<Language, readonly [subject: string, ...paragraphs: string[]]>): Template => {
  const filled =
    ([subject, ...paragraphs]: readonly [string, ...string[]]) =>
    ({ organisation, contact }: TemplateFacts) => {
      const fill = (text: string) =>
        text.replaceAll('{organisation}', organisation).replaceAll('{contact}', contact);
      return { subject: fill(subject), text: paragraphs.map(fill).join('\n\n') };
    };
  return { en: filled(words.en), nl: filled(words.nl), fr: filled(words.fr), de: filled(words.de) };
};

/** GDPR art. 34(2) with 33(3)(b), (c), (d): nature, contact, likely consequences, measures. */
const dataSubjects = template({
  en: [
    'Your personal data: an incident at {organisation}',
    'Something happened to personal data that we hold about you. We want you to know what it is, what it may mean for you, and what you can do.',
    'What happened: [[what happened, and when]]',
    'Which of your data: [[which data]]',
    'What it may mean for you: [[likely consequences]]',
    'What we did and will do: [[measures]]',
    'What you can do: [[advice]]',
    'Questions: our data protection officer, {contact}. You can also turn to the data protection authority.',
  ],
  nl: [
    'Uw persoonsgegevens: een incident bij {organisation}',
    'Er is iets gebeurd met persoonsgegevens die wij over u bewaren. U moet weten wat het is, wat het voor u kan betekenen en wat u kunt doen.',
    'Wat er gebeurd is: [[wat er gebeurd is, en wanneer]]',
    'Om welke gegevens het gaat: [[welke gegevens]]',
    'Wat het voor u kan betekenen: [[waarschijnlijke gevolgen]]',
    'Wat wij deden en nog doen: [[maatregelen]]',
    'Wat u kunt doen: [[advies]]',
    'Vragen: onze functionaris voor gegevensbescherming, {contact}. U kunt ook terecht bij de gegevensbeschermingsautoriteit.',
  ],
  fr: [
    'Vos données personnelles : un incident chez {organisation}',
    'Un incident a touché des données personnelles que nous détenons à votre sujet. Vous devez savoir lequel, ce qu’il peut signifier pour vous et ce que vous pouvez faire.',
    'Ce qui s’est passé : [[ce qui s’est passé, et quand]]',
    'De quelles données il s’agit : [[quelles données]]',
    'Ce que cela peut signifier pour vous : [[conséquences probables]]',
    'Ce que nous avons fait et ferons : [[mesures]]',
    'Ce que vous pouvez faire : [[conseils]]',
    'Questions : notre délégué à la protection des données, {contact}. Vous pouvez aussi vous adresser à l’autorité de protection des données.',
  ],
  de: [
    'Ihre personenbezogenen Daten: ein Vorfall bei {organisation}',
    'Mit personenbezogenen Daten, die wir über Sie haben, ist etwas geschehen. Sie sollen wissen, was es ist, was es für Sie bedeuten kann und was Sie tun können.',
    'Was geschehen ist: [[was geschehen ist, und wann]]',
    'Um welche Daten es geht: [[welche Daten]]',
    'Was es für Sie bedeuten kann: [[wahrscheinliche Folgen]]',
    'Was wir getan haben und tun werden: [[Maßnahmen]]',
    'Was Sie tun können: [[Rat]]',
    'Fragen: unser Datenschutzbeauftragter, {contact}. Sie können sich auch an die Datenschutzbehörde wenden.',
  ],
});

/** DORA art. 19(3): the incident, and what was done to limit it for the clients' financial interests. */
const clients = template({
  en: [
    'An incident at {organisation} that may touch you',
    'We tell you about an incident that may touch your financial interests.',
    'What happened: [[what happened, and since when]]',
    'What it means for you: [[effects on clients]]',
    'What we did about it: [[measures taken to limit the effects]]',
    'What you can do: [[advice]]',
    'Questions: {contact}. We write again when there is more to say.',
  ],
  nl: [
    'Een incident bij {organisation} dat u kan raken',
    'Wij melden u een incident dat uw financiële belangen kan raken.',
    'Wat er gebeurd is: [[wat er gebeurd is, en sinds wanneer]]',
    'Wat het voor u betekent: [[gevolgen voor cliënten]]',
    'Wat wij eraan deden: [[maatregelen om de gevolgen te beperken]]',
    'Wat u kunt doen: [[advies]]',
    'Vragen: {contact}. Wij schrijven opnieuw zodra er meer te zeggen valt.',
  ],
  fr: [
    'Un incident chez {organisation} qui peut vous toucher',
    'Nous vous informons d’un incident qui peut toucher vos intérêts financiers.',
    'Ce qui s’est passé : [[ce qui s’est passé, et depuis quand]]',
    'Ce que cela signifie pour vous : [[effets sur les clients]]',
    'Ce que nous avons fait : [[mesures prises pour limiter les effets]]',
    'Ce que vous pouvez faire : [[conseils]]',
    'Questions : {contact}. Nous vous écrirons à nouveau dès qu’il y aura du nouveau.',
  ],
  de: [
    'Ein Vorfall bei {organisation}, der Sie berühren kann',
    'Wir unterrichten Sie über einen Vorfall, der Ihre finanziellen Interessen berühren kann.',
    'Was geschehen ist: [[was geschehen ist, und seit wann]]',
    'Was es für Sie bedeutet: [[Auswirkungen auf Kunden]]',
    'Was wir dagegen getan haben: [[Maßnahmen zur Begrenzung der Auswirkungen]]',
    'Was Sie tun können: [[Rat]]',
    'Fragen: {contact}. Wir schreiben wieder, sobald es mehr zu sagen gibt.',
  ],
});

/** NIS2 art. 23(1) and (2), CRA art. 14(8): the effect, and the measures or remedies its users can take. */
const users = template({
  en: [
    'A disruption at {organisation}',
    'A service you use is disturbed, or may be.',
    'What happened: [[what happened, and since when]]',
    'What you may notice: [[effects on the service]]',
    'What you can do: [[measures or remedies]]',
    'What we are doing: [[measures]]',
    'Questions: {contact}.',
  ],
  nl: [
    'Een verstoring bij {organisation}',
    'Een dienst die u gebruikt is verstoord, of kan dat worden.',
    'Wat er gebeurd is: [[wat er gebeurd is, en sinds wanneer]]',
    'Wat u kunt merken: [[gevolgen voor de dienst]]',
    'Wat u kunt doen: [[maatregelen of oplossingen]]',
    'Wat wij doen: [[maatregelen]]',
    'Vragen: {contact}.',
  ],
  fr: [
    'Une perturbation chez {organisation}',
    'Un service que vous utilisez est perturbé, ou peut l’être.',
    'Ce qui s’est passé : [[ce qui s’est passé, et depuis quand]]',
    'Ce que vous pouvez remarquer : [[effets sur le service]]',
    'Ce que vous pouvez faire : [[mesures ou remèdes]]',
    'Ce que nous faisons : [[mesures]]',
    'Questions : {contact}.',
  ],
  de: [
    'Eine Störung bei {organisation}',
    'Ein Dienst, den Sie nutzen, ist gestört oder kann es werden.',
    'Was geschehen ist: [[was geschehen ist, und seit wann]]',
    'Was Sie bemerken können: [[Auswirkungen auf den Dienst]]',
    'Was Sie tun können: [[Maßnahmen oder Abhilfe]]',
    'Was wir tun: [[Maßnahmen]]',
    'Fragen: {contact}.',
  ],
});

/** Act 906/2019 § 13 a: how long it is thought to last, and other ways to use the data meanwhile. */
const dataSetUsers = template({
  en: [
    'Data sets of {organisation} cannot be used as usual',
    'A disturbance keeps our data sets from being available, or threatens to.',
    'What happened: [[what happened]]',
    'How long it is thought to last: [[estimated duration]]',
    'Other ways to use the data meanwhile: [[substitute ways]]',
    'Questions: {contact}. We tell you when it is over.',
  ],
  nl: [
    'Gegevensbestanden van {organisation} zijn niet zoals gewoonlijk beschikbaar',
    'Een verstoring verhindert of bedreigt de beschikbaarheid van onze gegevensbestanden.',
    'Wat er gebeurd is: [[wat er gebeurd is]]',
    'Hoelang het naar schatting duurt: [[geschatte duur]]',
    'Andere manieren om de gegevens intussen te gebruiken: [[vervangende manieren]]',
    'Vragen: {contact}. Wij laten weten wanneer het voorbij is.',
  ],
  fr: [
    'Les jeux de données de {organisation} ne sont pas disponibles comme d’habitude',
    'Une perturbation empêche ou menace la disponibilité de nos jeux de données.',
    'Ce qui s’est passé : [[ce qui s’est passé]]',
    'Durée estimée : [[durée estimée]]',
    'Autres moyens d’utiliser les données entre-temps : [[moyens de remplacement]]',
    'Questions : {contact}. Nous vous dirons quand ce sera terminé.',
  ],
  de: [
    'Datenbestände von {organisation} sind nicht wie gewohnt verfügbar',
    'Eine Störung verhindert oder bedroht die Verfügbarkeit unserer Datenbestände.',
    'Was geschehen ist: [[was geschehen ist]]',
    'Wie lange es voraussichtlich dauert: [[geschätzte Dauer]]',
    'Andere Wege, die Daten inzwischen zu nutzen: [[Ersatzwege]]',
    'Fragen: {contact}. Wir sagen Ihnen, wenn es vorbei ist.',
  ],
});

/** The end of what was announced: act 906/2019 § 13 a asks for a message of its own. */
const ended = template({
  en: [
    '{organisation}: the disturbance is over',
    'The disturbance we told you about is over since [[when it ended]].',
    'What to look out for: [[what to look out for]]',
    'Questions: {contact}.',
  ],
  nl: [
    '{organisation}: de verstoring is voorbij',
    'De verstoring waarover wij u schreven, is voorbij sinds [[wanneer ze eindigde]].',
    'Waarop u moet letten: [[waarop te letten]]',
    'Vragen: {contact}.',
  ],
  fr: [
    '{organisation} : la perturbation est terminée',
    'La perturbation dont nous vous avions informé est terminée depuis [[quand elle a pris fin]].',
    'À quoi faire attention : [[à quoi faire attention]]',
    'Questions : {contact}.',
  ],
  de: [
    '{organisation}: die Störung ist vorbei',
    'Die Störung, von der wir Ihnen schrieben, ist seit [[wann sie endete]] vorbei.',
    'Worauf Sie achten sollten: [[worauf zu achten ist]]',
    'Fragen: {contact}.',
  ],
});

const management = template({
  en: [
    '{organisation}: a serious incident',
    'What happened: [[what happened]]',
    'What it touches: [[functions, people, money]]',
    'What was decided, and what needs a decision: [[decisions]]',
    'What comes next: [[next steps]]',
  ],
  nl: [
    '{organisation}: een ernstig incident',
    'Wat er gebeurd is: [[wat er gebeurd is]]',
    'Wat het raakt: [[functies, mensen, geld]]',
    'Wat beslist werd en wat een beslissing vraagt: [[beslissingen]]',
    'Wat nu komt: [[volgende stappen]]',
  ],
  fr: [
    '{organisation} : un incident grave',
    'Ce qui s’est passé : [[ce qui s’est passé]]',
    'Ce qu’il touche : [[fonctions, personnes, argent]]',
    'Ce qui a été décidé et ce qui demande une décision : [[décisions]]',
    'La suite : [[étapes suivantes]]',
  ],
  de: [
    '{organisation}: ein schwerer Vorfall',
    'Was geschehen ist: [[was geschehen ist]]',
    'Was er berührt: [[Funktionen, Menschen, Geld]]',
    'Was entschieden wurde und was eine Entscheidung braucht: [[Entscheidungen]]',
    'Wie es weitergeht: [[nächste Schritte]]',
  ],
});

const templates: Record<Audience, Template> = {
  users,
  clients,
  data_subjects: dataSubjects,
  data_set_users: dataSetUsers,
  public: users,
  management,
};

/** Words to begin with, in each language wanted. What only a person knows is left blank, and marked. */
export function wordsToBeginWith(
  { audience, isEnd }: { readonly audience: Audience; readonly isEnd: boolean },
  wanted: readonly Language[],
  facts: TemplateFacts,
): AnnouncementTexts {
  const chosen = isEnd ? ended : templates[audience];
  return Object.fromEntries(wanted.map((language) => [language, chosen[language](facts)]));
}
