// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '../ui/url-state.ts';
import { cannedPurposes, purposeIn, rememberPurpose, usePurpose } from './purpose.ts';

const WORDS_ID = 'purpose-words';

/** Asks what the look is for, before anything of the logs is shown. */
export function PurposeForm() {
  const { t } = useTranslation();
  const [state] = useUrlState();
  const [words, setWords] = useState(() => purposeIn(state, t));
  const [isEmpty, setEmpty] = useState(false);
  const take = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(words.trim() === '');
    if (words.trim() !== '') {
      rememberPurpose(words.trim());
    }
  };
  return (
    <form className="panel stack" onSubmit={take} noValidate aria-labelledby="purpose-title">
      <h2 id="purpose-title">{t('logbook:purpose.ask')}</h2>
      <p>{t('logbook:purpose.why')}</p>
      <div className="row">
        {cannedPurposes.map((one) => (
          <Button
            key={one}
            variant="default"
            size="xs"
            onClick={() => setWords(`${t(`logbook:purpose.${one}`)} `)}
          >
            {t(`logbook:purpose.${one}`)}
          </Button>
        ))}
      </div>
      <TextInput
        id={WORDS_ID}
        label={t('logbook:purpose.field')}
        description={t('logbook:purpose.means')}
        maxLength={limits.logPurposeCharactersMax}
        value={words}
        error={isEmpty ? t('logbook:purpose.missing') : undefined}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div>
        <Button type="submit">{t('logbook:purpose.take')}</Button>
      </div>
    </form>
  );
}

/** The purpose that is in force, and a way to say another. */
export function PurposeLine() {
  const { t } = useTranslation();
  const purpose = usePurpose();
  const line = useRef<HTMLParagraphElement>(null);
  const before = useRef(purpose);
  // What was pressed is gone from the page: the keyboard goes on with what stands in its place.
  useEffect(() => {
    if (before.current === purpose) return;
    before.current = purpose;
    (purpose === null ? document.getElementById(WORDS_ID) : line.current)?.focus();
  }, [purpose]);
  return purpose === null ? null : (
    <p className="quiet" ref={line} tabIndex={-1}>
      {t('logbook:purpose.now')} <bdi>{purpose}</bdi>{' '}
      <Button variant="subtle" size="compact-sm" onClick={() => rememberPurpose(null)}>
        {t('logbook:purpose.another')}
      </Button>
    </p>
  );
}
