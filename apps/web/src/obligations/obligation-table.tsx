// SPDX-License-Identifier: Apache-2.0
import type { Obligation } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AnnounceObligation, audienceTold } from '../announcements/announce-obligation.tsx';
import { useBeginNotification } from '../notifications/incident-notifications.tsx';
import { OpenNotification, useOpenNotification } from '../notifications/waiting-notifications.tsx';
import { LegalLine } from '../regimes/legal-line.tsx';
import { useRegimes } from '../regimes/use-regimes.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { LateDialog, OwnerDialog } from './obligation-dialogs.tsx';
import {
  DecideLink,
  ObligationStateWord,
  StartedBy,
  useObligationName,
  WhyWords,
} from './obligation-words.tsx';
import { DueAt, TimeLeft } from './time-left.tsx';
import './obligations.css';

const isRunning = ({ state }: Obligation) => state === 'running' || state === 'overdue';

/** Clocks are a table, a row a duty: what, what started it, when it is due, how it stands, what is next. */
export function ObligationTable(props: {
  items: readonly Obligation[];
  caption: string;
  showsIncident?: boolean;
  isMerged?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <div className="table-frame">
      <table className="desk-table obligation-table">
        <caption className="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('obligations:column.what')}</th>
            <th scope="col">{t('obligations:column.due')}</th>
            <th scope="col">{t('obligations:column.started')}</th>
            <th scope="col">{t('obligations:column.next')}</th>
          </tr>
        </thead>
        <tbody>
          {props.items.map((one) => (
            <ObligationRow
              key={one.id ?? `${one.incident.reference} ${one.regime} ${one.stage} ${one.occurrence}`}
              of={one}
              showsIncident={props.showsIncident === true}
              mayAct={props.isMerged !== true}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ObligationRow({
  mayAct,
  of,
  showsIncident,
}: {
  of: Obligation;
  showsIncident: boolean;
  mayAct: boolean;
}) {
  const { t } = useTranslation();
  const name = useObligationName()(of);
  return (
    <tr>
      <th scope="row" className="obligation-what">
        <span className="obligation-stage">{name.stage}</span>
        <span className="quiet">{name.regime}</span>
        {showsIncident ? (
          <span>
            <AppLink href={urls.incident(of.incident.reference)}>{of.incident.reference}</AppLink>{' '}
            <bdi className="quiet">{of.incident.title}</bdi>
          </span>
        ) : null}
        <span className="small">
          <LegalLine legal={of.legal} withNote={false} />
        </span>
      </th>
      <td data-label={t('obligations:column.due')} className="obligation-due">
        <ObligationStateWord state={of.state} />
        <Due of={of} />
      </td>
      <td data-label={t('obligations:column.started')}>
        {of.startedBy === null ? <WhyWords of={of} /> : <StartedBy of={of} />}
        {of.startedBy !== null && of.why.length > 0 ? <WhyWords of={of} /> : null}
      </td>
      <td data-label={t('obligations:column.next')}>
        <Next of={of} name={name.stage} mayAct={mayAct} />
      </td>
    </tr>
  );
}

function Due({ of }: { of: Obligation }) {
  const { t } = useTranslation();
  const { dueAt, dueBeforeShiftAt, dueByLenientReadingAt, lateReason, metAt, pastDues } = of;
  return (
    <>
      {isRunning(of) && dueAt !== null ? <TimeLeft dueAt={dueAt} /> : null}
      {dueAt === null ? null : <DueAt at={dueAt} />}
      {isRunning(of) && of.isWithoutUndueDelay ? <span>{t('obligations:at_once')}</span> : null}
      {metAt === null ? null : (
        <span>
          {t('obligations:met_at')} <Moment at={metAt} withRelative={false} />
        </span>
      )}
      {dueBeforeShiftAt === null ? null : (
        <span className="quiet small">
          {t('obligations:before_shift')} <Moment at={dueBeforeShiftAt} withRelative={false} />
        </span>
      )}
      {dueByLenientReadingAt === null || !isRunning(of) ? null : (
        <span className="quiet small">
          {t('obligations:lenient')} <Moment at={dueByLenientReadingAt} withRelative={false} />
        </span>
      )}
      {pastDues.map((past) => (
        <span className="quiet small" key={past.replacedAt}>
          {t('obligations:past_due')}{' '}
          {past.dueAt === null ? null : (
            <s>
              <Moment at={past.dueAt} withRelative={false} />
            </s>
          )}{' '}
          ({t(past.because.includes('.') ? `events:${past.because}` : `obligations:${past.because}`)})
        </span>
      ))}
      {of.isReasonMissing ? (
        <span className="obligation-missing">{t('obligations:reason_missing')}</span>
      ) : null}
      {lateReason === null ? null : (
        <span className="small">
          {t('obligations:late_because')} <bdi>{lateReason.text}</bdi>
        </span>
      )}
    </>
  );
}

/** What is next, and who sees to it. What nobody has decided leads to where it is decided. */
function Next({ mayAct, name, of }: { of: Obligation; name: string; mayAct: boolean }) {
  const { t } = useTranslation();
  const mayDraft = useMay('notifications.draft') && mayAct;
  const mayWork = useMay('incidents.work') && mayAct;
  const [isOpen, setOpen] = useState<'owner' | 'late' | null>(null);
  const { begin, error, isSending } = useBeginNotification(of.incident.reference);
  const { law } = useRegimes();
  const underWay = useOpenNotification(isRunning(of) ? of.id : null);
  if (of.id === null) return null;
  const audience = audienceTold(law?.stage(of.regime, of.stage)?.kind);
  const known = { ...of, id: of.id };
  const takesReason =
    of.lateRule !== 'none_stated' && (of.state === 'met_late' || (isRunning(of) && of.dueAt !== null));
  const owed = isRunning(of) && of.duty === 'owed';
  const stage = { regimeId: of.regime, stageId: of.stage, occurrence: of.occurrence };
  return (
    <div className="stack obligation-next">
      {of.state === 'undecided' ? <DecideLink incident={of.incident.reference} /> : null}
      {owed && mayDraft && audience !== undefined ? (
        <AnnounceObligation incident={of.incident.reference} {...{ audience, name }} obligation={of.id} />
      ) : null}
      {underWay === undefined ? null : <OpenNotification of={underWay} />}
      {owed && mayDraft && audience === undefined && underWay === undefined ? (
        <Button size="compact-sm" loading={isSending} onClick={() => begin(stage)}>
          {t('obligations:draft')}
          <span className="visually-hidden">: {name}</span>
        </Button>
      ) : null}
      <ProblemNotice error={error} />
      {takesReason && mayDraft ? (
        <Button size="compact-sm" variant="default" onClick={() => setOpen('late')}>
          {t('obligations:late.open')}
          <span className="visually-hidden">: {name}</span>
        </Button>
      ) : null}
      {isRunning(of) ? (
        <span className="small">
          {t('obligations:owner.colon')} <bdi>{of.owner?.name ?? t('obligations:owner_lead')}</bdi>
        </span>
      ) : null}
      {isRunning(of) && mayWork ? (
        <Button size="compact-sm" variant="subtle" onClick={() => setOpen('owner')}>
          {t('obligations:assign.open')}
          <span className="visually-hidden">: {name}</span>
        </Button>
      ) : null}
      {isOpen === 'owner' ? <OwnerDialog of={known} name={name} onClose={() => setOpen(null)} /> : null}
      {isOpen === 'late' ? <LateDialog of={known} name={name} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}
