// SPDX-License-Identifier: Apache-2.0
import type { CaseWhole } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Reason } from '../ui/reason.tsx';

type Handler = CaseWhole['handlers'][number];

/** Who follows it up, who else reads it, and who is kept out for a conflict of interest. */
export function CasePeople({ one }: { one: CaseWhole }) {
  const { t } = useTranslation();
  const set = useSending('setCaseHandler');
  const [keepingOut, keepOut] = useState<Handler>();
  const { reference } = one;
  const put = (person: Handler, part: 'assigned' | 'none') =>
    set.mutate({ params: { reference, person: person.id }, body: { part } });
  return (
    <section className="panel stack" aria-labelledby="people">
      <h2 id="people">{t('whistleblowing:people')}</h2>
      <ul className="plain-list">
        {one.handlers.map((person) => {
          const isAssigned = one.assignee?.id === person.id;
          return (
            <li key={person.id} className="row row-end">
              <span className="grow">
                <bdi>{person.name}</bdi>
                {isAssigned ? <span className="word word-ok">{t('whistleblowing:assigned')}</span> : null}
              </span>
              <Button
                variant="default"
                size="xs"
                aria-label={`${t(isAssigned ? 'whistleblowing:unassign' : 'whistleblowing:assign')}: ${person.name}`}
                onClick={() => put(person, isAssigned ? 'none' : 'assigned')}
              >
                {t(isAssigned ? 'whistleblowing:unassign' : 'whistleblowing:assign')}
              </Button>
              <Button
                variant="default"
                size="xs"
                aria-label={`${t('whistleblowing:exclude')}: ${person.name}`}
                onClick={() => keepOut(person)}
              >
                {t('whistleblowing:exclude')}
              </Button>
            </li>
          );
        })}
        {one.excluded.map((person) => (
          <li key={person.id} className="row row-end">
            <span className="grow">
              <bdi>{person.name}</bdi> <span className="word word-quiet">{t('whistleblowing:excluded')}</span>
            </span>
            <Button
              variant="default"
              size="xs"
              aria-label={`${t('whistleblowing:readmit')}: ${person.name}`}
              onClick={() => put(person, 'none')}
            >
              {t('whistleblowing:readmit')}
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNotice error={set.error} />
      {keepingOut === undefined ? null : (
        <ExcludeDialog reference={reference} person={keepingOut} onClose={() => keepOut(undefined)} />
      )}
    </section>
  );
}

function ExcludeDialog(props: { reference: string; person: Handler; onClose: () => void }) {
  const { t } = useTranslation();
  const set = useSending('setCaseHandler');
  const [reason, setReason] = useState('');
  const { person, reference } = props;
  return (
    <FormDialog
      title={t('whistleblowing:exclude.title', { name: person.name })}
      verb={t('whistleblowing:exclude')}
      isSending={set.isPending}
      error={set.error}
      onClose={props.onClose}
      onSend={() =>
        set.mutate(
          { params: { reference, person: person.id }, body: { part: 'excluded', reason } },
          { onSuccess: props.onClose },
        )
      }
    >
      <p>{t('whistleblowing:exclude.means')}</p>
      <Reason label={t('whistleblowing:exclude.reason')} isOptional value={reason} onChange={setReason} />
    </FormDialog>
  );
}
