// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useShortcutDesk } from '../shell/shortcuts.tsx';
import { type Verb, verbs } from './verbs.ts';

/** The verbs as buttons, each with its key; over many reports with their count. */
export function VerbBar(props: {
  verbs: readonly Verb[];
  count?: number;
  onVerb: (verb: Verb) => void;
  onMove?: () => void;
  onClear?: () => void;
}) {
  const { t } = useTranslation();
  const { areOn } = useShortcutDesk();
  return (
    <div className="verb-bar">
      {props.count === undefined ? null : <strong>{t('triage:checked', { count: props.count })}</strong>}
      {verbs
        .filter((one) => props.verbs.includes(one.verb))
        .map(({ verb, key }) => (
          <Button
            key={verb}
            variant={verb === 'accept' ? 'filled' : 'default'}
            size="xs"
            onClick={() => props.onVerb(verb)}
            {...(areOn ? { rightSection: <kbd>{key.toUpperCase()}</kbd>, 'aria-keyshortcuts': key } : {})}
          >
            {t(`triage:verb.${verb}`)}
          </Button>
        ))}
      {props.onMove === undefined ? null : (
        <Button
          id="move-checked"
          variant="default"
          size="xs"
          onClick={props.onMove}
          {...(areOn ? { rightSection: <kbd>M</kbd>, 'aria-keyshortcuts': 'm' } : {})}
        >
          {t('triage:move')}
        </Button>
      )}
      {props.onClear === undefined ? null : (
        <Button variant="subtle" size="xs" onClick={props.onClear}>
          {t('triage:clear')}
        </Button>
      )}
    </div>
  );
}
