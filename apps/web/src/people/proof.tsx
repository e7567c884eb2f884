// SPDX-License-Identifier: Apache-2.0
import { ProblemError } from '@belfry/contract';
import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../api.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { canPasskey, PasskeyStopped, provePasskey } from './passkeys.ts';
import { StoppedNotice } from './stopped-notice.tsx';

const isProofNeeded = (error: unknown) =>
  error instanceof ProblemError && error.problem.code === 'account.proof_needed';

/** What `useProved` gives: an act, and the question it may ask before. */
export interface Proved<Call, Answer> {
  act(call: Call, onDone?: (answer: Answer) => void): void;
  readonly isSending: boolean;
  readonly error: unknown;
  /** To be shown somewhere on the screen; null while nothing is asked. */
  readonly question: ReactNode;
}

/** An act that changes how one signs in: when the last proof of identity is too old it is asked for, then it goes on. */
export function useProved<Call, Answer>(work: (call: Call) => Promise<Answer>): Proved<Call, Answer> {
  const [waiting, setWaiting] = useState<(() => void) | null>(null);
  const sending = useMutation({ mutationFn: work });
  const act = (call: Call, onDone?: (answer: Answer) => void) =>
    sending.mutate(call, {
      onSuccess: (answer) => onDone?.(answer),
      onError: (error) => {
        if (isProofNeeded(error)) {
          setWaiting(() => () => act(call, onDone));
        }
      },
    });
  const goOn = () => {
    setWaiting(null);
    waiting?.();
  };
  return {
    act,
    isSending: sending.isPending,
    error: isProofNeeded(sending.error) ? null : sending.error,
    question: waiting === null ? null : <ProofDialog onProved={goOn} onClose={() => setWaiting(null)} />,
  };
}

function ProofDialog({ onProved, onClose }: { onProved: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const sending = useMutation({
    mutationFn: async (by: 'passkey' | 'password') =>
      client.prove({ body: by === 'password' ? { password } : { passkey: await provePasskey() } }),
    onSuccess: onProved,
  });
  const stopped = sending.error instanceof PasskeyStopped;
  return (
    <FormDialog
      title={t('people:proof.title')}
      verb={t('people:proof.password_go')}
      isSending={sending.isPending}
      error={stopped ? null : sending.error}
      onSend={() => sending.mutate('password')}
      onClose={onClose}
    >
      <p>{t('people:proof.means')}</p>
      {canPasskey() ? (
        <div className="row">
          <Button type="button" loading={sending.isPending} onClick={() => sending.mutate('passkey')}>
            {t('people:proof.passkey_go')}
          </Button>
        </div>
      ) : null}
      {stopped ? <StoppedNotice error={sending.error} /> : null}
      <PasswordInput
        label={t('people:password.current')}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('people:password.show'), tabIndex: 0 }}
      />
    </FormDialog>
  );
}
