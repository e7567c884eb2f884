// SPDX-License-Identifier: Apache-2.0
import type { RecipientSays } from './law-texts.ts';
import { primary, recalled, since, unsettled } from './legal-lines.ts';
import type { Legal, Regime, Stage } from './regime.ts';

const CONTENTS = [
  'level_and_owner',
  'items',
  'exposure_window',
  'persons_exposed',
  'containment',
  'damage_assessment',
  'corrective_action',
];

interface Teller {
  readonly id: string;
  readonly recipient: RecipientSays;
  readonly legal: Legal;
  readonly kind?: Stage['kind'];
}

/** Nobody gives a number here: without delay, and never through a channel that is not accredited for the content. */
function regimeOf(
  owner: string,
  name: string,
  validFrom: string,
  legal: Legal,
  tellers: readonly Teller[],
): Regime {
  return {
    id: `classified-${owner.toLowerCase()}`,
    name,
    jurisdiction: owner,
    version: 1,
    validFrom,
    validUntil: null,
    legal,
    applies: { rule: { fact: 'org.classified_owners', isOneOf: [owner] }, legal },
    criteria: [
      {
        id: `classified-${owner.toLowerCase()}.compromise`,
        says: 'classified information was, or could have been, revealed to outsiders',
        rule: {
          all: [
            { yes: 'inc.classified_endangered' },
            { fact: 'inc.classified_owners_hit', isOneOf: [owner] },
          ],
        },
        legal,
      },
    ],
    outcomes: [
      {
        id: 'compromise',
        says: 'classified information is compromised, or may be',
        rule: { criterion: `classified-${owner.toLowerCase()}.compromise` },
        legal,
      },
    ],
    stages: tellers.map(({ id, recipient, legal: at, kind = 'notification' }) => ({
      id,
      kind,
      duty: 'owed',
      owedWhen: ['compromise'],
      due: [since('awareness', 'immediate')],
      recipient,
      legal: at,
      late: 'none_stated',
      contents: CONTENTS,
    })),
  };
}

const nsa = (note?: string) => primary('Rules of the National Security Authority (BE) on breaches', note);

const belgium = regimeOf(
  'BE',
  'Classified information, Belgium',
  '2000-05-31',
  unsettled('Law of 11 December 1998 (BE)', 'The day from which it counts is not known here.'),
  [
    { id: 'security_officer', recipient: 'our security officer', legal: nsa() },
    {
      id: 'authority',
      recipient: 'National Security Authority, by registered letter of the security officer',
      legal: nsa('In writing, by registered letter.'),
    },
    { id: 'director', recipient: 'our director', legal: nsa() },
    {
      id: 'originator',
      recipient: 'the authority responsible for what was compromised',
      legal: nsa(),
      kind: 'client',
    },
    {
      id: 'investigation',
      recipient: 'our own record of the internal investigation',
      legal: nsa(),
      kind: 'record',
    },
  ],
);

const fi = recalled('Laki 588/2004 (FI)', 'Katakri’s own criterion was not found.');

const finland = regimeOf('FI', 'Classified information, Finland', '2004-07-01', fi, [
  {
    id: 'authority',
    recipient: 'NCSA at Traficom, or the NSA at the Ministry for Foreign Affairs',
    legal: fi,
  },
  { id: 'originator', recipient: 'every owner of what was compromised', legal: fi, kind: 'client' },
]);

const eu = recalled('Council Decision 2013/488/EU art. 14; Commission Decision (EU, Euratom) 2015/444');

const union = regimeOf('EU', 'EU classified information', '2013-09-23', eu, [
  { id: 'authority', recipient: 'the competent security authority', legal: eu },
  { id: 'originator', recipient: 'the originator', legal: eu, kind: 'client' },
  { id: 'investigation', recipient: 'our own record, by people not involved', legal: eu, kind: 'record' },
]);

export const classified: readonly Regime[] = [belgium, finland, union];
