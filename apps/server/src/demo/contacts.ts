// SPDX-License-Identifier: Apache-2.0
import type { ContactGroup, Language } from '@belfry/contract';
import type { Cast } from './cast.ts';

interface SampleContact {
  readonly name: string;
  readonly organisation: string;
  readonly group: ContactGroup;
  readonly title: string;
  readonly language: Language;
  readonly phone: string;
  readonly email: string;
  readonly notes: string;
}

/** Whom the helpdesk reaches for when it matters; one of them calls in the story. */
const contacts: readonly SampleContact[] = [
  {
    name: 'Wachtdienst nationaal CSIRT',
    organisation: 'Nationaal CSIRT',
    group: 'authority',
    title: 'Wachtdienst',
    language: 'nl',
    phone: '+32 9 000 00 81',
    email: 'wacht@csirt.example',
    notes: 'Dag en nacht. Vermeld altijd ons nummer van het incident.',
  },
  {
    name: 'Karel Goossens',
    organisation: 'Aannemer De Groot',
    group: 'contractor',
    title: 'Werfleider pompstations',
    language: 'nl',
    phone: '+32 9 000 00 82',
    email: 'k.goossens@degroot.example',
    notes: '',
  },
  {
    name: 'Support',
    organisation: 'Softwarehuis Lindelaan',
    group: 'supplier',
    title: 'Pakket voor aansluitingen',
    language: 'nl',
    phone: '+32 9 000 00 83',
    email: 'support@lindelaan.example',
    notes: 'Contract vraagt een antwoord binnen vier uur.',
  },
  {
    name: 'Linda Bogaert',
    organisation: '',
    group: 'customer',
    title: '',
    language: 'nl',
    phone: '+32 9 000 00 71',
    email: 'linda.bogaert@courriel.example',
    notes: '',
  },
];

export async function keepContacts(cast: Cast): Promise<void> {
  const noor = await cast.as('noor');
  for (const { email, phone, ...who } of contacts) {
    await noor.addContact({
      body: {
        ...who,
        channels: [
          { kind: 'phone', value: phone, note: '', isPreferred: true },
          { kind: 'mail', value: email, note: '', isPreferred: false },
        ],
      },
    });
  }
}
