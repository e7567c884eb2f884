// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { DutyLine } from './duty-line.tsx';
import { RosterForm } from './roster-form.tsx';

/** Who is on duty now and next, in every roster. */
export function Rosters() {
  const { t } = useTranslation();
  const mayManage = useMay('roster.manage');
  const { data, error, refetch } = useQuery(reading('listRosters'));
  const adding = useSending('addRoster');
  return (
    <section className="page page-narrow">
      <PageTitle title={t('rosters:title')} />
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data?.items.length === 0 ? <Empty words={t('rosters:none')} /> : null}
      {data?.items.map((roster) => (
        <article key={roster.id} className="panel stack">
          <h2>
            <AppLink href={urls.roster(roster.id)}>
              <bdi>{roster.name}</bdi>
            </AppLink>
          </h2>
          <p>
            {t('rosters:now.colon')} <DutyLine span={roster.now} />
          </p>
          {roster.next === null ? null : (
            <p className="quiet">
              {t('rosters:next.colon')} <DutyLine span={roster.next} />
            </p>
          )}
          {roster.hasGap ? <p className="notice">{t('rosters:gap')}</p> : null}
        </article>
      ))}
      {mayManage ? (
        <section className="panel" aria-labelledby="roster-add">
          <h2 id="roster-add">{t('rosters:add')}</h2>
          <RosterForm
            label={t('rosters:add')}
            isSending={adding.isPending}
            error={adding.error}
            onSave={(body) => adding.mutate({ body })}
          />
        </section>
      ) : null}
    </section>
  );
}
