// SPDX-License-Identifier: Apache-2.0
import type { CrisisCriterion } from '@belfry/contract';
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useReadAgainWhenRefused } from './use-read-again.ts';
import './assessments.css';

/** What makes an incident a crisis here: shipped questions, in the language of the reader, and the organisation's own. */
export function CrisisCriteria() {
  const { t } = useTranslation();
  const mayManage = useMay('profile.manage');
  const { data, error, refetch } = useQuery(reading('readCrisisCriteria'));
  const save = useSending('saveCrisisCriteria');
  useReadAgainWhenRefused(save.error);
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  const { items, removed } = data;
  const put = (wanted: readonly { id: string | null; text?: string }[], onSuccess?: () => void) =>
    save.mutate(
      { body: { items: [...wanted], seen: items.map(({ id }) => id) } },
      onSuccess === undefined ? {} : { onSuccess },
    );
  const standing = items.map(({ id }) => ({ id }));
  const words = ({ code, text }: CrisisCriterion) =>
    code === null ? text : t(`assessments:crisis.criterion.${code}`);
  return (
    <section className="page">
      <PageTitle title={t('assessments:crisis.title')} lead={t('assessments:crisis.lead')} />
      {items.length === 0 ? <Empty words={t('assessments:crisis.none')} /> : null}
      <ol className="stack">
        {items.map((one, index) => (
          <li key={one.id}>
            <div className="criterion-row">
              <bdi>{words(one)}</bdi>
              {mayManage ? (
                <span className="answer-row">
                  {index === 0 ? null : (
                    <Button
                      variant="default"
                      size="compact-sm"
                      disabled={save.isPending}
                      onClick={() =>
                        put([
                          ...standing.slice(0, index - 1),
                          { id: one.id },
                          ...standing.slice(index - 1, index),
                          ...standing.slice(index + 1),
                        ])
                      }
                    >
                      {t('assessments:crisis.up')}
                      <span className="visually-hidden">: {words(one)}</span>
                    </Button>
                  )}
                  <Button
                    variant="default"
                    size="compact-sm"
                    disabled={save.isPending}
                    onClick={() => put(standing.filter(({ id }) => id !== one.id))}
                  >
                    {t('assessments:crisis.remove')}
                    <span className="visually-hidden">: {words(one)}</span>
                  </Button>
                </span>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
      <ProblemNotice error={save.error} />
      {mayManage ? <AddOwn onAdd={(text, done) => put([...standing, { id: null, text }], done)} /> : null}
      {mayManage && removed.length > 0 ? (
        <details className="panel">
          <summary>{t('assessments:crisis.removed', { count: removed.length })}</summary>
          <ul className="stack">
            {removed.map((one) => (
              <li key={one.id}>
                <div className="criterion-row">
                  {words(one)}
                  <Button
                    variant="default"
                    size="compact-sm"
                    disabled={save.isPending}
                    onClick={() => put([...standing, { id: one.id }])}
                  >
                    {t('assessments:crisis.restore')}
                    <span className="visually-hidden">: {words(one)}</span>
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

function AddOwn({ onAdd }: { onAdd: (text: string, done: () => void) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isChecked, setChecked] = useState(false);
  const add = (event: FormEvent) => {
    event.preventDefault();
    setChecked(text.trim() === '');
    if (text.trim() !== '') onAdd(text, () => setText(''));
  };
  return (
    <form className="answer-count" noValidate onSubmit={add}>
      <div className="answer-row">
        <TextInput
          label={t('assessments:crisis.own')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={isChecked ? t('assessments:crisis.own_missing') : undefined}
        />
        <Button type="submit" variant="default">
          {t('assessments:crisis.add')}
        </Button>
      </div>
    </form>
  );
}
