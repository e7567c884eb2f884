// SPDX-License-Identifier: Apache-2.0
import { type CallDraft, callAnswers, ProblemError } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading } from '../api.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useSession } from '../shell/session.ts';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { CallForm } from './call-form.tsx';
import { type CallSent, CallTaken } from './call-taken.tsx';
import { OpenCalls } from './open-calls.tsx';
import './calls.css';

/** A call, from its first word to the receipt that is read out. Which call stands in the address. */
export function NewCall() {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const [sent, setSent] = useState<CallSent>();
  const id = state['call'];
  const taken = state['taken'];
  useEffect(() => {
    if (id === undefined && taken === undefined) {
      change({ call: crypto.randomUUID() }, { replace: true });
    }
  }, [id, taken, change]);
  const begin = (call: string = crypto.randomUUID()) => {
    setSent(undefined);
    change({ call, taken: undefined });
  };
  if (taken !== undefined) {
    return (
      <section className="page page-narrow">
        <PageTitle title={t('calls:taken')} />
        <CallTaken id={taken} sent={sent?.id === taken ? sent : undefined} onNext={() => begin()} />
      </section>
    );
  }
  return (
    <section className="page page-narrow">
      <PageTitle title={t('calls:title')} lead={t('calls:lead')} />
      <OpenCalls besides={id} onOpen={begin} />
      {id === undefined ? (
        <Loading />
      ) : (
        <CallOf
          key={id}
          id={id}
          onSent={(answer, language) => {
            setSent({ id, language, answer });
            change({ call: undefined, taken: id }, { replace: true });
          }}
          onGone={() => begin()}
        />
      )}
    </section>
  );
}

interface CallProps {
  readonly id: string;
  readonly onSent: (answer: AnswerOf<'sendCall'>, language: CallDraft['answers']['language']) => void;
  readonly onGone: () => void;
}

/** Reads what is saved of a call; one that is not there yet begins empty. */
function CallOf(props: CallProps) {
  const { person } = useSession();
  // Always as it is now: words from before, shown again, would be taken for the newest.
  const { data, error, isFetching, refetch } = useQuery({
    ...reading('readCall', { params: { id: props.id } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const [begun, setBegun] = useState<CallDraft | null>();
  const isNew = error instanceof ProblemError && error.problem.code === 'call.not_found';
  useEffect(() => {
    if (!isFetching && (data !== undefined || isNew)) {
      setBegun((before) => before ?? data ?? null);
    }
  }, [data, isNew, isFetching]);
  if (begun === undefined) {
    return error !== null && !isNew ? (
      <ProblemPage error={error} onRetry={() => void refetch()} />
    ) : (
      <Loading />
    );
  }
  return <CallForm {...props} begun={begun} fresh={callAnswers.parse({ language: person.language })} />;
}
