// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from './form-dialog.tsx';
import { Reason } from './reason.tsx';

/** A step that is taken with words, and not without. */
export function WordsDialog(props: {
  title: string;
  verb: string;
  label: string;
  /** What the step does, where the verb does not say it. */
  means?: string | undefined;
  isGrave?: boolean;
  sending: { readonly isPending: boolean; readonly error: unknown };
  onSend: (words: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [isChecked, setChecked] = useState(false);
  const isMissing = words.trim() === '';
  return (
    <FormDialog
      title={props.title}
      verb={props.verb}
      isGrave={props.isGrave === true}
      isSending={props.sending.isPending}
      error={props.sending.error}
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        if (!isMissing) props.onSend(words);
      }}
    >
      {props.means === undefined ? null : <p className="notice notice-brass">{props.means}</p>}
      <Reason
        label={props.label}
        value={words}
        onChange={setWords}
        error={isChecked && isMissing ? t('problems:field.too_small') : undefined}
      />
    </FormDialog>
  );
}
