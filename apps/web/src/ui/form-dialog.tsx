// SPDX-License-Identifier: Apache-2.0
import { Button, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../shell/problem-page.tsx';

/**
 * One question in a dialog. It checks on sending and never while writing; a refusal stays visible inside, and
 * nothing that was written is lost by it.
 */
export function FormDialog(props: {
  title: string;
  verb: string;
  isSending: boolean;
  error: unknown;
  onSend: () => void;
  onClose: () => void;
  isGrave?: boolean;
  size?: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const send = (event: FormEvent) => {
    event.preventDefault();
    props.onSend();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size={props.size ?? 'lg'}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <form onSubmit={send} noValidate>
        <Stack gap="md">
          {props.children}
          <ProblemNotice error={props.error} />
        </Stack>
        <div className="dialog-actions">
          <Button type="submit" loading={props.isSending} color={props.isGrave === true ? 'red.9' : 'ink'}>
            {props.verb}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            {t('shell:cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
