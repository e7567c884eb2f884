// SPDX-License-Identifier: Apache-2.0
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading } from '../api.ts';
import { EntryProof } from '../log-entries/entry-proof.tsx';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Loading } from '../ui/loading.tsx';
import { compareSealed } from './sealed-words.ts';

const LOOK_AGAIN_MS = 5_000;

/** How far the record is sealed; looked at again while an entry on the page is not. Null where no log runs. */
function useSealedUpTo(position: number): number | null {
  const seal = useQuery({
    ...reading('readRecordSeal', { query: {} }),
    retry: false,
    refetchInterval: ({ state }) =>
      typeof state.data?.position === 'number' && state.data.position < position ? LOOK_AGAIN_MS : false,
  });
  return seal.data?.position ?? null;
}

/** Says beside an entry that it is sealed, and opens its proof. */
export function SealMark({ position }: { position: number }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const upTo = useSealedUpTo(position);
  if (upTo === null) {
    return null;
  }
  if (upTo < position) {
    return <span className="quiet small"> · {t('timeline:seal.waits')}</span>;
  }
  return (
    <span className="small">
      {' · '}
      <button
        type="button"
        className="seal-mark"
        aria-label={t('timeline:seal.open', { position })}
        onClick={() => setOpen(true)}
      >
        {t('timeline:seal.sealed')}
      </button>
      {isOpen ? <SealDialog position={position} onClose={() => setOpen(false)} /> : null}
    </span>
  );
}

function SealDialog({ onClose, position }: { onClose: () => void; position: number }) {
  const { t } = useTranslation();
  const proof = useQuery(reading('readHistoryProof', { params: { position } }));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('timeline:seal.title', { position })}
      size="xl"
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <div className="stack">
        <ProblemNotice error={proof.error} onRetry={() => void proof.refetch()} />
        {proof.isPending ? <Loading /> : null}
        {proof.data === undefined ? null : <Sealed proof={proof.data} />}
      </div>
    </Modal>
  );
}

function Sealed({ proof: { entry, lines } }: { proof: AnswerOf<'readHistoryProof'> }) {
  const { t } = useTranslation();
  if (lines.length === 0) {
    return <p>{t('timeline:seal.not_yet')}</p>;
  }
  const { canonical, differs } = compareSealed(entry, lines);
  return (
    <>
      {differs.length === 0 ? (
        <p>{t('timeline:seal.same')}</p>
      ) : (
        <p className="notice notice-problem" role="alert">
          {t('timeline:seal.differs', { fields: differs.join(', ') })}
        </p>
      )}
      {lines.length === 1 ? null : (
        <p className="quiet">{t('timeline:seal.parts', { count: lines.length })}</p>
      )}
      {lines.map((line) => (
        <EntryProof key={line.index} opened={line} receivedAt={receivedAtOf(line.line)} />
      ))}
      {canonical === null ? null : (
        <details>
          <summary>{t('timeline:seal.bytes')}</summary>
          <pre className="pre digest">{canonical}</pre>
        </details>
      )}
    </>
  );
}

function receivedAtOf(line: string): string | null {
  const { received } = JSON.parse(line) as { received?: unknown };
  return typeof received === 'string' ? received : null;
}

/** One line on the incident: how much of its record is sealed. */
export function SealOfIncident({ reference, version }: { reference: string; version: number }) {
  const { t } = useTranslation();
  const seal = useQuery({
    ...reading('readRecordSeal', { query: { incident: reference } }),
    // The record grows with the incident: each version of it is counted anew.
    queryKey: ['history.sealed', { query: { incident: reference } }, version],
    placeholderData: (before) => before,
    retry: false,
    refetchInterval: ({ state }) => (isBehind(state.data) ? LOOK_AGAIN_MS : false),
  });
  const incident = seal.data?.incident ?? null;
  if (incident === null) {
    return null;
  }
  const { count, sealed } = incident;
  return (
    <p className="quiet small">
      {sealed >= count ? t('timeline:seal.all', { count }) : t('timeline:seal.some', { count, sealed })}
    </p>
  );
}

function isBehind(seal: AnswerOf<'readRecordSeal'> | undefined): boolean {
  return seal?.incident != null && seal.incident.sealed < seal.incident.count;
}
