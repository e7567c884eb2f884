// SPDX-License-Identifier: Apache-2.0
import { limits, type RuleSet } from '@belfry/contract';
import { Button, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type DragEvent, type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readAgain, sendForm } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { urls } from '../urls.ts';

const megabytes = Math.floor(limits.ruleUploadBytesMax / 1_048_576);

/** A zip or a single rule from one's own machine: as a new set, or the new state of one there is. */
export function UploadPanel({ sets }: { sets: readonly RuleSet[] }) {
  const { t } = useTranslation();
  const work = useUpload();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  const [set, setSet] = useState('');
  const [isChecked, setChecked] = useState(false);
  const uploaded = sets.filter((one) => one.kind === 'upload');
  const file = work.file;
  const nameWanted = set === '' && name.trim() === '';
  const isTooLarge = file !== undefined && file.size > limits.ruleUploadBytesMax;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (file !== undefined && !nameWanted && !isTooLarge) {
      work.send(set === '' ? { name: name.trim() } : { set });
    }
  };
  const take = (chosen: File | undefined) => {
    work.choose(chosen);
    if (chosen !== undefined && name === '') {
      setName(chosen.name.replace(/\.(zip|ya?ml)$/i, '').slice(0, limits.ruleSetNameCharactersMax));
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  return (
    <form className="panel stack" aria-labelledby="upload" noValidate onSubmit={send}>
      <h2 id="upload">{t('rules:upload')}</h2>
      <p className="quiet">{t('rules:upload.means', { megabytes })}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the field inside does the same by keyboard */}
      <div className="add-files" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <label htmlFor="rules-file">{t('rules:upload.file')}</label>
        <input
          id="rules-file"
          ref={field}
          type="file"
          accept=".zip,.yml,.yaml,application/zip"
          onChange={(event) => take(event.currentTarget.files?.[0])}
        />
        <p className="quiet small">
          {file === undefined ? t('rules:upload.drop') : t('rules:upload.chosen', { name: file.name })}
        </p>
        {isChecked && file === undefined ? (
          <p className="field-problem" role="alert">
            {t('rules:upload.file_missing')}
          </p>
        ) : null}
        {isTooLarge ? (
          <p className="field-problem" role="alert">
            {t('rules:upload.too_large', { megabytes })}
          </p>
        ) : null}
      </div>
      {uploaded.length === 0 ? null : (
        <Select
          label={t('rules:upload.as')}
          allowDeselect={false}
          data={[
            { value: '', label: t('rules:upload.as_new') },
            ...uploaded.map((one) => ({
              value: one.id,
              label: t('rules:upload.as_set', { name: one.name }),
            })),
          ]}
          value={set}
          onChange={(value) => setSet(value ?? '')}
        />
      )}
      {set === '' ? (
        <TextInput
          label={t('rules:set.name')}
          maxLength={limits.ruleSetNameCharactersMax}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={isChecked && nameWanted ? t('rules:set.name_missing') : undefined}
        />
      ) : null}
      <ProblemNotice error={work.error} />
      <div>
        <Button type="submit" loading={work.isSending}>
          {t('rules:upload.verb')}
        </Button>
      </div>
      <p className="quiet small">{t('rules:upload.nothing_yet')}</p>
    </form>
  );
}

function useUpload() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [file, setFile] = useState<File>();
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const send = async (fields: Record<string, string>) => {
    if (file === undefined) {
      return;
    }
    setSending(true);
    setError(null);
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) {
      form.append(name, value);
    }
    form.append('file', file, file.name);
    try {
      const begun = await sendForm<{ import: string }>('/api/v1/detection/rule-sets/uploads', form);
      await readAgain(queries);
      await navigate({ to: urls.ruleImport(begun.import) });
    } catch (caught) {
      setError(caught);
    } finally {
      setSending(false);
    }
  };
  return {
    file,
    error,
    isSending,
    choose: setFile,
    send: (fields: Record<string, string>) => void send(fields),
  };
}
