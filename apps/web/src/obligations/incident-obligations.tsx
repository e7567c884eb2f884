// SPDX-License-Identifier: Apache-2.0
import type { Incident, Obligation } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { ObligationTable } from './obligation-table.tsx';
import { DecideLink, useObligationName, WhyWords } from './obligation-words.tsx';

const running = new Set<Obligation['state']>(['running', 'overdue']);
const waiting = new Set<Obligation['state']>(['waiting', 'on_request', 'conditional']);
/** What no law of ours asks needs one line, not a hundred. */
const doesNotReachUs = ({ why }: Obligation) =>
  why.some(({ code }) => ['regime_does_not_apply', 'not_in_force', 'profile_unknown'].includes(code));

/** What this incident owes: what runs first, then what waits, and what is not owed with the reason. */
export function IncidentObligations({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(
    reading('listIncidentObligations', { params: { reference: incident.reference } }),
  );
  const items = data?.items ?? [];
  const of = (wanted: (one: Obligation) => boolean) => items.filter(wanted);
  const now = of(({ state }) => running.has(state));
  const isMerged = incident.status === 'merged';
  const rooms = [
    { id: 'waiting', items: of(({ state }) => waiting.has(state)) },
    { id: 'met', items: of(({ state }) => state === 'met' || state === 'met_late') },
  ] as const;
  const undecided = of((one) => one.state === 'undecided' && !doesNotReachUs(one));
  const idle = of((one) => one.state === 'not_owed' && !doesNotReachUs(one));
  return (
    <section className="panel stack" aria-labelledby="incident-obligations">
      <h2 id="incident-obligations">{t('obligations:of_incident', { count: now.length })}</h2>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data === undefined || now.length > 0 ? null : (
        <p className="quiet">
          {t(data.isAssessed ? 'obligations:nothing_runs' : 'obligations:not_assessed')}{' '}
          <DecideLink incident={incident.reference} />
        </p>
      )}
      {now.length === 0 ? null : (
        <ObligationTable
          items={now}
          caption={t('obligations:of_incident', { count: now.length })}
          isMerged={isMerged}
        />
      )}
      {undecided.length === 0 ? null : <Undecided items={undecided} incident={incident.reference} />}
      {rooms.map((room) =>
        room.items.length === 0 ? null : (
          <details key={room.id}>
            <summary>{t(`obligations:count.${room.id}`, { count: room.items.length })}</summary>
            <ObligationTable
              items={room.items}
              caption={t(`obligations:group.${room.id}`)}
              isMerged={isMerged}
            />
          </details>
        ),
      )}
      {idle.length === 0 ? null : <NotOwed items={idle} />}
    </section>
  );
}

/** One line a law: what a person has to decide before any clock of it runs. */
function Undecided({ incident, items }: { items: readonly Obligation[]; incident: string }) {
  const { t } = useTranslation();
  const nameOf = useObligationName();
  const regimes = [...new Set(items.map((one) => nameOf(one).regime))];
  return (
    <p className="obligation-undecided-line">
      {t('obligations:undecided_line', { count: regimes.length })} {regimes.join(', ')}.{' '}
      <DecideLink incident={incident} />
    </p>
  );
}

function NotOwed({ items }: { items: readonly Obligation[] }) {
  const { t } = useTranslation();
  const nameOf = useObligationName();
  return (
    <details>
      <summary>{t('obligations:count.not_owed', { count: items.length })}</summary>
      <ul className="plain-list stack">
        {items.map((one) => {
          const name = nameOf(one);
          return (
            <li key={`${one.incident.reference} ${one.regime} ${one.stage} ${one.occurrence}`}>
              {name.stage} <span className="quiet">· {name.regime}</span>
              <WhyWords of={one} />
            </li>
          );
        })}
      </ul>
    </details>
  );
}
