// SPDX-License-Identifier: Apache-2.0
import {
  type GuideContent,
  type GuideSection,
  guideSections,
  type Language,
  languages,
  limits,
} from '@belfry/contract';
import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { Reason } from '../ui/reason.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';
import type { GuideNow } from './report-guide.tsx';

/** Written a language at a time, saved as a draft, looked at, and only then published with a word on why. */
export function GuideForm({ guide }: { guide: GuideNow }) {
  const { t, i18n } = useTranslation();
  const begun = guide.draft?.content ?? guide.content;
  const [content, setContent] = useState<GuideContent>(begun);
  const [language, setLanguage] = useState<Language>(i18n.language as Language);
  const [isPublishing, setPublishing] = useState(false);
  const saving = useSending('saveGuideDraft');
  const discarding = useSending('discardGuideDraft');
  const isChanged = JSON.stringify(content) !== JSON.stringify(begun);
  useUnsavedWords(isChanged);
  return (
    <section className="panel" aria-labelledby="guide-write">
      <h2 id="guide-write">{t('guide:write')}</h2>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate({ body: { content, version: guide.draft?.version ?? 0 } });
        }}
      >
        <p className="quiet">{t('guide:markup')}</p>
        <Select
          label={t('guide:language')}
          allowDeselect={false}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          value={language}
          onChange={(value) => setLanguage((value ?? language) as Language)}
        />
        {guideSections.map((section) => (
          <SectionField
            key={`${language}-${section}`}
            section={section}
            language={language}
            content={content}
            usual={guide.usual[language]?.[section] ?? ''}
            onChange={setContent}
          />
        ))}
        <SecurityFields
          guide={guide}
          security={content.security}
          error={saving.error}
          onChange={(security) => setContent({ ...content, security })}
        />
        <ProblemNotice error={saving.error ?? discarding.error} />
        {guide.draft === null ? null : (
          <p role="status">
            {t('guide:draft.saved')} <Moment at={guide.draft.changedAt} /> ·{' '}
            <bdi>{guide.draft.changedBy}</bdi>
          </p>
        )}
        <div className="row">
          <Button type="submit" loading={saving.isPending}>
            {t('guide:draft.save')}
          </Button>
          {guide.draft === null ? null : (
            <DraftActs
              language={language}
              isChanged={isChanged}
              isDiscarding={discarding.isPending}
              onPublish={() => setPublishing(true)}
              onDiscard={() => discarding.mutate(undefined)}
            />
          )}
        </div>
      </form>
      {isPublishing ? (
        <PublishDialog draft={guide.draft?.version ?? 0} onClose={() => setPublishing(false)} />
      ) : null}
    </section>
  );
}

function DraftActs(props: {
  language: Language;
  isChanged: boolean;
  isDiscarding: boolean;
  onPublish: () => void;
  onDiscard: () => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Button
        component="a"
        variant="default"
        href={`/api/v1/report-guide/preview?lang=${props.language}`}
        target="_blank"
        rel="noreferrer"
      >
        {t('guide:preview')}
      </Button>
      <Button variant="default" disabled={props.isChanged} onClick={props.onPublish}>
        {t('guide:publish')}
      </Button>
      <Button variant="subtle" loading={props.isDiscarding} onClick={props.onDiscard}>
        {t('guide:draft.discard')}
      </Button>
      {props.isChanged ? <span className="quiet">{t('guide:publish.save_first')}</span> : null}
    </>
  );
}

function SectionField(props: {
  section: GuideSection;
  language: Language;
  content: GuideContent;
  usual: string;
  onChange: (content: GuideContent) => void;
}) {
  const { t } = useTranslation();
  const { content, language, section, usual } = props;
  const isHidden = content.hidden.includes(section);
  const own = content.texts[language]?.[section];
  const write = (text: string) =>
    props.onChange({
      ...content,
      texts: { ...content.texts, [language]: { ...content.texts[language], [section]: text } },
    });
  return (
    <fieldset className="stack">
      <legend>{t(`guide:section.${section}`)}</legend>
      <Textarea
        aria-label={t(`guide:section.${section}`)}
        lang={language}
        autosize
        minRows={2}
        maxLength={limits.guideTextCharactersMax}
        disabled={isHidden}
        value={own ?? usual}
        onChange={(event) => write(event.currentTarget.value)}
      />
      <div className="row">
        <Checkbox
          label={t('guide:hide')}
          checked={isHidden}
          onChange={(event) =>
            props.onChange({
              ...content,
              hidden: event.currentTarget.checked
                ? [...content.hidden, section]
                : content.hidden.filter((one) => one !== section),
            })
          }
        />
        {own === undefined || own === usual ? (
          <span className="quiet small">{t('guide:usual')}</span>
        ) : (
          <Button variant="subtle" size="compact-sm" onClick={() => write(usual)}>
            {t('guide:usual.take')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function SecurityFields(props: {
  guide: GuideNow;
  security: GuideContent['security'];
  error: unknown;
  onChange: (security: GuideContent['security']) => void;
}) {
  const { t } = useTranslation();
  const { security } = props;
  const address = (name: 'encryption' | 'acknowledgments' | 'hiring') => (
    <TextInput
      type="url"
      label={`${t(`guide:security.${name}`)} (${t('shell:optional')})`}
      placeholder="https://"
      value={security[name] ?? ''}
      onChange={(event) => props.onChange({ ...security, [name]: event.currentTarget.value.trim() || null })}
      error={fieldProblem(t, props.error, `content/security/${name}`)}
    />
  );
  return (
    <fieldset className="panel stack">
      <legend>security.txt</legend>
      <p className="quiet">{t('guide:security.means')}</p>
      <Checkbox
        label={t('guide:security.publish')}
        checked={security.isPublished}
        onChange={(event) => props.onChange({ ...security, isPublished: event.currentTarget.checked })}
      />
      {props.guide.securityTxt.missing.map((one) => (
        <p key={one} className="notice">
          {t(`guide:security.missing.${one}`)}
        </p>
      ))}
      {address('encryption')}
      {address('acknowledgments')}
      {address('hiring')}
      {props.guide.securityTxt.text === null ? null : (
        <pre className="digest">{props.guide.securityTxt.text}</pre>
      )}
    </fieldset>
  );
}

/** Publishing asks for a word on why: the next one who reads the list of versions was not there. */
export function PublishDialog(props: { draft?: number; again?: number; onClose: () => void }) {
  const { t } = useTranslation();
  const publishing = useSending('publishGuide');
  const [note, setNote] = useState('');
  const [isChecked, setChecked] = useState(false);
  const what = props.again === undefined ? { draft: props.draft } : { again: props.again };
  return (
    <FormDialog
      title={
        props.again === undefined ? t('guide:publish') : t('guide:publish.again', { version: props.again })
      }
      verb={t('guide:publish.verb')}
      isSending={publishing.isPending}
      error={publishing.error}
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        if (note.trim() !== '') {
          publishing.mutate({ body: { note, ...what } }, { onSuccess: props.onClose });
        }
      }}
    >
      <p>{t('guide:publish.means')}</p>
      <Reason
        label={t('guide:publish.note')}
        value={note}
        onChange={setNote}
        error={isChecked && note.trim() === '' ? t('problems:field.too_small') : undefined}
      />
    </FormDialog>
  );
}
