// SPDX-License-Identifier: Apache-2.0
import type { RuleImport } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { ImportDocuments } from './import-documents.tsx';
import './detection-rules.css';

/** What a set would change, shown before it takes effect; applied or discarded by a person. */
export function RuleImportPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { t } = useTranslation();
  const read = useQuery({
    ...reading('readRuleImport', { params: { id } }),
    refetchInterval: (query) => (query.state.data?.state === 'reading' ? 500 : false),
  });
  if (read.data === undefined) {
    return read.error === null ? (
      <Loading />
    ) : (
      <ProblemPage error={read.error} onRetry={() => void read.refetch()} />
    );
  }
  const one = read.data;
  return (
    <section className="page">
      <PageTitle
        title={t('rules:import.title', { name: one.set.name })}
        lead={
          <>
            {t(one.askedBy === null ? 'rules:import.seen' : 'rules:import.asked', {
              name: one.askedBy?.name ?? '',
            })}{' '}
            <Moment at={one.askedAt} /> · <AppLink href={urls.ruleSets()}>{t('rules:to_sets')}</AppLink>
          </>
        }
      />
      <ImportState one={one} />
      {one.counts === null ? null : <Counts one={one} />}
      {one.state === 'waiting' ? <Decide one={one} /> : null}
      {one.state === 'waiting' ? <ImportDocuments id={one.id} /> : null}
    </section>
  );
}

function ImportState({ one }: { one: RuleImport }) {
  const { t } = useTranslation();
  if (one.state === 'reading') {
    return (
      <div className="stack">
        <p role="status">
          {one.total === null
            ? t('rules:import.counting')
            : t('rules:import.reading', { read: one.read, total: one.total })}
        </p>
        <progress
          aria-label={t('rules:import.progress')}
          {...(one.total === null ? {} : { value: one.read, max: Math.max(1, one.total) })}
        />
      </div>
    );
  }
  if (one.state === 'failed') {
    return (
      <div className="notice notice-problem" role="alert">
        <p className="notice-title">{t('rules:import.failed')}</p>
        <p>
          <bdi>{one.problemDetail ?? one.problem}</bdi>
        </p>
        <p>{t('rules:import.nothing_changed')}</p>
      </div>
    );
  }
  return (
    <p
      role="status"
      className={`notice ${one.state === 'applied' ? 'notice-done' : one.state === 'waiting' ? 'notice-brass' : ''}`}
    >
      {t(`rules:import_says.${one.state}`)}
      {one.endedAt === null ? null : (
        <span className="quiet">
          <bdi>{one.endedBy?.name ?? 'Belfry'}</bdi> · <Moment at={one.endedAt} />
        </span>
      )}
      {one.state === 'applied' ? (
        <AppLink href={urls.detectionRules({ set: one.set.id })}>{t('rules:import.to_rules')}</AppLink>
      ) : null}
    </p>
  );
}

function Counts({ one }: { one: RuleImport }) {
  const { t } = useTranslation();
  const { counts } = one;
  if (counts === null) {
    return null;
  }
  return (
    <div className="stack">
      {one.state === 'waiting' ? (
        <p>
          <strong>{t('rules:import.runs', { before: counts.runsBefore, after: counts.runsAfter })}</strong>{' '}
          <AppLink href={urls.ruleSelection()}>{t('rules:import.by_selection')}</AppLink>
        </p>
      ) : null}
      <p>{t('rules:import.counts', { ...counts })}</p>
      {counts.samplesFailed === 0 ? null : (
        <p className="notice notice-problem">
          {t('rules:import.samples_failed', { count: counts.samplesFailed })}
        </p>
      )}
    </div>
  );
}

function Decide({ one }: { one: RuleImport }) {
  const { t } = useTranslation();
  const mayManage = useMay('detection.manage');
  const applying = useSending('applyRuleImport');
  const discarding = useSending('discardRuleImport');
  const params = { id: one.id };
  if (!mayManage) {
    return <p className="quiet">{t('rules:may_not')}</p>;
  }
  return (
    <section className="panel stack" aria-labelledby="decide">
      <h2 id="decide">{t('rules:import.decide')}</h2>
      <p className="quiet">{t('rules:import.decide_means')}</p>
      <div className="row">
        <Button loading={applying.isPending} onClick={() => applying.mutate({ params })}>
          {t('rules:import.apply')}
        </Button>
        <Button
          variant="default"
          loading={discarding.isPending}
          onClick={() => discarding.mutate({ params })}
        >
          {t('rules:import.discard')}
        </Button>
      </div>
      <ProblemNotice error={applying.error ?? discarding.error} />
    </section>
  );
}
