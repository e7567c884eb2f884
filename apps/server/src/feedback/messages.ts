// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';
import type { Occasion } from './feedback.ts';

/** The words of one language. `{reference}`, `{organisation}` and `{contact}` are filled in. */
export interface FeedbackWords {
  readonly subject: string;
  readonly occasions: Record<Occasion, string>;
  readonly reach: string;
  readonly regards: string;
}

/**
 * What a reporter is told (policy 2.4[6]): that their report mattered and where it stands. Never what the incident
 * is called, what was found or who is concerned: a reporter is outside the wall of need-to-know.
 */
export const messages: Record<Language, FeedbackWords> = {
  en: {
    subject: 'About your report {reference}',
    occasions: {
      confirmed:
        'Thank you for your report {reference}.\n\nWe looked into it and confirmed that it is a security incident. We are working on it now.\n\nIf you notice anything new, tell us: every detail helps.',
      resolved:
        'Thank you once more for your report {reference}.\n\nThe incident it was about is resolved. Your report helped us to act in time.\n\nIf you see that something is still wrong, tell us.',
    },
    reach: 'You reach us at {contact}.',
    regards: 'With kind regards,\n{organisation}',
  },
  nl: {
    subject: 'Over uw melding {reference}',
    occasions: {
      confirmed:
        'Bedankt voor uw melding {reference}.\n\nWe hebben ze onderzocht en bevestigd dat het om een beveiligingsincident gaat. We zijn ermee bezig.\n\nMerkt u nog iets op, laat het ons dan weten: elk detail helpt.',
      resolved:
        'Nogmaals bedankt voor uw melding {reference}.\n\nHet incident waarover ze ging, is opgelost. Uw melding hielp ons om op tijd te handelen.\n\nZiet u dat er nog iets mis is, laat het ons dan weten.',
    },
    reach: 'U bereikt ons via {contact}.',
    regards: 'Met vriendelijke groeten,\n{organisation}',
  },
  fr: {
    subject: 'Au sujet de votre signalement {reference}',
    occasions: {
      confirmed:
        'Merci pour votre signalement {reference}.\n\nNous l’avons examiné et nous confirmons qu’il s’agit d’un incident de sécurité. Nous y travaillons.\n\nSi vous remarquez autre chose, dites-le-nous : chaque détail compte.',
      resolved:
        'Merci encore pour votre signalement {reference}.\n\nL’incident concerné est résolu. Votre signalement nous a permis d’agir à temps.\n\nSi vous constatez que quelque chose ne va toujours pas, dites-le-nous.',
    },
    reach: 'Vous pouvez nous joindre : {contact}.',
    regards: 'Cordialement,\n{organisation}',
  },
  de: {
    subject: 'Zu Ihrer Meldung {reference}',
    occasions: {
      confirmed:
        'Vielen Dank für Ihre Meldung {reference}.\n\nWir haben sie geprüft und bestätigt, dass es sich um einen Sicherheitsvorfall handelt. Wir arbeiten daran.\n\nWenn Ihnen noch etwas auffällt, sagen Sie es uns: Jede Einzelheit hilft.',
      resolved:
        'Nochmals vielen Dank für Ihre Meldung {reference}.\n\nDer Vorfall, um den es ging, ist gelöst. Ihre Meldung hat uns geholfen, rechtzeitig zu handeln.\n\nWenn Sie sehen, dass noch etwas nicht stimmt, sagen Sie es uns.',
    },
    reach: 'Sie erreichen uns unter {contact}.',
    regards: 'Mit freundlichen Grüßen\n{organisation}',
  },
};
