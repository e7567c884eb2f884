// SPDX-License-Identifier: Apache-2.0
import type { RuleFindings } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { useLocale } from '../ui/moment.tsx';
import { LevelWord } from '../ui/words.tsx';
import { urls } from '../urls.ts';

/** Rules that say much, with what people made of what they said. */
export function NoisyRules({ items }: { items: readonly RuleFindings[] }) {
  const { t } = useTranslation();
  const percent = new Intl.NumberFormat(useLocale(), { style: 'percent' });
  return (
    <div className="table-frame">
      <table className="desk-table">
        <caption className="visually-hidden">{t('findings:review.noisy')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('findings:review.rule')}</th>
            <th scope="col">{t('findings:column.level')}</th>
            <th scope="col">{t('findings:review.findings')}</th>
            <th scope="col">{t('findings:review.precision')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ findings, hits, precision, rule, undecided }) => (
            <tr key={rule.id}>
              <th scope="row" className="cell-title">
                <AppLink href={urls.detectionRule(rule.id)}>
                  <bdi>{rule.title}</bdi>
                </AppLink>
              </th>
              <td data-label={t('findings:column.level')}>
                <LevelWord level={rule.level} />
              </td>
              <td data-label={t('findings:review.findings')}>
                <AppLink href={urls.findings({ rule: rule.id, state: 'any' })}>{findings}</AppLink>{' '}
                <span className="quiet">{t('findings:review.hits', { count: hits })}</span>
              </td>
              <td data-label={t('findings:review.precision')}>
                {precision === null ? t('findings:review.precision.none') : percent.format(precision)}
                {undecided === 0 ? null : (
                  <span className="quiet"> {t('findings:review.undecided', { count: undecided })}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
