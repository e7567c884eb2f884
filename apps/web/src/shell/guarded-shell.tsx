// SPDX-License-Identifier: Apache-2.0
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { languageChosenHere, speak } from '../messages/messages.ts';
import { Loading } from '../ui/loading.tsx';
import { urls } from '../urls.ts';
import { ProblemNotice } from './problem-page.tsx';
import { SessionContext, useSessionQuery } from './session.ts';
import { Shell } from './shell.tsx';

/** Shows the shell to somebody who is signed in, and the way to sign in to everybody else. */
export function GuardedShell() {
  const { data: session, error, refetch } = useSessionQuery();
  const language = session?.person.language;
  useEffect(() => {
    // What was chosen on this device wins over the profile: somebody may work on a colleague's screen.
    if (language !== undefined && languageChosenHere() === undefined) {
      void speak(language);
    }
  }, [language]);
  if (session === undefined) {
    return error === null ? (
      <Loading />
    ) : (
      <main id="main" tabIndex={-1} className="open-shell-main">
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  if (session === null) {
    return <ToSignIn />;
  }
  if (session.stage === 'enrolment') {
    return <ToAddress address={urls.enrolment()} />;
  }
  return (
    <SessionContext value={session}>
      <Shell />
    </SessionContext>
  );
}

function ToSignIn() {
  const here = useRouterState({ select: (state) => state.location.href });
  // Fixed when first seen: while the way to the sign-in page is still loading, "here" is that page already.
  const [from] = useState(here);
  return <ToAddress address={urls.signIn({ ...(from === urls.today() ? {} : { next: from }) })} />;
}

function ToAddress({ address }: { address: string }) {
  const navigate = useNavigate();
  useEffect(() => void navigate({ href: address, replace: true }), [navigate, address]);
  return <Loading />;
}
