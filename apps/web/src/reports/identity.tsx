// SPDX-License-Identifier: Apache-2.0
import type { Identity, IdentityGiven } from '@belfry/contract';
import { Button, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, readAgain, reading, useSending } from '../api.ts';
import { useProved } from '../people/proof.tsx';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';

/** How the identity of an anonymous reporter stands: asked, given and sealed, opened by whom and why. */
export function IdentityPanel({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('readIdentity', { params: { reference } }));
  const [dialog, setDialog] = useState<'ask' | 'open'>();
  const [given, setGiven] = useState<IdentityGiven>();
  const title = `identity-${reference}`;
  return (
    <section className="stack" aria-labelledby={title}>
      <h3 id={title}>{t('reports:identity')}</h3>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data === undefined ? null : (
        <>
          <p>
            {t(`reports:identity.${data.state}`)}
            {data.answeredAt === null ? null : (
              <span className="quiet">
                {' · '}
                <Moment at={data.answeredAt} />
              </span>
            )}
          </p>
          {data.state === 'given' && !data.mayOpen ? (
            <p className="quiet">{t('reports:identity.may_not')}</p>
          ) : null}
          {given === undefined ? null : <Opened given={given} onClose={() => setGiven(undefined)} />}
          <div className="row">
            {data.mayAsk ? (
              <Button variant="default" onClick={() => setDialog('ask')}>
                {t('reports:identity.ask')}
              </Button>
            ) : null}
            {data.mayOpen && given === undefined ? (
              <Button variant="default" onClick={() => setDialog('open')}>
                {t('reports:identity.open')}
              </Button>
            ) : null}
          </div>
          <Openings openings={data.openings} />
        </>
      )}
      {dialog === 'ask' ? <AskDialog reference={reference} onClose={() => setDialog(undefined)} /> : null}
      {dialog === 'open' ? (
        <OpenDialog
          reference={reference}
          onClose={() => setDialog(undefined)}
          onOpened={(opened) => {
            setGiven(opened);
            setDialog(undefined);
          }}
        />
      ) : null}
    </section>
  );
}

/** Shown from the answer of one opening; leaving the page forgets it. */
function Opened({ given, onClose }: { given: IdentityGiven; onClose: () => void }) {
  const { t } = useTranslation();
  const lines = [
    ['name', given.name],
    ['contact', given.contact],
    ['note', given.note],
  ] as const;
  return (
    <div className="notice stack" role="status">
      <p>{t('reports:identity.opened_now')}</p>
      <dl className="properties">
        {lines
          .filter(([, text]) => text !== '')
          .map(([name, text]) => (
            <div key={name}>
              <dt>{t(`reports:identity.${name}`)}</dt>
              <dd className="pre" dir="auto">
                <bdi>{text}</bdi>
              </dd>
            </div>
          ))}
      </dl>
      <div>
        <Button variant="default" onClick={onClose}>
          {t('reports:identity.put_away')}
        </Button>
      </div>
    </div>
  );
}

function Openings({ openings }: { openings: Identity['openings'] }) {
  const { t } = useTranslation();
  if (openings.length === 0) {
    return null;
  }
  return (
    <>
      <h4>{t('reports:identity.openings')}</h4>
      <ol className="plain-list">
        {openings.map((one) => (
          <li key={`${one.at} ${one.by.id}`}>
            <p>
              <bdi>{one.by.name}</bdi> ({t(`reports:identity.role.${one.role}`)}) · <Moment at={one.at} />
            </p>
            <p className="pre" dir="auto">
              {one.reason}
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}

function AskDialog({ reference, onClose }: { reference: string; onClose: () => void }) {
  const { t } = useTranslation();
  const asking = useSending('askIdentity');
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const send = () => {
    setMissing(reason.trim() === '');
    if (reason.trim() !== '') {
      asking.mutate({ params: { reference }, body: { reason } }, { onSuccess: onClose });
    }
  };
  return (
    <FormDialog
      title={t('reports:identity.ask.title')}
      verb={t('reports:identity.ask')}
      isSending={asking.isPending}
      error={asking.error}
      onSend={send}
      onClose={onClose}
    >
      <p>{t('reports:identity.ask.means')}</p>
      <Textarea
        label={t('reports:identity.ask.reason')}
        description={t('reports:identity.ask.reason_means')}
        autosize
        minRows={3}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={isMissing ? t('problems:field.too_small') : undefined}
      />
    </FormDialog>
  );
}

function OpenDialog(props: {
  reference: string;
  onClose: () => void;
  onOpened: (given: IdentityGiven) => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { reference } = props;
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const opening = useProved((words: string) =>
    client.openIdentity({ params: { reference }, body: { reason: words } }),
  );
  const send = () => {
    setMissing(reason.trim() === '');
    if (reason.trim() !== '') {
      opening.act(reason, (answer) => {
        props.onOpened(answer.given);
        void readAgain(queries);
      });
    }
  };
  if (opening.question !== null) {
    return opening.question;
  }
  return (
    <FormDialog
      title={t('reports:identity.open.title')}
      verb={t('reports:identity.open')}
      isGrave
      isSending={opening.isSending}
      error={opening.error}
      onSend={send}
      onClose={props.onClose}
    >
      <p>{t('reports:identity.open.means')}</p>
      <Textarea
        label={t('reports:identity.open.reason')}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={isMissing ? t('problems:field.too_small') : undefined}
      />
    </FormDialog>
  );
}
