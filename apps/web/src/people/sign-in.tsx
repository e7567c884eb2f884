// SPDX-License-Identifier: Apache-2.0
import { ProblemError } from '@belfry/contract';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { useEnter } from './entering.ts';
import { canPasskey, provePasskey } from './passkeys.ts';
import { StoppedNotice } from './stopped-notice.tsx';

/** The way in: single sign-on first where there is one, then a passkey, then a password with a code. */
export function SignIn() {
  const { t } = useTranslation();
  const [state] = useUrlState();
  const ways = useQuery(reading('readSignInWays'));
  const singleSignOn = ways.data?.singleSignOn ?? null;
  return (
    <>
      <PageTitle
        title={t('people:sign_in.title')}
        lead={ways.data?.organisation == null ? undefined : <bdi>{ways.data.organisation.name}</bdi>}
      />
      {ways.data?.isSetUp === false ? <p className="notice">{t('people:sign_in.not_set_up')}</p> : null}
      <ProblemNotice error={ways.error} onRetry={() => void ways.refetch()} />
      <ReturnedProblem code={state['problem']} />
      {singleSignOn === null ? null : <SingleSignOn way={singleSignOn} next={state['next']} />}
      <PasskeySignIn next={state['next']} />
      <PasswordSignIn next={state['next']} isEmergency={singleSignOn !== null} />
    </>
  );
}

/** What the server sent the browser back with after a visit to the single sign-on. */
function ReturnedProblem({ code }: { code: string | undefined }) {
  const { t } = useTranslation();
  const words: Record<string, string> = {
    'sign_in.provider_unavailable': t('people:sign_in.provider_away'),
    'sign_in.not_accepted': t('people:sign_in.provider_refused'),
  };
  const said = code === undefined ? undefined : words[code];
  return said === undefined ? null : (
    <div className="notice notice-problem" role="alert">
      <p>{said}</p>
    </div>
  );
}

function SingleSignOn(props: { way: { name: string; reachable: boolean }; next: string | undefined }) {
  const { t } = useTranslation();
  const { way, next } = props;
  if (!way.reachable) {
    return (
      <div className="notice notice-brass" role="status">
        <p className="notice-title">{t('people:sign_in.provider_down', { name: way.name })}</p>
        <p>{t('people:sign_in.provider_down_means')}</p>
      </div>
    );
  }
  const address = `/api/v1/session/single-sign-on?next=${encodeURIComponent(next ?? urls.today())}`;
  return (
    <section className="panel stack" aria-labelledby="sign-in-provider">
      <h2 id="sign-in-provider">{t('people:sign_in.provider')}</h2>
      <Button component="a" href={address}>
        {t('people:sign_in.provider_go', { name: way.name })}
      </Button>
    </section>
  );
}

function PasskeySignIn({ next }: { next: string | undefined }) {
  const { t } = useTranslation();
  const enter = useEnter();
  const sending = useMutation({
    mutationFn: async () => client.signInWithPasskey({ body: await provePasskey() }),
    onSuccess: (session) => enter(session, next),
  });
  if (!canPasskey()) {
    return <p className="notice">{t('people:passkey.impossible')}</p>;
  }
  return (
    <section className="panel stack" aria-labelledby="sign-in-passkey">
      <h2 id="sign-in-passkey">{t('people:sign_in.passkey')}</h2>
      <p>{t('people:sign_in.passkey_means')}</p>
      <div className="row">
        <Button loading={sending.isPending} onClick={() => sending.mutate()}>
          {t('people:sign_in.passkey_go')}
        </Button>
      </div>
      <StoppedNotice error={sending.error} />
    </section>
  );
}

function PasswordSignIn({ next, isEmergency }: { next: string | undefined; isEmergency: boolean }) {
  const { t } = useTranslation();
  const enter = useEnter();
  const [typed, setTyped] = useState({ email: '', password: '', code: '' });
  const [isCodeNeeded, needCode] = useState(false);
  const codeField = useRef<HTMLInputElement>(null);
  const sending = useMutation({
    mutationFn: () =>
      client.signIn({
        body: {
          email: typed.email.trim(),
          password: typed.password,
          ...(isCodeNeeded ? { code: typed.code } : {}),
        },
      }),
    onSuccess: ({ outcome, session }) => {
      if (outcome === 'code_needed') {
        needCode(true);
      } else if (session !== null) {
        enter(session, next);
      }
    },
  });
  useEffect(() => {
    if (isCodeNeeded) {
      codeField.current?.focus();
    }
  }, [isCodeNeeded]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate();
  };
  const field = (name: keyof typeof typed) => ({
    value: typed[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
  });
  const isWrongCode = isCodeNeeded && sending.error instanceof ProblemError;
  return (
    <section className="panel" aria-labelledby="sign-in-password">
      <h2 id="sign-in-password">{t('people:sign_in.password')}</h2>
      {isEmergency ? <p className="quiet">{t('people:sign_in.emergency')}</p> : null}
      <form className="stack" onSubmit={send} noValidate>
        <TextInput
          label={t('people:person.email')}
          type="email"
          autoComplete="username"
          {...field('email')}
          readOnly={isCodeNeeded}
        />
        <PasswordInput
          label={t('people:password.current')}
          autoComplete="current-password"
          {...field('password')}
          readOnly={isCodeNeeded}
          visibilityToggleButtonProps={{ 'aria-label': t('people:password.show'), tabIndex: 0 }}
        />
        {isCodeNeeded ? (
          <TextInput
            ref={codeField}
            label={t('people:sign_in.code')}
            description={t('people:sign_in.code_means')}
            autoComplete="one-time-code"
            {...field('code')}
            error={isWrongCode ? t('people:sign_in.code_wrong') : undefined}
          />
        ) : null}
        <div className="row">
          <Button type="submit" variant={isEmergency ? 'default' : 'filled'} loading={sending.isPending}>
            {isCodeNeeded ? t('people:sign_in.go') : t('people:sign_in.go_on')}
          </Button>
          {isCodeNeeded ? (
            <Button
              type="button"
              variant="default"
              onClick={() => {
                needCode(false);
                sending.reset();
              }}
            >
              {t('people:sign_in.other_person')}
            </Button>
          ) : null}
        </div>
        <ProblemNotice error={sending.error} />
      </form>
    </section>
  );
}
