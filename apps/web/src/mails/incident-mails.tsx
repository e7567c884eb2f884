// SPDX-License-Identifier: Apache-2.0
import type { Incident, Mail } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Empty } from '../ui/empty.tsx';
import { More } from '../ui/more.tsx';
import { MailLine } from './mail-line.tsx';
import { WriteMailDialog } from './write-mail-dialog.tsx';

/** Each call of the worst day is a mail: those before the last few open when somebody wants them. */
const SHOWN_MAX = 5;

/** Mail of an incident and its reports, sent and received, and a way to write one. */
export function IncidentMails({ incident, mayWork }: { incident: Incident; mayWork: boolean }) {
  const { t } = useTranslation();
  const [isWriting, write] = useState(false);
  const { reference } = incident;
  const list = useInfiniteQuery(
    readingPages('listIncidentMails', { params: { reference }, query: { limit: 20 } }),
  );
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="panel stack" aria-labelledby="incident-mails">
      <h2 id="incident-mails">{t('mails:of_incident')}</h2>
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.data !== undefined && items.length === 0 ? <Empty words={t('mails:of_incident.none')} /> : null}
      <MailLines items={items.slice(0, SHOWN_MAX)} mayMend={mayWork} />
      {items.length <= SHOWN_MAX ? null : (
        <details>
          <summary>{t('mails:of_incident.older')}</summary>
          <MailLines items={items.slice(SHOWN_MAX)} mayMend={mayWork} />
          {list.hasNextPage ? <More of={list} count={items.length} /> : null}
        </details>
      )}
      {mayWork ? (
        <div className="row">
          <Button variant="default" onClick={() => write(true)}>
            {t('mails:write')}
          </Button>
        </div>
      ) : null}
      {isWriting ? <WriteMailDialog incident={incident} onClose={() => write(false)} /> : null}
    </section>
  );
}

function MailLines({ items, mayMend }: { items: readonly Mail[]; mayMend: boolean }) {
  if (items.length === 0) return null;
  return (
    <ul className="plain-list">
      {items.map((mail) => (
        <MailLine key={mail.id} mail={mail} mayMend={mayMend} />
      ))}
    </ul>
  );
}
