// SPDX-License-Identifier: Apache-2.0
import { cutText, type Language, type Leaving } from '@belfry/contract';
import { type Form, formOf, printValue, regimes, type StageKind } from '@belfry/regimes';
import type { Addressee, NotificationLineState } from './notification.ts';

const kinds: Readonly<Record<StageKind, Readonly<Record<Language, string>>>> = {
  early_warning: {
    en: 'Early warning',
    nl: 'Vroegtijdige waarschuwing',
    fr: 'Alerte précoce',
    de: 'Frühwarnung',
  },
  notification: { en: 'Notification', nl: 'Melding', fr: 'Notification', de: 'Meldung' },
  intermediate: {
    en: 'Intermediate report',
    nl: 'Tussentijds verslag',
    fr: 'Rapport intermédiaire',
    de: 'Zwischenbericht',
  },
  progress: {
    en: 'Progress report',
    nl: 'Voortgangsverslag',
    fr: 'Rapport d’avancement',
    de: 'Fortschrittsbericht',
  },
  final: { en: 'Final report', nl: 'Eindverslag', fr: 'Rapport final', de: 'Abschlussbericht' },
  delay_notice: {
    en: 'Notice of delay',
    nl: 'Kennisgeving van vertraging',
    fr: 'Avis de retard',
    de: 'Mitteilung einer Verzögerung',
  },
  reclassification: {
    en: 'Reclassification',
    nl: 'Herclassificatie',
    fr: 'Reclassification',
    de: 'Neueinstufung',
  },
  management: {
    en: 'Report to management',
    nl: 'Verslag aan de directie',
    fr: 'Rapport à la direction',
    de: 'Bericht an die Leitung',
  },
  client: {
    en: 'Information to clients',
    nl: 'Informatie aan cliënten',
    fr: 'Information des clients',
    de: 'Unterrichtung der Kunden',
  },
  data_subject: {
    en: 'Communication to people concerned',
    nl: 'Mededeling aan betrokkenen',
    fr: 'Communication aux personnes concernées',
    de: 'Benachrichtigung der betroffenen Personen',
  },
  user: {
    en: 'Information to users',
    nl: 'Informatie aan gebruikers',
    fr: 'Information des utilisateurs',
    de: 'Unterrichtung der Nutzer',
  },
  public: {
    en: 'Information to the public',
    nl: 'Informatie aan het publiek',
    fr: 'Information du public',
    de: 'Unterrichtung der Öffentlichkeit',
  },
  record: { en: 'Record', nl: 'Registratie', fr: 'Inscription au registre', de: 'Dokumentation' },
  voluntary: {
    en: 'Voluntary notification',
    nl: 'Vrijwillige melding',
    fr: 'Notification volontaire',
    de: 'Freiwillige Meldung',
  },
  inbound: {
    en: 'Answer of the authority',
    nl: 'Antwoord van de autoriteit',
    fr: 'Réponse de l’autorité',
    de: 'Antwort der Behörde',
  },
};

const words = {
  ours: { en: 'Our reference', nl: 'Onze referentie', fr: 'Notre référence', de: 'Unser Zeichen' },
  estimate: { en: 'estimate', nl: 'schatting', fr: 'estimation', de: 'Schätzung' },
  to: { en: 'To', nl: 'Aan', fr: 'À', de: 'An' },
} as const;

/** What a notification is, in the language of the filing: regime and kind of stage. */
export function titleOf(
  { regimeId, stageId }: { readonly regimeId: string; readonly stageId: string },
  language: Language,
): string {
  const regime = regimes.find(({ id }) => id === regimeId);
  const stage = regime?.stages.find(({ id }) => id === stageId);
  return `${regime?.name ?? regimeId}: ${stage === undefined ? stageId : kinds[stage.kind][language]}`;
}

/** Fields as they leave, in the order of the form; those that hold nothing stay away. */
function fieldsLeaving(form: Form, { content, language }: NotificationLineState, isPortal: boolean) {
  return form.sections.flatMap(({ fields, id, title }) =>
    fields.flatMap((field) => {
      const here = content[field.id];
      const whole = printValue(field, here?.value ?? null, language);
      if (whole === '') return [];
      const marked =
        here?.isEstimate === true && !isPortal ? `${whole} (${words.estimate[language]})` : whole;
      const max = isPortal ? field.portalCharactersMax : null;
      const text = max === null ? marked : cutText(marked, max);
      return [
        {
          section: id,
          sectionTitle: title[language],
          field: field.id,
          number: field.number,
          label: field.label[language],
          text,
          charactersMax: field.portalCharactersMax,
          isCut: text !== marked,
        },
      ];
    }),
  );
}

type FieldLeaving = ReturnType<typeof fieldsLeaving>[number];

function bodyOf(
  notification: NotificationLineState,
  to: string | null,
  fields: readonly FieldLeaving[],
): string {
  const { language, reference, tlp } = notification;
  const lines = [
    tlp,
    '',
    titleOf(notification, language),
    ...(to === null ? [] : [`${words.to[language]}: ${to}`]),
    `${words.ours[language]}: ${reference}`,
  ];
  let section = '';
  for (const field of fields) {
    if (field.section !== section) {
      section = field.section;
      lines.push('', `== ${field.sectionTitle} ==`);
    }
    lines.push('', `${field.number === null ? '' : `${field.number}  `}${field.label}`, field.text);
  }
  return `${lines.join('\n')}\n`;
}

/** Exactly what leaves by a way. The label opens the subject, as the mail platform puts it. */
export function leavingOf(
  notification: NotificationLineState,
  addressee: Addressee | null,
  way: Leaving['way'],
): Pick<Leaving, 'subject' | 'text' | 'fields'> & { readonly plainSubject: string } {
  const form = formOf(notification.regimeId, notification.stageId);
  const fields = form === null ? [] : fieldsLeaving(form, notification, way === 'portal');
  const plainSubject = `${titleOf(notification, notification.language)} (${notification.reference})`;
  return {
    plainSubject,
    subject: `[${notification.tlp}] ${plainSubject}`,
    text: bodyOf(notification, addressee?.name ?? null, fields),
    fields: fields.map(({ section: _, sectionTitle: __, ...field }) => field),
  };
}
