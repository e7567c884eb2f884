// SPDX-License-Identifier: Apache-2.0
import type { RoutingRule } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { urls } from '../urls.ts';
import { type Progress, tryOut } from './dry-run.ts';
import { useQueueName, useQueues } from './queues.tsx';

/** Tries the rules as they are edited on what came in, and shows what would have gone where. */
export function DryRunPanel({ rules }: { rules: readonly RoutingRule[] }) {
  const { t } = useTranslation();
  const [progress, setProgress] = useState<Progress>();
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [tried, setTried] = useState<readonly RoutingRule[]>([]);
  const asking = useRef<AbortController>(undefined);
  useEffect(() => () => asking.current?.abort(), []);
  const start = () => {
    const control = new AbortController();
    asking.current = control;
    setTried(rules);
    setProgress(undefined);
    setError(null);
    setRunning(true);
    tryOut(rules, setProgress, control.signal)
      .catch(setError)
      .finally(() => {
        if (asking.current === control) {
          setRunning(false);
        }
      });
  };
  const cancel = () => {
    asking.current?.abort();
    setRunning(false);
  };
  return (
    <section className="panel stack" aria-labelledby="dry-run">
      <h2 id="dry-run">{t('triage:try')}</h2>
      <p className="quiet">{t('triage:try.means')}</p>
      <div className="row">
        <Button variant="default" onClick={start} disabled={isRunning}>
          {t('triage:try.verb')}
        </Button>
        {isRunning ? (
          <Button variant="subtle" onClick={cancel}>
            {t('shell:cancel')}
          </Button>
        ) : null}
      </div>
      <div role="status">
        {progress === undefined && !isRunning ? null : (
          <p>
            {t(
              progress?.isDone === true
                ? 'triage:try.done'
                : isRunning
                  ? 'triage:try.running'
                  : 'triage:try.cancelled',
              { seen: progress?.run.seen ?? 0, total: progress?.total ?? 0 },
            )}
          </p>
        )}
      </div>
      {isRunning && progress !== undefined ? (
        <progress
          aria-label={t('triage:try.progress')}
          value={progress.run.seen}
          max={Math.max(progress.total, 1)}
        />
      ) : null}
      <ProblemNotice error={error} />
      {tried !== rules && progress !== undefined ? <p className="notice">{t('triage:try.older')}</p> : null}
      {progress === undefined ? null : <DryRunPicture progress={progress} rules={tried} />}
    </section>
  );
}

function DryRunPicture({ progress, rules }: { progress: Progress; rules: readonly RoutingRule[] }) {
  const { t } = useTranslation();
  const { queues } = useQueues();
  const nameOf = useQueueName();
  const { run } = progress;
  const queueName = (id: string | null) => {
    const queue = queues.find((one) => one.id === id);
    return queue === undefined ? t('triage:queue.none') : nameOf(queue);
  };
  if (run.seen === 0) {
    return progress.isDone ? <Empty words={t('triage:try.nothing')} /> : null;
  }
  const moves = run.moves.filter((one) => one.from !== one.to).sort((a, b) => b.count - a.count);
  return (
    <>
      <p>
        {t('triage:try.unmatched', { count: run.unmatched, seen: run.seen })}{' '}
        {t('triage:try.handlers', { count: run.handlerChanged })}
      </p>
      <PerRule progress={progress} rules={rules} queueName={queueName} />
      <h3>{t('triage:try.moves')}</h3>
      {moves.length === 0 ? <p>{t('triage:try.no_moves')}</p> : null}
      {moves.length === 0 ? null : (
        <div className="table-frame">
          <table className="desk-table">
            <caption className="visually-hidden">{t('triage:try.moves')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('triage:try.from')}</th>
                <th scope="col">{t('triage:try.to')}</th>
                <th scope="col">{t('triage:try.count')}</th>
              </tr>
            </thead>
            <tbody>
              {moves.map((move) => (
                <tr key={`${move.from}>${move.to}`}>
                  <th scope="row">
                    <bdi>{queueName(move.from)}</bdi>
                  </th>
                  <td data-label={t('triage:try.to')}>
                    <bdi>{queueName(move.to)}</bdi>
                  </td>
                  <td data-label={t('triage:try.count')}>{move.count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function PerRule(props: {
  progress: Progress;
  rules: readonly RoutingRule[];
  queueName: (id: string | null) => string;
}) {
  const { t } = useTranslation();
  const { rules } = props;
  const ruleName = (id: string) => rules.find((one) => one.id === id)?.name ?? '';
  return (
    <div className="table-frame">
      <table className="desk-table">
        <caption className="visually-hidden">{t('triage:try.per_rule')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('triage:rule')}</th>
            <th scope="col">{t('triage:try.took')}</th>
            <th scope="col">{t('triage:try.changed')}</th>
            <th scope="col">{t('triage:try.samples')}</th>
          </tr>
        </thead>
        <tbody>
          {props.progress.run.perRule.map((line) => {
            const rule = rules.find((one) => one.id === line.rule);
            const [shadow] = Object.entries(line.takenBefore).sort(([, a], [, b]) => b - a);
            return (
              <tr key={line.rule}>
                <th scope="row">
                  <bdi>{rule?.name}</bdi>{' '}
                  <span className="quiet">→ {props.queueName(rule?.queue ?? null)}</span>
                  {rule?.isOn === false ? <span className="chip sign">{t('triage:rule.off')}</span> : null}
                  {rule?.isOn === true && line.wouldTake === 0 ? (
                    <span className="chip sign">{t('triage:try.matches_nothing')}</span>
                  ) : null}
                  {line.took === 0 && shadow !== undefined ? (
                    <span className="chip sign">
                      {t('triage:try.shadowed', { count: shadow[1], rule: ruleName(shadow[0]) })}
                    </span>
                  ) : null}
                </th>
                <td data-label={t('triage:try.took')}>{line.took}</td>
                <td data-label={t('triage:try.changed')}>{line.changed}</td>
                <td data-label={t('triage:try.samples')}>
                  <ul className="plain-list">
                    {line.samples.map((sample) => (
                      <li key={sample.reference}>
                        <AppLink href={urls.report(sample.reference)}>{sample.reference}</AppLink>{' '}
                        <bdi>{sample.summary}</bdi>
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
