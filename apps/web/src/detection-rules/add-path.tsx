// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { urls } from '../urls.ts';

/** A folder of the server, such as a checkout somebody keeps up to date; only where the configuration allows. */
export function AddPathPanel({ folders }: { folders: readonly string[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const adding = useSending('addRulePath');
  const [name, setName] = useState('');
  const [path, setPath] = useState('');
  const [isWatched, setWatched] = useState(true);
  const [isChecked, setChecked] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (name.trim() !== '' && path.trim() !== '') {
      adding.mutate(
        { body: { name: name.trim(), path: path.trim(), isWatched } },
        { onSuccess: (begun) => void navigate({ to: urls.ruleImport(begun.import) }) },
      );
    }
  };
  return (
    <form className="panel stack" aria-labelledby="add-path" noValidate onSubmit={send}>
      <h2 id="add-path">{t('rules:path')}</h2>
      <p className="quiet">{t('rules:path.means')}</p>
      {folders.length === 0 ? (
        <p>{t('rules:path.none')}</p>
      ) : (
        <>
          <TextInput
            label={t('rules:path.folder')}
            description={t('rules:path.inside', { folders: folders.join(', ') })}
            maxLength={limits.rulePathCharactersMax}
            value={path}
            onChange={(event) => setPath(event.currentTarget.value)}
            error={isChecked && path.trim() === '' ? t('rules:path.missing') : undefined}
          />
          <TextInput
            label={t('rules:set.name')}
            maxLength={limits.ruleSetNameCharactersMax}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={isChecked && name.trim() === '' ? t('rules:set.name_missing') : undefined}
          />
          <Checkbox
            label={t('rules:path.watch')}
            description={t('rules:path.watch_means')}
            checked={isWatched}
            onChange={(event) => setWatched(event.currentTarget.checked)}
          />
          <ProblemNotice error={adding.error} />
          <div>
            <Button type="submit" loading={adding.isPending}>
              {t('rules:path.verb')}
            </Button>
          </div>
        </>
      )}
    </form>
  );
}
