// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A list that is read page by page, as the query gives it. */
interface Pages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** Below a list: how much of it is shown, and the rest. */
export function More({ count, of }: { count: number; of: Pages }) {
  const { t } = useTranslation();
  return (
    <div className="more">
      <span className="quiet">{t(of.hasNextPage ? 'shell:shown' : 'shell:shown_all', { count })}</span>
      {of.hasNextPage ? (
        <Button variant="default" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
          {t('shell:more')}
        </Button>
      ) : null}
    </div>
  );
}
