// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './people.css';
import { ProblemNotice } from '../shell/problem-page.tsx';

/** An authenticator app: the picture to scan, the same to type, and the first code as proof that it works. */
export function TotpForm(props: {
  asked: { secret: string; qr: string };
  isSending: boolean;
  error: unknown;
  onCode: (code: string) => void;
}) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    props.onCode(code);
  };
  return (
    <form className="stack" onSubmit={send} noValidate>
      <p>{t('people:totp.scan')}</p>
      <img
        className="totp-picture"
        src={props.asked.qr}
        alt={t('people:totp.picture')}
        width="220"
        height="220"
      />
      <p>
        {t('people:totp.type')}{' '}
        <code className="totp-secret">{props.asked.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <TextInput
        label={t('people:totp.code')}
        autoComplete="one-time-code"
        inputMode="numeric"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <div className="row">
        <Button type="submit" loading={props.isSending}>
          {t('people:totp.confirm')}
        </Button>
      </div>
      <ProblemNotice error={props.error} />
    </form>
  );
}
