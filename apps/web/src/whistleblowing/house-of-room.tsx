// SPDX-License-Identifier: Apache-2.0
import { languages } from '@belfry/contract';
import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';

/** Who may come in here, who changed that, and what the public page says about channels outside. */
export function HouseOfRoom() {
  const { t } = useTranslation();
  const { data } = useQuery(reading('readConfidentialHandlers'));
  const changes = useQuery(reading('listHandlerChanges'));
  const settings = useQuery(reading('readWhistleblowingSettings'));
  const [isChanging, setChanging] = useState(false);
  return (
    <section className="panel stack" aria-labelledby="house">
      <h2 id="house">{t('whistleblowing:house')}</h2>
      <p>
        {t('whistleblowing:house.handlers')} <bdi>{data?.handlers.map((one) => one.name).join(', ')}</bdi>
      </p>
      {changes.data === undefined || changes.data.items.length === 0 ? null : (
        <>
          <h3>{t('whistleblowing:house.changes')}</h3>
          <ul className="plain-list">
            {changes.data.items.map((one) => (
              <li key={`${one.at} ${one.person}`}>
                {t(one.isHandler ? 'whistleblowing:house.joined' : 'whistleblowing:house.left', {
                  person: one.person,
                  by: one.by,
                })}
                {' · '}
                <Moment at={one.at} />
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="row">
        <a href="/report/whistleblowing">{t('whistleblowing:house.form')}</a>
        <Button variant="default" size="xs" onClick={() => setChanging(true)}>
          {t('whistleblowing:house.external')}
        </Button>
      </div>
      {isChanging && settings.data !== undefined ? (
        <ExternalDialog settings={settings.data} onClose={() => setChanging(false)} />
      ) : null}
    </section>
  );
}

function ExternalDialog(props: { settings: AnswerOf<'readWhistleblowingSettings'>; onClose: () => void }) {
  const { t } = useTranslation();
  const changing = useSending('changeWhistleblowingSettings');
  const [channels, setChannels] = useState(props.settings.externalChannels);
  return (
    <FormDialog
      title={t('whistleblowing:house.external')}
      verb={t('whistleblowing:house.save')}
      isSending={changing.isPending}
      error={null}
      onClose={props.onClose}
      onSend={() => changing.mutate({ body: { externalChannels: channels } }, { onSuccess: props.onClose })}
    >
      <p>{t('whistleblowing:house.external_means')}</p>
      {languages.map((language) => (
        <Textarea
          key={language}
          label={t(`whistleblowing:language.${language}`)}
          lang={language}
          autosize
          minRows={2}
          value={channels[language] ?? ''}
          onChange={(event) => setChannels({ ...channels, [language]: event.currentTarget.value })}
        />
      ))}
      <ProblemNotice error={changing.error} />
    </FormDialog>
  );
}
