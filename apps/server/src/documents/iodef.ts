// SPDX-License-Identifier: Apache-2.0
import type { Tlp } from '@belfry/contract';
import { type FieldValue, type FormFact, fieldsOf, printValue } from '@belfry/regimes';
import { type Filing, factOf, filledIn, utcOf } from './filing.ts';
import { type IndicatorType, indicatorsIn } from './indicators.ts';

/** RFC 8727 knows the labels of the first TLP only: AMBER+STRICT travels as an extension, CLEAR is its white. */
const restrictions: Readonly<
  Record<Tlp, { readonly restriction: string; readonly 'ext-restriction'?: string }>
> = {
  'TLP:RED': { restriction: 'red' },
  'TLP:AMBER+STRICT': { restriction: 'ext-value', 'ext-restriction': 'TLP:AMBER+STRICT' },
  'TLP:AMBER': { restriction: 'amber' },
  'TLP:GREEN': { restriction: 'green' },
  'TLP:CLEAR': { restriction: 'white' },
};

const bulkTypes: Readonly<Record<IndicatorType, string>> = {
  ipv4: 'ipv4-addr',
  ipv6: 'ipv6-addr',
  domain: 'domain-name',
  url: 'site-uri',
  md5: 'file-hash',
  sha1: 'file-hash',
  sha256: 'file-hash',
};

const moments = [
  ['DetectTime', 'detected_at'],
  ['StartTime', 'occurred_at'],
  ['EndTime', 'resolved_at'],
  ['RecoveryTime', 'recovered_at'],
] as const satisfies readonly (readonly [string, FormFact])[];

const asText = (value: FieldValue) => (typeof value === 'string' && value.trim() !== '' ? value : null);

/** A notification as IODEF v2 in JSON (RFC 8727): what every reader of the format knows, and each field of the form beside it. */
export function iodefDocument(filing: Filing, madeAt: Date) {
  const description = asText(factOf(filing, 'description')) ?? asText(factOf(filing, 'title'));
  const named = { name: filing.organisation.name };
  return {
    version: '2.0',
    lang: filing.language,
    Incident: [
      {
        purpose: 'reporting',
        lang: filing.language,
        ...restrictions[filing.tlp],
        IncidentID: { id: filing.incident.reference, ...named },
        AlternativeID: { IncidentID: [{ id: filing.reference, ...named }] },
        ...momentsOf(filing),
        GenerationTime: madeAt.toISOString(),
        Description: [description ?? filing.title],
        Contact: [contactOf(filing)],
        ...indicatorsOf(filing),
        AdditionalData: everyField(filing),
      },
    ],
  };
}

function momentsOf(filing: Filing): Record<string, string> {
  return Object.fromEntries(
    moments.flatMap(([name, fact]) => {
      const text = asText(factOf(filing, fact));
      return text === null ? [] : [[name, utcOf(text)]];
    }),
  );
}

function contactOf(filing: Filing) {
  const name = asText(factOf(filing, 'contact_name'));
  const mail = asText(factOf(filing, 'contact_mail'));
  const phone = asText(factOf(filing, 'contact_phone'));
  return {
    role: 'creator',
    type: 'organization',
    ContactName: [filing.organisation.name, ...(name === null ? [] : [name])],
    ...(mail === null ? {} : { Email: [{ EmailTo: mail }] }),
    ...(phone === null ? {} : { Telephone: [{ TelephoneNumber: phone }] }),
  };
}

function indicatorsOf(filing: Filing) {
  const text = asText(factOf(filing, 'indicators')) ?? '';
  const { kept } = indicatorsIn(text, filing.organisation.ownDomains);
  if (kept.length === 0) {
    return {};
  }
  const byType = Map.groupBy(kept, ({ type }) => bulkTypes[type]);
  return {
    Indicator: [...byType].map(([type, some], place) => ({
      IndicatorID: { id: `${filing.reference}-${place + 1}`, name: filing.organisation.name, version: '1' },
      Observable: { BulkObservable: { type, BulkObservableList: some.map(({ value }) => value).join('\n') } },
    })),
  };
}

function everyField(filing: Filing) {
  return fieldsOf(filing.form).flatMap((field) => {
    const value = printValue(field, filledIn(filing, field.id), filing.language);
    const isEstimate = filing.content[field.id]?.isEstimate ?? false;
    const meaning = `${field.label[filing.language]}${isEstimate ? ' (estimate)' : ''}`;
    return value === '' ? [] : [{ dtype: 'string', name: field.id, meaning, value }];
  });
}
