// SPDX-License-Identifier: Apache-2.0
import {
  type ImapSetting,
  imapAuthentications,
  imapSecurities,
  type Mailbox,
  type MailboxSecretName,
} from '@belfry/contract';
import { Button, Checkbox, NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { imapOf, type MailboxDraft, standardPort, writtenSecrets } from './mailbox-draft.ts';

interface Given {
  draft: MailboxDraft;
  onDraft: (draft: MailboxDraft) => void;
  error: unknown;
  kept: Mailbox | null;
}

type Change = (patch: Partial<ImapSetting>) => void;

/** The mail server mail is fetched from, who we are there, and whether it works. */
export function MailServerFields(given: Given) {
  const { t } = useTranslation();
  const { draft, error, kept } = given;
  const { imap } = draft;
  const set: Change = (patch) => given.onDraft({ ...draft, imap: { ...imap, ...patch } });
  const isNew = kept === null;
  return (
    <fieldset className="stack">
      <legend>{t('mailboxes:server')}</legend>
      <TextInput
        label={t('mailboxes:host')}
        value={imap.host}
        onChange={(event) => set({ host: event.currentTarget.value })}
        error={fieldProblem(t, error, 'imap/host')}
      />
      <Select
        label={t('mailboxes:security')}
        allowDeselect={false}
        data={imapSecurities.map((value) => ({ value, label: t(`mailboxes:security.${value}`) }))}
        value={imap.security}
        onChange={(value) => {
          const security = value as ImapSetting['security'];
          set({ security, port: standardPort[security] });
        }}
        error={fieldProblem(t, error, 'imap/security')}
      />
      <NumberInput
        label={t('mailboxes:port')}
        min={1}
        max={65_535}
        value={imap.port}
        onChange={(value) => set({ port: Number(value) })}
        error={fieldProblem(t, error, 'imap/port')}
      />
      <TextInput
        label={t('mailboxes:user')}
        autoComplete="off"
        value={imap.user}
        onChange={(event) => set({ user: event.currentTarget.value })}
        error={fieldProblem(t, error, 'imap/user')}
      />
      <Select
        label={t('mailboxes:authentication')}
        allowDeselect={false}
        data={imapAuthentications.map((value) => ({ value, label: t(`mailboxes:authentication.${value}`) }))}
        value={imap.authentication}
        onChange={(value) => set({ authentication: value as ImapSetting['authentication'] })}
      />
      {imap.authentication === 'password' ? (
        <Secret name="password" {...given} />
      ) : (
        <TokenFields {...given} set={set} />
      )}
      <TextInput
        label={t('mailboxes:folder')}
        value={imap.folder}
        onChange={(event) => set({ folder: event.currentTarget.value })}
        error={fieldProblem(t, error, 'imap/folder')}
      />
      {isNew ? (
        <Checkbox
          label={t('mailboxes:only_new')}
          checked={imap.takesFrom !== null}
          onChange={(event) =>
            set({ takesFrom: event.currentTarget.checked ? new Date().toISOString() : null })
          }
        />
      ) : null}
      <TryConnection draft={draft} kept={kept} />
    </fieldset>
  );
}

function TokenFields(props: Given & { set: Change }) {
  const { t } = useTranslation();
  const { imap } = props.draft;
  const field = (name: 'tokenUrl' | 'clientId' | 'scope') => ({
    label: t(`mailboxes:${name}`),
    value: imap[name] ?? '',
    onChange: (event: { currentTarget: { value: string } }) =>
      props.set({ [name]: event.currentTarget.value === '' ? null : event.currentTarget.value }),
    error: fieldProblem(t, props.error, `imap/${name}`),
  });
  return (
    <>
      <TextInput type="url" {...field('tokenUrl')} />
      <TextInput {...field('clientId')} />
      <Secret name="clientSecret" {...props} />
      <Secret name="refreshToken" {...props} />
      <TextInput {...field('scope')} />
    </>
  );
}

/** A secret is only ever written. An empty field leaves the kept one as it is. */
function Secret({ name, draft, onDraft, error, kept }: Given & { name: MailboxSecretName }) {
  const { t } = useTranslation();
  const isKept = kept?.secretsSet.includes(name) === true;
  return (
    <PasswordInput
      label={t(`mailboxes:secret.${name}`)}
      description={isKept ? t('mailboxes:secret.kept') : t('mailboxes:secret.means')}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('mailboxes:secret.show') }}
      value={draft.secrets[name]}
      onChange={(event) =>
        onDraft({ ...draft, secrets: { ...draft.secrets, [name]: event.currentTarget.value } })
      }
      error={fieldProblem(t, error, `secrets/${name}`)}
    />
  );
}

function TryConnection({ draft, kept }: { draft: MailboxDraft; kept: Mailbox | null }) {
  const { t } = useTranslation();
  const trying = useSending('testMailbox');
  const answer = trying.data;
  const attempt = () =>
    trying.mutate({
      body: {
        imap: imapOf(draft),
        secrets: writtenSecrets(draft),
        ...(kept === null ? {} : { mailbox: kept.id }),
      },
    });
  return (
    <div className="stack" aria-live="polite">
      <div>
        <Button variant="default" loading={trying.isPending} onClick={attempt}>
          {t('mailboxes:test')}
        </Button>
      </div>
      <ProblemNotice error={trying.error} />
      {answer === undefined || trying.isPending ? null : (
        <div className={answer.works ? 'notice notice-done' : 'notice notice-problem'}>
          <p className="notice-title">{t(answer.works ? 'mailboxes:test.works' : 'mailboxes:test.fails')}</p>
          <p>
            <bdi>{answer.detail}</bdi>
          </p>
          {answer.mailCount === null ? null : (
            <p>{t('mailboxes:test.count', { count: answer.mailCount, folder: draft.imap.folder })}</p>
          )}
          {answer.folders.length === 0 ? null : (
            <p>
              {t('mailboxes:test.folders')} <bdi>{answer.folders.join(', ')}</bdi>
            </p>
          )}
          {answer.works ? (
            <p>{t(answer.announcesMail ? 'mailboxes:test.at_once' : 'mailboxes:test.by_minute')}</p>
          ) : null}
        </div>
      )}
    </div>
  );
}
