// SPDX-License-Identifier: Apache-2.0
import type { CaseWhole } from '@belfry/contract';
import { Checkbox, Radio, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { ReferenceChoice } from '../ui/reference-choice.tsx';

type Prepared = AnswerOf<'prepareHandOver'>;

interface Props {
  one: CaseWhole;
  onClose: () => void;
}

/** What may be known of a case is told to an incident; a person decides every word and file of it. */
export function HandOverDialog(props: Props) {
  const { reference } = props.one;
  const { data, error } = useQuery(reading('prepareHandOver', { params: { reference } }));
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemNotice error={error} />;
  }
  return <PreparedHandOver {...props} prepared={data} />;
}

function PreparedHandOver({ one, onClose, prepared }: Props & { prepared: Prepared }) {
  const { t } = useTranslation();
  const sending = useSending('handOverCase');
  const [text, setText] = useState(prepared.suggested);
  const [title, setTitle] = useState('');
  const [into, setInto] = useState<string>('');
  const [isNew, setNew] = useState(true);
  const [names, setNames] = useState<Record<string, string>>({});
  const [isChecked, setChecked] = useState(false);
  const mayAdd = useMay('incidents.work');
  const isMissing = text.trim() === '' || (isNew ? title.trim() === '' : into === '');
  const send = () => {
    setChecked(true);
    if (isMissing || Object.values(names).some((name) => name.trim() === '')) {
      return;
    }
    const files = Object.entries(names).map(([id, name]) => ({ id, name }));
    const body = { text, files, ...(isNew ? { title } : { into }) };
    sending.mutate({ params: { reference: one.reference }, body }, { onSuccess: onClose });
  };
  const missing = (value: string) =>
    isChecked && value.trim() === '' ? t('problems:field.too_small') : undefined;
  return (
    <FormDialog
      title={t('whistleblowing:act.hand_over')}
      verb={t('whistleblowing:act.hand_over')}
      size="xl"
      isSending={sending.isPending}
      error={sending.error}
      onClose={onClose}
      onSend={send}
    >
      <p>{t('whistleblowing:hand_over.means')}</p>
      {mayAdd ? (
        <Radio.Group
          label={t('whistleblowing:hand_over.where')}
          value={isNew ? 'new' : 'known'}
          onChange={(value) => setNew(value === 'new')}
        >
          <div className="radio-stack">
            <Radio value="new" label={t('whistleblowing:hand_over.new')} />
            <Radio value="known" label={t('whistleblowing:hand_over.known')} />
          </div>
        </Radio.Group>
      ) : null}
      {isNew ? (
        <TextInput
          label={t('whistleblowing:hand_over.title')}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={missing(title)}
        />
      ) : (
        <ReferenceChoice
          noun="incident"
          label={t('whistleblowing:hand_over.known')}
          value={into}
          onChange={setInto}
          error={missing(into)}
        />
      )}
      <Original prepared={prepared} language={one.language} />
      <Textarea
        label={t('whistleblowing:hand_over.text')}
        description={t('whistleblowing:hand_over.text_means')}
        autosize
        minRows={5}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={missing(text)}
      />
      <FilesAlong one={one} names={names} onChange={setNames} missing={missing} />
    </FormDialog>
  );
}

/** The report's own words with what could name somebody marked; the marks have words for who cannot see them. */
function Original({ language, prepared }: { language: string; prepared: Prepared }) {
  const { t } = useTranslation();
  const { marks, original } = prepared;
  const pieces: ReactNode[] = [];
  let from = 0;
  for (const { end, start, what } of marks) {
    pieces.push(
      original.slice(from, start),
      <mark key={start} title={t(`whistleblowing:mark.${what}`)}>
        <del>{original.slice(start, end)}</del>
      </mark>,
    );
    from = end;
  }
  pieces.push(original.slice(from));
  return (
    <section aria-labelledby="hand-over-original">
      <h3 id="hand-over-original">{t('whistleblowing:hand_over.original')}</h3>
      <p className="quiet small">{t('whistleblowing:hand_over.marked', { count: marks.length })}</p>
      <blockquote className="case-words pre" lang={language} dir="auto">
        {pieces}
      </blockquote>
    </section>
  );
}

function FilesAlong(props: {
  one: CaseWhole;
  names: Record<string, string>;
  onChange: (names: Record<string, string>) => void;
  missing: (value: string) => string | undefined;
}) {
  const { t } = useTranslation();
  const { names, one, onChange } = props;
  if (one.attachments.length === 0) {
    return null;
  }
  const toggle = (id: string, index: number, isAlong: boolean) => {
    const { [id]: _, ...others } = names;
    onChange(
      isAlong ? { ...others, [id]: t('whistleblowing:hand_over.file_name', { number: index + 1 }) } : others,
    );
  };
  return (
    <fieldset className="stack">
      <legend>{t('whistleblowing:hand_over.files')}</legend>
      <p className="notice">{t('whistleblowing:hand_over.files_tell')}</p>
      {one.attachments.map((file, index) => (
        <div key={file.id} className="stack">
          <Checkbox
            label={<bdi>{file.name}</bdi>}
            checked={names[file.id] !== undefined}
            onChange={(event) => toggle(file.id, index, event.currentTarget.checked)}
          />
          {names[file.id] === undefined ? null : (
            <TextInput
              label={t('whistleblowing:hand_over.name')}
              value={names[file.id]}
              onChange={(event) => onChange({ ...names, [file.id]: event.currentTarget.value })}
              error={props.missing(names[file.id] ?? '')}
            />
          )}
        </div>
      ))}
    </fieldset>
  );
}
