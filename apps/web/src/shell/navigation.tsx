// SPDX-License-Identifier: Apache-2.0
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { urls } from '../urls.ts';
import { housePlaces, type Place, workPlaces } from './places.ts';
import { useSession } from './session.ts';

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
      <PlaceList places={workPlaces} here={here} />
      <PlaceList places={housePlaces} here={here} />
      <a className="navigation-foot" href={urls.publicReport()}>
        {t('shell:public_page')}
      </a>
    </nav>
  );
}

function PlaceList({ places, here }: { places: readonly Place[]; here: string }) {
  const { t } = useTranslation();
  const { permissions } = useSession();
  const shown = places.filter((one) => one.permission === undefined || permissions.includes(one.permission));
  if (shown.length === 0) {
    return null;
  }
  return (
    <ul>
      {shown.map((place) => (
        <li key={place.id}>
          <AppLink href={place.href} aria-current={isCurrent(place.href, here) ? 'page' : undefined}>
            {t(`shell:place.${place.id}`)}
          </AppLink>
        </li>
      ))}
    </ul>
  );
}

/** Of two places one inside the other, the inner one is where somebody is. */
function isCurrent(href: string, here: string): boolean {
  const holds = (one: string) => (one === '/' ? here === '/' : here === one || here.startsWith(`${one}/`));
  const inner = [...workPlaces, ...housePlaces].some(
    (one) => one.href.startsWith(`${href}/`) && holds(one.href),
  );
  return holds(href) && (href === '/' || !inner);
}
