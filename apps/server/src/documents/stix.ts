// SPDX-License-Identifier: Apache-2.0
import type { Tlp } from '@belfry/contract';
import type { Indicator, IndicatorType } from './indicators.ts';

/** The published marking definitions of TLP 2.0: their identifiers and their moment are part of them. */
const markings: Readonly<Record<Tlp, { readonly id: string; readonly level: string }>> = {
  'TLP:CLEAR': { id: '94868c89-83c2-464b-929b-a1a8aa3c8487', level: 'clear' },
  'TLP:GREEN': { id: 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb', level: 'green' },
  'TLP:AMBER': { id: '55d920b0-5e8b-4f79-9ee9-91f868d9b421', level: 'amber' },
  'TLP:AMBER+STRICT': { id: '939a9414-2ddd-4d32-a0cd-375ea402b003', level: 'amber+strict' },
  'TLP:RED': { id: 'e828b379-4e03-4974-9ac4-e53a884c97c1', level: 'red' },
};
const TLP_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';
const TLP_CREATED = '2022-10-01T00:00:00.000Z';

const patterns: Readonly<Record<IndicatorType, (value: string) => string>> = {
  ipv4: (value) => `[ipv4-addr:value = '${value}']`,
  ipv6: (value) => `[ipv6-addr:value = '${value}']`,
  domain: (value) => `[domain-name:value = '${value}']`,
  url: (value) => `[url:value = '${value}']`,
  md5: (value) => `[file:hashes.MD5 = '${value}']`,
  sha1: (value) => `[file:hashes.'SHA-1' = '${value}']`,
  sha256: (value) => `[file:hashes.'SHA-256' = '${value}']`,
};

/**
 * Indicators as a STIX 2.1 bundle that says nothing of who saw them: no `created_by_ref`, no description, and moments
 * no finer than a day.
 */
export function stixBundle(
  indicators: readonly Indicator[],
  tlp: Tlp,
  { madeAt, uuid }: { readonly madeAt: Date; readonly uuid: () => string },
) {
  const day = `${madeAt.toISOString().slice(0, 10)}T00:00:00.000Z`;
  const { id, level } = markings[tlp];
  const marking = `marking-definition--${id}`;
  return {
    type: 'bundle',
    id: `bundle--${uuid()}`,
    objects: [
      {
        type: 'marking-definition',
        spec_version: '2.1',
        id: marking,
        created: TLP_CREATED,
        name: tlp,
        extensions: { [TLP_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: level } },
      },
      ...indicators.map(({ type, value }) => ({
        type: 'indicator',
        spec_version: '2.1',
        id: `indicator--${uuid()}`,
        created: day,
        modified: day,
        indicator_types: ['malicious-activity'],
        pattern: patterns[type](value.replaceAll(/[\\']/g, (one) => `\\${one}`)),
        pattern_type: 'stix',
        valid_from: day,
        object_marking_refs: [marking],
      })),
    ],
  };
}
