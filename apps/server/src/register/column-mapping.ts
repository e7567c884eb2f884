// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Refusal, type RegisterColumn, refuse, registerColumns } from '@belfry/contract';

/** Words that name a fact in the headers of old logbooks, in English, Dutch, French and German. */
const headerWords: Record<RegisterColumn, readonly string[]> = {
  number: [
    'number',
    'reference',
    'ref',
    'id',
    'ticket',
    'ticket number',
    'incident number',
    'incident id',
    'case',
    'nr',
    'no',
    'nummer',
    'referentie',
    'volgnummer',
    'incidentnummer',
    'numero',
    'n°',
    'reference incident',
    'vorgangsnummer',
    'aktenzeichen',
    'lfd nr',
  ],
  title: [
    'title',
    'subject',
    'incident',
    'name',
    'short description',
    'titel',
    'onderwerp',
    'naam',
    'korte omschrijving',
    'titre',
    'sujet',
    'objet',
    'intitule',
    'betreff',
    'bezeichnung',
    'kurzbeschreibung',
  ],
  summary: [
    'summary',
    'description',
    'details',
    'what happened',
    'samenvatting',
    'omschrijving',
    'beschrijving',
    'toelichting',
    'resume',
    'description incident',
    'beschreibung',
    'zusammenfassung',
    'sachverhalt',
  ],
  status: ['status', 'state', 'toestand', 'statut', 'etat', 'zustand', 'stand'],
  severity: [
    'severity',
    'impact',
    'priority',
    'level',
    'ernst',
    'prioriteit',
    'gravite',
    'priorite',
    'niveau',
    'schweregrad',
    'prioritat',
    'schwere',
  ],
  class: ['class', 'category', 'classification', 'klasse', 'categorie', 'rubriek', 'classe', 'kategorie'],
  type: [
    'type',
    'incident type',
    'type of incident',
    'kind',
    'soort',
    'soort incident',
    'type incident',
    'genre',
    'art',
    'vorfallart',
    'typ',
  ],
  functions: [
    'functions',
    'function',
    'systems',
    'assets',
    'affected',
    'functies',
    'getroffen systemen',
    'systemen',
    'fonctions',
    'systemes',
    'systemes touches',
    'funktionen',
    'systeme',
    'betroffene systeme',
  ],
  tlp: ['tlp', 'tlp label', 'traffic light protocol'],
  personal_data: [
    'personal data',
    'gdpr',
    'data breach',
    'persoonsgegevens',
    'avg',
    'datalek',
    'donnees personnelles',
    'rgpd',
    'donnees a caractere personnel',
    'personenbezogene daten',
    'dsgvo',
    'personal data breach',
  ],
  restricted: [
    'restricted',
    'confidential',
    'afgeschermd',
    'vertrouwelijk',
    'restreint',
    'confidentiel',
    'eingeschrankt',
    'vertraulich',
  ],
  lead: [
    'lead',
    'owner',
    'handler',
    'assigned to',
    'verantwoordelijke',
    'behandelaar',
    'toegewezen aan',
    'responsable',
    'attribue a',
    'zustandig',
    'bearbeiter',
    'verantwortlich',
  ],
  occurred_at: [
    'occurred',
    'occurred at',
    'date',
    'incident date',
    'date of incident',
    'start',
    'datum',
    'datum incident',
    'gebeurd op',
    'voorgevallen',
    'date incident',
    'survenu le',
    'vorfalldatum',
    'eingetreten am',
  ],
  detected_at: [
    'detected',
    'detected at',
    'discovered',
    'date detected',
    'gedetecteerd',
    'vastgesteld',
    'ontdekt op',
    'datum vaststelling',
    'detecte',
    'detecte le',
    'date de detection',
    'entdeckt',
    'festgestellt am',
  ],
  reported_at: [
    'reported',
    'reported at',
    'date reported',
    'gemeld',
    'gemeld op',
    'meldingsdatum',
    'signale',
    'signale le',
    'date de signalement',
    'gemeldet',
    'gemeldet am',
  ],
  aware_at: ['aware', 'aware at', 'kennisname', 'datum kennisname', 'prise de connaissance', 'kenntnisnahme'],
  declared_at: [
    'declared',
    'declared at',
    'created',
    'created at',
    'opened',
    'registered',
    'geregistreerd',
    'geopend',
    'aangemaakt',
    'declare',
    'cree le',
    'ouvert le',
    'erfasst',
    'erfasst am',
    'eroffnet',
  ],
  resolved_at: [
    'resolved',
    'resolved at',
    'date resolved',
    'opgelost',
    'opgelost op',
    'resolu',
    'resolu le',
    'date de resolution',
    'gelost',
    'gelost am',
    'behoben am',
  ],
  closed_at: [
    'closed',
    'closed at',
    'date closed',
    'afgesloten',
    'afgesloten op',
    'gesloten op',
    'cloture',
    'cloture le',
    'date de cloture',
    'abgeschlossen',
    'geschlossen am',
  ],
  what_was_done: [
    'what was done',
    'action',
    'actions',
    'resolution',
    'measures taken',
    'acties',
    'oplossing',
    'genomen maatregelen',
    'wat is gedaan',
    'actions prises',
    'mesures prises',
    'massnahmen',
    'losung',
  ],
  root_cause_class: ['root cause class', 'cause class', 'oorzaakklasse', 'classe de cause', 'ursachenklasse'],
  root_cause: [
    'root cause',
    'cause',
    'oorzaak',
    'grondoorzaak',
    'cause racine',
    'cause profonde',
    'ursache',
    'grundursache',
  ],
  lessons: [
    'lessons',
    'lessons learned',
    'lessons learnt',
    'lessen',
    'geleerde lessen',
    'lecons',
    'retour d experience',
    'lehren',
    'erkenntnisse',
  ],
  dismissal_reason: [
    'dismissal reason',
    'reason dismissed',
    'reden afwijzing',
    'motif de rejet',
    'ablehnungsgrund',
  ],
  merged_into: ['merged into', 'samengevoegd met', 'fusionne avec', 'zusammengefuhrt mit'],
};

