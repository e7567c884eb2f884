// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';

interface DocumentWords {
  readonly page: string;
  readonly draft: string;
  readonly draftMeans: string;
  readonly notFilled: string;
  readonly estimate: string;
  readonly yes: string;
  readonly no: string;
  readonly organisation: string;
  readonly authority: string;
  readonly reference: string;
  readonly incident: string;
  readonly regime: string;
  readonly dueAt: string;
  readonly madeAt: string;
  readonly authorityReference: string;
  /** Takes {name} and {at}. */
  readonly approvedBy: string;
  /** Takes {digest}. */
  readonly digest: string;
}

/** The fixed words of a document, in its own language. */
export const documentWords: Readonly<Record<Language, DocumentWords>> = {
  en: {
    page: 'Page',
    draft: 'Draft',
    draftMeans: 'nobody has approved this yet, and it was not sent.',
    notFilled: 'not filled in',
    estimate: 'estimate',
    yes: 'Yes',
    no: 'No',
    organisation: 'Organisation',
    authority: 'Sent to',
    reference: 'Reference',
    incident: 'Incident',
    regime: 'Legal basis',
    dueAt: 'Due by',
    madeAt: 'Made on',
    authorityReference: 'Reference of the authority',
    approvedBy: 'Approved by {name} on {at}.',
    digest: 'SHA-256 of the approved content (RFC 8785): {digest}',
  },
  nl: {
    page: 'Pagina',
    draft: 'Ontwerp',
    draftMeans: 'nog door niemand goedgekeurd, en niet verzonden.',
    notFilled: 'niet ingevuld',
    estimate: 'schatting',
    yes: 'Ja',
    no: 'Nee',
    organisation: 'Organisatie',
    authority: 'Gericht aan',
    reference: 'Referentie',
    incident: 'Incident',
    regime: 'Rechtsgrond',
    dueAt: 'Uiterlijk',
    madeAt: 'Opgemaakt op',
    authorityReference: 'Referentie van de autoriteit',
    approvedBy: 'Goedgekeurd door {name} op {at}.',
    digest: 'SHA-256 van de goedgekeurde inhoud (RFC 8785): {digest}',
  },
  fr: {
    page: 'Page',
    draft: 'Projet',
    draftMeans: 'personne ne l’a encore approuvé, et il n’a pas été envoyé.',
    notFilled: 'non rempli',
    estimate: 'estimation',
    yes: 'Oui',
    no: 'Non',
    organisation: 'Organisation',
    authority: 'Adressé à',
    reference: 'Référence',
    incident: 'Incident',
    regime: 'Base juridique',
    dueAt: 'Échéance',
    madeAt: 'Établi le',
    authorityReference: 'Référence de l’autorité',
    approvedBy: 'Approuvé par {name} le {at}.',
    digest: 'SHA-256 du contenu approuvé (RFC 8785) : {digest}',
  },
  de: {
    page: 'Seite',
    draft: 'Entwurf',
    draftMeans: 'noch von niemandem freigegeben und nicht versandt.',
    notFilled: 'nicht ausgefüllt',
    estimate: 'Schätzung',
    yes: 'Ja',
    no: 'Nein',
    organisation: 'Organisation',
    authority: 'Gerichtet an',
    reference: 'Aktenzeichen',
    incident: 'Vorfall',
    regime: 'Rechtsgrundlage',
    dueAt: 'Fällig bis',
    madeAt: 'Erstellt am',
    authorityReference: 'Aktenzeichen der Behörde',
    approvedBy: 'Freigegeben von {name} am {at}.',
    digest: 'SHA-256 des freigegebenen Inhalts (RFC 8785): {digest}',
  },
};
