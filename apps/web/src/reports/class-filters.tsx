// SPDX-License-Identifier: Apache-2.0
import { declineReasons, responsibleAreas } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { FilterChoice } from '../ui/filters.tsx';
import { useTerms } from '../vocabularies/terms.tsx';

type State = Readonly<Record<string, string | undefined>>;

/** Stands for reports without a term, in the address as in the API. */
const NONE = 'none';

/** What the statistics count by, as the list takes it. Words that are no term are left for the server to refuse. */
export function classQuery(state: State) {
  const instant = (name: string) => {
    const at = new Date(state[name] ?? '');
    return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
  };
  return {
    category: state['category'],
    qualification: state['qualification'],
    area: [...responsibleAreas, 'none' as const].find((one) => one === state['area']),
    declineReason: declineReasons.find((one) => one === state['declineReason']),
    from: instant('from'),
    to: instant('to'),
  };
}

export function ClassFilters(props: { state: State; onChange: (patch: State) => void }) {
  const { t } = useTranslation();
  const category = useTerms('category');
  const qualification = useTerms('qualification');
  const none = [NONE, t('vocabularies:nobody_said')] as const;
  return (
    <>
      <FilterChoice
        name="area"
        label={t('vocabularies:area')}
        options={[...responsibleAreas.map((one) => [one, t(`vocabularies:area.${one}`)] as const), none]}
        {...props}
      />
      <FilterChoice
        name="category"
        label={t('vocabularies:category')}
        isSearchable
        options={[...category.terms.map(({ id }) => [id, category.wordsFor(id).label] as const), none]}
        {...props}
      />
      <FilterChoice
        name="qualification"
        label={t('vocabularies:qualification')}
        options={[
          ...qualification.terms.map(({ id }) => [id, qualification.wordsFor(id).label] as const),
          none,
        ]}
        {...props}
      />
      {props.state['declineReason'] === undefined ? null : (
        <FilterChoice
          name="declineReason"
          label={t('triage:decline.reason')}
          options={declineReasons.map((one) => [one, t(`words:decline.${one}`)])}
          {...props}
        />
      )}
      <Period {...props} />
    </>
  );
}

/** A period comes with a link of the statistics; it is shown, so that the list says what it leaves out. */
function Period({ state }: { state: State }) {
  const { t, i18n } = useTranslation();
  const { from, to } = classQuery(state);
  if (from === undefined && to === undefined) {
    return null;
  }
  const day = (at: string | undefined) =>
    at === undefined
      ? '…'
      : new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(new Date(at));
  return <p className="quiet small">{t('statistics:received_between', { from: day(from), to: day(to) })}</p>;
}
