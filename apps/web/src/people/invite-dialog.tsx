// SPDX-License-Identifier: Apache-2.0
import { type Language, languages, type PersonId, type Role } from '@belfry/contract';
import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { fieldProblem } from '../shell/problem-words.ts';
import { useSession } from '../shell/session.ts';
import { CopyText } from '../ui/copy-text.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { PersonChoice } from '../ui/person-choice.tsx';
import { RolesChoice } from './roles-choice.tsx';

type InvitationMade = AnswerOf<'inviteAgain'>;

/** Invites somebody; the link is shown to whoever invites, and mailed where mail leaves the desk. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { organisation } = useSession();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [language, setLanguage] = useState<Language>(organisation.languages[0] ?? 'en');
  const [roles, setRoles] = useState<Role[]>([]);
  const [deputyId, setDeputy] = useState<PersonId | null>(null);
  const sending = useSending('invitePerson');
  if (sending.data !== undefined) {
    return <InvitationDialog name={name} invitation={sending.data.invitation} onClose={onClose} />;
  }
  const body = { name, email: email.trim(), language, roles, ...(deputyId === null ? {} : { deputyId }) };
  return (
    <FormDialog
      title={t('people:invite.title')}
      verb={t('people:invite')}
      isSending={sending.isPending}
      error={sending.error}
      onSend={() => sending.mutate({ body })}
      onClose={onClose}
    >
      <TextInput
        label={t('people:person.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldProblem(t, sending.error, 'name')}
        data-autofocus
      />
      <TextInput
        label={t('people:person.email')}
        type="email"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fieldProblem(t, sending.error, 'email')}
      />
      <Select
        label={t('people:person.language')}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        value={language}
        allowDeselect={false}
        onChange={(value) => setLanguage((value ?? language) as Language)}
      />
      <RolesChoice value={roles} onChange={setRoles} error={fieldProblem(t, sending.error, 'roles')} />
      <PersonChoice
        label={t('people:person.deputy')}
        description={t('people:person.deputy_means')}
        value={deputyId}
        onChange={setDeputy}
      />
    </FormDialog>
  );
}

export function InvitationDialog(props: { name: string; invitation: InvitationMade; onClose: () => void }) {
  const { t } = useTranslation();
  const { invitation, name, onClose } = props;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people:invite.made', { name })}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <div className="stack">
        <p>
          {invitation.link === null
            ? t('people:invite.mailed_only', { name })
            : invitation.mailed
              ? t('people:invite.mailed')
              : t('people:invite.not_mailed')}
        </p>
        {invitation.link === null ? null : <code className="secret-once">{invitation.link}</code>}
        <p className="quiet">
          {t('people:invite.until')} <Moment at={invitation.expiresAt} />
        </p>
      </div>
      <div className="dialog-actions">
        {invitation.link === null ? null : (
          <CopyText text={invitation.link} label={t('people:invite.copy')} />
        )}
        <Button variant="default" onClick={onClose}>
          {t('shell:close')}
        </Button>
      </div>
    </Modal>
  );
}
