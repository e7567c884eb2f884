// SPDX-License-Identifier: Apache-2.0
import { type DetectionRuleListed, ruleOverrides } from '@belfry/contract';
import { Button, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { announce } from '../shell/announcer.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Reason } from '../ui/reason.tsx';

type Switched = Pick<DetectionRuleListed, 'id' | 'title' | 'state' | 'override'>;
type Choice = (typeof ruleOverrides)[number] | 'selection';
const choices: readonly Choice[] = [...ruleOverrides, 'selection'];

/** The way to switch one rule; a rule that is gone or cannot be used has none. */
export function OverrideButton(props: {
  rule: Switched;
  onSwitch: (id: string) => void;
  isInLine?: boolean;
}) {
  const { onSwitch, rule } = props;
  const { t } = useTranslation();
  if (rule.state === 'removed' || rule.state === 'refused') {
    return null;
  }
  const words = t(rule.state === 'active' ? 'rules:switch_off' : 'rules:switch_on');
  return (
    <Button
      variant="default"
      {...(props.isInLine === true ? { size: 'xs', className: 'in-line' } : {})}
      aria-label={`${words}: ${rule.title}`}
      onClick={() => onSwitch(rule.id)}
    >
      {words}
    </Button>
  );
}

/** Switches one rule on or off whatever the selection says, with the reason that others will ask for. */
export function OverrideDialog({ rule, onClose }: { rule: Switched; onClose: () => void }) {
  const { t } = useTranslation();
  const sending = useSending('overrideDetectionRule');
  const [choice, setChoice] = useState<Choice>(rule.state === 'active' ? 'off' : 'on');
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const send = () => {
    setChecked(true);
    if (reason.trim() === '') {
      return;
    }
    sending.mutate(
      {
        params: { id: rule.id },
        body: { override: choice === 'selection' ? null : choice, reason },
      },
      {
        onSuccess: ({ isActive }) => {
          announce(t(isActive ? 'rules:runs_now' : 'rules:runs_no_more', { title: rule.title }));
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={t('rules:switch')}
      verb={t(`rules:switch_verb.${choice}`)}
      isSending={sending.isPending}
      error={sending.error}
      onSend={send}
      onClose={onClose}
    >
      <p>
        <bdi>{rule.title}</bdi>
      </p>
      <Radio.Group
        label={t('rules:switch_to')}
        value={choice}
        onChange={(value) => setChoice(choices.find((one) => one === value) ?? 'selection')}
      >
        <Stack gap="xs" className="radio-stack">
          {choices
            .filter((one) => one !== rule.override && (one !== 'selection' || rule.override !== null))
            .map((one) => (
              <Radio key={one} value={one} label={t(`rules:switch.${one}`)} />
            ))}
        </Stack>
      </Radio.Group>
      <Reason
        label={t('rules:reason')}
        value={reason}
        onChange={setReason}
        error={isChecked && reason.trim() === '' ? t('rules:reason_missing') : undefined}
      />
    </FormDialog>
  );
}
