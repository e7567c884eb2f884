// SPDX-License-Identifier: Apache-2.0
import type { DocumentListed } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { EntryProof } from '../log-entries/entry-proof.tsx';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { FileSize } from '../ui/attachments.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';

/** Documents made of an incident. Nothing is drawn where there are none. */
export function IncidentDocuments({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(reading('listDocuments', { query: { incident } }));
  if (error === null && (data === undefined || data.items.length === 0)) {
    return null;
  }
  return (
    <section className="panel stack" aria-labelledby="documents">
      <h2 id="documents">{t('documents:title')}</h2>
      <ProblemNotice error={error} />
      <Documents items={data?.items ?? []} />
    </section>
  );
}

export function Documents({ items }: { items: readonly DocumentListed[] }) {
  return (
    <ul className="plain-list stack">
      {items.map((one) => (
        <DocumentLine key={one.id} document={one} />
      ))}
    </ul>
  );
}

function DocumentLine({ document }: { document: DocumentListed }) {
  const { t } = useTranslation();
  const [isProving, setProving] = useState(false);
  const { format, id, isFinal, kind, leftOut, madeAt, name, sha256, sizeBytes, tlp } = document;
  // A report is of the desk itself: nobody approves it.
  const isOfNotification = kind === 'notification';
  return (
    <li>
      <p>
        <a href={`/api/v1/documents/${id}/content`} download={name}>
          <bdi>{name}</bdi>
        </a>{' '}
        <span className="quiet">
          {t(`documents:format.${format}`)} ·{' '}
          {isOfNotification ? `${t(isFinal ? 'documents:final' : 'documents:draft')} · ` : ''}
          {tlp} · <FileSize bytes={sizeBytes} /> · <Moment at={madeAt} withRelative={false} />
        </span>
      </p>
      <p className="quiet digest">SHA-256 {sha256}</p>
      {leftOut.length === 0 ? null : (
        <p className="quiet">{t('documents:left_out', { values: leftOut.join(', ') })}</p>
      )}
      <Button
        size="compact-xs"
        variant="default"
        aria-expanded={isProving}
        onClick={() => setProving(!isProving)}
      >
        {t('documents:prove')}
      </Button>
      {isProving ? <DocumentProof document={id} /> : null}
    </li>
  );
}

/** The sealed entry of the record that names the digest, checked by this browser. */
function DocumentProof({ document }: { document: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reading('proveDocument', { params: { document } }));
  if (data === undefined) {
    return error === null ? <Loading /> : <ProblemNotice error={error} onRetry={() => void refetch()} />;
  }
  return data.lines.length === 0 ? (
    <p role="status">
      {t('documents:not_sealed')}{' '}
      <Button size="compact-xs" variant="default" onClick={() => void refetch()}>
        {t('documents:look_again')}
      </Button>
    </p>
  ) : (
    <div className="stack">
      <p>{t('documents:proof_means')}</p>
      {data.lines.map((line) => (
        <EntryProof key={line.index} opened={line} receivedAt={null} />
      ))}
    </div>
  );
}
