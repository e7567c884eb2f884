// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useUnsavedWords } from './unsaved.ts';

/** Words being written: leaving them behind is asked about, sending none is told beside the field. */
export interface Writing {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly isMissing: boolean;
  /** Hands the words over, when there are any. */
  readonly send: (take: (text: string) => void) => void;
}

export function useWriting(): Writing {
  const [text, setText] = useState('');
  const [isMissing, setMissing] = useState(false);
  useUnsavedWords(text.trim() !== '');
  return {
    text,
    setText,
    isMissing,
    send: (take) => {
      setMissing(text.trim() === '');
      if (text.trim() !== '') {
        take(text);
      }
    },
  };
}

/** A field for words and the button that sends them; a refusal stays between the two. */
export function WriteWords(props: {
  writing: Writing;
  label: string;
  description?: string;
  verb: string;
  /** Whether it is what the page is for. */
  isMain?: boolean;
  sending: { readonly isPending: boolean; readonly error: unknown };
  onSend: (text: string) => void;
}) {
  const { t } = useTranslation();
  const { isMissing, send, setText, text } = props.writing;
  return (
    <>
      <Textarea
        label={props.label}
        description={props.description}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={isMissing ? t('problems:field.too_small') : undefined}
      />
      <ProblemNotice error={props.sending.error} />
      <div>
        <Button
          variant={props.isMain === true ? 'filled' : 'default'}
          loading={props.sending.isPending}
          onClick={() => send(props.onSend)}
        >
          {props.verb}
        </Button>
      </div>
    </>
  );
}
