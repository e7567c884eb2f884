// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { AppLink } from '../ui/app-link.tsx';
import { urls } from '../urls.ts';
import { type PlaceGroup, placeGroups, places } from './places.ts';
import { useSession } from './session.ts';

/** The count is told by live updates; without them it is still asked for now and then. */
const countAgainMs = 120_000;

/** The places of the desk; on a narrow screen they unfold below the top bar. */
export function Navigation({ isOpen, onGone }: { isOpen: boolean; onGone: () => void }) {
  const { t } = useTranslation();
  const here = useRouterState({ select: (state) => state.location.pathname });
  const goneRef = useRef(onGone);
  goneRef.current = onGone;
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere folds the menu
  useEffect(() => goneRef.current(), [here]);
  return (
    <nav
      id="navigation"
      aria-label={t('shell:navigation')}
      className={isOpen ? 'navigation is-open' : 'navigation'}
    >
      {placeGroups.map((group) => (
        <PlaceList key={group.id} group={group} here={here} />
      ))}
      <a className="navigation-foot" href={urls.publicReport()}>
        {t('shell:public_page')}
      </a>
    </nav>
  );
}

function PlaceList({ group, here }: { group: PlaceGroup; here: string }) {
  const { t } = useTranslation();
  const { permissions } = useSession();
  const shown = group.places.filter(
    (one) => one.permission === undefined || permissions.includes(one.permission),
  );
  if (shown.length === 0) {
    return null;
  }
  return (
    <div className="navigation-group">
      <p id={`places-${group.id}`}>{t(`shell:places.${group.id}`)}</p>
      <ul aria-labelledby={`places-${group.id}`}>
        {shown.map((place) => (
          <li key={place.id}>
            <AppLink href={place.href} aria-current={isCurrent(place.href, here) ? 'page' : undefined}>
              {t(`shell:place.${place.id}`)}
              {place.counts === undefined ? null : <FindingsWaiting />}
            </AppLink>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How many findings wait to be looked over; nothing is shown while none does. */
function FindingsWaiting() {
  const { t } = useTranslation();
  const { data } = useQuery({ ...reading('countFindings'), refetchInterval: countAgainMs });
  const count = data?.counts.open ?? 0;
  return count === 0 ? null : (
    <span className="navigation-count">
      <span aria-hidden="true">{count}</span>
      <span className="visually-hidden">{t('shell:place.findings.count', { count })}</span>
    </span>
  );
}

/** Of two places one inside the other, the inner one is where somebody is. */
function isCurrent(href: string, here: string): boolean {
  const holds = (one: string) => (one === '/' ? here === '/' : here === one || here.startsWith(`${one}/`));
  const inner = places.some((one) => one.href.startsWith(`${href}/`) && holds(one.href));
  return holds(href) && (href === '/' || !inner);
}
