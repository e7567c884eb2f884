// SPDX-License-Identifier: Apache-2.0
import {
  type Announcement,
  type AnnouncementTexts,
  type Language,
  languages,
  limits,
} from '@belfry/contract';
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { type Blank, blanksOf } from './blanks.ts';

const fieldOf = (language: Language) => `announcement-text-${language}`;

export interface Words {
  readonly texts: AnnouncementTexts;
  readonly isSaved: boolean;
  readonly isSaving: boolean;
  readonly error: unknown;
  /** Somebody else changed it since these words were begun. */
  readonly isBehind: boolean;
  write(texts: AnnouncementTexts): void;
  save(): void;
  forget(): void;
}

const isSame = (a: AnnouncementTexts, b: AnnouncementTexts) => JSON.stringify(a) === JSON.stringify(b);

/** The words as typed here, over those the desk has. Words of somebody else meanwhile are told, never wiped out unseen. */
export function useWords({ reference, texts, version }: Announcement): Words {
  const [edit, setEdit] = useState<{ texts: AnnouncementTexts; base: AnnouncementTexts } | null>(null);
  const sending = useSending('changeAnnouncement');
  useUnsavedWords(edit !== null);
  return {
    texts: edit?.texts ?? texts,
    isSaved: edit === null,
    isSaving: sending.isPending,
    error: sending.error,
    isBehind: edit !== null && !isSame(edit.base, texts) && !isSame(edit.texts, texts),
    write: (changed) => setEdit((before) => ({ texts: changed, base: before?.base ?? texts })),
    forget: () => setEdit(null),
    save: () => {
      if (edit === null) return;
      const sent = edit;
      sending.mutate(
        { params: { reference }, body: { texts: sent.texts, version } },
        {
          onSuccess: (answer) =>
            // What was typed while it was on its way is not saved yet.
            setEdit((now) =>
              now === null || now.texts === sent.texts ? null : { ...now, base: answer.texts },
            ),
        },
      );
    },
  };
}

/** The words, a column a language; on a phone one language at a time. */
export function WordsEditor({ words, isOpen }: { words: Words; isOpen: boolean }) {
  const { t, i18n } = useTranslation();
  const written = languages.filter((language) => words.texts[language] !== undefined);
  const own = i18n.language as Language;
  const [chosen, setChosen] = useState<Language>(written.includes(own) ? own : (written[0] ?? 'en'));
  const missing = languages.filter((language) => !written.includes(language));
  const change = (language: Language, part: 'subject' | 'text', value: string) => {
    const before = words.texts[language] ?? { subject: '', text: '' };
    words.write({ ...words.texts, [language]: { ...before, [part]: value } });
  };
  return (
    <section className="panel stack" aria-labelledby="announcement-words">
      <h2 id="announcement-words">{t('announcements:words')}</h2>
      {isOpen ? <p className="quiet">{t('announcements:words.means')}</p> : null}
      <fieldset className="announcement-tabs" aria-label={t('announcements:words.language')}>
        {written.map((language) => (
          <Button
            key={language}
            size="xs"
            variant={language === chosen ? 'filled' : 'default'}
            aria-pressed={language === chosen}
            onClick={() => setChosen(language)}
          >
            {languageNames[language]}
          </Button>
        ))}
      </fieldset>
      <div className="announcement-words">
        {written.map((language) => (
          <div
            key={language}
            className={
              language === chosen
                ? 'stack announcement-language'
                : 'stack announcement-language announcement-away'
            }
          >
            <OneLanguage
              language={language}
              words={words.texts[language] ?? { subject: '', text: '' }}
              isOpen={isOpen}
              mayRemove={written.length > 1}
              onChange={(part, value) => change(language, part, value)}
              onRemove={() => {
                const { [language]: _gone, ...rest } = words.texts;
                words.write(rest);
                setChosen(written.find((one) => one !== language) ?? language);
              }}
            />
          </div>
        ))}
      </div>
      {isOpen && missing.length > 0 ? (
        <Select
          className="announcement-add-language"
          label={t('announcements:words.add_language')}
          data={missing.map((value) => ({ value, label: languageNames[value] }))}
          value={null}
          onChange={(value) => {
            const language = languages.find((one) => one === value);
            if (language === undefined) return;
            words.write({ ...words.texts, [language]: { subject: '', text: '' } });
            setChosen(language);
          }}
        />
      ) : null}
      {isOpen ? <Saving words={words} /> : null}
    </section>
  );
}

/** Whether the words are safe with the desk, said in words. */
function Saving({ words }: { words: Words }) {
  const { t } = useTranslation();
  return (
    <>
      {words.isBehind ? <p className="notice notice-brass">{t('announcements:words.behind')}</p> : null}
      <div className="row">
        <Button disabled={words.isSaved} loading={words.isSaving} onClick={words.save}>
          {t(words.isBehind ? 'announcements:words.save_over' : 'announcements:words.save')}
        </Button>
        {words.isSaved ? null : (
          <Button variant="default" onClick={words.forget}>
            {t(words.isBehind ? 'announcements:words.take_theirs' : 'announcements:words.forget')}
          </Button>
        )}
        <span role="status" className="quiet">
          {t(words.isSaved ? 'announcements:words.saved' : 'announcements:words.not_saved')}
        </span>
      </div>
      <ProblemNotice error={words.error} />
    </>
  );
}

function OneLanguage(props: {
  language: Language;
  words: { subject: string; text: string };
  isOpen: boolean;
  mayRemove: boolean;
  onChange: (part: 'subject' | 'text', value: string) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { isOpen, language, words } = props;
  const name = languageNames[language];
  if (!isOpen) {
    return (
      <article lang={language} aria-label={name}>
        <h3 className="announcement-language-name">{name}</h3>
        <p>
          <strong>
            <bdi>{words.subject}</bdi>
          </strong>
        </p>
        <p className="pre">
          <bdi>{words.text}</bdi>
        </p>
      </article>
    );
  }
  return (
    <>
      <h3 className="announcement-language-name">{name}</h3>
      <Blanks language={language} blanks={blanksOf(words.text)} />
      <TextInput
        lang={language}
        label={`${t('announcements:words.subject')} (${name})`}
        maxLength={limits.titleCharactersMax}
        value={words.subject}
        onChange={(event) => props.onChange('subject', event.currentTarget.value)}
      />
      <Textarea
        lang={language}
        id={fieldOf(language)}
        label={`${t('announcements:words.text')} (${name})`}
        autosize
        minRows={12}
        value={words.text}
        onChange={(event) => props.onChange('text', event.currentTarget.value)}
      />
      {props.mayRemove ? (
        <div>
          <Button size="compact-sm" variant="subtle" onClick={props.onRemove}>
            {t('announcements:words.remove_language', { language: name })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** Gaps of the template by what they ask; each leads to its place, with the gap marked so that typing fills it. */
function Blanks({ blanks, language }: { blanks: readonly Blank[]; language: Language }) {
  const { t } = useTranslation();
  if (blanks.length === 0) {
    return <p className="small quiet">{t('announcements:blanks.none')}</p>;
  }
  const jump = ({ from, to }: Blank) => {
    const field = document.getElementById(fieldOf(language));
    if (field instanceof HTMLTextAreaElement) {
      field.focus();
      field.setSelectionRange(from, to);
    }
  };
  return (
    <div className="announcement-blanks">
      <p className="small">{t('announcements:blanks', { count: blanks.length })}</p>
      <ul className="plain-list row">
        {blanks.map((blank) => (
          <li key={blank.from}>
            <Button size="compact-xs" variant="default" onClick={() => jump(blank)}>
              <span lang={language}>{blank.asks}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
