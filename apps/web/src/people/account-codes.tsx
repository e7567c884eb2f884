// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, client, queryClient } from '../api.ts';
import { Moment } from '../ui/moment.tsx';
import type { AccountRead } from './account.tsx';
import { useProved } from './proof.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { StoppedNotice } from './stopped-notice.tsx';
import { TotpForm } from './totp-form.tsx';

const readAgain = () => void queryClient.invalidateQueries({ queryKey: ['account.read'] });

/** The authenticator app and the recovery codes. */
export function AccountCodes({ account }: { account: AccountRead }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<AnswerOf<'beginTotp'> | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const beginning = useProved((_: null) => client.beginTotp());
  const confirming = useProved((code: string) => client.confirmTotp({ body: { code } }));
  const renewing = useProved((_: null) => client.renewRecoveryCodes());
  const isPasswordThere = account.passwordSetAt !== null;
  return (
    <section className="panel stack" aria-labelledby="account-codes">
      <h2 id="account-codes">{t('people:totp.title')}</h2>
      <p>
        {account.totpSetAt === null ? (
          t('people:totp.none')
        ) : (
          <>
            {t('people:totp.since')} <Moment at={account.totpSetAt} />
          </>
        )}
      </p>
      {asked === null ? (
        <div className="row">
          <Button
            variant="default"
            loading={beginning.isSending}
            onClick={() => beginning.act(null, setAsked)}
          >
            {account.totpSetAt === null ? t('people:totp.begin') : t('people:totp.renew')}
          </Button>
        </div>
      ) : (
        <TotpForm
          asked={asked}
          isSending={confirming.isSending}
          error={confirming.error}
          onCode={(code) =>
            confirming.act(code, (added) => {
              setAsked(null);
              setCodes(added.recoveryCodes);
              readAgain();
            })
          }
        />
      )}
      <StoppedNotice error={beginning.error} />
      <h3>{t('people:codes.title')}</h3>
      <p>{t('people:codes.left', { count: account.recoveryCodesLeft })}</p>
      {isPasswordThere ? (
        <div className="row">
          <Button
            variant="default"
            loading={renewing.isSending}
            onClick={() =>
              renewing.act(null, (made) => {
                setCodes(made.recoveryCodes);
                readAgain();
              })
            }
          >
            {t('people:codes.renew')}
          </Button>
        </div>
      ) : (
        <p className="quiet">{t('people:codes.need_password')}</p>
      )}
      <StoppedNotice error={renewing.error} />
      {codes === null ? null : <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />}
      {beginning.question}
      {confirming.question}
      {renewing.question}
    </section>
  );
}
