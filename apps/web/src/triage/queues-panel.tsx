// SPDX-License-Identifier: Apache-2.0
import { type Language, languages, limits, type PersonId, type Queue } from '@belfry/contract';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { PeopleChoice } from '../ui/person-choice.tsx';
import { urls } from '../urls.ts';
import { NONE, useQueueName, useQueues } from './queues.tsx';

/** The queues in their order, with what waits in each. */
export function QueuesPanel({ mayChange }: { mayChange: boolean }) {
  const { t } = useTranslation();
  const { error, isKnown, none, queues } = useQueues();
  const [asking, setAsking] = useState<Queue | 'new'>();
  return (
    <section className="panel stack" aria-labelledby="queues">
      <h2 id="queues">{t('triage:queues')}</h2>
      <ProblemNotice error={error} />
      {isKnown && queues.length === 0 ? <Empty words={t('triage:queues.none')} /> : null}
      <ol className="plain-list queue-list">
        {queues.map((queue, index) => (
          <QueueItem
            key={queue.id}
            queue={queue}
            index={index}
            count={queues.length}
            mayChange={mayChange}
            onEdit={() => setAsking(queue)}
          />
        ))}
        {isKnown ? (
          <li>
            <AppLink href={urls.triage({ queue: NONE })}>
              {t('triage:queue.counted', { name: t('triage:queue.none'), count: none?.open ?? 0 })}
            </AppLink>
          </li>
        ) : null}
      </ol>
      {mayChange ? (
        <div className="row">
          <Button variant="default" onClick={() => setAsking('new')}>
            {t('triage:queue.add')}
          </Button>
        </div>
      ) : null}
      {asking === undefined ? null : (
        <QueueDialog queue={asking === 'new' ? null : asking} onClose={() => setAsking(undefined)} />
      )}
    </section>
  );
}

function QueueItem(props: {
  queue: Queue;
  index: number;
  count: number;
  mayChange: boolean;
  onEdit: () => void;
}) {
  const { t } = useTranslation();
  const nameOf = useQueueName();
  const change = useSending('changeQueue');
  const { index, queue } = props;
  const name = nameOf(queue);
  const send = (body: { place?: number; isRemoved?: boolean }) =>
    change.mutate({ params: { id: queue.id }, body });
  const button = (words: string, act: () => void, isOff = false) => (
    <Button
      variant="default"
      size="xs"
      className="order-button"
      aria-disabled={isOff}
      aria-label={`${words}: ${name}`}
      onClick={() => (isOff ? undefined : act())}
    >
      {words}
    </Button>
  );
  return (
    <li className="stack">
      <p>
        <AppLink href={urls.triage({ queue: queue.id })}>
          <bdi>{t('triage:queue.counted', { name, count: queue.open })}</bdi>
        </AppLink>
        {queue.isRemoved ? <span className="chip sign">{t('triage:queue.removed')}</span> : null}
        {queue.people.length === 0 ? null : (
          <span className="quiet">
            {' · '}
            <bdi>{queue.people.map((one) => one.name).join(', ')}</bdi>
          </span>
        )}
      </p>
      {props.mayChange ? (
        <div className="row">
          {button(t('triage:up'), () => send({ place: index - 1 }), index === 0)}
          {button(t('triage:down'), () => send({ place: index + 1 }), index === props.count - 1)}
          {button(t('triage:change'), props.onEdit)}
          {button(t(queue.isRemoved ? 'triage:bring_back' : 'triage:remove'), () =>
            send({ isRemoved: !queue.isRemoved }),
          )}
        </div>
      ) : null}
      <ProblemNotice error={change.error} />
    </li>
  );
}

function QueueDialog({ queue, onClose }: { queue: Queue | null; onClose: () => void }) {
  const { t } = useTranslation();
  const add = useSending('addQueue');
  const change = useSending('changeQueue');
  const [name, setName] = useState(queue?.name ?? '');
  const [translations, setTranslations] = useState<Partial<Record<Language, string>>>(
    queue?.translations ?? {},
  );
  const [people, setPeople] = useState<PersonId[]>(queue?.people.map(({ id }) => id) ?? []);
  const [isChecked, setChecked] = useState(false);
  const send = () => {
    setChecked(true);
    if (name.trim() === '') {
      return;
    }
    const given = Object.entries(translations).filter(([, words]) => words.trim() !== '');
    const body = { name: name.trim(), translations: Object.fromEntries(given), people };
    if (queue === null) {
      add.mutate({ body }, { onSuccess: onClose });
    } else {
      change.mutate({ params: { id: queue.id }, body }, { onSuccess: onClose });
    }
  };
  return (
    <FormDialog
      title={t(queue === null ? 'triage:queue.add' : 'triage:queue.change')}
      verb={t(queue === null ? 'triage:queue.add' : 'triage:queue.save')}
      isSending={add.isPending || change.isPending}
      error={add.error ?? change.error}
      onClose={onClose}
      onSend={send}
    >
      <TextInput
        data-autofocus
        label={t('triage:queue.name')}
        maxLength={limits.queueNameCharactersMax}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={isChecked && name.trim() === '' ? t('triage:queue.name_missing') : undefined}
      />
      {languages.map((language) => (
        <TextInput
          key={language}
          label={`${t('triage:queue.name_in', { language: languageNames[language] })} (${t('shell:optional')})`}
          lang={language}
          maxLength={limits.queueNameCharactersMax}
          value={translations[language] ?? ''}
          onChange={(event) => {
            const words = event.currentTarget.value;
            setTranslations((before) => ({ ...before, [language]: words }));
          }}
        />
      ))}
      <PeopleChoice label={t('triage:queue.people')} value={people} onChange={setPeople} />
    </FormDialog>
  );
}
