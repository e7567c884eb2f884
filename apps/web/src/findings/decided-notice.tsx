// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useShortcutDesk } from '../shell/shortcuts.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { type Decided, decidedReferences } from './decided.ts';

export const UNDO_ID = 'undo-finding';

/** What was decided last, in place, with the way to take it back. It stays until the next decision. */
export function DecidedNotice(props: { decided: Decided; onUndone: (decided: Decided) => void }) {
  const { t } = useTranslation();
  const { decided } = props;
  const refused = 'outcomes' in decided ? decided.outcomes.filter((one) => one.refused !== null) : [];
  const mayUndo = decided.kind !== 'reopen' && decided.kind !== 'tell_again';
  return (
    <div className={refused.length > 0 ? 'notice notice-problem' : 'notice notice-done'} role="status">
      {decidedReferences(decided).length === 0 ? null : (
        <p>
          <DoneWords decided={decided} />
        </p>
      )}
      {refused.map((one) => (
        <p key={one.reference}>
          {one.reference}: {t(`problems:${one.refused}.title`, { defaultValue: one.refused ?? '' })}.{' '}
          {t(`problems:${one.refused}.whatToDo`, { defaultValue: one.detail ?? '' })}
        </p>
      ))}
      {mayUndo && decidedReferences(decided).length > 0 ? <Undo {...props} /> : null}
    </div>
  );
}

function DoneWords({ decided }: { decided: Decided }) {
  const { t } = useTranslation();
  const references = decidedReferences(decided);
  const values = { count: references.length, references: references.join(', ') };
  switch (decided.kind) {
    case 'dismiss':
      return t('findings:done.dismissed', values);
    case 'reopen':
      return t('findings:done.open', values);
    case 'report':
      return (
        <>
          {t('findings:done.reported')}{' '}
          {decided.outcomes.map(({ reference, report }) =>
            report === null ? null : (
              <AppLink key={reference} href={urls.report(report)}>
                {report}
              </AppLink>
            ),
          )}
        </>
      );
    case 'timeline':
      return (
        <>
          {t('findings:done.timeline')}{' '}
          <AppLink href={urls.incident(decided.incident)}>{decided.incident}</AppLink>
        </>
      );
    case 'tell_again':
      return t('findings:done.tell_again');
    case 'suppress':
      return (
        <>
          {t(decided.isReported ? 'findings:done.quiet' : 'findings:done.suppressed', values)}{' '}
          <Moment at={decided.suppression.expiresAt} />
          {' · '}
          <AppLink href={urls.suppressions()}>{t('findings:suppressions.open')}</AppLink>
        </>
      );
  }
}

/** Taking a decision back also lets be told again what it kept quiet. */
function Undo({ decided, onUndone }: { decided: Decided; onUndone: (decided: Decided) => void }) {
  const { t } = useTranslation();
  const { areOn } = useShortcutDesk();
  const reopen = useSending('decideFindings');
  const end = useSending('endSuppression');
  const undo = async () => {
    if (decided.kind === 'suppress' && end.data === undefined) {
      await end.mutateAsync({ params: { id: decided.suppression.id }, body: {} });
    }
    if (decided.kind === 'suppress' && decided.isReported) {
      onUndone({ kind: 'tell_again', reference: decided.reference });
      return;
    }
    const references = [...decidedReferences(decided)];
    const { outcomes } = await reopen.mutateAsync({ body: { references, decision: { verb: 'reopen' } } });
    onUndone({ kind: 'reopen', outcomes });
  };
  return (
    <>
      <ProblemNotice error={end.error ?? reopen.error} />
      <Button
        id={UNDO_ID}
        variant="default"
        size="xs"
        loading={end.isPending || reopen.isPending}
        {...(areOn ? { rightSection: <kbd>U</kbd>, 'aria-keyshortcuts': 'u' } : {})}
        // A refusal is shown above; there is nothing else to do with it.
        onClick={() => void undo().catch(() => undefined)}
      >
        {t('findings:undo')}
      </Button>
    </>
  );
}
