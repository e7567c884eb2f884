// SPDX-License-Identifier: Apache-2.0

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../api.ts';
import { reading, useSending } from '../api.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { OpenAlarms, PastAlarms } from './alarms.tsx';
import { Figures } from './figures.tsx';

const ASK_AGAIN_MS = 5_000;

/** Whether the log is sound: in words first, then the alarms, then every figure behind them. It keeps itself up to date. */
export function LogHealth() {
  const { t } = useTranslation();
  const health = useQuery({ ...reading('readLogHealth'), refetchInterval: ASK_AGAIN_MS });
  if (health.data === undefined && health.error !== null) {
    return <ProblemPage error={health.error} onRetry={() => void health.refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('soundness:title')} lead={t('soundness:lead')} />
      {health.data === undefined ? (
        <Loading />
      ) : (
        <>
          <Verdict health={health.data} />
          <OpenAlarms />
          {health.data.figures === null ? null : <Figures figures={health.data.figures} />}
          <PastAlarms />
          <Told isTold={health.data.isTold} />
        </>
      )}
    </section>
  );
}

function Verdict({ health }: { health: AnswerOf<'readLogHealth'> }) {
  const { t } = useTranslation();
  const { figures, isSound, openAlarms } = health;
  const title = isSound ? 'sound' : figures === null ? 'not_running' : 'look';
  return (
    <div className={`notice ${isSound ? 'notice-done' : 'notice-problem'}`} role="status">
      <p className="notice-title">{t(`soundness:${title}`)}</p>
      {isSound ? <p>{t('soundness:sound.means')}</p> : null}
      {figures === null ? <p>{t('soundness:not_running.means')}</p> : null}
      {figures !== null && !figures.isOpen ? <p>{t('soundness:closed')}</p> : null}
      {openAlarms === 0 ? null : <p>{t('soundness:look.alarms', { count: openAlarms })}</p>}
    </div>
  );
}

function Told({ isTold }: { isTold: boolean }) {
  const { t } = useTranslation();
  const choose = useSending('tellLogAlarms');
  return (
    <div className="row">
      <p>{t(isTold ? 'soundness:told.on' : 'soundness:told.off')}</p>
      <Button
        variant="default"
        loading={choose.isPending}
        onClick={() => choose.mutate({ body: { isTold: !isTold } })}
      >
        {t(isTold ? 'soundness:told.stop' : 'soundness:told.start')}
      </Button>
      <ProblemNotice error={choose.error} />
    </div>
  );
}
