// SPDX-License-Identifier: Apache-2.0
import type { ImportPreview, RegisterColumn } from '@belfry/contract';
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, sendForm } from '../api.ts';
import { noteOwnChange } from '../shell/own-changes.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { ImportDone } from './import-done.tsx';
import { ImportPreviewShown } from './import-preview.tsx';
import './import.css';

type Mapping = Record<string, RegisterColumn | null>;
type Done = AnswerOf<'importRegister'>;

/** What the server is asked: the file as it is, and what its columns mean. */
function formOf(file: File, logbook: string, mapping: Mapping | undefined, skips: boolean): FormData {
  const form = new FormData();
  form.append('logbook', logbook);
  form.append('skipRowsWithErrors', String(skips));
  if (mapping !== undefined) {
    form.append('mapping', JSON.stringify(mapping));
  }
  form.append('file', file, file.name);
  return form;
}

/** Importing an old logbook: look first, change what columns mean, then import once. */
export function ImportRegister() {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [logbook, setLogbook] = useState('');
  const [skips, setSkips] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const work = useImport();
  const chosen = (): File | undefined => field.current?.files?.[0];
  const look = (mapping?: Mapping) => {
    const file = chosen();
    setMissing(file === undefined);
    if (file !== undefined) {
      work.look(formOf(file, logbook, mapping, skips));
    }
  };
  if (work.done !== undefined) {
    return <ImportDone done={work.done} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('register:import.title')} lead={t('register:import.lead')} />
      <div className="panel stack import-form">
        <div>
          <label htmlFor="logbook-file">{t('register:import.file')}</label>
          <input
            id="logbook-file"
            ref={field}
            type="file"
            accept=".csv,text/csv,.tsv,.txt"
            onChange={work.forget}
          />
          {isMissing ? (
            <p className="import-problem" role="alert">
              {t('register:import.file_missing')}
            </p>
          ) : null}
        </div>
        <TextInput
          label={`${t('register:import.logbook')} (${t('shell:optional')})`}
          description={t('register:import.logbook_means')}
          value={logbook}
          onChange={(event) => setLogbook(event.currentTarget.value)}
        />
        <div>
          <Button
            loading={work.isLooking}
            variant={work.preview === undefined ? 'filled' : 'default'}
            onClick={() => look()}
          >
            {t('register:import.look')}
          </Button>
        </div>
        <ProblemNotice error={work.error} />
      </div>
      {work.preview === undefined ? null : (
        <>
          <ImportPreviewShown preview={work.preview} onMapping={look} />
          <div className="panel stack">
            {work.preview.counts.wrong > 0 ? (
              <Checkbox
                label={t('register:import.skip', { count: work.preview.counts.wrong })}
                checked={skips}
                onChange={(event) => setSkips(event.currentTarget.checked)}
              />
            ) : null}
            <div>
              <Button
                loading={work.isImporting}
                disabled={work.preview.counts.create === 0}
                onClick={() => {
                  const file = chosen();
                  if (file !== undefined && work.preview !== undefined) {
                    work.run(formOf(file, logbook, mappingOf(work.preview), skips));
                  }
                }}
              >
                {t('register:import.run', { count: work.preview.counts.create })}
              </Button>
            </div>
            {work.preview.counts.create === 0 ? (
              <p className="quiet">{t('register:import.nothing')}</p>
            ) : null}
          </div>
        </>
      )}
    </section>
  );
}

const mappingOf = (preview: ImportPreview): Mapping =>
  Object.fromEntries(preview.columns.map((one) => [one.header, one.column]));

function useImport() {
  const queries = useQueryClient();
  const [preview, setPreview] = useState<ImportPreview>();
  const [done, setDone] = useState<Done>();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState<'look' | 'run'>();
  const during = async (what: 'look' | 'run', work: () => Promise<void>) => {
    setBusy(what);
    setError(null);
    try {
      await work();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(undefined);
    }
  };
  return {
    preview,
    done,
    error,
    isLooking: busy === 'look',
    isImporting: busy === 'run',
    forget: () => setPreview(undefined),
    look: (form: FormData) =>
      void during('look', async () =>
        setPreview(await sendForm<ImportPreview>('/api/v1/register/import/preview', form)),
      ),
    run: (form: FormData) =>
      void during('run', async () => {
        setDone(await sendForm<Done>('/api/v1/register/import', form));
        noteOwnChange();
        await queries.invalidateQueries();
      }),
  };
}
