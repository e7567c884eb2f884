// SPDX-License-Identifier: Apache-2.0
import type { Language, Person, PersonId, Role } from '@belfry/contract';
import { languages } from '@belfry/contract';
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { PersonChoice } from '../ui/person-choice.tsx';
import { urls } from '../urls.ts';
import { InvitationDialog } from './invite-dialog.tsx';
import { PersonStateWord } from './person-state.tsx';
import { RolesChoice } from './roles-choice.tsx';

/** One person: what they may do, who stands in for them, and whether they may come in. */
export function PersonPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: PersonId };
  const mayManage = useMay('people.manage');
  const { data: person, error, refetch } = useQuery(reading('readPerson', { params: { id } }));
  if (person === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page page-narrow">
      <PageTitle
        title={person.name}
        shown={<bdi>{person.name}</bdi>}
        lead={
          <>
            <PersonStateWord state={person.state} /> · <bdi>{person.email}</bdi>
          </>
        }
      />
      <p className="quiet">
        {t('people:person.since')} <Moment at={person.createdAt} /> ·{' '}
        <AppLink href={urls.history({ subject: `person:${person.id}` })}>
          {t('people:person.history')}
        </AppLink>
      </p>
      {mayManage ? (
        <>
          <PersonForm key={JSON.stringify(person)} person={person} />
          <PersonAccess person={person} />
        </>
      ) : (
        <PersonFacts person={person} />
      )}
    </section>
  );
}

function PersonFacts({ person }: { person: Person }) {
  const { t } = useTranslation();
  return (
    <dl className="properties">
      <div>
        <dt>{t('people:roles')}</dt>
        <dd>{person.roles.map((role) => t(`people:role.${role}`)).join(', ') || t('people:no_roles')}</dd>
      </div>
      <div>
        <dt>{t('people:person.phone')}</dt>
        <dd>{person.phone === null ? '–' : <bdi>{person.phone}</bdi>}</dd>
      </div>
      <div>
        <dt>{t('people:person.deputy')}</dt>
        <dd>{person.deputy === null ? '–' : <bdi>{person.deputy.name}</bdi>}</dd>
      </div>
      <div>
        <dt>{t('people:person.language')}</dt>
        <dd lang={person.language}>{languageNames[person.language]}</dd>
      </div>
    </dl>
  );
}

function PersonForm({ person }: { person: Person }) {
  const { t } = useTranslation();
  const [name, setName] = useState(person.name);
  const [phone, setPhone] = useState(person.phone ?? '');
  const [language, setLanguage] = useState<Language>(person.language);
  const [roles, setRoles] = useState<Role[]>(person.roles);
  const [deputyId, setDeputy] = useState<PersonId | null>(person.deputy?.id ?? null);
  const sending = useSending('changePerson');
  return (
    <section className="panel" aria-labelledby="person-form">
      <h2 id="person-form">{t('people:person.form')}</h2>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          sending.mutate({ params: { id: person.id }, body: { name, phone, language, roles, deputyId } });
        }}
      >
        <TextInput
          label={t('people:person.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldProblem(t, sending.error, 'name')}
        />
        <TextInput
          label={t('people:person.phone')}
          description={t('people:optional')}
          type="tel"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
          error={fieldProblem(t, sending.error, 'phone')}
        />
        <Select
          label={t('people:person.language')}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          value={language}
          allowDeselect={false}
          onChange={(value) => setLanguage((value ?? language) as Language)}
        />
        <RolesChoice value={roles} onChange={setRoles} />
        <PersonChoice
          label={t('people:person.deputy')}
          description={t('people:person.deputy_means')}
          value={deputyId}
          onChange={setDeputy}
        />
        <div className="row">
          <Button type="submit" loading={sending.isPending}>
            {t('shell:save')}
          </Button>
          {sending.isSuccess ? <span role="status">{t('people:saved')}</span> : null}
        </div>
        <ProblemNotice error={sending.error} />
      </form>
    </section>
  );
}

function PersonAccess({ person }: { person: Person }) {
  const { t } = useTranslation();
  const [asks, ask] = useState<'block' | 'unblock' | 'anew' | null>(null);
  const inviting = useSending('inviteAgain');
  const invite = (reason: string) =>
    inviting.mutate({ params: { id: person.id }, body: { reason } }, { onSuccess: () => ask(null) });
  const isBlocked = person.state === 'blocked';
  return (
    <section className="panel stack" aria-labelledby="person-access">
      <h2 id="person-access">{t('people:access.title')}</h2>
      <p className="quiet">{t(`people:access.${person.state}`)}</p>
      <div className="row">
        {person.state === 'invited' ? (
          <Button variant="default" loading={inviting.isPending} onClick={() => invite('')}>
            {t('people:access.invite_again')}
          </Button>
        ) : null}
        {person.state === 'active' ? (
          <Button variant="default" onClick={() => ask('anew')}>
            {t('people:access.anew')}
          </Button>
        ) : null}
        <Button
          variant={isBlocked ? 'default' : 'filled'}
          color={isBlocked ? 'ink' : 'red.9'}
          onClick={() => ask(isBlocked ? 'unblock' : 'block')}
        >
          {isBlocked ? t('people:access.unblock') : t('people:access.block')}
        </Button>
      </div>
      {asks === 'anew' ? null : <ProblemNotice error={inviting.error} />}
      {asks === 'block' || asks === 'unblock' ? (
        <BlockDialog person={person} verb={asks} onClose={() => ask(null)} />
      ) : null}
      {asks === 'anew' ? (
        <ReasonDialog
          title={t('people:access.anew')}
          means={t('people:access.anew_means', { name: person.name })}
          isSending={inviting.isPending}
          error={inviting.error}
          onSend={invite}
          onClose={() => ask(null)}
        />
      ) : null}
      {inviting.data === undefined ? null : (
        <InvitationDialog name={person.name} invitation={inviting.data} onClose={inviting.reset} />
      )}
    </section>
  );
}

function BlockDialog(props: { person: Person; verb: 'block' | 'unblock'; onClose: () => void }) {
  const { t } = useTranslation();
  const { person, verb, onClose } = props;
  const blocking = useSending('blockPerson');
  const unblocking = useSending('unblockPerson');
  const sending = verb === 'block' ? blocking : unblocking;
  return (
    <ReasonDialog
      title={t(`people:access.${verb}_one`, { name: person.name })}
      means={t(`people:access.${verb}_means`)}
      isGrave={verb === 'block'}
      isSending={sending.isPending}
      error={sending.error}
      onSend={(reason) =>
        sending.mutate({ params: { id: person.id }, body: { reason } }, { onSuccess: onClose })
      }
      onClose={onClose}
    />
  );
}

function ReasonDialog(props: {
  title: string;
  means: string;
  isSending: boolean;
  error: unknown;
  onSend: (reason: string) => void;
  onClose: () => void;
  isGrave?: boolean;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={props.title}
      verb={props.title}
      isSending={props.isSending}
      error={props.error}
      isGrave={props.isGrave ?? false}
      onSend={() => props.onSend(reason)}
      onClose={props.onClose}
    >
      <p>{props.means}</p>
      <Textarea
        label={t('people:reason')}
        description={t('people:reason_means')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldProblem(t, props.error, 'reason')}
        autosize
        minRows={2}
        data-autofocus
      />
    </FormDialog>
  );
}
