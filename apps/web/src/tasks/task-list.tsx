// SPDX-License-Identifier: Apache-2.0
import type { Task } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useSession } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Moment, useNow } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { TaskDialog } from './task-dialog.tsx';

/** Tasks with owner, due and the other letters of RACI. */
export function TaskList(props: { items: readonly Task[]; showsIncident: boolean; mayWork: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="table-frame">
      <table className="desk-table">
        <caption className="visually-hidden">{t('tasks:caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('tasks:column.task')}</th>
            {props.showsIncident ? <th scope="col">{t('tasks:column.incident')}</th> : null}
            <th scope="col">{t('tasks:column.owner')}</th>
            <th scope="col">{t('tasks:column.due')}</th>
            <th scope="col">{t('tasks:column.state')}</th>
          </tr>
        </thead>
        <tbody>
          {props.items.map((task) => (
            <TaskRow key={task.id} task={task} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TaskRow({ task, ...props }: { task: Task; showsIncident: boolean; mayWork: boolean }) {
  const { t } = useTranslation();
  const now = useNow();
  const isOverdue = task.state === 'open' && task.dueAt !== null && Date.parse(task.dueAt) < now;
  return (
    <tr>
      <th scope="row" className="cell-title">
        <bdi>{task.title}</bdi>
        <RaciLine task={task} />
      </th>
      {props.showsIncident ? (
        <td>
          <AppLink href={urls.incident(task.incident)}>{task.incident}</AppLink>
        </td>
      ) : null}
      <td data-label={t('tasks:column.owner')}>
        <bdi>{task.owner?.name ?? t('shell:nobody')}</bdi>
      </td>
      <td data-label={t('tasks:column.due')}>
        {task.dueAt === null ? (
          <span className="quiet">{t('tasks:no_due')}</span>
        ) : (
          <>
            <Moment at={task.dueAt} withRelative={false} />
            {isOverdue ? (
              <>
                {' '}
                <strong className="word word-warn">{t('tasks:overdue')}</strong>
              </>
            ) : null}
          </>
        )}
      </td>
      <td>
        {t(`words:task_state.${task.state}`)}
        <TaskButtons task={task} mayWork={props.mayWork} />
      </td>
    </tr>
  );
}

function RaciLine({ task }: { task: Task }) {
  const { t } = useTranslation();
  const lines = [
    ['accountable', task.accountable === null ? [] : [task.accountable]],
    ['consulted', task.consulted],
    ['informed', task.informed],
  ] as const;
  const said = lines
    .filter(([, people]) => people.length > 0)
    .map(([letter, people]) => `${t(`tasks:raci.${letter}`)}: ${people.map((one) => one.name).join(', ')}`);
  return said.length === 0 ? null : (
    <div className="quiet small">
      <bdi>{said.join(' · ')}</bdi>
    </div>
  );
}

function TaskButtons({ task, mayWork }: { task: Task; mayWork: boolean }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const change = useSending('changeTask');
  const [isChanging, setChanging] = useState(false);
  if (!mayWork && task.owner?.id !== person.id) {
    return null;
  }
  const to = (state: 'open' | 'done') => change.mutate({ params: { task: task.id }, body: { state } });
  return (
    <div className="row cell-buttons">
      <Button
        variant="default"
        size="compact-sm"
        className="in-line"
        loading={change.isPending}
        onClick={() => to(task.state === 'open' ? 'done' : 'open')}
      >
        {t(task.state === 'open' ? 'tasks:done' : 'tasks:reopen')}
        <span className="visually-hidden">: {task.title}</span>
      </Button>
      <Button variant="default" size="compact-sm" className="in-line" onClick={() => setChanging(true)}>
        {t('tasks:change')}
        <span className="visually-hidden">: {task.title}</span>
      </Button>
      <ProblemNotice error={change.error} />
      {isChanging ? (
        <TaskDialog incident={task.incident} task={task} onClose={() => setChanging(false)} />
      ) : null}
    </div>
  );
}
