// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';

/** What is said to a caller, in their language: it is read out while the screen may speak another one. */
export const scriptLines: Readonly<
  Record<Language, { received: string; receipt: string; next: string; joined: string; mailed: string }>
> = {
  en: {
    received: 'Thank you. I wrote down your report under the number {reference}.',
    receipt: 'Please write down these sixteen digits. With them you can read our answer and add something.',
    next: 'Somebody looks at it now. If it gets worse, or you notice something new, call us again.',
    joined: 'Thank you. I added this to your report {reference}. Your earlier receipt stays valid.',
    mailed: 'You also get a mail with the number and a link to your report.',
  },
  nl: {
    received: 'Bedankt. Ik heb uw melding genoteerd onder het nummer {reference}.',
    receipt:
      'Schrijft u deze zestien cijfers even op. Daarmee leest u ons antwoord en kunt u iets toevoegen.',
    next: 'Er wordt nu naar gekeken. Wordt het erger, of merkt u iets nieuws, bel dan terug.',
    joined: 'Bedankt. Ik heb dit toegevoegd aan uw melding {reference}. Uw eerdere code blijft geldig.',
    mailed: 'U krijgt ook een mail met het nummer en een link naar uw melding.',
  },
  fr: {
    received: 'Merci. J’ai noté votre signalement sous le numéro {reference}.',
    receipt:
      'Notez ces seize chiffres. Ils vous permettent de lire notre réponse et d’ajouter quelque chose.',
    next: 'Quelqu’un s’en occupe maintenant. Si cela s’aggrave ou si vous remarquez autre chose, rappelez-nous.',
    joined: 'Merci. J’ai ajouté ceci à votre signalement {reference}. Votre code précédent reste valable.',
    mailed: 'Vous recevrez aussi un courriel avec le numéro et un lien vers votre signalement.',
  },
  de: {
    received: 'Vielen Dank. Ich habe Ihre Meldung unter der Nummer {reference} aufgenommen.',
    receipt:
      'Schreiben Sie sich bitte diese sechzehn Ziffern auf. Damit lesen Sie unsere Antwort und können etwas ergänzen.',
    next: 'Jemand sieht es sich jetzt an. Wird es schlimmer oder fällt Ihnen etwas Neues auf, rufen Sie wieder an.',
    joined:
      'Vielen Dank. Ich habe das zu Ihrer Meldung {reference} hinzugefügt. Ihre frühere Quittung gilt weiter.',
    mailed: 'Sie bekommen auch eine Mail mit der Nummer und einem Link zu Ihrer Meldung.',
  },
};

/** Digits as they are said on a bad line; "zwo" is not heard as "drei". */
const digitWords: Readonly<Record<Language, readonly string[]>> = {
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  nl: ['nul', 'één', 'twee', 'drie', 'vier', 'vijf', 'zes', 'zeven', 'acht', 'negen'],
  fr: ['zéro', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'],
  de: ['null', 'eins', 'zwo', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'],
};

/** The groups of a receipt, each with the words to say. */
export function saidInGroups(receipt: string, language: Language): { digits: string; said: string }[] {
  return (receipt.match(/\d{1,4}/g) ?? []).map((digits) => ({
    digits,
    said: [...digits].map((digit) => digitWords[language][Number(digit)] ?? digit).join(' '),
  }));
}
