// SPDX-License-Identifier: Apache-2.0
import type { Finding } from '@belfry/contract';
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { ReferenceChoice } from '../ui/reference-choice.tsx';
import type { Decided } from './decided.ts';

interface TellProps {
  readonly finding: Finding;
  readonly onDecided: (decided: Decided) => void;
  readonly onClose: () => void;
}

/** Telling triage: the finding becomes a report, and counts as real. */
export function ReportDialog({ finding, onClose, onDecided }: TellProps) {
  const { t } = useTranslation();
  const decide = useSending('decideFindings');
  const [note, setNote] = useState('');
  const { reference } = finding;
  return (
    <FormDialog
      title={t('findings:report.title', { reference })}
      verb={t('findings:report.make')}
      isSending={decide.isPending}
      error={decide.error}
      onClose={onClose}
      onSend={() =>
        decide.mutate(
          {
            body: {
              references: [reference],
              decision: { verb: 'report', ...(note.trim() === '' ? {} : { note }) },
            },
          },
          { onSuccess: ({ outcomes }) => onDecided({ kind: 'report', outcomes }) },
        )
      }
    >
      <p>{t('findings:report.means')}</p>
      <Textarea
        data-autofocus
        label={`${t('findings:report.note')} (${t('shell:optional')})`}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

/** Putting it on the timeline of an incident that is worked already. */
export function TimelineDialog({ finding, onClose, onDecided }: TellProps) {
  const { t } = useTranslation();
  const put = useSending('putFindingOnTimeline');
  const [incident, setIncident] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [isChecked, setChecked] = useState(false);
  const { reference } = finding;
  return (
    <FormDialog
      title={t('findings:timeline.title', { reference })}
      verb={t('findings:timeline.put')}
      isSending={put.isPending}
      error={put.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (incident !== null) {
          put.mutate(
            { params: { reference }, body: { incident, ...(text.trim() === '' ? {} : { text }) } },
            { onSuccess: () => onDecided({ kind: 'timeline', reference, incident }) },
          );
        }
      }}
    >
      <p>{t('findings:timeline.means')}</p>
      <ReferenceChoice
        noun="incident"
        label={t('findings:timeline.incident')}
        value={incident}
        onChange={setIncident}
        error={isChecked && incident === null ? t('findings:timeline.missing') : undefined}
      />
      <Textarea
        label={`${t('findings:timeline.note')} (${t('shell:optional')})`}
        description={t('findings:timeline.note_means')}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
