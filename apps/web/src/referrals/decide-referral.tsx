// SPDX-License-Identifier: Apache-2.0
import type { Incident } from '@belfry/contract';
import { jsonDigest } from '@belfry/ledger';
import { Radio, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProveAnew } from '../reassertions/prove-anew.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Reason } from '../ui/reason.tsx';

interface Draft {
  readonly isReferred: boolean;
  readonly authority: string | null;
  readonly reason: string;
}

/** First the words, then the proof that is bound to exactly them. */
export function DecideReferral({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const [draft, setDraft] = useState<Draft>({ isReferred: true, authority: null, reason: '' });
  const [isReady, setReady] = useState(false);
  return isReady ? (
    <SignReferral incident={incident} draft={draft} onClose={onClose} />
  ) : (
    <WriteReferral
      incident={incident}
      draft={draft}
      onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
      onReady={() => setReady(true)}
      onClose={onClose}
    />
  );
}

function WriteReferral(props: {
  incident: Incident;
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  onReady: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { draft, onChange } = props;
  const { data, error } = useQuery(reading('listAuthorities', { query: { kind: 'police' } }));
  const [isChecked, setChecked] = useState(false);
  const isReasonMissing = draft.reason.trim() === '';
  const isNobody = draft.isReferred && draft.authority === null;
  return (
    <FormDialog
      title={t('referrals:decide.title', { reference: props.incident.reference })}
      verb={t('referrals:decide.continue')}
      isSending={false}
      error={error}
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        if (!isReasonMissing && !isNobody) props.onReady();
      }}
    >
      <Radio.Group
        value={draft.isReferred ? 'yes' : 'no'}
        onChange={(value) =>
          onChange(value === 'yes' ? { isReferred: true } : { isReferred: false, authority: null })
        }
        description={t(draft.isReferred ? 'referrals:yes.means' : 'referrals:no.means')}
        label={t('referrals:decide')}
      >
        <div className="row">
          <Radio data-autofocus value="yes" label={t('referrals:yes')} />
          <Radio value="no" label={t('referrals:no')} />
        </div>
      </Radio.Group>
      {draft.isReferred ? (
        <Select
          label={t('referrals:authority')}
          placeholder={data?.items.length === 0 ? t('referrals:authority.none') : ''}
          data={data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={draft.authority}
          onChange={(authority) => onChange({ authority })}
          searchable
          error={isChecked && isNobody ? t('referrals:authority.missing') : undefined}
        />
      ) : null}
      <Reason
        label={t('referrals:reason')}
        value={draft.reason}
        onChange={(reason) => onChange({ reason })}
        error={isChecked && isReasonMissing ? t('referrals:reason.missing') : undefined}
      />
    </FormDialog>
  );
}

function SignReferral({
  incident,
  draft,
  onClose,
}: {
  incident: Incident;
  draft: Draft;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const decide = useSending('decideReferral');
  const { isReferred, authority, reason } = draft;
  const { data } = useQuery(reading('listAuthorities', { query: { kind: 'police' } }));
  const name = data?.items.find(({ id }) => id === authority)?.name;
  return (
    <ProveAnew
      title={t('referrals:decide.title', { reference: incident.reference })}
      act="referral.decide"
      subject={incident.reference}
      digest={jsonDigest({ authority, isReferred, reason })}
      isSending={decide.isPending}
      error={decide.error}
      onClose={onClose}
      onProved={(reassertionId) =>
        decide.mutate(
          {
            params: { reference: incident.reference },
            body: { isReferred, authority, reason, reassertionId },
          },
          { onSuccess: onClose },
        )
      }
    >
      <p>
        <strong>{t(isReferred ? 'referrals:referred' : 'referrals:not_referred')}</strong>
        {name === undefined ? null : (
          <>
            {': '}
            <bdi>{name}</bdi>
          </>
        )}
      </p>
      <p className="pre">
        <bdi>{reason}</bdi>
      </p>
    </ProveAnew>
  );
}
