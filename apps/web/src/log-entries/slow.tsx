// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A search that takes longer than a second says since when, and can be stopped; it is then not computed further. */
export function Slow({ isOn, look }: { isOn: boolean; look: string | undefined }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    setSeconds(0);
    if (!isOn) {
      return;
    }
    const tick = setInterval(() => setSeconds((count) => count + 1), 1_000);
    return () => clearInterval(tick);
  }, [isOn]);
  if (!isOn || seconds === 0) {
    return null;
  }
  const stop = () =>
    void queries.cancelQueries({ predicate: ({ queryKey }) => queryKey.includes(look ?? null) });
  return (
    <p className="notice row" role="status">
      {t('logbook:slow', { seconds })}
      <Button variant="default" size="xs" onClick={stop}>
        {t('logbook:slow.stop')}
      </Button>
    </p>
  );
}
