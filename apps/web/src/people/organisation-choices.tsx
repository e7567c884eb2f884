// SPDX-License-Identifier: Apache-2.0
import { nis2Sectors } from '@belfry/regimes';
import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

type Spoken = 'en' | 'nl' | 'fr' | 'de';

interface Choice {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
}

/** Sectors as the annexes of the NIS2 directive name them, with the place in the law. */
export function SectorChoice({ value, onChange, error }: Choice) {
  const { t, i18n } = useTranslation();
  const spoken = i18n.language as Spoken;
  const ofAnnex = (annex: 'I' | 'II') =>
    nis2Sectors
      .filter((sector) => sector.annex === annex)
      .map((sector) => ({ value: sector.id, label: sector.names[spoken] }));
  const basis = nis2Sectors.find((sector) => sector.id === value)?.legalBasis;
  return (
    <Select
      label={t('people:organisation.sector')}
      description={basis ?? t('people:organisation.sector_means')}
      error={error}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('shell:command.nothing')}
      data={[
        { group: t('people:organisation.annex_one'), items: ofAnnex('I') },
        { group: t('people:organisation.annex_two'), items: ofAnnex('II') },
        {
          group: t('people:organisation.no_annex'),
          items: [{ value: 'other', label: t('people:organisation.sector_other') }],
        },
      ]}
      value={value}
      onChange={(chosen) => onChange(chosen ?? 'other')}
    />
  );
}

/** Member states of the Union and of the EEA, and two neighbours; ISO 3166-1. */
const countries =
  'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(
    ' ',
  );

export function CountryChoice({ value, onChange, error }: Choice) {
  const { t, i18n } = useTranslation();
  const data = useMemo(() => {
    const names = new Intl.DisplayNames(i18n.language, { type: 'region' });
    return countries
      .map((code) => ({ value: code, label: names.of(code) ?? code }))
      .sort((a, b) => a.label.localeCompare(b.label, i18n.language));
  }, [i18n.language]);
  return (
    <Select
      label={t('people:organisation.country')}
      error={error}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('shell:command.nothing')}
      data={data}
      value={value}
      onChange={(chosen) => onChange(chosen ?? 'BE')}
    />
  );
}

export function ZoneChoice({ value, onChange, error }: Choice) {
  const { t } = useTranslation();
  const data = useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    return known.includes(value) ? known : [value, ...known];
  }, [value]);
  return (
    <Select
      label={t('people:organisation.time_zone')}
      description={t('people:organisation.time_zone_means')}
      error={error}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('shell:command.nothing')}
      limit={60}
      data={data}
      value={value}
      onChange={(chosen) => onChange(chosen ?? value)}
    />
  );
}
