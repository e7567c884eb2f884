// SPDX-License-Identifier: Apache-2.0
import { type CannedText, cannedPurposes, type Language, languages, limits } from '@belfry/contract';
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { placeholders } from './canned-choice.tsx';

/** Words that were worth keeping, most used first. */
export function CannedPage() {
  const { t } = useTranslation();
  const mayManage = useMay('triage.manage');
  const { data, error, refetch } = useQuery(reading('listCannedTexts'));
  const [asking, setAsking] = useState<CannedText | 'new'>();
  if (error !== null && data === undefined) {
    return <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page page-narrow">
      <PageTitle
        title={t('triage:canned.title')}
        lead={
          <>
            {t('triage:canned.lead')} <AppLink href={urls.triageRules()}>{t('triage:rules.title')}</AppLink>
          </>
        }
      />
      <div className="row">
        <Button variant="default" onClick={() => setAsking('new')}>
          {t('triage:canned.add')}
        </Button>
      </div>
      {data === undefined ? <Loading /> : null}
      {data?.items.length === 0 ? <Empty words={t('triage:canned.none')} /> : null}
      <ul className="plain-list stack">
        {data?.items.map((text) => (
          <CannedItem key={text.id} text={text} mayManage={mayManage} onEdit={() => setAsking(text)} />
        ))}
      </ul>
      {asking === undefined ? null : (
        <CannedDialog text={asking === 'new' ? null : asking} onClose={() => setAsking(undefined)} />
      )}
    </section>
  );
}

function CannedItem(props: { text: CannedText; mayManage: boolean; onEdit: () => void }) {
  const { t } = useTranslation();
  const { text } = props;
  const remove = useSending('removeCannedText');
  return (
    <li className="panel stack">
      <h2>
        <bdi>{text.name}</bdi>
      </h2>
      <p className="quiet">
        {text.purposes.map((one) => t(`triage:canned.purpose.${one}`)).join(' · ')}
        {' · '}
        {t('triage:canned.used', { count: text.timesUsed })}
        {text.usedAt === null ? null : (
          <>
            {' · '}
            <Moment at={text.usedAt} />
          </>
        )}
      </p>
      {languages
        .filter((language) => text.texts[language] !== undefined)
        .map((language) => (
          <p key={language} className="pre" lang={language} dir="auto">
            {text.texts[language]}
          </p>
        ))}
      {props.mayManage ? (
        <div className="row">
          <Button
            variant="default"
            size="xs"
            aria-label={`${t('triage:change')}: ${text.name}`}
            onClick={props.onEdit}
          >
            {t('triage:change')}
          </Button>
          <Button
            variant="default"
            size="xs"
            aria-label={`${t('triage:remove')}: ${text.name}`}
            loading={remove.isPending}
            onClick={() => remove.mutate({ params: { id: text.id } })}
          >
            {t('triage:remove')}
          </Button>
        </div>
      ) : null}
      <ProblemNotice error={remove.error} />
    </li>
  );
}

function CannedDialog({ text, onClose }: { text: CannedText | null; onClose: () => void }) {
  const { t } = useTranslation();
  const add = useSending('addCannedText');
  const change = useSending('changeCannedText');
  const [name, setName] = useState(text?.name ?? '');
  const [purposes, setPurposes] = useState<readonly string[]>(text?.purposes ?? ['ask']);
  const [texts, setTexts] = useState<Partial<Record<Language, string>>>(text?.texts ?? {});
  const [isChecked, setChecked] = useState(false);
  const given = Object.entries(texts).filter(([, words]) => words.trim() !== '');
  const send = () => {
    setChecked(true);
    if (name.trim() === '' || given.length === 0 || purposes.length === 0) {
      return;
    }
    const body = {
      name: name.trim(),
      purposes: cannedPurposes.filter((one) => purposes.includes(one)),
      texts: Object.fromEntries(given),
    };
    if (text === null) {
      add.mutate({ body }, { onSuccess: onClose });
    } else {
      change.mutate({ params: { id: text.id }, body }, { onSuccess: onClose });
    }
  };
  return (
    <FormDialog
      title={t(text === null ? 'triage:canned.add' : 'triage:canned.change')}
      verb={t(text === null ? 'triage:canned.add' : 'triage:canned.save')}
      isSending={add.isPending || change.isPending}
      error={add.error ?? change.error}
      onClose={onClose}
      onSend={send}
    >
      <TextInput
        data-autofocus
        label={t('triage:canned.name')}
        maxLength={limits.queueNameCharactersMax}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={isChecked && name.trim() === '' ? t('triage:canned.name_missing') : undefined}
      />
      <Checkbox.Group
        label={t('triage:canned.purposes')}
        value={[...purposes]}
        onChange={setPurposes}
        error={isChecked && purposes.length === 0 ? t('triage:canned.purposes_missing') : undefined}
      >
        <div className="role-list">
          {cannedPurposes.map((one) => (
            <Checkbox key={one} value={one} label={t(`triage:canned.purpose.${one}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <p className="quiet">{t('triage:canned.placeholders', placeholders)}</p>
      {languages.map((language) => (
        <Textarea
          key={language}
          label={t('triage:canned.words_in', { language: languageNames[language] })}
          lang={language}
          autosize
          minRows={2}
          maxLength={limits.cannedTextCharactersMax}
          value={texts[language] ?? ''}
          onChange={(event) => {
            const words = event.currentTarget.value;
            setTexts((before) => ({ ...before, [language]: words }));
          }}
        />
      ))}
      {isChecked && given.length === 0 ? (
        <p className="field-problem" role="alert">
          {t('triage:canned.words_missing')}
        </p>
      ) : null}
    </FormDialog>
  );
}
