// SPDX-License-Identifier: Apache-2.0
import type { FormSection, Language, Notification } from '@belfry/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { useGathered } from '../shell/live.tsx';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Gathered } from '../ui/gathered.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { TlpLabel } from '../ui/words.tsx';
import { urls } from '../urls.ts';
import { AuthorityMessages } from './authority-messages.tsx';
import { FieldComments } from './comments.tsx';
import { isSameValue } from './draft.ts';
import { FieldRow } from './field-row.tsx';
import { NotificationDocuments } from './notification-documents.tsx';
import { NotificationNext } from './notification-next.tsx';
import { Recipient } from './recipient.tsx';
import { NotificationStateWord } from './state-word.tsx';
import { type Draft, useDraft } from './use-draft.ts';
import { fieldsOf, inputIdOf, isEmpty, labelOf } from './values.ts';
import './notifications.css';

export function NotificationPage() {
  const { notification } = useParams({ strict: false }) as { notification: string };
  return <NotificationOf key={notification} reference={notification} />;
}

function NotificationOf({ reference }: { reference: string }) {
  const { data, error, refetch } = useQuery(reading('readNotification', { params: { reference } }));
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return <NotificationWhole notification={data} />;
}

const nouns = /^(notification|authority_message|document|obligation)/;

/** One notification: its form on the left; whom it goes to, what is in the way and what is next on the right. */
function NotificationWhole({ notification }: { notification: Notification }) {
  const { i18n } = useTranslation();
  const queries = useQueryClient();
  const mayDraft = useMay('notifications.draft');
  const [isReopened, setReopened] = useState(false);
  const draft = useDraft(notification);
  const { state } = notification;
  const isOpen =
    mayDraft && (state === 'draft' || state === 'proposed' || (state === 'approved' && isReopened));
  const changes = useGathered(
    (one) => one.incident === notification.incident && nouns.test(one.kind),
    () => void queries.invalidateQueries({ predicate: ({ queryKey }) => nouns.test(String(queryKey[0])) }),
  );
  return (
    <section className="page">
      <Head notification={notification} />
      <Gathered count={changes.count} words="shell:changes_waiting" onShow={changes.show} />
      <div className="notification">
        <div className="stack">
          {isOpen ? <SavedState draft={draft} /> : null}
          {isOpen ? <Missing notification={notification} draft={draft} /> : null}
          {notification.sections.map((section) => (
            <Section key={section.id} {...{ section, notification, draft, isOpen }} />
          ))}
        </div>
        <div className="stack notification-side">
          <NotificationNext
            notification={notification}
            saved={draft.state}
            onReopen={() => setReopened(true)}
          />
          <Recipient notification={notification} isOpen={isOpen} />
          <Whole notification={notification} />
          <NotificationDocuments reference={notification.reference} mayDraft={mayDraft} />
          <AuthorityMessages
            incident={notification.incident}
            notification={notification}
            language={i18n.language as Language}
          />
        </div>
      </div>
    </section>
  );
}

function Head({ notification }: { notification: Notification }) {
  const { t } = useTranslation();
  const { incident, language, reference, title } = notification;
  return (
    <header className="incident-head">
      <p className="row">
        <strong className="notification-reference">{reference}</strong>
        <NotificationStateWord state={notification.state} />
        <TlpLabel tlp={notification.tlp} />
        {notification.isVoluntary ? <span className="chip">{t('notifications:voluntary')}</span> : null}
      </p>
      <PageTitle
        title={`${reference} ${title}`}
        shown={<span lang={language}>{title}</span>}
        lead={
          <>
            {t('notifications:about')} <AppLink href={urls.incident(incident)}>{incident}</AppLink>{' '}
            <bdi>{notification.incidentTitle}</bdi>
          </>
        }
      />
    </header>
  );
}

/** Whether the words are safe with the desk: said in words, once a change of them, to who cannot see it too. */
function SavedState({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  return (
    <div className="notification-saved">
      <p role="status" className={draft.state === 'saved' ? 'quiet' : ''}>
        {t(`notifications:saved.${draft.state}`)}
      </p>
      <ProblemNotice error={draft.error} />
    </div>
  );
}

/** What approval waits for: each leads to its field. What was typed a moment ago is not missing any more. */
function Missing({ notification, draft }: { notification: Notification; draft: Draft }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const fields = new Map(fieldsOf(notification.sections).map((field) => [field.id, field]));
  const open = [
    ...notification.problems.filter(
      ({ field }) =>
        !draft.waiting.includes(field) &&
        isSameValue(draft.valueOf(field).value, notification.content[field]?.value),
    ),
    ...draft.waiting.map((field) => ({ field, problem: 'half_typed' as const })),
  ];
  if (open.length === 0) {
    return <p className="notice notice-done">{t('notifications:missing.none')}</p>;
  }
  const jump = (field: string) => {
    const target = document.getElementById(inputIdOf(field));
    target?.scrollIntoView({ block: 'center' });
    target?.focus({ preventScroll: true });
  };
  return (
    <details className="panel notification-missing" open={open.length <= 8}>
      <summary>{t('notifications:missing', { count: open.length })}</summary>
      <ul>
        {open.map(({ field, problem }) => {
          const known = fields.get(field);
          return (
            <li key={`${field} ${problem}`}>
              <a
                href={`#${inputIdOf(field)}`}
                onClick={(event) => {
                  event.preventDefault();
                  jump(field);
                }}
              >
                {known === undefined ? field : labelOf(known, language)}
              </a>
              {problem === 'missing' ? null : `: ${t(`notifications:problem.${problem}`)}`}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function Section(props: { section: FormSection; notification: Notification; draft: Draft; isOpen: boolean }) {
  const { i18n } = useTranslation();
  const { draft, isOpen, notification, section } = props;
  // A field that is not asked is shown only where something stands in it: it would leave unseen otherwise.
  const shown = section.fields.filter(({ id, isAsked }) => isAsked || !isEmpty(draft.valueOf(id).value));
  if (shown.length === 0) {
    return null;
  }
  const heading = `section-${section.id}`;
  return (
    <section className="panel stack" aria-labelledby={heading}>
      <h2 id={heading}>{section.title[i18n.language as Language]}</h2>
      {shown.map((field) => (
        <FieldRow key={field.id} {...{ field, notification, draft, isOpen }} />
      ))}
    </section>
  );
}

function Whole({ notification }: { notification: Notification }) {
  const { t } = useTranslation();
  return (
    <section className="panel stack" aria-labelledby="notification-comments">
      <h2 id="notification-comments">{t('notifications:comments')}</h2>
      <FieldComments notification={notification} field={null} label={t('notifications:the_whole')} />
    </section>
  );
}