/** Lower case, no accents, no punctuation: how headers are compared. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}°]+/gu, ' ')
    .trim();
}

const columnOfWord = new Map(
  registerColumns.flatMap((column) => [column, ...headerWords[column]].map((word) => [plain(word), column])),
);

/** What each header looks like; a fact is suggested once, for the first header that names it. */
export function suggestColumns(headers: readonly string[]): (RegisterColumn | null)[] {
  const taken = new Set<RegisterColumn>();
  return headers.map((header) => {
    const column = columnOfWord.get(plain(header)) ?? null;
    if (column === null || taken.has(column)) {
      return null;
    }
    taken.add(column);
    return column;
  });
}

export type Mapping = Readonly<Record<string, RegisterColumn | null>>;

/** What each header is taken for: as the person says, else as suggested where nothing else took that fact. */
export function columnsOf(
  headers: readonly string[],
  mapping: Mapping | undefined,
): (RegisterColumn | null)[] | Refusal<'request.not_valid' | 'register.no_title'> {
  const columns = mapping === undefined ? suggestColumns(headers) : mapped(headers, mapping);
  if (isRefusal(columns)) {
    return columns;
  }
  return columns.includes('title') || columns.includes('summary')
    ? columns
    : refuse('register.no_title', `The headers are: ${headers.join(', ').slice(0, 500)}`);
}

function mapped(
  headers: readonly string[],
  mapping: Mapping,
): (RegisterColumn | null)[] | Refusal<'request.not_valid'> {
  const unknown = Object.keys(mapping).find((header) => !headers.includes(header));
  if (unknown !== undefined) {
    return refuse(
      'request.not_valid',
      `"mapping" names the header "${unknown}", which the file does not have`,
    );
  }
  const columns = headers.map((header) => mapping[header] ?? null);
  const twice = columns.find((column, index) => column !== null && columns.indexOf(column) !== index);
  return twice === undefined
    ? columns
    : refuse('request.not_valid', `"mapping" takes two headers for "${twice}": keep one`);
}
