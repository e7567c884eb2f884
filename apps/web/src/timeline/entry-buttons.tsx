// SPDX-License-Identifier: Apache-2.0
import type { HistoryEntry } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Reason } from '../ui/reason.tsx';
import { PickDialog } from './pick-dialog.tsx';

const written = ['note.written', 'timeline.entry_written'];

/** What can be done with an entry: tell it in the account, or withdraw what somebody wrote. */
export function EntryButtons({ reference, entry }: { reference: string; entry: HistoryEntry }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'pick' | 'withdraw'>();
  const drop = useSending('dropFromAccount');
  const params = { reference, position: entry.position };
  const which = t('timeline:position', { position: entry.position });
  return (
    <div className="row entry-buttons">
      <Button variant="default" size="compact-sm" className="in-line" onClick={() => setAsking('pick')}>
        {t(entry.account === null ? 'timeline:pick' : 'timeline:pick_again')}
        <span className="visually-hidden">: {which}</span>
      </Button>
      {entry.account === null ? null : (
        <Button
          variant="default"
          size="compact-sm"
          className="in-line"
          loading={drop.isPending}
          onClick={() => drop.mutate({ params })}
        >
          {t('timeline:drop')}
          <span className="visually-hidden">: {which}</span>
        </Button>
      )}
      {written.includes(entry.kind) && entry.withdrawn === null ? (
        <Button variant="default" size="compact-sm" className="in-line" onClick={() => setAsking('withdraw')}>
          {t('timeline:withdraw')}
          <span className="visually-hidden">: {which}</span>
        </Button>
      ) : null}
      <ProblemNotice error={drop.error} />
      {asking === 'pick' ? (
        <PickDialog params={params} entry={entry} onClose={() => setAsking(undefined)} />
      ) : null}
      {asking === 'withdraw' ? <WithdrawDialog params={params} onClose={() => setAsking(undefined)} /> : null}
    </div>
  );
}

function WithdrawDialog(props: { params: { reference: string; position: number }; onClose: () => void }) {
  const { t } = useTranslation();
  const withdraw = useSending('withdrawTimelineEntry');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={t('timeline:withdraw.title')}
      verb={t('timeline:withdraw')}
      isSending={withdraw.isPending}
      error={withdraw.error}
      onClose={props.onClose}
      onSend={() =>
        withdraw.mutate(
          { params: props.params, body: reason.trim() === '' ? {} : { reason } },
          { onSuccess: props.onClose },
        )
      }
    >
      <p>{t('timeline:withdraw.means')}</p>
      <Reason label={t('incidents:reason')} value={reason} onChange={setReason} isOptional />
    </FormDialog>
  );
}
