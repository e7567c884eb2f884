// SPDX-License-Identifier: Apache-2.0
import type { Session } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../api.ts';
import { useSessionQuery } from '../shell/session.ts';
import { useSignOut } from '../shell/sign-out.ts';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { useEnter } from './entering.ts';
import { canPasskey, makePasskey } from './passkeys.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { StoppedNotice } from './stopped-notice.tsx';
import { TotpForm } from './totp-form.tsx';

interface Added {
  readonly recoveryCodes: readonly string[] | null;
  readonly session: Session;
}

/** Where somebody with a password and nothing else makes a second factor; nothing else opens before. */
export function Enrolment() {
  const { t } = useTranslation();
  const { data: session } = useSessionQuery();
  const [added, setAdded] = useState<Added | null>(null);
  const enter = useEnter();
  const navigate = useNavigate();
  const isElsewhere = added === null && session !== undefined && session?.stage !== 'enrolment';
  useEffect(() => {
    if (isElsewhere) {
      void navigate({ href: session === null ? urls.signIn() : urls.today(), replace: true });
    }
  }, [isElsewhere, navigate, session]);
  if (added !== null) {
    return (
      <>
        <PageTitle title={t('people:enrolment.done')} />
        <RecoveryCodes codes={added.recoveryCodes ?? []} onKept={() => enter(added.session)} />
      </>
    );
  }
  if (session === undefined || isElsewhere) {
    return <Loading />;
  }
  const settle = (given: Added) => (given.recoveryCodes === null ? enter(given.session) : setAdded(given));
  return <Choice onAdded={settle} />;
}

function Choice({ onAdded }: { onAdded: (added: Added) => void }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const passkey = useMutation({
    mutationFn: async () => client.addPasskey({ body: await makePasskey(await client.beginPasskey()) }),
    onSuccess: onAdded,
  });
  const begun = useMutation({ mutationFn: () => client.beginTotp() });
  const confirmed = useMutation({
    mutationFn: (code: string) => client.confirmTotp({ body: { code } }),
    onSuccess: onAdded,
  });
  return (
    <>
      <PageTitle title={t('people:enrolment.title')} lead={t('people:enrolment.lead')} />
      {canPasskey() ? (
        <section className="panel stack" aria-labelledby="enrolment-passkey">
          <h2 id="enrolment-passkey">{t('people:passkey.title')}</h2>
          <p>{t('people:passkey.means')}</p>
          <div className="row">
            <Button loading={passkey.isPending} onClick={() => passkey.mutate()}>
              {t('people:passkey.make')}
            </Button>
          </div>
          <StoppedNotice error={passkey.error} />
        </section>
      ) : null}
      <section className="panel stack" aria-labelledby="enrolment-totp">
        <h2 id="enrolment-totp">{t('people:totp.title')}</h2>
        {begun.data === undefined ? (
          <>
            <p>{t('people:totp.means')}</p>
            <div className="row">
              <Button variant="default" loading={begun.isPending} onClick={() => begun.mutate()}>
                {t('people:totp.begin')}
              </Button>
            </div>
            <StoppedNotice error={begun.error} />
          </>
        ) : (
          <TotpForm
            asked={begun.data}
            isSending={confirmed.isPending}
            error={confirmed.error}
            onCode={(code) => confirmed.mutate(code)}
          />
        )}
      </section>
      <p>
        <Button variant="subtle" onClick={signOut}>
          {t('shell:sign_out')}
        </Button>
      </p>
    </>
  );
}
