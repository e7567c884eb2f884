// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useLiveState } from './live.tsx';

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Says which part is down and what still works. */
export function OfflineBar() {
  const { t } = useTranslation();
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  const live = useLiveState();
  if (!isOnline) {
    return (
      <p className="bar bar-quiet" role="status">
        {t('shell:offline')}
      </p>
    );
  }
  return live === 'lost' ? (
    <p className="bar bar-quiet" role="status">
      {t('shell:live_lost')}
    </p>
  ) : null;
}
