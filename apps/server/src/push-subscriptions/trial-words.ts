// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';

/** What a device shows when its owner tries it. */
export const trialWords: Record<Language, { title: string; body: string }> = {
  en: { title: 'Belfry reaches this device', body: 'You tried it yourself. Nothing has happened.' },
  nl: { title: 'Belfry bereikt dit toestel', body: 'U hebt het zelf geprobeerd. Er is niets gebeurd.' },
  fr: {
    title: 'Belfry atteint cet appareil',
    body: 'Vous l’avez essayé vous-même. Il ne s’est rien passé.',
  },
  de: {
    title: 'Belfry erreicht dieses Gerät',
    body: 'Sie haben es selbst ausprobiert. Es ist nichts geschehen.',
  },
};
