// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';
import { TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, client } from '../api.ts';
import { languageChosenHere, speak } from '../messages/messages.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useEnter, useLinkSecret } from './entering.ts';
import { FirstFactor } from './first-factor.tsx';
import { makePasskey } from './passkeys.ts';
import { StoppedNotice } from './stopped-notice.tsx';

/** Where an invitation leads: who it is for, and how that person will sign in. */
export function Invitation() {
  const link = useLinkSecret();
  const opened = useQuery({
    queryKey: ['invitation', link],
    queryFn: () => client.openInvitation({ body: { link } }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const language = opened.data?.language;
  useEffect(() => {
    if (language !== undefined && languageChosenHere() === undefined) {
      void speak(language);
    }
  }, [language]);
  if (opened.data !== undefined) {
    return <JoinForm link={link} invited={opened.data} />;
  }
  return opened.error === null ? <Loading /> : <ProblemPage error={opened.error} />;
}

function JoinForm({ link, invited }: { link: string; invited: AnswerOf<'openInvitation'> }) {
  const { t, i18n } = useTranslation();
  const enter = useEnter();
  const [name, setName] = useState(invited.name);
  const sending = useMutation({
    mutationFn: async (password: string | null) => {
      const body = { link, name, language: i18n.language as Language };
      if (password !== null) {
        return await client.acceptInvitation({ body: { ...body, password } });
      }
      const asked = await client.askInvitedPasskey({ body: { link } });
      return await client.acceptInvitation({ body: { ...body, passkey: await makePasskey(asked) } });
    },
    onSuccess: (session) => enter(session),
  });
  return (
    <form className="stack" noValidate onSubmit={(event) => event.preventDefault()}>
      <PageTitle
        title={t('people:invitation.title', { organisation: invited.organisation })}
        lead={t('people:invitation.lead', { email: invited.email })}
      />
      <TextInput
        label={t('people:person.name')}
        autoComplete="name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldProblem(t, sending.error, 'name')}
      />
      <FirstFactor
        isSending={sending.isPending}
        error={sending.error}
        onPasskey={() => sending.mutate(null)}
        onPassword={(password) => sending.mutate(password)}
      />
      <StoppedNotice error={sending.error} />
    </form>
  );
}
