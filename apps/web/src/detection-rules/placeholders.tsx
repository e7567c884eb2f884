// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading, useSending } from '../api.ts';
import { announce } from '../shell/announcer.tsx';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Reason } from '../ui/reason.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { urls } from '../urls.ts';
import { draftOf, listsOf, type PlaceholderDraft, problemOf } from './placeholder-draft.ts';
import './detection-rules.css';

type Placeholders = AnswerOf<'readPlaceholders'>;

/** What `%Administrators%` and its like mean here: rules that ask for one nobody filled in cannot run. */
export function PlaceholdersPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('readPlaceholders'));
  if (error !== null && data === undefined) {
    return <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle
        title={t('rules:placeholders')}
        lead={
          <>
            {t('rules:placeholders.lead')}{' '}
            <AppLink href={urls.detectionRules()}>{t('rules:to_list')}</AppLink>
          </>
        }
      />
      {data === undefined ? <Loading /> : <EditPlaceholders key={data.version} data={data} />}
    </section>
  );
}

function EditPlaceholders({ data }: { data: Placeholders }) {
  const { t } = useTranslation();
  const mayManage = useMay('detection.manage');
  const save = useSending('savePlaceholders');
  const [draft, setDraft] = useState<readonly PlaceholderDraft[]>(() => draftOf(data.lists));
  const [note, setNote] = useState('');
  const [isChecked, setChecked] = useState(false);
  const isDirty = JSON.stringify(listsOf(draft)) !== JSON.stringify(listsOf(draftOf(data.lists)));
  useUnsavedWords(isDirty && !save.isSuccess);
  const missing = data.wanted.filter((one) => !draft.some((list) => list.name === one.name));
  /** The focus goes to what is to be written next: the values of a list rules wait for, else its name. */
  const add = (name: string) => {
    setDraft([...draft, { name, text: '' }]);
    const next = `placeholder-${name === '' ? 'name' : 'values'}-${draft.length}`;
    requestAnimationFrame(() => document.getElementById(next)?.focus());
  };
  const send = () => {
    setChecked(true);
    if (draft.every((one) => problemOf(one, draft) === null)) {
      save.mutate(
        {
          body: {
            basedOn: data.version,
            lists: listsOf(draft),
            ...(note.trim() === '' ? {} : { note }),
          },
        },
        { onSuccess: () => announce(t('rules:placeholders.saved')) },
      );
    }
  };
  return (
    <>
      <Wanted missing={missing} {...(mayManage ? { onAdd: add } : {})} />
      <Lists
        data={data}
        draft={draft}
        isChecked={isChecked}
        onChange={setDraft}
        {...(mayManage ? { onAdd: () => add('') } : {})}
      />
      {mayManage ? (
        <SavePanel
          note={note}
          error={save.error}
          isSending={save.isPending}
          isOff={!isDirty}
          onNote={setNote}
          onSend={send}
        />
      ) : null}
    </>
  );
}

function Lists(props: {
  data: Placeholders;
  draft: readonly PlaceholderDraft[];
  /** Somebody tried to save: what is missing says so. */
  isChecked: boolean;
  onChange: (draft: readonly PlaceholderDraft[]) => void;
  /** Absent where one may only read. */
  onAdd?: () => void;
}) {
  const { t } = useTranslation();
  const { data, draft, isChecked, onAdd, onChange } = props;
  return (
    <section className="panel stack" aria-labelledby="placeholder-lists">
      <h2 id="placeholder-lists">{t('rules:placeholders.lists')}</h2>
      <SavedWords data={data} />
      {draft.length === 0 ? <Empty words={t('rules:placeholders.none')} /> : null}
      <ul className="plain-list placeholder-list">
        {draft.map((one, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a name is being written, its place is not
            key={at}
            className="stack"
          >
            <ListFields
              list={one}
              at={at}
              isReadOnly={onAdd === undefined}
              problem={isChecked ? problemOf(one, draft) : null}
              onChange={(next) => onChange([...draft.slice(0, at), next, ...draft.slice(at + 1)])}
              onRemove={() => onChange(draft.filter((_, place) => place !== at))}
            />
          </li>
        ))}
      </ul>
      {onAdd === undefined ? (
        <p className="quiet">{t('rules:may_not')}</p>
      ) : (
        <div>
          <Button variant="default" onClick={onAdd}>
            {t('rules:placeholders.add')}
          </Button>
        </div>
      )}
    </section>
  );
}

