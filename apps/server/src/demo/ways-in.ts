// SPDX-License-Identifier: Apache-2.0
import type { GuideContent, PersonId } from '@belfry/contract';
import type { Ids } from '../platform/clock/clock.ts';
import type { Cast } from './cast.ts';
import { keepContacts } from './contacts.ts';
import { sampleOrganisation } from './people.ts';

/** What mail and systems need to find the desk. */
export interface WaysIn {
  readonly mailbox: { readonly id: string; readonly address: string };
  readonly webhook: { readonly path: string; readonly secret: string };
}

/** The administrator lets mail and systems in, and says how reports find whoever answers them. */
export async function openWaysIn(cast: Cast, ids: Ids): Promise<WaysIn> {
  const greet = await cast.as('greet');
  // Our own receiver is off in a demonstration: the mailbox takes what the story brings, and nothing from outside.
  const mailbox = await greet.addMailbox({
    body: {
      name: 'Meldpunt',
      address: sampleOrganisation.helpdeskMail,
      purpose: 'incidents',
      language: 'nl',
      way: 'smtp',
    },
  });
  const { secret, webhook } = await greet.addWebhook({
    body: { kind: 'alertmanager', name: 'Bewaking pompstations', language: 'nl' },
  });
  await routeReports(cast, ids);
  await keepWords(cast);
  await keepContacts(cast);
  await publishGuide(cast);
  const { id, address } = mailbox;
  return { mailbox: { id, address }, webhook: { path: new URL(webhook.url).pathname, secret } };
}

async function routeReports(cast: Cast, ids: Ids): Promise<void> {
  const greet = await cast.as('greet');
  const person = (key: Parameters<Cast['id']>[0]) => cast.id(key) as PersonId;
  const fraud = await greet.addQueue({
    body: {
      name: 'Phishing en fraude',
      translations: { en: 'Phishing and fraud', fr: 'Hameçonnage et fraude', de: 'Phishing und Betrug' },
      people: [person('noor'), person('bram')],
    },
  });
  const systems = await greet.addQueue({
    body: {
      name: 'Systemen en netwerken',
      translations: { en: 'Systems and networks', fr: 'Systèmes et réseaux', de: 'Systeme und Netze' },
      people: [person('wout')],
    },
  });
  const conditions = {
    channels: [],
    kinds: [],
    categories: [],
    words: [],
    wordMode: 'any' as const,
    senders: [],
    cameThrough: [],
    languages: [],
    anonymous: null,
    ongoing: [],
  };
  await greet.saveRoutingRules({
    body: {
      basedOn: 0,
      note: 'Wat bewaking meldt gaat recht naar systemen; valse mails blijven bij het meldpunt.',
      rules: [
        {
          id: ids.uuid(),
          name: 'Bewaking en detectie',
          isOn: true,
          conditions: { ...conditions, channels: ['webhook', 'detection'] },
          queue: systems.id,
          handler: person('wout'),
        },
        {
          id: ids.uuid(),
          name: 'Valse mails en oproepen',
          isOn: true,
          conditions: {
            ...conditions,
            wordMode: 'phrase',
            words: ['phish*', 'wachtwoord*', 'factuur', 'facture', 'mot de passe', 'pakket', 'belde'],
          },
          queue: fraud.id,
          handler: null,
        },
      ],
    },
  });
}

async function keepWords(cast: Cast): Promise<void> {
  const noor = await cast.as('noor');
  await noor.addCannedText({
    body: {
      name: 'Op de link geklikt?',
      purposes: ['ask', 'message'],
      texts: {
        nl: 'Dag {name}, bedankt voor je melding {reference}. Heb je op de link geklikt, of iets ingevuld? Verwijder de mail nog niet.',
        en: 'Hello {name}, thank you for your report {reference}. Did you click the link, or enter anything? Please keep the mail for now.',
        fr: 'Bonjour {name}, merci pour votre signalement {reference}. Avez-vous cliqué sur le lien ou saisi quelque chose ? Ne supprimez pas encore le message.',
        de: 'Guten Tag {name}, danke für Ihre Meldung {reference}. Haben Sie auf den Link geklickt oder etwas eingegeben? Bitte löschen Sie die Mail noch nicht.',
      },
    },
  });
  await noor.addCannedText({
    body: {
      name: 'Gewone reclame',
      purposes: ['decline'],
      texts: {
        nl: 'Dag {name}, dit is reclame zonder gevaar. Je mag ze verwijderen. Blijf twijfelgevallen melden: liever een te veel.',
        fr: 'Bonjour {name}, ce message est une publicité sans danger. Vous pouvez le supprimer. Continuez à signaler ce qui vous semble douteux.',
      },
    },
  });
}

/** Somebody outside who finds a hole reads where to tell it. */
async function publishGuide(cast: Cast): Promise<void> {
  const greet = await cast.as('greet');
  const content: GuideContent = {
    texts: {
      nl: {
        hours: 'Het meldpunt antwoordt op werkdagen van 7 tot 19 uur. Daarbuiten belt u de wachtdienst.',
        it_down: `Werkt niets meer? Bel ${sampleOrganisation.helpdeskPhone}. De affiche met dit nummer hangt in elk pompstation.`,
      },
      fr: {
        hours:
          'Le point de contact répond les jours ouvrables de 7 à 19 heures. En dehors, appelez la garde.',
      },
    },
    hidden: [],
    security: { isPublished: true, encryption: null, acknowledgments: null, hiring: null },
  };
  const { version } = await greet.saveGuideDraft({ body: { content, version: 0 } });
  await greet.publishGuide({ body: { note: 'Uren van het meldpunt en de wachtdienst', draft: version } });
}
