// SPDX-License-Identifier: Apache-2.0
import { type Contact, contactGroups } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readingPages, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice, WordsFilter } from '../ui/filters.tsx';
import { Loading } from '../ui/loading.tsx';
import { Since } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { ContactDialog } from './contact-dialog.tsx';
import './contacts.css';

/** Whom one can reach, and when somebody last checked that it is right. */
export function Contacts() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const mayManage = useMay('contacts.manage');
  const [open, setOpen] = useState<Contact | 'new'>();
  const group = contactGroups.find((one) => one === state['group']);
  const archived = state['archived'] === 'yes' ? 'yes' : 'no';
  const list = useInfiniteQuery(readingPages('listContacts', { query: { q: state['q'], group, archived } }));
  const { data, error, refetch } = list;
  if (error !== null && data === undefined) {
    return <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const people = data?.pages[0]?.people ?? [];
  const isFiltered = state['q'] !== undefined || group !== undefined || archived === 'yes';
  return (
    <section className="page">
      <PageTitle title={t('contacts:title')} lead={t('contacts:lead')} />
      {mayManage ? (
        <div className="row">
          <Button variant="default" onClick={() => setOpen('new')}>
            {t('contacts:add')}
          </Button>
          <a href="/api/v1/contacts.csv" download>
            {t('contacts:export')}
          </a>
        </div>
      ) : null}
      <FilterBar names={['q', 'group', 'archived']} state={state} onChange={change}>
        <WordsFilter label={t('contacts:find')} state={state} onChange={change} />
        <FilterChoice
          name="group"
          label={t('contacts:group')}
          options={contactGroups.map((one) => [one, t(`contacts:group.${one}`)] as const)}
          state={state}
          onChange={change}
        />
        <FilterChoice
          name="archived"
          label={t('contacts:state')}
          any={t('contacts:state.in_use')}
          options={[['yes', t('contacts:state.archived')]]}
          state={state}
          onChange={change}
        />
      </FilterBar>
      {data === undefined ? <Loading /> : null}
      {data !== undefined && items.length === 0 && people.length === 0 ? (
        <Empty words={t(isFiltered ? 'contacts:none_match' : 'contacts:none')} />
      ) : null}
      <ul className="plain-list stack">
        {items.map((one) => (
          <ContactItem key={one.id} contact={one} mayManage={mayManage} onOpen={() => setOpen(one)} />
        ))}
      </ul>
      {people.length === 0 ? null : (
        <section className="panel stack" aria-labelledby="contacts-people">
          <h2 id="contacts-people">{t('contacts:people')}</h2>
          <ul className="plain-list">
            {people.map((one) => (
              <li key={one.id} className="contact-way">
                <AppLink href={urls.person(one.id)}>
                  <bdi>{one.name}</bdi>
                </AppLink>{' '}
                · <bdi>{one.email}</bdi>
                {one.phone === null ? null : (
                  <>
                    {' · '}
                    <bdi>{one.phone}</bdi>
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {items.length === 0 ? null : <More of={list} count={items.length} />}
      {open === undefined ? null : (
        <ContactDialog contact={open === 'new' ? null : open} onClose={() => setOpen(undefined)} />
      )}
    </section>
  );
}

function ContactItem(props: { contact: Contact; mayManage: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const { contact } = props;
  const changing = useSending('changeContact');
  const isAway = contact.archivedAt !== null;
  const change = (what: { isVerified: true } | { isArchived: boolean }) =>
    changing.mutate({ params: { id: contact.id }, body: { ...what, version: contact.version } });
  const act = (words: string, run: () => void) => (
    <Button
      variant="default"
      size="xs"
      aria-label={`${t(words)}: ${contact.name}`}
      loading={changing.isPending}
      onClick={run}
    >
      {t(words)}
    </Button>
  );
  return (
    <li className="panel stack">
      <h2>
        <bdi>{contact.name}</bdi>
      </h2>
      <p className="quiet">
        {[
          contact.title,
          contact.organisation,
          t(`contacts:group.${contact.group}`),
          contact.language === null ? '' : languageNames[contact.language],
        ]
          .filter((words) => words !== '')
          .join(' · ')}
      </p>
      <ul className="plain-list">
        {contact.channels.map((one) => (
          <li key={`${one.kind} ${one.value}`} className="contact-way">
            {t(`contacts:kind.${one.kind}`)}: <bdi>{one.value}</bdi>
            {one.isPreferred ? <span className="chip">{t('contacts:preferred')}</span> : null}
            {one.note === '' ? null : <span className="quiet"> {one.note}</span>}
          </li>
        ))}
      </ul>
      {contact.notes === '' ? null : (
        <p className="pre" dir="auto">
          {contact.notes}
        </p>
      )}
      <p className="quiet small">
        {contact.verifiedAt === null ? (
          t('contacts:never_verified')
        ) : (
          <>
            {t('contacts:verified', { name: contact.verifiedBy?.name ?? '' })}{' '}
            <Since at={contact.verifiedAt} />
          </>
        )}
        {' · '}
        <AppLink href={urls.history({ subject: `contact:${contact.id}` })}>{t('contacts:history')}</AppLink>
      </p>
      {props.mayManage ? (
        <div className="row">
          {isAway ? null : act('contacts:still_right', () => change({ isVerified: true }))}
          {isAway ? null : act('contacts:change', props.onOpen)}
          {isAway
            ? act('contacts:restore', () => change({ isArchived: false }))
            : act('contacts:archive', () => change({ isArchived: true }))}
        </div>
      ) : null}
      <ProblemNotice error={changing.error} />
    </li>
  );
}
