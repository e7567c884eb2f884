// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useShortcutDesk } from '../shell/shortcuts.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { urls } from '../urls.ts';
import type { Decided } from './verbs.ts';

/** What was decided last, in place, with the way to take it back. It stays until the next decision. */
export function OutcomeNotice({
  decided,
  onUndone,
}: {
  decided: Decided;
  onUndone: (decided: Decided) => void;
}) {
  const { t } = useTranslation();
  const { areOn } = useShortcutDesk();
  const undo = useSending('decideReports');
  const done = decided.outcomes.filter((one) => one.refused === null);
  const refused = decided.outcomes.filter((one) => one.refused !== null);
  const incidents = [...new Set(done.map((one) => one.incident))].filter((one) => one !== null);
  return (
    <div className={refused.length > 0 ? 'notice notice-problem' : 'notice notice-done'} role="status">
      {done.length === 0 ? null : (
        <p>
          {t(`triage:done.${decided.verb}`, {
            count: done.length,
            references: done.map((one) => one.reference).join(', '),
          })}{' '}
          {incidents.map((reference) => (
            <AppLink key={reference} href={urls.incident(reference)}>
              {reference}
            </AppLink>
          ))}
        </p>
      )}
      {refused.map((one) => (
        <p key={one.reference}>
          {one.reference}: {t(`problems:${one.refused}.title`, { defaultValue: one.refused ?? '' })}.{' '}
          {t(`problems:${one.refused}.whatToDo`, { defaultValue: one.detail ?? '' })}
        </p>
      ))}
      <ProblemNotice error={undo.error} />
      {decided.verb === 'undo' || done.length === 0 ? null : (
        <Button
          id="undo-decision"
          variant="default"
          size="xs"
          loading={undo.isPending}
          {...(areOn ? { rightSection: <kbd>Z</kbd>, 'aria-keyshortcuts': 'z' } : {})}
          onClick={() =>
            undo.mutate(
              { body: { references: done.map((one) => one.reference), decision: { verb: 'undo' } } },
              { onSuccess: ({ outcomes }) => onUndone({ verb: 'undo', outcomes }) },
            )
          }
        >
          {t('triage:undo')}
        </Button>
      )}
    </div>
  );
}
