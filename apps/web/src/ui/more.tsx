// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Below a list: how much of it is shown, and the rest. */
export function More(props: { count: number; hasMore: boolean; isLoading: boolean; onMore: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="more">
      <span className="quiet">
        {t(props.hasMore ? 'shell:shown' : 'shell:shown_all', { count: props.count })}
      </span>
      {props.hasMore ? (
        <Button variant="default" loading={props.isLoading} onClick={props.onMore}>
          {t('shell:more')}
        </Button>
      ) : null}
    </div>
  );
}
