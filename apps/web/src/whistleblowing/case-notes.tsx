// SPDX-License-Identifier: Apache-2.0
import { type CaseWhole, caseNoteKinds } from '@belfry/contract';
import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';

/** What handlers write for each other: notes, and the steps that show diligent follow-up. */
export function CaseNotes({ one }: { one: CaseWhole }) {
  const { t } = useTranslation();
  const write = useSending('writeCaseNote');
  const [kind, setKind] = useState<(typeof caseNoteKinds)[number]>('follow_up');
  const [text, setText] = useState('');
  const [isMissing, setMissing] = useState(false);
  useUnsavedWords(text.trim() !== '');
  const send = () => {
    setMissing(text.trim() === '');
    if (text.trim() !== '') {
      const body = { kind, text };
      write.mutate({ params: { reference: one.reference }, body }, { onSuccess: () => setText('') });
    }
  };
  return (
    <section className="panel stack" aria-labelledby="notes">
      <h2 id="notes">{t('whistleblowing:notes')}</h2>
      <p className="quiet small">{t('whistleblowing:notes.means')}</p>
      {one.notes.length === 0 ? <Empty words={t('whistleblowing:notes.none')} /> : null}
      <ol className="plain-list">
        {one.notes.map((note) => (
          <li key={note.id}>
            <p className="quiet small">
              {t(`whistleblowing:note.${note.kind}`)} · <bdi>{note.writtenBy.name}</bdi> ·{' '}
              <Moment at={note.writtenAt} />
            </p>
            <p className="pre" dir="auto">
              {note.text}
            </p>
          </li>
        ))}
      </ol>
      <Select
        label={t('whistleblowing:note.kind')}
        allowDeselect={false}
        data={caseNoteKinds.map((value) => ({ value, label: t(`whistleblowing:note.${value}`) }))}
        value={kind}
        onChange={(value) => setKind(caseNoteKinds.find((known) => known === value) ?? 'note')}
      />
      <Textarea
        label={t('whistleblowing:note.text')}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={isMissing ? t('problems:field.too_small') : undefined}
      />
      <ProblemNotice error={write.error} />
      <div>
        <Button variant="default" loading={write.isPending} onClick={send}>
          {t('whistleblowing:note.write')}
        </Button>
      </div>
    </section>
  );
}
