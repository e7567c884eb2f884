// SPDX-License-Identifier: Apache-2.0
import type { AssistanceRequest, Incident } from '@belfry/contract';
import { jsonDigest } from '@belfry/ledger';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProveAnew } from '../reassertions/prove-anew.tsx';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { Moment } from '../ui/moment.tsx';
import { WordsDialog } from '../ui/words-dialog.tsx';
import { AskAssistance } from './ask-assistance.tsx';

/** Help from a CSIRT, and the consent it rests on. */
export function AssistancePanel({ incident, mayWork }: { incident: Incident; mayWork: boolean }) {
  const { t } = useTranslation();
  const call = { params: { reference: incident.reference } };
  const { data, error } = useQuery(reading('listAssistanceRequests', call));
  const [isAsking, setAsking] = useState(false);
  return (
    <section className="panel stack" aria-labelledby="assistance">
      <h2 id="assistance">{t('assistance-requests:title')}</h2>
      <ProblemNotice error={error} />
      {data?.items.length === 0 ? <p className="quiet">{t('assistance-requests:none')}</p> : null}
      <ul className="plain-list">
        {data?.items.map((one) => (
          <AssistanceLine key={one.id} request={one} mayWork={mayWork} />
        ))}
      </ul>
      {mayWork ? (
        <div className="row">
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            {t('assistance-requests:ask')}
          </Button>
        </div>
      ) : null}
      {isAsking ? <AskAssistance incident={incident} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}

function AssistanceLine({ request, mayWork }: { request: AssistanceRequest; mayWork: boolean }) {
  const { t } = useTranslation();
  const mayGrant = useMay('notifications.approve');
  const [asking, setAsking] = useState<'grant' | 'revoke'>();
  const isOver = request.state === 'expired' || request.state === 'revoked';
  const close = () => setAsking(undefined);
  return (
    <li>
      <p>
        <strong>{t(`assistance-requests:state.${request.state}`)}</strong>
        {request.authority === null ? null : (
          <>
            {' · '}
            <bdi>{request.authority.name}</bdi>
          </>
        )}
        <span className="quiet">
          {' · '}
          {request.reference} · <People request={request} />
        </span>
      </p>
      <Access request={request} />
      {request.revokeReason === null ? null : (
        <p className="pre">
          <bdi>{request.revokeReason}</bdi>
        </p>
      )}
      <div className="row">
        {mayGrant && request.state === 'asked' ? (
          <Button size="xs" onClick={() => setAsking('grant')}>
            {t('assistance-requests:grant')}
          </Button>
        ) : null}
        {mayWork && !isOver ? (
          <Button size="xs" variant="default" onClick={() => setAsking('revoke')}>
            {t('assistance-requests:revoke')}
          </Button>
        ) : null}
      </div>
      {asking === 'grant' ? <GrantDialog request={request} onClose={close} /> : null}
      {asking === 'revoke' ? <RevokeDialog request={request} onClose={close} /> : null}
    </li>
  );
}

function People({ request }: { request: AssistanceRequest }) {
  const { t } = useTranslation();
  const { askedBy, grantedBy, revokedBy } = request;
  return (
    <>
      {[
        t('assistance-requests:asked_by', { name: askedBy.name }),
        ...(grantedBy === null ? [] : [t('assistance-requests:granted_by', { name: grantedBy.name })]),
        ...(revokedBy === null ? [] : [t('assistance-requests:revoked_by', { name: revokedBy.name })]),
      ].join(' · ')}
    </>
  );
}

/** What somebody consents to, in the words they consent to. */
function Access({ request }: { request: AssistanceRequest }) {
  const { t } = useTranslation();
  return (
    <dl className="properties">
      <dt>{t('assistance-requests:purpose')}</dt>
      <dd className="pre">
        <bdi>{request.purpose}</bdi>
      </dd>
      <dt>{t('assistance-requests:scope')}</dt>
      <dd className="pre">
        <bdi>{request.scope}</bdi>
        {request.systems.length === 0 ? null : ` (${request.systems.join(', ')})`} ·{' '}
        {t(request.copiesAllowed ? 'assistance-requests:copies.yes' : 'assistance-requests:copies.no')}
      </dd>
      <dt>{t('assistance-requests:from')}</dt>
      <dd>
        <Moment at={request.from} withRelative={false} />
      </dd>
      <dt>{t('assistance-requests:until')}</dt>
      <dd>
        <Moment at={request.until} />
      </dd>
    </dl>
  );
}

function GrantDialog({ request, onClose }: { request: AssistanceRequest; onClose: () => void }) {
  const { t } = useTranslation();
  const grant = useSending('grantAssistance');
  const { purpose, scope, systems, copiesAllowed, from, until } = request;
  return (
    <ProveAnew
      title={t('assistance-requests:grant.title', { reference: request.reference })}
      act="assistance.grant"
      subject={request.reference}
      digest={jsonDigest({ purpose, scope, systems, copiesAllowed, from, until })}
      isSending={grant.isPending}
      error={grant.error}
      onClose={onClose}
      onProved={(reassertionId) =>
        grant.mutate({ params: { request: request.id }, body: { reassertionId } }, { onSuccess: onClose })
      }
    >
      <p>{t('assistance-requests:conditions')}</p>
      <Access request={request} />
    </ProveAnew>
  );
}

function RevokeDialog({ request, onClose }: { request: AssistanceRequest; onClose: () => void }) {
  const { t } = useTranslation();
  const revoke = useSending('revokeAssistance');
  return (
    <WordsDialog
      title={t('assistance-requests:revoke.title', { reference: request.reference })}
      verb={t('assistance-requests:revoke')}
      label={t('assistance-requests:reason')}
      means={t('assistance-requests:revoke.means')}
      isGrave
      sending={revoke}
      onClose={onClose}
      onSend={(reason) =>
        revoke.mutate({ params: { request: request.id }, body: { reason } }, { onSuccess: onClose })
      }
    />
  );
}
