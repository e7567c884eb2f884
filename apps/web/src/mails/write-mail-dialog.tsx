// SPDX-License-Identifier: Apache-2.0
import { type Incident, limits } from '@belfry/contract';
import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { fieldProblem } from '../shell/problem-words.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';

const listOf = (text: string) => text.split(/[\s,;]+/).filter((address) => address !== '');

/** Writes a mail from an incident. The label goes before the subject by itself, so nobody can forget it. */
export function WriteMailDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation();
  const write = useSending('writeIncidentMail');
  const [to, setTo] = useState('');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const [isChecked, setChecked] = useState(false);
  useUnsavedWords(text.trim() !== '' && !write.isSuccess);
  const addresses = listOf(to);
  const missing = (value: string) => (isChecked && value.trim() === '' ? t('mails:missing') : undefined);
  const badAddress = addresses.findIndex(
    (_each, index) => fieldProblem(t, write.error, `to/${index}`) !== undefined,
  );
  const send = () => {
    setChecked(true);
    if (addresses.length > 0 && subject.trim() !== '' && text.trim() !== '') {
      write.mutate(
        { params: { reference: incident.reference }, body: { to: addresses, subject, text } },
        { onSuccess: onClose },
      );
    }
  };
  return (
    <FormDialog
      title={t('mails:write.title', { reference: incident.reference })}
      verb={t('mails:write.send')}
      isSending={write.isPending}
      error={write.error}
      onClose={onClose}
      onSend={send}
    >
      <TextInput
        data-autofocus
        label={t('mails:to')}
        description={t('mails:to.means', { count: limits.mailRecipientsMax })}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={
          missing(to) ??
          (badAddress < 0
            ? fieldProblem(t, write.error, 'to')
            : t('mails:to.bad', { address: addresses[badAddress] ?? '' }))
        }
      />
      <TextInput
        label={t('mails:subject')}
        description={t('mails:subject.means', { label: incident.tlp })}
        maxLength={limits.mailSubjectCharactersMax}
        value={subject}
        onChange={(event) => setSubject(event.currentTarget.value)}
        error={missing(subject) ?? fieldProblem(t, write.error, 'subject')}
      />
      <Textarea
        label={t('mails:text')}
        description={t('mails:text.means')}
        autosize
        minRows={6}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={missing(text) ?? fieldProblem(t, write.error, 'text')}
      />
    </FormDialog>
  );
}
