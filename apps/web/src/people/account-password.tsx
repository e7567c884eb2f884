// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, queryClient } from '../api.ts';
import { Moment } from '../ui/moment.tsx';
import { NewPassword } from './new-password.tsx';
import { useProved } from './proof.tsx';
import { StoppedNotice } from './stopped-notice.tsx';

export function AccountPassword({ setAt }: { setAt: string | null }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [isSet, setIsSet] = useState(false);
  const setting = useProved((text: string) => client.setPassword({ body: { password: text } }));
  const send = (event: FormEvent) => {
    event.preventDefault();
    setIsSet(false);
    setting.act(password, () => {
      setPassword('');
      setIsSet(true);
      void queryClient.invalidateQueries();
    });
  };
  return (
    <section className="panel" aria-labelledby="account-password">
      <h2 id="account-password">{t('people:password.title')}</h2>
      <form className="stack" onSubmit={send} noValidate>
        <p>
          {setAt === null ? (
            t('people:password.none')
          ) : (
            <>
              {t('people:password.since')} <Moment at={setAt} />
            </>
          )}
        </p>
        <NewPassword value={password} onChange={setPassword} error={setting.error} />
        <p className="quiet">{t('people:password.ends_sessions')}</p>
        <div className="row">
          <Button type="submit" variant="default" loading={setting.isSending}>
            {t('people:password.set')}
          </Button>
          {isSet ? <span role="status">{t('people:saved')}</span> : null}
        </div>
        <StoppedNotice error={setting.error} />
      </form>
      {setting.question}
    </section>
  );
}
