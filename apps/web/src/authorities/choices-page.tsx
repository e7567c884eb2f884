// SPDX-License-Identifier: Apache-2.0
import type { AuthorityOfStage } from '@belfry/contract';
import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { type Law, useRegimes, useSaid } from '../regimes/use-regimes.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FilterBar, FilterChoice } from '../ui/filters.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { useStateName, Ways } from './ways.tsx';
import './authorities.css';

/** Who gets the notices of each regime: proposed by kind and state, or chosen here. */
export function AuthorityChoicesPage() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const { law, error: lawError, refetch: readLaw } = useRegimes();
  const { data, error, refetch } = useQuery(reading('listAuthorityChoices'));
  // Who may not read the profile sees every regime.
  const profile = useQuery({ ...reading('readProfile'), retry: false });
  const [open, setOpen] = useState<string>();
  const failed = data === undefined ? error : law === undefined ? lawError : null;
  if (failed !== null) {
    const again = () => {
      void refetch();
      readLaw();
    };
    return <ProblemPage error={failed} onRetry={again} />;
  }
  if (data === undefined || law === undefined) return <Loading />;
  const standing = profile.data?.standing.regimes ?? [];
  const isOurs = (regimeId: string) =>
    standing.length === 0 || standing.some((one) => one.regimeId === regimeId && one.truth !== 'no');
  const isAll = state['show'] === 'all';
  const byRegime = [...Map.groupBy(data.items, ({ regimeId }) => regimeId)].filter(
    ([regimeId]) => law.regime(regimeId) !== undefined && (isAll || isOurs(regimeId)),
  );
  return (
    <section className="page">
      <PageTitle title={t('authorities:choices.title')} lead={t('authorities:choices.lead')} />
      <p>
        <AppLink href={urls.authorities()}>{t('authorities:to_book')}</AppLink>
      </p>
      <FilterBar names={['show']} state={state} onChange={change}>
        <FilterChoice
          name="show"
          label={t('authorities:choices.show')}
          any={t('authorities:choices.only_ours')}
          options={[['all', t('authorities:choices.all')]]}
          state={state}
          onChange={change}
        />
      </FilterBar>
      <ul className="plain-list stack">
        {byRegime.map(([regimeId, stages]) => (
          <RegimeChoices
            key={regimeId}
            law={law}
            regimeId={regimeId}
            stages={stages}
            onOpen={() => setOpen(regimeId)}
          />
        ))}
      </ul>
      {open === undefined ? null : (
        <ChoiceDialog
          law={law}
          regimeId={open}
          stages={data.items.filter(({ regimeId }) => regimeId === open)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </section>
  );
}

function RegimeChoices(props: {
  law: Law;
  regimeId: string;
  stages: readonly AuthorityOfStage[];
  onOpen: () => void;
}) {
  const { t } = useTranslation();
  const said = useSaid();
  const mayManage = useMay('authorities.manage');
  const regime = props.law.regime(props.regimeId);
  const name = regime === undefined ? props.regimeId : said(regime.name);
  const byAuthority = [
    ...Map.groupBy(props.stages, ({ authority, isChosen }) => `${authority?.id ?? ''} ${isChosen}`).values(),
  ];
  return (
    <li className="panel stack authority">
      <h2>
        <AppLink href={urls.regime(props.regimeId)}>{name}</AppLink>
      </h2>
      {byAuthority.map((stages) => {
        const [first] = stages;
        if (first === undefined) return null;
        const { authority, isChosen, others } = first;
        const isEvery = stages.length === props.stages.length;
        return (
          <div key={`${authority?.id} ${isChosen}`} className="stack">
            <p>
              {isEvery
                ? t('authorities:choices.every_stage')
                : stages
                    .map(({ stageId }) => props.law.stage(props.regimeId, stageId))
                    .flatMap((stage) => (stage === undefined ? [] : [said(stage.name)]))
                    .join(', ')}
              {': '}
              {authority === null ? (
                <strong>{t('authorities:choices.nobody')}</strong>
              ) : (
                <strong>
                  <bdi>{authority.name}</bdi>
                </strong>
              )}{' '}
              <span className="chip">
                {t(isChosen ? 'authorities:choices.chosen' : 'authorities:choices.proposed')}
              </span>
            </p>
            {authority === null ? null : <Ways authority={authority} />}
            {authority !== null && authority.verifiedAt === null ? (
              <p className="quiet small">{t('authorities:not_verified')}</p>
            ) : null}
            {others.length === 0 || isChosen ? null : (
              <p className="quiet">
                {t('authorities:choices.others', { names: others.map((one) => one.name).join(', ') })}
              </p>
            )}
          </div>
        );
      })}
      {mayManage ? (
        <div>
          <Button
            variant="default"
            size="xs"
            aria-label={`${t('authorities:choices.another')}: ${name}`}
            onClick={props.onOpen}
          >
            {t('authorities:choices.another')}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

/** Another authority for a regime, or for one stage of it. */
function ChoiceDialog(props: {
  law: Law;
  regimeId: string;
  stages: readonly AuthorityOfStage[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const said = useSaid();
  const stateName = useStateName();
  const { data, error } = useQuery(reading('listAuthorities', { query: {} }));
  const choosing = useSending('chooseAuthority');
  const [stageId, setStage] = useState('');
  const [authorityId, setAuthority] = useState<string | null>(null);
  const stageNames = props.stages.map(({ stageId: value }) => {
    const stage = props.law.stage(props.regimeId, value);
    return { value, label: stage === undefined ? value : said(stage.name) };
  });
  const send = (chosen: string | null) =>
    choosing.mutate(
      { body: { regimeId: props.regimeId, stageId, authorityId: chosen } },
      { onSuccess: props.onClose },
    );
  const isChosen = props.stages.some((one) => one.isChosen);
  return (
    <FormDialog
      title={t('authorities:choices.another')}
      verb={t('authorities:choices.verb')}
      isSending={choosing.isPending}
      error={choosing.error}
      onClose={props.onClose}
      onSend={() => (authorityId === null ? undefined : send(authorityId))}
    >
      <Select
        label={t('authorities:choices.what')}
        allowDeselect={false}
        data={[{ value: '', label: t('authorities:choices.every_stage') }, ...stageNames]}
        value={stageId}
        onChange={(value) => setStage(value ?? '')}
      />
      <Select
        label={t('authorities:choices.which')}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t('shell:command.nothing')}
        data={(data?.items ?? []).map((one) => ({
          value: one.id,
          label: `${stateName(one.country)}: ${one.name}`,
        }))}
        value={authorityId}
        onChange={setAuthority}
      />
      <ProblemNotice error={error} />
      {isChosen ? (
        <div>
          <Button variant="default" loading={choosing.isPending} onClick={() => send(null)}>
            {t('authorities:choices.back')}
          </Button>
        </div>
      ) : null}
    </FormDialog>
  );
}
