// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NewPassword } from './new-password.tsx';
import { canPasskey } from './passkeys.ts';

/** How somebody who comes by a link will sign in: a passkey, or a password with a second factor afterwards. */
export function FirstFactor(props: {
  isSending: boolean;
  error: unknown;
  onPasskey: () => void;
  onPassword: (password: string) => void;
}) {
  const { t } = useTranslation();
  const mayPasskey = canPasskey();
  const [takesPassword, takePassword] = useState(!mayPasskey);
  const [password, setPassword] = useState('');
  return (
    <section className="stack" aria-labelledby="first-factor">
      <h2 id="first-factor">{t('people:factor.title')}</h2>
      {mayPasskey ? null : <p className="notice">{t('people:passkey.impossible')}</p>}
      {takesPassword ? (
        <>
          <NewPassword value={password} onChange={setPassword} error={props.error} />
          <p className="quiet">{t('people:factor.password_means')}</p>
          <div className="row">
            <Button type="button" loading={props.isSending} onClick={() => props.onPassword(password)}>
              {t('people:factor.password_go')}
            </Button>
            {mayPasskey ? (
              <Button type="button" variant="default" onClick={() => takePassword(false)}>
                {t('people:factor.passkey_instead')}
              </Button>
            ) : null}
          </div>
        </>
      ) : (
        <>
          <p>{t('people:passkey.means')}</p>
          <div className="row">
            <Button type="button" loading={props.isSending} onClick={props.onPasskey}>
              {t('people:factor.passkey_go')}
            </Button>
            <Button type="button" variant="default" onClick={() => takePassword(true)}>
              {t('people:factor.password_instead')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
