// SPDX-License-Identifier: Apache-2.0
import type { Notification } from '@belfry/contract';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { useMay } from '../shell/session.ts';
import { Since } from '../ui/moment.tsx';
import { useWriting, WriteWords } from '../ui/write-words.tsx';

interface Props {
  readonly notification: Notification;
  /** The field they are about; null: the whole. */
  readonly field: string | null;
  /** What the field is called, for who does not see where the button stands. */
  readonly label: string;
  /** What else stands beside the button. */
  readonly children?: ReactNode;
}

/** What people said of a field, open ones first read; who drafts settles them. */
export function FieldComments({ notification, field, label, children }: Props) {
  const { t } = useTranslation();
  const [isWriting, setWriting] = useState(false);
  const settle = useSending('settleNotificationComment');
  const mayDraft = useMay('notifications.draft');
  const { reference } = notification;
  const comments = notification.comments.filter((one) => one.field === field);
  return (
    <div className="notification-comments">
      <div className="row notification-marks">
        {children}
        {isWriting ? null : (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={t('notifications:comment.on', { field: label })}
            onClick={() => setWriting(true)}
          >
            {t('notifications:comment')}
          </Button>
        )}
      </div>
      {comments.map((one) => (
        <div key={one.id} className={one.settledAt === null ? 'notice' : 'notice quiet'}>
          <p className="small">
            <strong>
              <bdi>{one.by.name}</bdi>
            </strong>{' '}
            · <Since at={one.at} />
            {one.settledAt === null ? null : ` · ${t('notifications:comment.settled')}`}
          </p>
          <p className="pre">
            <bdi>{one.text}</bdi>
          </p>
          {one.settledAt === null && mayDraft ? (
            <Button
              size="xs"
              variant="default"
              loading={settle.isPending}
              onClick={() => settle.mutate({ params: { reference, comment: one.id } })}
            >
              {t('notifications:comment.settle')}
            </Button>
          ) : null}
        </div>
      ))}
      {isWriting ? (
        <CommentForm reference={reference} field={field} onDone={() => setWriting(false)} />
      ) : null}
    </div>
  );
}

function CommentForm(props: { reference: string; field: string | null; onDone: () => void }) {
  const { t } = useTranslation();
  const writing = useWriting();
  const sending = useSending('commentNotification');
  const { field, reference } = props;
  return (
    <div className="stack">
      <WriteWords
        writing={writing}
        label={t('notifications:comment.words')}
        verb={t('notifications:comment.send')}
        sending={sending}
        onSend={(text) =>
          sending.mutate({ params: { reference }, body: { field, text } }, { onSuccess: props.onDone })
        }
      />
    </div>
  );
}
