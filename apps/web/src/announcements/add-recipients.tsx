// SPDX-License-Identifier: Apache-2.0
import {
  type Announcement,
  type Contact,
  contactGroups,
  type Language,
  languages,
  limits,
} from '@belfry/contract';
import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readingPages, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { useMay } from '../shell/session.ts';
import { More } from '../ui/more.tsx';
import { AddFromCsv } from './add-from-csv.tsx';
import { AddedNotice } from './added-notice.tsx';

/** Three ways onto the list: by hand, from contacts, from a list somebody has. An address counts once. */
export function AddRecipients({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation();
  const mayContacts = useMay('contacts.read');
  return (
    <div className="stack">
      <details>
        <summary>{t('announcements:add.hand')}</summary>
        <ByHand announcement={announcement} />
      </details>
      {mayContacts ? (
        <details>
          <summary>{t('announcements:add.contacts')}</summary>
          <FromContacts announcement={announcement} />
        </details>
      ) : null}
      <details>
        <summary>{t('announcements:add.csv')}</summary>
        <AddFromCsv announcement={announcement} />
      </details>
    </div>
  );
}

function ByHand({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation();
  const written = languages.filter((one) => announcement.texts[one] !== undefined);
  const first = written[0] ?? 'en';
  const [typed, setTyped] = useState({ name: '', address: '', language: first as Language });
  const sending = useSending('addRecipients');
  const send = (event: FormEvent) => {
    event.preventDefault();
    const { address, language, name } = typed;
    sending.mutate(
      {
        params: { reference: announcement.reference },
        body: { recipients: [{ name: name.trim(), address: address.trim(), language }] },
      },
      { onSuccess: () => setTyped((before) => ({ ...before, name: '', address: '' })) },
    );
  };
  return (
    <form className="stack" noValidate onSubmit={send}>
      <TextInput
        label={t('announcements:add.name')}
        maxLength={limits.titleCharactersMax}
        value={typed.name}
        onChange={(event) => {
          const name = event.currentTarget.value;
          setTyped((before) => ({ ...before, name }));
        }}
      />
      <TextInput
        type="email"
        label={t('announcements:add.address')}
        value={typed.address}
        onChange={(event) => {
          const address = event.currentTarget.value;
          setTyped((before) => ({ ...before, address }));
        }}
        error={fieldProblem(t, sending.error, 'recipients/0/address')}
      />
      <Select
        label={t('announcements:add.language')}
        allowDeselect={false}
        data={written.map((value) => ({ value, label: languageNames[value] }))}
        value={typed.language}
        onChange={(value) => {
          const language = languages.find((one) => one === value) ?? first;
          setTyped((before) => ({ ...before, language }));
        }}
      />
      <div>
        <Button type="submit" variant="default" loading={sending.isPending}>
          {t('announcements:add.verb')}
        </Button>
      </div>
      <ProblemNotice error={sending.error} />
      <AddedNotice added={sending.data} />
    </form>
  );
}

/** Contacts by words and group; those shown are taken all at once, or one by one. */
function FromContacts({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<{ q: string; group: string }>({ q: '', group: '' });
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const sending = useSending('addRecipients');
  const group = contactGroups.find((one) => one === asked.group);
  const list = useInfiniteQuery(
    readingPages('listContacts', {
      query: { q: asked.q === '' ? undefined : asked.q, group, archived: 'no' },
    }),
  );
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const choose = (some: readonly Contact[], isChosen: boolean) =>
    setChosen((before) => {
      const after = new Map(before);
      for (const { id, name } of some) {
        if (isChosen) after.set(id, name);
        else after.delete(id);
      }
      return after;
    });
  return (
    <div className="stack">
      <ContactsWanted asked={asked} onAsk={(some) => setAsked((before) => ({ ...before, ...some }))} />
      <ProblemNotice error={list.error} />
      {list.data !== undefined && items.length === 0 ? (
        <p className="quiet">{t('contacts:none_match')}</p>
      ) : null}
      {items.length === 0 ? null : (
        <Checkbox
          label={t('announcements:add.all_shown', { count: items.length })}
          checked={items.every(({ id }) => chosen.has(id))}
          onChange={(event) => choose(items, event.currentTarget.checked)}
        />
      )}
      <fieldset className="announcement-contacts" aria-label={t('announcements:add.contacts')}>
        {items.map((one) => (
          <Checkbox
            key={one.id}
            label={one.organisation === '' ? one.name : `${one.name} (${one.organisation})`}
            checked={chosen.has(one.id)}
            onChange={(event) => choose([one], event.currentTarget.checked)}
          />
        ))}
      </fieldset>
      {items.length === 0 ? null : <More of={list} count={items.length} />}
      <div>
        <Button
          variant="default"
          disabled={chosen.size === 0}
          loading={sending.isPending}
          onClick={() =>
            sending.mutate(
              { params: { reference: announcement.reference }, body: { contacts: [...chosen.keys()] } },
              { onSuccess: () => setChosen(new Map()) },
            )
          }
        >
          {t('announcements:add.chosen', { count: chosen.size })}
        </Button>
      </div>
      <ProblemNotice error={sending.error} />
      <AddedNotice added={sending.data} />
    </div>
  );
}

interface Wanted {
  readonly q: string;
  readonly group: string;
}

/** Words and group; words are asked for on Enter, so that nothing moves while writing. */
function ContactsWanted({ asked, onAsk }: { asked: Wanted; onAsk: (some: Partial<Wanted>) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onAsk({ q: typed.trim() });
        }}
      >
        <TextInput
          type="search"
          label={t('contacts:find')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => onAsk({ q: typed.trim() })}
        />
      </form>
      <Select
        label={t('contacts:group')}
        allowDeselect={false}
        data={[
          { value: '', label: t('shell:any') },
          ...contactGroups.map((value) => ({ value, label: t(`contacts:group.${value}`) })),
        ]}
        value={asked.group}
        onChange={(value) => onAsk({ group: value ?? '' })}
      />
    </>
  );
}
