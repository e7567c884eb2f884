// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, queryClient, useSending } from '../api.ts';
import { Empty } from '../ui/empty.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import type { AccountRead } from './account.tsx';
import { canPasskey, makePasskey } from './passkeys.ts';
import { useProved } from './proof.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { StoppedNotice } from './stopped-notice.tsx';

type PasskeyShown = AccountRead['passkeys'][number];
const readAgain = () => void queryClient.invalidateQueries({ queryKey: ['account.read'] });

export function AccountPasskeys({ passkeys }: { passkeys: readonly PasskeyShown[] }) {
  const { t } = useTranslation();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [renamed, rename] = useState<PasskeyShown | null>(null);
  const adding = useProved(async (_: null) =>
    client.addPasskey({ body: await makePasskey(await client.beginPasskey()) }),
  );
  const removing = useProved((id: string) => client.removePasskey({ params: { id } }));
  return (
    <section className="panel stack" aria-labelledby="account-passkeys">
      <h2 id="account-passkeys">{t('people:passkey.many')}</h2>
      <p className="quiet">{t('people:passkey.means')}</p>
      {passkeys.length === 0 ? <Empty words={t('people:passkey.none')} /> : null}
      <ul className="plain-list">
        {passkeys.map((passkey) => (
          <li key={passkey.id}>
            <p>
              <strong>
                <bdi>{passkey.name}</bdi>
              </strong>
              {passkey.isBackedUp ? <span className="quiet"> · {t('people:passkey.backed_up')}</span> : null}
            </p>
            <p className="quiet">
              {t('people:passkey.added')} <Moment at={passkey.addedAt} withRelative={false} /> ·{' '}
              {passkey.lastUsedAt === null ? (
                t('people:never_used')
              ) : (
                <>
                  {t('people:last_used')} <Moment at={passkey.lastUsedAt} />
                </>
              )}
            </p>
            <div className="row">
              <Button
                variant="default"
                onClick={() => rename(passkey)}
                aria-label={t('people:passkey.rename_one', { name: passkey.name })}
              >
                {t('people:rename')}
              </Button>
              <Button
                variant="default"
                onClick={() => removing.act(passkey.id, readAgain)}
                aria-label={t('people:passkey.remove_one', { name: passkey.name })}
              >
                {t('people:remove')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <StoppedNotice error={removing.error} />
      {canPasskey() ? (
        <div className="row">
          <Button
            loading={adding.isSending}
            onClick={() =>
              adding.act(null, (added) => {
                setCodes(added.recoveryCodes);
                readAgain();
              })
            }
          >
            {t('people:passkey.add')}
          </Button>
        </div>
      ) : (
        <p className="notice">{t('people:passkey.impossible')}</p>
      )}
      <StoppedNotice error={adding.error} />
      {codes === null ? null : <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />}
      {renamed === null ? null : <RenameDialog passkey={renamed} onClose={() => rename(null)} />}
      {adding.question}
      {removing.question}
    </section>
  );
}

function RenameDialog({ passkey, onClose }: { passkey: PasskeyShown; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(passkey.name);
  const sending = useSending('renamePasskey');
  return (
    <FormDialog
      title={t('people:passkey.rename_one', { name: passkey.name })}
      verb={t('shell:save')}
      isSending={sending.isPending}
      error={sending.error}
      onSend={() => sending.mutate({ params: { id: passkey.id }, body: { name } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextInput
        label={t('people:passkey.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
