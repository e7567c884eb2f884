// SPDX-License-Identifier: Apache-2.0
import { PasswordInput, TextInput } from '@mantine/core';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, type CallOf, client } from '../api.ts';
import { answerPasskey, canPasskey, PasskeyStopped } from '../people/passkeys.ts';
import { StoppedNotice } from '../people/stopped-notice.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';

type Purpose = CallOf<'beginReassertion'>['body'];
type Asked = AnswerOf<'beginReassertion'>;

/**
 * Asks somebody to prove anew who they are, for one act on one thing with the digest of what is shown in here.
 * `onProved` gets the proof, which counts once and for minutes; what the act then answers stays in this dialog.
 */
export function ProveAnew(
  props: Purpose & {
    title: string;
    /** What is about to be done: it stands above the question. */
    children?: ReactNode;
    onProved: (reassertionId: string) => void;
    onClose: () => void;
    /** Of the act that follows the proof. */
    isSending?: boolean;
    error?: unknown;
    size?: string;
  },
) {
  const { t } = useTranslation();
  const { act, digest, subject } = props;
  const id = useId();
  const [typed, setTyped] = useState({ password: '', code: '' });
  // Asked when the dialog opens: what it asks for is shown before anybody presses a button.
  const asking = useQuery({
    queryKey: ['reassertion', id, act, subject, digest],
    queryFn: () => client.beginReassertion({ body: { act, subject, digest } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const proving = useMutation({
    mutationFn: async (asked: Asked) => prove(asked, typed),
    onSuccess: ({ id: proof }) => props.onProved(proof),
    // A question is answered once, right or wrong: the next try gets a new one.
    onSettled: () => void asking.refetch(),
  });
  const asked = asking.data;
  const method = asked?.method ?? 'passkey';
  const error = proving.error ?? asking.error ?? props.error;
  return (
    <FormDialog
      title={props.title}
      verb={t(`reassertions:go.${method}`)}
      // A press before the question is here would be lost without a word.
      isSending={asking.isFetching || proving.isPending || props.isSending === true}
      error={error instanceof PasskeyStopped ? null : error}
      onSend={() => {
        if (asked !== undefined) {
          proving.mutate(asked);
        }
      }}
      onClose={props.onClose}
      {...(props.size === undefined ? {} : { size: props.size })}
    >
      {props.children}
      <p>{t(`reassertions:means.${method}`)}</p>
      {method === 'passkey' && !canPasskey() ? (
        <p className="notice notice-problem">{t('reassertions:no_passkey_here')}</p>
      ) : null}
      {error instanceof PasskeyStopped ? <StoppedNotice error={error} /> : null}
      {method === 'passkey' ? null : (
        <PasswordInput
          label={t('people:password.current')}
          autoComplete="current-password"
          value={typed.password}
          onChange={(event) => {
            const password = event.currentTarget.value;
            setTyped((before) => ({ ...before, password }));
          }}
          visibilityToggleButtonProps={{ 'aria-label': t('people:password.show'), tabIndex: 0 }}
        />
      )}
      {method === 'password_and_code' ? (
        <TextInput
          label={t('reassertions:code')}
          autoComplete="one-time-code"
          inputMode="numeric"
          value={typed.code}
          onChange={(event) => {
            const code = event.currentTarget.value;
            setTyped((before) => ({ ...before, code }));
          }}
        />
      ) : null}
    </FormDialog>
  );
}

async function prove(asked: Asked, typed: { password: string; code: string }) {
  const params = { id: asked.id };
  if (asked.method === 'passkey') {
    const options = asked.options as unknown as PublicKeyCredentialRequestOptionsJSON;
    return await client.finishReassertion({ params, body: { passkey: await answerPasskey(options) } });
  }
  const { code, password } = typed;
  const withCode = asked.method === 'password_and_code' && code.trim() !== '' ? { code: code.trim() } : {};
  return await client.finishReassertion({
    params,
    body: { ...(password === '' ? {} : { password }), ...withCode },
  });
}
