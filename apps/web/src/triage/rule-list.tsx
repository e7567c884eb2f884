// SPDX-License-Identifier: Apache-2.0
import type { RoutingRule } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { announce } from '../shell/announcer.tsx';
import { usePersonName } from '../ui/person-choice.tsx';
import { useQueueName, useQueues } from './queues.tsx';
import { RuleWords } from './rule-words.tsx';

interface RuleListProps {
  rules: readonly RoutingRule[];
  /** The rule somebody came here for. */
  marked: string | undefined;
  onChange?: (rules: readonly RoutingRule[]) => void;
  onEdit?: (rule: RoutingRule) => void;
}

/** The rules in their order; with buttons where they may be changed. */
export function RuleList(props: RuleListProps) {
  return (
    <ol className="plain-list rule-list">
      {props.rules.map((rule, index) => (
        <RuleItem key={rule.id} {...props} rule={rule} index={index} />
      ))}
    </ol>
  );
}

function RuleItem(props: RuleListProps & { rule: RoutingRule; index: number }) {
  const { t } = useTranslation();
  const { queues } = useQueues();
  const nameOf = useQueueName();
  const personName = usePersonName();
  const { index, rule } = props;
  const queue = queues.find((one) => one.id === rule.queue);
  return (
    <li
      className={rule.id === props.marked ? 'rule is-marked' : 'rule'}
      aria-current={rule.id === props.marked ? 'true' : undefined}
    >
      <p>
        <span className="quiet">{index + 1}.</span>{' '}
        <strong>
          <bdi>{rule.name}</bdi>
        </strong>{' '}
        → <bdi>{queue === undefined ? t('triage:queue.gone') : nameOf(queue)}</bdi>
        {rule.handler === null ? null : (
          <>
            {' · '}
            <bdi>{personName(rule.handler) ?? t('triage:handler.unknown')}</bdi>
          </>
        )}
        {rule.isOn ? null : <span className="chip sign">{t('triage:rule.off')}</span>}
      </p>
      <RuleWords conditions={rule.conditions} />
      {props.onChange === undefined ? null : <RuleButtons {...props} onChange={props.onChange} />}
    </li>
  );
}

function RuleButtons(
  props: RuleListProps & {
    rule: RoutingRule;
    index: number;
    onChange: (rules: readonly RoutingRule[]) => void;
  },
) {
  const { t } = useTranslation();
  const { index, rule, rules } = props;
  const others = rules.filter((one) => one.id !== rule.id);
  const moveTo = (place: number) => {
    props.onChange([...others.slice(0, place), rule, ...others.slice(place)]);
    announce(t('triage:rule.moved', { name: rule.name, place: place + 1 }));
  };
  const button = (words: string, act: () => void, isOff = false) => (
    <Button
      variant="default"
      size="xs"
      // Not disabled: the focus stays on the button that moved the rule as far as it goes.
      className="order-button"
      aria-disabled={isOff}
      aria-label={`${words}: ${rule.name}`}
      onClick={() => (isOff ? undefined : act())}
    >
      {words}
    </Button>
  );
  return (
    <div className="row">
      {button(t('triage:up'), () => moveTo(index - 1), index === 0)}
      {button(t('triage:down'), () => moveTo(index + 1), index === rules.length - 1)}
      {button(t('triage:change'), () => props.onEdit?.(rule))}
      {button(t('triage:remove'), () => props.onChange(others))}
    </div>
  );
}
