// SPDX-License-Identifier: Apache-2.0
import { limits, parseQuery, type QueryMistake } from '@belfry/contract';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { VisibleText } from './hostile-text.tsx';

/** The query. It is read before it is sent: what cannot be read is marked at its place, and nothing is lost. */
export function QueryField({ asked, onAsk }: { asked: string; onAsk: (query: string) => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState(asked);
  const [mistake, setMistake] = useState<QueryMistake>();
  useEffect(() => {
    setWords(asked);
    setMistake(parseQuery(asked).mistake);
  }, [asked]);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    const found = parseQuery(words).mistake;
    setMistake(found);
    if (found === undefined) {
      onAsk(words.trim());
    }
  };
  return (
    <form onSubmit={ask} noValidate className="log-query">
      <TextInput
        className="grow"
        label={t('logbook:query')}
        description={t('logbook:query.means')}
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: 'log-mono' }}
        maxLength={limits.logQueryCharactersMax}
        value={words}
        error={mistake === undefined ? undefined : t(`logbook:mistake.${mistake.code}`)}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Button type="submit">{t('logbook:search')}</Button>
      {mistake === undefined ? null : <Marked words={words} mistake={mistake} />}
    </form>
  );
}

/** The query with the place underlined where reading stopped. */
function Marked({ mistake, words }: { mistake: QueryMistake; words: string }) {
  const { t } = useTranslation();
  const { at, length } = mistake;
  const end = at + Math.max(length, 1);
  return (
    <p className="log-mono log-mistake">
      <VisibleText text={words.slice(0, at)} />
      <mark>
        <VisibleText text={words.slice(at, end) || ' '} />
      </mark>
      <VisibleText text={words.slice(end)} />
      <span className="quiet">{t('logbook:mistake.place', { at: at + 1 })}</span>
    </p>
  );
}