function SavePanel(props: {
  note: string;
  error: unknown;
  isSending: boolean;
  isOff: boolean;
  onNote: (note: string) => void;
  onSend: () => void;
}) {
  const { t } = useTranslation();
  return (
    <section className="panel stack" aria-labelledby="placeholder-save">
      <h2 id="placeholder-save">{t('rules:placeholders.save')}</h2>
      <p className="quiet">{t('rules:placeholders.save_means')}</p>
      <Reason label={t('rules:selection.note')} value={props.note} onChange={props.onNote} isOptional />
      <ProblemNotice error={props.error} />
      <div>
        <Button loading={props.isSending} disabled={props.isOff} onClick={props.onSend}>
          {t('rules:placeholders.save_verb')}
        </Button>
      </div>
    </section>
  );
}

function SavedWords({ data }: { data: Placeholders }) {
  const { t } = useTranslation();
  if (data.savedAt === null) {
    return null;
  }
  return (
    <p className="quiet small">
      {t('rules:selection.version', { version: data.version })} · <bdi>{data.savedBy?.name}</bdi> ·{' '}
      <Moment at={data.savedAt} />
      {data.note === null ? null : (
        <>
          {' · '}
          <bdi>{data.note}</bdi>
        </>
      )}
    </p>
  );
}

function Wanted(props: {
  missing: readonly { name: string; rules: number }[];
  onAdd?: (name: string) => void;
}) {
  const { t } = useTranslation();
  const { missing, onAdd } = props;
  if (missing.length === 0) {
    return null;
  }
  return (
    <section className="panel stack" aria-labelledby="placeholder-wanted">
      <h2 id="placeholder-wanted">{t('rules:placeholders.wanted')}</h2>
      <ul className="plain-list">
        {missing.map((one) => (
          <li key={one.name} className="row">
            <code>%{one.name}%</code>
            <span className="quiet">{t('rules:placeholders.rules', { count: one.rules })}</span>
            {onAdd === undefined ? null : (
              <Button
                variant="default"
                size="xs"
                aria-label={t('rules:placeholders.fill_one', { name: one.name })}
                onClick={() => onAdd(one.name)}
              >
                {t('rules:placeholders.fill')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ListFields(props: {
  list: PlaceholderDraft;
  at: number;
  isReadOnly: boolean;
  problem: 'name' | 'twice' | 'values' | null;
  onChange: (list: PlaceholderDraft) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { at, isReadOnly, list, problem } = props;
  return (
    <>
      <TextInput
        id={`placeholder-name-${at}`}
        label={t('rules:placeholders.name')}
        readOnly={isReadOnly}
        maxLength={limits.placeholderCharactersMax}
        value={list.name}
        onChange={(event) => props.onChange({ ...list, name: event.currentTarget.value })}
        error={
          problem === 'name' || problem === 'twice' ? t(`rules:placeholders.problem.${problem}`) : undefined
        }
      />
      <Textarea
        id={`placeholder-values-${at}`}
        label={t('rules:placeholders.values', { name: list.name })}
        description={t('rules:placeholders.values_means')}
        autosize
        minRows={2}
        maxRows={12}
        readOnly={isReadOnly}
        value={list.text}
        onChange={(event) => props.onChange({ ...list, text: event.currentTarget.value })}
        error={problem === 'values' ? t('rules:placeholders.problem.values') : undefined}
      />
      {isReadOnly ? null : (
        <div>
          <Button
            variant="default"
            size="xs"
            aria-label={t('rules:placeholders.remove_one', { name: list.name })}
            onClick={props.onRemove}
          >
            {t('rules:placeholders.remove')}
          </Button>
        </div>
      )}
    </>
  );
}
