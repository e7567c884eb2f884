// SPDX-License-Identifier: Apache-2.0
import { limits, type PersonId, type Task, taskStates } from '@belfry/contract';
import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { MomentField } from '../ui/moment-field.tsx';
import { PeopleChoice, PersonChoice } from '../ui/person-choice.tsx';

interface Draft {
  title: string;
  state: Task['state'];
  owner: PersonId | null;
  accountable: PersonId | null;
  consulted: PersonId[];
  informed: PersonId[];
  dueAt: string | null;
}

function draftOf(task: Task | undefined): Draft {
  return {
    title: task?.title ?? '',
    state: task?.state ?? 'open',
    owner: task?.owner?.id ?? null,
    accountable: task?.accountable?.id ?? null,
    consulted: task?.consulted.map((one) => one.id) ?? [],
    informed: task?.informed.map((one) => one.id) ?? [],
    dueAt: task?.dueAt ?? null,
  };
}

/** Writing a task down, or changing it. */
export function TaskDialog(props: { incident: string; task?: Task; onClose: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>(() => draftOf(props.task));
  const [isChecked, setChecked] = useState(false);
  const saving = useSavingTask(props);
  const patch = (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some }));
  return (
    <FormDialog
      title={t(props.task === undefined ? 'tasks:add_title' : 'tasks:change_title', {
        reference: props.incident,
      })}
      verb={t(props.task === undefined ? 'tasks:add' : 'tasks:save')}
      isSending={saving.isSending}
      error={saving.error}
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        if (draft.title.trim() !== '') {
          saving.save(draft);
        }
      }}
    >
      <TextInput
        data-autofocus
        label={t('tasks:field.title')}
        value={draft.title}
        maxLength={limits.titleCharactersMax}
        onChange={(event) => patch({ title: event.currentTarget.value })}
        error={isChecked && draft.title.trim() === '' ? t('tasks:field.title_missing') : undefined}
      />
      <PersonChoice
        label={t('tasks:raci.owner')}
        value={draft.owner}
        onChange={(owner) => patch({ owner })}
      />
      <MomentField
        label={`${t('tasks:column.due')} (${t('shell:optional')})`}
        value={draft.dueAt}
        onChange={(dueAt) => patch({ dueAt })}
      />
      <PersonChoice
        label={t('tasks:raci.accountable')}
        value={draft.accountable}
        onChange={(accountable) => patch({ accountable })}
      />
      <PeopleChoice
        label={t('tasks:raci.consulted')}
        value={draft.consulted}
        onChange={(consulted) => patch({ consulted })}
      />
      <PeopleChoice
        label={t('tasks:raci.informed')}
        value={draft.informed}
        onChange={(informed) => patch({ informed })}
      />
      {props.task === undefined ? null : (
        <Select
          label={t('tasks:column.state')}
          allowDeselect={false}
          data={taskStates.map((one) => ({ value: one, label: t(`words:task_state.${one}`) }))}
          value={draft.state}
          onChange={(value) => patch({ state: taskStates.find((one) => one === value) ?? 'open' })}
        />
      )}
    </FormDialog>
  );
}

function useSavingTask(props: { incident: string; task?: Task; onClose: () => void }) {
  const add = useSending('addTask');
  const change = useSending('changeTask');
  const { task } = props;
  return {
    isSending: add.isPending || change.isPending,
    error: add.error ?? change.error,
    save: (draft: Draft) => {
      if (task === undefined) {
        const { title, owner, accountable, consulted, informed, dueAt } = draft;
        add.mutate(
          {
            params: { reference: props.incident },
            body: {
              title,
              consulted,
              informed,
              ...(owner === null ? {} : { owner }),
              ...(accountable === null ? {} : { accountable }),
              ...(dueAt === null ? {} : { dueAt }),
            },
          },
          { onSuccess: props.onClose },
        );
      } else {
        const before = draftOf(task);
        const names = Object.keys(draft) as (keyof Draft)[];
        const body = Object.fromEntries(
          names
            .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(draft[name]))
            .map((name) => [name, draft[name]]),
        );
        change.mutate({ params: { task: task.id }, body }, { onSuccess: props.onClose });
      }
    },
  };
}
