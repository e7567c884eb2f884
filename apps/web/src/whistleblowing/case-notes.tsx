// SPDX-License-Identifier: Apache-2.0
import { type CaseWhole, caseNoteKinds } from '@belfry/contract';
import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { useWriting, WriteWords } from '../ui/write-words.tsx';

/** What handlers write for each other: notes, and the steps that show diligent follow-up. */
export function CaseNotes({ one }: { one: CaseWhole }) {
  const { t } = useTranslation();
  const write = useSending('writeCaseNote');
  const [kind, setKind] = useState<(typeof caseNoteKinds)[number]>('follow_up');
  const writing = useWriting();
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
      <WriteWords
        writing={writing}
        label={t('whistleblowing:note.text')}
        verb={t('whistleblowing:note.write')}
        sending={write}
        onSend={(text) =>
          write.mutate(
            { params: { reference: one.reference }, body: { kind, text } },
            { onSuccess: () => writing.setText('') },
          )
        }
      />
    </section>
  );
}
