// SPDX-License-Identifier: Apache-2.0
import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LiveRegion } from './announcer.tsx';

/** Around everything: the skip link first, the one live region last. */
export function RootPage() {
  const { t } = useTranslation();
  return (
    <>
      <a className="skip-link" href="#main">
        {t('shell:skip')}
      </a>
      <Outlet />
      <LiveRegion />
    </>
  );
}
