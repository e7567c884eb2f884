// SPDX-License-Identifier: Apache-2.0
import { accountSides, certainties } from '@belfry/contract';
import { Button, Checkbox, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { announce } from '../shell/announcer.tsx';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { WhenAndWho } from './pick-dialog.tsx';

/** A note, or something that happened at a moment of its own. */
export function WriteEntry({ reference, inAccount }: { reference: string; inAccount: boolean }) {
  const { t } = useTranslation();
  const write = useSending('writeTimelineEntry');
  const [text, setText] = useState('');
  useUnsavedWords(text.trim() !== '');
  const [happened, setHappened] = useState(false);
  const [occurredAt, setOccurredAt] = useState<string | null>(null);
  const [certainty, setCertainty] = useState<(typeof certainties)[number]>(certainties[0]);
  const [side, setSide] = useState<(typeof accountSides)[number]>(accountSides[0]);
  const [isMissing, setMissing] = useState(false);
  const isEntry = happened || inAccount;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setMissing(text.trim() === '');
    if (text.trim() === '') {
      return;
    }
    const moment = isEntry && occurredAt !== null ? { occurredAt } : {};
    write.mutate(
      {
        params: { reference },
        body: { kind: isEntry ? 'entry' : 'note', text, inAccount, certainty, side, ...moment },
      },
      {
        onSuccess: () => {
          setText('');
          setHappened(false);
          setOccurredAt(null);
          announce(t('timeline:written'));
        },
      },
    );
  };
  return (
    <form className="stack write-entry" onSubmit={send} noValidate>
      <Textarea
        label={t(inAccount ? 'timeline:write.account' : 'timeline:write.note')}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={isMissing ? t('problems:field.too_small') : undefined}
      />
      {inAccount ? null : (
        <Checkbox
          label={t('timeline:write.happened')}
          checked={happened}
          onChange={(event) => setHappened(event.currentTarget.checked)}
        />
      )}
      {isEntry ? (
        <div className="filters">
          <WhenAndWho
            occurredAt={occurredAt}
            onOccurredAt={setOccurredAt}
            certainty={certainty}
            onCertainty={setCertainty}
            side={side}
            onSide={setSide}
          />
        </div>
      ) : null}
      <ProblemNotice error={write.error} />
      <div>
        <Button type="submit" variant="default" loading={write.isPending}>
          {t('timeline:write.verb')}
        </Button>
      </div>
    </form>
  );
}
