// SPDX-License-Identifier: Apache-2.0
import { type Language, languages, type Mailbox, mailboxPurposes, mailboxWays } from '@belfry/contract';
import { Checkbox, Radio, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { fieldProblem } from '../shell/problem-words.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { MailServerFields } from './mail-server-fields.tsx';
import {
  draftOf,
  imapOf,
  type MailboxDraft,
  newDraft,
  type Receiver,
  writtenSecrets,
} from './mailbox-draft.ts';

export function AddMailbox({ receiver, onClose }: { receiver: Receiver; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const [draft, setDraft] = useState(() => newDraft(i18n.language as Language));
  const sending = useSending('addMailbox');
  const send = () => {
    const { imap: _imap, secrets: _secrets, ...fields } = draft;
    sending.mutate(
      {
        body: {
          ...fields,
          imap: draft.way === 'imap' ? imapOf(draft) : null,
          secrets: draft.way === 'imap' ? writtenSecrets(draft) : {},
        },
      },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title={t('mailboxes:add')}
      verb={t('mailboxes:add')}
      isSending={sending.isPending}
      error={sending.error}
      onSend={send}
      onClose={onClose}
    >
      <Fields draft={draft} onDraft={setDraft} error={sending.error} receiver={receiver} kept={null} />
    </FormDialog>
  );
}

export function ChangeMailbox(props: { mailbox: Mailbox; receiver: Receiver; onClose: () => void }) {
  const { t } = useTranslation();
  const { mailbox } = props;
  const [draft, setDraft] = useState(() => draftOf(mailbox));
  const sending = useSending('changeMailbox');
  const send = () => {
    const { imap: _imap, secrets: _secrets, way: _way, ...fields } = draft;
    const server = draft.way === 'imap' ? { imap: imapOf(draft), secrets: writtenSecrets(draft) } : {};
    sending.mutate(
      { params: { id: mailbox.id }, body: { ...fields, ...server } },
      { onSuccess: props.onClose },
    );
  };
  return (
    <FormDialog
      title={t('mailboxes:change_one', { name: mailbox.name })}
      verb={t('shell:save')}
      isSending={sending.isPending}
      error={sending.error}
      onSend={send}
      onClose={props.onClose}
    >
      <Fields
        draft={draft}
        onDraft={setDraft}
        error={sending.error}
        receiver={props.receiver}
        kept={mailbox}
      />
    </FormDialog>
  );
}

function Fields(props: {
  draft: MailboxDraft;
  onDraft: (draft: MailboxDraft) => void;
  error: unknown;
  receiver: Receiver;
  /** The mailbox that is being changed; null for a new one. */
  kept: Mailbox | null;
}) {
  const { t } = useTranslation();
  const { draft, error, kept } = props;
  const set = (patch: Partial<MailboxDraft>) => props.onDraft({ ...draft, ...patch });
  return (
    <>
      <TextInput
        label={t('mailboxes:name')}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={fieldProblem(t, error, 'name')}
      />
      <TextInput
        label={t('mailboxes:address')}
        description={t('mailboxes:address_means')}
        type="email"
        value={draft.address}
        onChange={(event) => set({ address: event.currentTarget.value })}
        error={fieldProblem(t, error, 'address')}
      />
      <Select
        label={t('mailboxes:purpose')}
        description={t('mailboxes:purpose_means')}
        allowDeselect={false}
        data={mailboxPurposes.map((value) => ({ value, label: t(`mailboxes:purpose.${value}`) }))}
        value={draft.purpose}
        onChange={(value) => set({ purpose: value as Mailbox['purpose'] })}
      />
      <Select
        label={t('mailboxes:language')}
        allowDeselect={false}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        value={draft.language}
        onChange={(value) => set({ language: value as Language })}
      />
      <Checkbox
        label={t('mailboxes:acknowledges')}
        checked={draft.acknowledges}
        onChange={(event) => set({ acknowledges: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('mailboxes:plus')}
        description={t('mailboxes:plus_means')}
        checked={draft.plusAddressing}
        onChange={(event) => set({ plusAddressing: event.currentTarget.checked })}
      />
      {kept === null ? (
        <Radio.Group
          label={t('mailboxes:way')}
          value={draft.way}
          onChange={(way) => set({ way: way as Mailbox['way'] })}
        >
          {mailboxWays.map((way) => (
            <Radio key={way} value={way} label={t(`mailboxes:way.${way}`)} mt="xs" />
          ))}
        </Radio.Group>
      ) : null}
      {draft.way === 'smtp' ? (
        <p className="notice">
          {props.receiver.port === null
            ? t('mailboxes:receiver.off')
            : t('mailboxes:way.sent_to', {
                host: window.location.hostname,
                port: String(props.receiver.port),
              })}
        </p>
      ) : (
        <MailServerFields draft={draft} onDraft={props.onDraft} error={error} kept={kept} />
      )}
    </>
  );
}
