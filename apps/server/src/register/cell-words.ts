// SPDX-License-Identifier: Apache-2.0
import {
  type IncidentStatus,
  incidentStatuses,
  personalDataFlags,
  type RsitClass,
  type RsitType,
  rootCauseClasses,
  rsitClasses,
  rsitTypes,
  type Severity,
  severities,
  type Tlp,
  tlpLabels,
} from '@belfry/contract';
import { plain } from './column-mapping.ts';

/** Words of old logbooks for a fixed vocabulary; the machine value itself is always understood. */
type Words<Value extends string> = Partial<Record<Value, readonly string[]>>;

function reader<Value extends string>(
  values: readonly Value[],
  words: Words<Value>,
): (cell: string) => Value | null {
  const known = new Map(
    values.flatMap((value) => [value, ...(words[value] ?? [])].map((word) => [plain(word), value] as const)),
  );
  return (cell) => known.get(plain(cell)) ?? null;
}

export const readStatus = reader<IncidentStatus>(incidentStatuses, {
  pending: [
    'new',
    'open',
    'reported',
    'nieuw',
    'gemeld',
    'in afwachting',
    'nouveau',
    'ouvert',
    'en attente',
    'neu',
    'offen',
  ],
  confirmed: [
    'in progress',
    'active',
    'ongoing',
    'assigned',
    'bevestigd',
    'in behandeling',
    'lopend',
    'confirme',
    'en cours',
    'bestatigt',
    'in bearbeitung',
    'laufend',
  ],
  resolved: ['solved', 'fixed', 'opgelost', 'resolu', 'gelost', 'behoben'],
  closed: [
    'done',
    'completed',
    'gesloten',
    'afgesloten',
    'afgehandeld',
    'clos',
    'cloture',
    'ferme',
    'termine',
    'geschlossen',
    'abgeschlossen',
    'erledigt',
  ],
  dismissed: [
    'rejected',
    'false positive',
    'false alarm',
    'no incident',
    'cancelled',
    'afgewezen',
    'vals alarm',
    'geen incident',
    'geannuleerd',
    'rejete',
    'faux positif',
    'annule',
    'abgelehnt',
    'fehlalarm',
    'verworfen',
  ],
  merged: ['duplicate', 'samengevoegd', 'dubbel', 'fusionne', 'doublon', 'zusammengefuhrt', 'duplikat'],
});

export const readSeverity = reader<Severity>(severities, {
  critical: [
    '1',
    'p1',
    'very high',
    'kritiek',
    'kritisch',
    'zeer hoog',
    'critique',
    'tres eleve',
    'sehr hoch',
  ],
  important: [
    '2',
    'p2',
    'high',
    'major',
    'hoog',
    'belangrijk',
    'groot',
    'eleve',
    'eleves',
    'haut',
    'majeur',
    'hoch',
    'wichtig',
  ],
  medium: [
    '3',
    'p3',
    'moderate',
    'normal',
    'middel',
    'gemiddeld',
    'matig',
    'moyen',
    'moyenne',
    'modere',
    'mittel',
    'normaal',
  ],
  low: [
    '4',
    'p4',
    '5',
    'p5',
    'minor',
    'very low',
    'laag',
    'klein',
    'beperkt',
    'faible',
    'bas',
    'mineur',
    'niedrig',
    'gering',
  ],
});

export const readPersonalFlag = reader(personalDataFlags, {
  yes: ['y', 'true', '1', 'x', 'ja', 'j', 'oui', 'o', 'waar', 'vrai', 'wahr'],
  no: [
    'n',
    'false',
    '0',
    'nee',
    'neen',
    'non',
    'nein',
    'onwaar',
    'faux',
    'falsch',
    'none',
    'geen',
    'aucune',
    'keine',
  ],
  unknown: ['?', 'onbekend', 'inconnu', 'unbekannt', 'unclear', 'n/a', 'nvt'],
});

const readTlp = reader<Tlp>(tlpLabels, {
  'TLP:RED': ['red'],
  'TLP:AMBER': ['amber'],
  'TLP:GREEN': ['green'],
  // TLP 1.0 said WHITE for what 2.0 calls CLEAR.
  'TLP:CLEAR': ['clear', 'white', 'tlp white'],
});

/** Punctuation tells AMBER+STRICT from AMBER, so that label is compared as it stands. */
export function readTlpLabel(cell: string): Tlp | null {
  return /^(tlp\s*:\s*)?amber\s*\+\s*strict$/i.test(cell.trim()) ? 'TLP:AMBER+STRICT' : readTlp(cell);
}

export const readClass = reader<RsitClass>(rsitClasses, {});
export const readType = reader<RsitType>(rsitTypes, {});
export const readRootCauseClass = reader(rootCauseClasses, {});

export function readYesNo(cell: string): boolean | null {
  const answer = readPersonalFlag(cell);
  return answer === null || answer === 'unknown' ? null : answer === 'yes';
}
