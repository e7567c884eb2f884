// SPDX-License-Identifier: Apache-2.0
import { cutText, type Leaving } from '@belfry/contract';
import { type Form, formOf, printValue, stageTitle } from '@belfry/regimes';
import type { Addressee, NotificationLineState } from './notification.ts';

const words = {
  ours: { en: 'Our reference', nl: 'Onze referentie', fr: 'Notre référence', de: 'Unser Zeichen' },
  estimate: { en: 'estimate', nl: 'schatting', fr: 'estimation', de: 'Schätzung' },
  to: { en: 'To', nl: 'Aan', fr: 'À', de: 'An' },
} as const;

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
    stageTitle(notification.regimeId, notification.stageId, language),
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
  const plainSubject = `${stageTitle(notification.regimeId, notification.stageId, notification.language)} (${notification.reference})`;
  return {
    plainSubject,
    subject: `[${notification.tlp}] ${plainSubject}`,
    text: bodyOf(notification, addressee?.name ?? null, fields),
    fields: fields.map(({ section: _, sectionTitle: __, ...field }) => field),
  };
}
