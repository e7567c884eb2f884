// SPDX-License-Identifier: Apache-2.0
import type { Incident, Referral } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { Moment } from '../ui/moment.tsx';
import { DecideReferral } from './decide-referral.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';

/** Whether an incident goes to the police: decided, with its reason, either way. */
export function ReferralsPanel({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const mayDecide = useMay('notifications.approve');
  const { data, error } = useQuery(reading('listReferrals', { params: { reference: incident.reference } }));
  const [isDeciding, setDeciding] = useState(false);
  return (
    <section className="panel stack" aria-labelledby="referrals">
      <h2 id="referrals">{t('referrals:title')}</h2>
      <ProblemNotice error={error} />
      {data?.items.length === 0 ? <p className="quiet">{t('referrals:none')}</p> : null}
      <ul className="plain-list">
        {data?.items.map((one) => (
          <ReferralLine key={one.id} referral={one} incident={incident} />
        ))}
      </ul>
      {mayDecide ? (
        <div className="row">
          <Button size="xs" variant="default" onClick={() => setDeciding(true)}>
            {t('referrals:decide')}
          </Button>
        </div>
      ) : null}
      {isDeciding ? <DecideReferral incident={incident} onClose={() => setDeciding(false)} /> : null}
    </section>
  );
}

function ReferralLine({ referral, incident }: { referral: Referral; incident: Incident }) {
  const { t } = useTranslation();
  const maySubmit = useMay('notifications.submit');
  const [isHanding, setHanding] = useState(false);
  const { authority, handOver } = referral;
  return (
    <li>
      <p>
        <strong>{t(referral.isReferred ? 'referrals:referred' : 'referrals:not_referred')}</strong>
        {authority === null ? null : (
          <>
            {': '}
            <bdi>{authority.name}</bdi>
          </>
        )}
        <span className="quiet">
          {' · '}
          {referral.reference} · {t('referrals:by', { name: referral.decidedBy.name })} ·{' '}
          <Moment at={referral.decidedAt} withRelative={false} />
        </span>
      </p>
      <p className="pre">
        <bdi>{referral.reason}</bdi>
      </p>
      {handOver === null ? null : <Receipt handOver={handOver} />}
      {referral.isReferred && handOver === null ? (
        <div className="row">
          <span className="quiet">{t('referrals:hand_over.waiting')}</span>
          {maySubmit ? (
            <Button size="xs" onClick={() => setHanding(true)}>
              {t('referrals:hand_over')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {isHanding ? (
        <HandOverDialog referral={referral} incident={incident} onClose={() => setHanding(false)} />
      ) : null}
    </li>
  );
}

function Receipt({ handOver }: { handOver: NonNullable<Referral['handOver']> }) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        {t('referrals:hand_over.done', { to: handOver.to, place: handOver.place })} ·{' '}
        <Moment at={handOver.at} withRelative={false} />
        {handOver.caseNumber === null ? null : (
          <>
            {' · '}
            {t('referrals:hand_over.case_number.colon')} <bdi>{handOver.caseNumber}</bdi>
          </>
        )}
      </p>
      {handOver.note === null ? null : (
        <p className="pre">
          <bdi>{handOver.note}</bdi>
        </p>
      )}
      {handOver.items.length === 0 ? null : (
        <details>
          <summary>{t('referrals:hand_over.receipt', { count: handOver.items.length })}</summary>
          <ul>
            {handOver.items.map((item) => (
              <li key={`${item.name} ${item.sha256}`}>
                <bdi>{item.name}</bdi> <code className="digest">{item.sha256}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
