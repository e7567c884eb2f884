// SPDX-License-Identifier: Apache-2.0
import type { RuleSelectionLine } from '@belfry/contract';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, client } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { LevelWord } from '../ui/words.tsx';
import { urls } from '../urls.ts';

type Preview = AnswerOf<'previewRuleSelection'>;

/** What lines come to, asked again a moment after they stand still. */
export function usePreview(lines: readonly RuleSelectionLine[]): UseQueryResult<Preview> {
  const [still] = useDebouncedValue(lines, 300);
  return useQuery({
    queryKey: ['rule_selection.preview', still],
    queryFn: () => client.previewRuleSelection({ body: { lines: [...still] } }),
    placeholderData: keepPreviousData,
  });
}

/** How many rules run by the lines, and which of them would change. */
export function SelectionPreview({ preview }: { preview: UseQueryResult<Preview> }) {
  const { t } = useTranslation();
  const { data, error } = preview;
  if (data === undefined) {
    return error === null ? (
      <Loading />
    ) : (
      <ProblemNotice error={error} onRetry={() => void preview.refetch()} />
    );
  }
  const changes = data.turnedOn + data.turnedOff;
  return (
    <div className="stack">
      <div role="status" className="notice notice-brass">
        <p className="notice-title">{t('rules:preview.runs', { after: data.after, total: data.total })}</p>
        <p>
          {changes === 0
            ? t('rules:preview.same')
            : t('rules:preview.changes', { on: data.turnedOn, off: data.turnedOff })}{' '}
          {t('rules:preview.unmatched', { count: data.unmatched })}
        </p>
      </div>
      <ProblemNotice error={error} />
      {data.samples.length === 0 ? null : (
        <details>
          <summary>{t('rules:preview.some', { count: data.samples.length, all: changes })}</summary>
          <ul className="plain-list">
            {data.samples.map((one) => (
              <li key={one.id} className="row">
                <LevelWord level={one.level} />
                <AppLink href={urls.detectionRule(one.id)}>
                  <bdi>{one.title}</bdi>
                </AppLink>
                <span className="chip">{t(one.runs ? 'rules:preview.begins' : 'rules:preview.stops')}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
