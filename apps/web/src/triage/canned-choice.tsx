// SPDX-License-Identifier: Apache-2.0
import {
  type CannedPurpose,
  fillPlaceholders,
  type Language,
  languages,
  type Report,
} from '@belfry/contract';
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, reading, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';

/** What stands in a text for what each report fills in: the words of the help show the braces themselves. */
export const placeholders = { reference: '{reference}', name: '{name}', desk: '{desk}' };

/** Whom words are for: one report, whose words are filled in, or many, where each gets its own on sending. */
export interface Addressed {
  readonly reference: string;
  readonly language?: Report['language'];
  readonly reporter?: Report['reporter'];
}

/**
 * Words kept for the next time: found by typing, put into the field, still to be changed. The reporter's language
 * is taken where there are words in it; another one is named beside the choice.
 */
export function CannedChoice(props: {
  purpose: CannedPurpose;
  to: readonly Addressed[];
  text: string;
  onText: (text: string) => void;
  onPick: (id: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const { data } = useQuery({ ...reading('listCannedTexts'), staleTime: 60_000 });
  const { data: organisation } = useQuery(reading('readOrganisation'));
  const [spoken, setSpoken] = useState<Language>();
  const [typed, setTyped] = useState('');
  const [filled, setFilled] = useState('');
  const offered = data?.items.filter((one) => one.purposes.includes(props.purpose)) ?? [];
  const [first] = props.to;
  const wanted = first?.language ?? (i18n.language as Language);
  const pick = (id: string | null) => {
    const chosen = offered.find((one) => one.id === id);
    const found = [wanted, i18n.language as Language, ...languages].find(
      (one) => chosen?.texts[one] !== undefined,
    );
    const words = found === undefined ? undefined : chosen?.texts[found];
    if (chosen === undefined || found === undefined || words === undefined) {
      return;
    }
    setSpoken(found === wanted ? undefined : found);
    const isOne = props.to.length === 1 && first !== undefined;
    const text = isOne
      ? fillPlaceholders(words, {
          reference: first.reference,
          name: first.reporter?.name ?? null,
          desk: organisation?.name ?? '',
          language: found,
        })
      : words;
    setTyped('');
    setFilled(text);
    props.onText(text);
    props.onPick(chosen.id);
  };
  return (
    <div className="stack">
      {offered.length === 0 ? null : (
        <Select
          label={t('triage:canned.choose')}
          description={t(props.to.length > 1 ? 'triage:canned.many' : 'triage:canned.still_yours')}
          searchable
          searchValue={typed}
          onSearchChange={setTyped}
          data={offered.map((one) => ({ value: one.id, label: one.name }))}
          value={null}
          onChange={pick}
          nothingFoundMessage={t('triage:canned.nothing')}
        />
      )}
      {spoken === undefined ? null : (
        <p className="quiet small">
          {t('triage:canned.other_language', {
            spoken: languageNames[spoken],
            wanted: languageNames[wanted],
          })}
        </p>
      )}
      {props.text.trim() === '' || props.text === filled ? null : (
        <KeepCanned {...props} language={spoken ?? wanted} />
      )}
    </div>
  );
}

/** Keeps what was just written, under a name, without leaving the question. */
function KeepCanned(props: { purpose: CannedPurpose; text: string; language: Language }) {
  const { t } = useTranslation();
  const keep = useSending('addCannedText');
  const [isAsking, setAsking] = useState(false);
  const [name, setName] = useState('');
  const [isMissing, setMissing] = useState(false);
  if (keep.isSuccess && !isAsking) {
    return <p role="status">{t('triage:canned.kept', { name: keep.data.name })}</p>;
  }
  if (!isAsking) {
    return (
      <div>
        <Button variant="subtle" size="xs" onClick={() => setAsking(true)}>
          {t('triage:canned.keep')}
        </Button>
      </div>
    );
  }
  const send = () => {
    setMissing(name.trim() === '');
    if (name.trim() !== '') {
      keep.mutate(
        { body: { name: name.trim(), purposes: [props.purpose], texts: { [props.language]: props.text } } },
        { onSuccess: () => setAsking(false) },
      );
    }
  };
  return (
    <fieldset className="panel stack">
      <legend>{t('triage:canned.keep')}</legend>
      <TextInput
        label={t('triage:canned.name')}
        description={t('triage:canned.placeholders', placeholders)}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            // Enter keeps the text; it does not send the question around it.
            event.preventDefault();
            send();
          }
        }}
        error={isMissing ? t('triage:canned.name_missing') : undefined}
      />
      <ProblemNotice error={keep.error} />
      <div className="row">
        <Button size="xs" loading={keep.isPending} onClick={send}>
          {t('triage:canned.keep_verb')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsking(false)}>
          {t('shell:cancel')}
        </Button>
      </div>
    </fieldset>
  );
}

/** Remembers which canned text the words came from, and counts it once they were sent. */
export function useCannedUse() {
  const picked = useRef<string | null>(null);
  return {
    picked: (id: string) => {
      picked.current = id;
    },
    sent: (times: number) => {
      if (picked.current !== null && times > 0) {
        // A count for the order of the list: when it is lost, nothing else is.
        void client
          .countCannedText({ params: { id: picked.current }, body: { times } })
          .catch(() => undefined);
        picked.current = null;
      }
    },
  };
}
