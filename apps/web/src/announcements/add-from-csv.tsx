// SPDX-License-Identifier: Apache-2.0
import { type Announcement, limits } from '@belfry/contract';
import { Button, Checkbox, FileInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { type Added, AddedNotice } from './added-notice.tsx';

/** A list as a spreadsheet writes it, from a file or pasted: looked at first, then taken. */
export function AddFromCsv({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation();
  const params = { reference: announcement.reference };
  const [csv, setCsv] = useState('');
  const [isMissing, setMissing] = useState(false);
  const look = useMutation({
    mutationFn: (text: string) => client.addRecipients({ params, body: { csv: text, isPreview: true } }),
  });
  const sending = useSending('addRecipients');
  const change = (text: string) => {
    setCsv(text);
    setMissing(false);
    look.reset();
    sending.reset();
  };
  const tooLong = csv.length > limits.recipientListCharactersMax;
  return (
    <div className="stack">
      <p className="quiet">{t('announcements:csv.means')}</p>
      <FileInput
        label={t('announcements:csv.file')}
        placeholder={t('announcements:csv.choose')}
        accept=".csv,.tsv,.txt,text/csv"
        clearable
        clearButtonProps={{ 'aria-label': t('announcements:csv.clear') }}
        onChange={(file) => void (file?.text() ?? Promise.resolve('')).then(change)}
      />
      <Textarea
        label={t('announcements:csv.text')}
        placeholder="name;mail;language"
        autosize
        minRows={4}
        maxRows={12}
        value={csv}
        onChange={(event) => change(event.currentTarget.value)}
        error={
          tooLong ? t('announcements:csv.too_long') : isMissing ? t('announcements:csv.missing') : undefined
        }
      />
      <div>
        <Button
          variant="default"
          loading={look.isPending}
          onClick={() => {
            setMissing(csv.trim() === '');
            if (csv.trim() !== '' && !tooLong) look.mutate(csv);
          }}
        >
          {t('announcements:csv.look')}
        </Button>
      </div>
      <ProblemNotice error={look.error} />
      {look.data === undefined ? null : (
        <Take
          found={look.data}
          isSending={sending.isPending}
          onTake={(skipsBadLines) =>
            sending.mutate(
              { params, body: { csv, skipsBadLines } },
              {
                onSuccess: () => {
                  setCsv('');
                  look.reset();
                },
              },
            )
          }
        />
      )}
      <ProblemNotice error={sending.error} />
      <AddedNotice added={sending.data} />
    </div>
  );
}

/** What was found, and the button that takes it; lines that cannot be read are left out only on purpose. */
function Take(props: { found: Added; isSending: boolean; onTake: (skipsBadLines: boolean) => void }) {
  const { t } = useTranslation();
  const { found } = props;
  const [skips, setSkips] = useState(false);
  return (
    <>
      <Preview found={found} />
      {found.errors.length === 0 ? null : (
        <Checkbox
          label={t('announcements:csv.skip')}
          checked={skips}
          onChange={(event) => setSkips(event.currentTarget.checked)}
        />
      )}
      <div>
        <Button
          disabled={found.added === 0 || (found.errors.length > 0 && !skips)}
          loading={props.isSending}
          onClick={() => props.onTake(skips)}
        >
          {t('announcements:csv.add', { count: found.added })}
        </Button>
      </div>
    </>
  );
}

/** What would happen; every line that cannot be read, by its number. */
function Preview({ found }: { found: Added }) {
  const { t } = useTranslation();
  return (
    <div role="status" className="notice stack">
      <p>{t('announcements:csv.preview', { added: found.added, doubled: found.doubled })}</p>
      {found.errors.length === 0 ? null : (
        <>
          <p className="notice-title">{t('announcements:csv.errors', { count: found.errors.length })}</p>
          <ul>
            {found.errors.map(({ code, line, text }) => (
              <li key={line}>
                {t('announcements:csv.line', { line })} {t(`announcements:csv.error.${code}`)}{' '}
                <bdi className="quiet">{text}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
